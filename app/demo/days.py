"""A day at a store: who comes when, what they order, how they pay; and what goes wrong now and then."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.demo.guests import Guest, Menu, Ordered
from core.actor import StoreSettings
from core.ids import id_of
from pos.values import commands as c

# Monday to Sunday, against a plain weekday.
WEEK = (0.92, 0.90, 0.95, 1.0, 1.15, 1.35, 1.25)
WEEKDAY_HOURS = {
    7: 5,
    8: 8,
    9: 4,
    10: 3,
    11: 14,
    12: 20,
    13: 9,
    14: 4,
    15: 3,
    16: 3,
    17: 9,
    18: 14,
    19: 10,
    20: 5,
}
WEEKEND_HOURS = {
    7: 1,
    8: 4,
    9: 6,
    10: 5,
    11: 12,
    12: 16,
    13: 12,
    14: 7,
    15: 5,
    16: 5,
    17: 10,
    18: 16,
    19: 12,
    20: 7,
}
CHANNELS = {"dine_in": 64, "takeaway": 21, "delivery": 11, "own_app": 4}
PARTIES = {1: 40, 2: 34, 3: 13, 4: 9, 6: 4}
SATURDAY = 5
MINUTE = timedelta(minutes=1)
VOIDED, COMPED, REFUNDED, CANCELLED = 0.03, 0.05, 0.065, 0.075  # of the orders, each up to its bound
SPLIT = 0.05
APPROVED_BY_ONE = 10_000  # the stores' limit, above which a second person has to approve


@dataclass(frozen=True, slots=True)
class Seat:
    """A table to sit at."""

    id: UUID
    seats: int


@dataclass(slots=True)
class Visit:
    """An order from beginning to end. ``seller`` says whose of the staff it is; ``splits`` into how many checks."""

    order_id: UUID
    ends_at: datetime
    seller: int
    commands: list[c.Command] = field(default_factory=list)
    splits: int = 1


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody comes in; what they will do is made up only when it is needed."""

    order_id: UUID
    at: datetime
    seed: str


def arrivals_of(day: date, store: StoreSettings, guests: int) -> list[Arrival]:
    """Who comes on a business day, one after the other; ``guests``: on a plain weekday."""
    rng = random.Random(f"{store.code} {day}")
    count = round(guests * WEEK[day.weekday()] * rng.uniform(0.9, 1.1))
    hours = WEEKEND_HOURS if day.weekday() >= SATURDAY else WEEKDAY_HOURS
    begins = sorted(_moment(rng, day, store, hours) for _ in range(count))
    return [
        Arrival(id_of(store.id, f"demo visit {number}", at), at, f"{store.code} {day} {number}")
        for number, at in enumerate(begins)
    ]


def _moment(rng: random.Random, day: date, store: StoreSettings, hours: dict[int, int]) -> datetime:
    hour = rng.choices(list(hours), list(hours.values()))[0]
    local = datetime.combine(day, time(hour), tzinfo=ZoneInfo(store.timezone))
    return (local + timedelta(seconds=rng.randrange(3600))).astimezone(UTC)


