"""Lets the made-up store rooms live through the weeks in which their dishes were sold: deliveries, production, waste, counts."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from sqlalchemy import Engine

from accounts.services import stores
from accounts.services.tenants import command_line
from app.demo.places import PLACES
from app.demo.store_room.habits import STAFF_MEALS, Habits, habits_of, lost_share, paid, share
from app.demo.store_room.items import EVERYTHING, ITEMS, SEMIS, Item, Semi
from app.demo.store_room.recipes import amounts
from app.store_keeping import ZERO, Keeper, Stock
from core import clock
from core.actor import StoreSettings
from core.uow import Unit
from inventory.services import documents, posting, stock
from inventory.services.items import list_items
from inventory.services.places import list_locations
from inventory.services.reports import publish_report
from inventory.store.count_results import results_of
from inventory.store.counts import list_counts
from inventory.store.ledger import first_sold_at

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_WEEKS = 8
HALF = timedelta(days=3, hours=12)
ACTING = "Demonstration"
SENDS, TAKES, SENT = "SH01", "HZ01", {"noodle": (Decimal(10), Decimal("9.8"))}
GRAMS = {"kg": 1000, "l": 1000, "pc": 1}


def live_weeks(engine: Engine, tenant_id: UUID, advance: Callable[[int], None] = lambda _weeks: None) -> int:
    """Every week that is over and not counted yet, at every store; answers how many. What was sold was heard of before."""
    with Unit(engine, tenant_id) as unit:
        unit.actor = command_line(tenant_id, ACTING)
        known = {settings.code: settings for settings in stores.list_store_settings(unit)}
        chain = [known[place.code] for place in PLACES if place.code in known]
    lived = 0
    for settings in chain:
        for _ in range(MOST_WEEKS + 1):
            with Unit(engine, tenant_id) as unit:
                unit.actor = command_line(tenant_id, ACTING)
                if not _Room(unit, settings, known).live_next():
                    break
                unit.commit()
            lived += 1
            advance(1)
    return lived


class _Room(Keeper):
    """One store's room in one transaction."""

    def __init__(self, unit: Unit, settings: StoreSettings, known: dict[str, StoreSettings]) -> None:
        places = {
            item["id"]: place["id"] for place in list_locations(unit, settings.id) for item in place["items"]
        }
        units = {code: one.unit for code, one in _BY_CODE.items()}
        super().__init__(unit, settings, _codes(unit), units, places)
        self._known = known
        self._rng = random.Random(settings.code)
        self._habits: Habits = habits_of(settings.code)

    def live_next(self) -> bool:
        """Count for the first time, or live through the next week and count; False when none is over."""
        unit, store_id = self.unit, self.settings.id
        first = first_sold_at(unit, store_id)
        if first is None:
            return False
        last = list_counts(unit, store_id, state="approved", limit=1).items
        today = self.day_begins(clock.now())
        if not last:
            begin = max(self.day_begins(first), today - MOST_WEEKS * WEEK)
            self._rng = random.Random(f"{self.settings.code} {begin:%F}")
            week = self.used(begin, begin + WEEK)
            self.count(begin, {code: used * share(self._rng, 0.25, 0.45) for code, used in week.items()})
            return True
        since = last[0].at
        until = since + WEEK if since + WEEK <= today else since
        days = (today - since).days
        if days > 7 and days % 7 and since == self.day_begins(first):
            until = since + timedelta(days=days % 7)  # so that the last week ends today
        if until == since:
            return False
        self._rng = random.Random(f"{self.settings.code} {since:%F}")
        codes = {item_id: code for code, item_id in self.items.items()}
        opening = {codes[i]: row.closing for i, row in results_of(unit, last[0].id).items() if i in codes}
        self.count(until, self._live(since, until, opening))
        first_day = clock.business_date(since, self.settings.timezone, self.settings.cutoff_minutes)
        publish_report(unit, store_id, first_day, first_day + (until - since - DAY))
        return True

    def _live(self, since: datetime, until: datetime, opening: Stock) -> Stock:
        """Everything that moved; answers what is left."""
        held = dict(opening)
        halves = ((since, since + HALF), (since + HALF, until)) if until > since + HALF else ((since, until),)
        for begin, end in halves:
            used = self.used(begin, end)
            made = self._plan_semis(used, held)
            takes = self._inputs(made)
            gone = _sum(used, takes, self._spoil(used), _staff_meals(), self._lose(used))
            sent = self._sent()
            self._receive(begin, _sum(gone, sent), held)
            self._produce(begin, made, takes)
            self._waste(begin + (end - begin) * 3 / 4, used)
            self._feed_staff(begin + (end - begin) / 3)
            self._send(begin, sent)
            for code, quantity in _sum(made, self._arrived(begin, end)).items():
                held[code] = held.get(code, ZERO) + quantity
            for code, quantity in _sum(gone, sent).items():
                held[code] = max(held.get(code, ZERO) - quantity, ZERO)
        return held

    def _plan_semis(self, used: Stock, held: Stock) -> Stock:
        made = {}
        for semi in SEMIS:
            if semi.stocked and used.get(semi.code):
                wanted = used[semi.code] * Decimal("1.35") - held.get(semi.code, ZERO)
                if wanted > 0:
                    made[semi.code] = _up(wanted, Decimal(semi.batch) / 4)
        return made

    def _inputs(self, made: Stock) -> Stock:
        """What the production took: the standard, and what the store trims away beyond it."""
        beyond = 1 + Decimal(str(self._habits.trimmed)) + share(self._rng, -0.004, 0.004)
        return {code: self.fine(code, amount * beyond) for code, amount in _standard_inputs(made).items()}

    def _receive(self, at: datetime, gone: Stock, held: Stock) -> None:
        lines = []
        for item in ITEMS:
            if not gone.get(item.code):
                continue
            wanted = gone[item.code] * Decimal("1.3") - held.get(item.code, ZERO)
            if wanted <= 0:
                continue
            packs = (wanted / Decimal(item.pack)).to_integral_value(ROUND_CEILING)
            cost = paid(Decimal(item.price), self._habits, item.code, self._rng)
            lines.append(
                {
                    "item_id": self.items[item.code],
                    "quantity": packs,
                    "unit": item.pack_unit,
                    "unit_cost": cost,
                    "invoiced_quantity": packs,
                    "invoiced_unit_cost": cost,
                }
            )
            held[item.code] = held.get(item.code, ZERO) + packs * Decimal(item.pack)
        supplier = "城西农贸批发" if self.settings.code != "CD01" else "蓉城食材配送"
        self.post("receipt", at + timedelta(hours=2, minutes=30), lines, supplier=supplier)

    def _produce(self, at: datetime, made: Stock, takes: Stock) -> None:
        inputs = _standard_inputs(made)
        for semi in SEMIS:
            if semi.code not in made:
                continue
            own = _standard_inputs({semi.code: made[semi.code]})
            lines = [self.line(semi.code, made[semi.code], is_output=True)]
            for code, standard in own.items():
                took = self.fine(code, takes[code] * standard / inputs[code])
                lines.append(self.line(code, took))
            self.post("production", at + timedelta(hours=4), lines, note=semi.zh)

    def _spoil(self, used: Stock) -> Stock:
        spoiled = self._habits.spoiled
        return {c: self.fine(c, used[c] * Decimal(str(s))) for c, s in spoiled.items() if used.get(c)}

    def _waste(self, at: datetime, used: Stock) -> None:
        spoiled = {code: quantity for code, quantity in self._spoil(used).items() if quantity}
        lines = [self.line(code, quantity) for code, quantity in spoiled.items()]
        self.post("waste", at, lines, cause="spoiled")

    def _lose(self, used: Stock) -> Stock:
        return {
            code: quantity * lost_share(self._habits, code, random.Random(f"{code}{self._rng.random()}"))
            for code, quantity in used.items()
        }

    def _feed_staff(self, at: datetime) -> None:
        lines = [self.line(code, quantity) for code, quantity in _staff_meals().items()]
        self.post("staff_meal", at, lines)

    def _sent(self) -> Stock:
        is_here = self.settings.code == SENDS and TAKES in self._known
        return {code: sent for code, (sent, _) in SENT.items()} if is_here else {}

    def _arrived(self, since: datetime, until: datetime) -> Stock:
        """What sister stores sent."""
        codes = {item_id: code for code, item_id in self.items.items()}
        moves = stock.list_moves(
            self.unit, self.settings.id, reason="transfer_in", since=since, until=until, limit=200
        )
        return _sum(*({codes[move["item"]["id"]]: move["quantity"]} for move in moves.items))

    def _send(self, begin: datetime, sent: Stock) -> None:
        """Noodles to the sister store; a little is lost on the way."""
        if not sent:
            return
        unit, at, other = self.unit, begin + timedelta(hours=9), self._known[TAKES].id
        lines = [self.line(code, quantity) for code, quantity in sent.items()]
        given = {"kind": "transfer", "other_store_id": other, "at": at, "lines": lines}
        row = documents.add_document(unit, self.settings.id, given)
        posting.ship_document(unit, self.settings.id, row.id, at)
        arrived = {number: SENT[code][1] for number, code in enumerate(sent, 1)}
        posting.receive_document(unit, other, row.id, arrived, at + timedelta(hours=2))