class House:
    """A store on a day: what it sells, and from when on each table is free."""

    def __init__(self, store: StoreSettings, menu: Menu, tables: Sequence[Seat]) -> None:
        self._store, self._menu, self._tables = store, menu, tables
        self._free_from: dict[UUID, datetime] = {}

    def visit(self, arrival: Arrival) -> Visit:
        """What becomes of an arrival, by its own dice."""
        rng, at = random.Random(arrival.seed), arrival.at
        channel = rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        party = rng.choices(list(PARTIES), list(PARTIES.values()))[0]
        eats_here = channel == "dine_in"
        stays = (rng.randint(18, 55) if eats_here else rng.randint(1, 3)) * MINUTE
        table = self._table(rng, party, at, at + stays) if eats_here else None
        guest = Guest(rng, self._menu, channel, at)
        courses = table is not None and party > 2 and rng.random() < 0.4
        lines = guest.meal(arrival.order_id, party, courses=courses)
        extra = guest.upsell(arrival.order_id, lines)
        lines += [extra] if extra else []
        visit = Visit(arrival.order_id, at + stays, rng.randrange(1000))
        name = _guest_name(rng) if channel in ("takeaway", "own_app") and rng.random() < 0.5 else None
        covers = party if eats_here else None
        opened = c.OpenOrder(channel=channel, table_id=table, covers=covers, guest_name=name, at=at)
        visit.commands += [opened, *(line.command for line in lines)]
        _end(rng, visit, lines, at)
        return visit

    def _table(self, rng: random.Random, party: int, at: datetime, until: datetime) -> UUID | None:
        """One of the smallest tables that are free and large enough; None when the house is full."""
        free = [t for t in self._tables if t.seats >= party and self._free_from.get(t.id, at) <= at]
        if not free:
            return None
        free.sort(key=lambda t: t.seats)
        chosen = rng.choice(free[:6]).id
        self._free_from[chosen] = until
        return chosen


def _end(rng: random.Random, visit: Visit, lines: list[Ordered], at: datetime) -> None:
    """Fire and pay; of a few orders something is voided, given away, refunded, or all is cancelled."""
    fate, later = rng.random(), visit.ends_at
    odd = rng.choice(lines)
    total = sum(line.amount for line in lines)
    if odd.amount > APPROVED_BY_ONE or len(lines) < 2:
        fate = 1.0
    if REFUNDED <= fate < CANCELLED:
        visit.commands.append(c.CancelOrder(reason="客人有事先走了", at=at + MINUTE))
        return
    visit.commands.append(c.Fire(at=at + MINUTE))
    if fate < VOIDED:
        reason = rng.choice(("上错菜", "等太久", "客人点多了"))
        visit.commands.append(c.VoidLine(line_id=odd.command.line_id, reason=reason, at=later))
        total -= odd.amount
    elif fate < COMPED:
        reason = rng.choice(("生日赠送", "老顾客", "上菜慢致歉"))
        visit.commands.append(c.CompLine(line_id=odd.command.line_id, reason=reason, at=later))
        total -= odd.amount
    elif len(lines) > 2 and rng.random() < SPLIT:
        visit.splits = 2
        return
    visit.commands += payments(rng, visit.order_id, total, later)
    if COMPED <= fate < REFUNDED:
        refund_id = id_of(visit.order_id, "refund", later)
        items = (c.RefundItem(odd.command.line_id),)
        visit.ends_at = later + MINUTE
        visit.commands.append(
            c.GiveRefund(refund_id=refund_id, reason="面坨了", lines=items, at=visit.ends_at)
        )


def by_hand(payment_id: UUID) -> str:
    """Scanned with a phone, as most guests pay, or with a card."""
    return "card" if payment_id.int % 5 == 0 else "scan"


def payments(
    rng: random.Random, order_id: UUID, total: int, at: datetime, check_id: UUID | None = None
) -> list[c.Command]:
    """Mostly one payment by a scanned code or card; some in cash, a few in both. Amounts with cents are not paid in cash."""
    name = f"payment {check_id or ''}"
    in_cash = 0
    if total % 100 == 0:
        in_cash = rng.choices((total, total // 3000 * 1000, 0), (12, 4, 84))[0]
    paid: list[c.Command] = []
    if in_cash or not total:
        tendered = -(-in_cash // 1000) * 1000
        cash_id = id_of(order_id, f"{name} cash", at)
        paid.append(
            c.Pay(
                payment_id=cash_id, check_id=check_id, tender="cash", amount=in_cash, tendered=tendered, at=at
            )
        )
    if total > in_cash:
        card_id = id_of(order_id, f"{name} card", at)
        paid.append(
            c.Pay(
                payment_id=card_id, check_id=check_id, tender=by_hand(card_id), amount=total - in_cash, at=at
            )
        )
    return paid


def _guest_name(rng: random.Random) -> str:
    return rng.choice("王李张刘陈杨赵黄周吴") + rng.choice(("女士", "先生"))