_BY_CODE: dict[str, Item | Semi] = {one.code: one for one in EVERYTHING}


def _codes(unit: Unit) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    cursor: str | None = None
    while True:
        page = list_items(unit, cursor=cursor, limit=200)
        found |= {item["code"]: item["id"] for item in page.items if item["code"] in _BY_CODE}
        cursor = page.next_cursor
        if cursor is None:
            return found


def _standard_inputs(made: Stock) -> Stock:
    """What these should have taken, gross, by the recipes."""
    needs: Stock = {}
    for code, quantity in made.items():
        semi = _BY_CODE[code]
        if isinstance(semi, Semi):
            for raw, amount in amounts(semi.takes).items():
                item = _BY_CODE[raw]
                rate = Decimal((item.rate or 1) if isinstance(item, Item) else 1)
                gross = Decimal(amount) / GRAMS[item.unit] / rate / Decimal(semi.batch) * quantity
                needs[raw] = needs.get(raw, ZERO) + gross
    return needs


def _staff_meals() -> Stock:
    return {code: Decimal(quantity) for code, quantity in STAFF_MEALS.items()}


def _sum(*stocks: Stock) -> Stock:
    total: Stock = {}
    for one in stocks:
        for code, quantity in one.items():
            total[code] = total.get(code, ZERO) + quantity
    return total


def _up(quantity: Decimal, step: Decimal) -> Decimal:
    return (quantity / step).to_integral_value(ROUND_CEILING) * step
