"""A store room for sales that came from files: what was delivered, thrown away and counted in their last weeks is made up beside
them, the same each time, so that their food cost can be looked at.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from sqlalchemy import Engine

from accounts.services.tenants import command_line
from app.past_recipes import PREFIX, price_of
from app.store_keeping import ZERO, Keeper, Stock
from core import clock
from core.actor import StoreSettings
from core.uow import Unit
from inventory.rules.days import day_begins
from inventory.services.items import list_items
from inventory.services.reports import publish_report
from inventory.store.count_results import results_of
from inventory.store.counts import list_counts

WEEK = timedelta(days=7)
ACTING = "Past store room"
# What goes beyond the recipes, or is thrown away or bought dear, by a word in the ingredient's name: a share of what is used.
LOST = {"Chicken": 0.06, "Pepperoni": 0.03}
SPOILED = {"Spinach": 0.06, "Tomatoes": 0.03, "Arugula": 0.08}
DEARER = {"Mozzarella": 0.09, "Prosciutto": 0.05}


def live_weeks(
    engine: Engine,
    tenant_id: UUID,
    settings: StoreSettings,
    days: tuple[date, date],
    weeks: int,
    advance: Callable[[int], None] = lambda _weeks: None,
) -> int:
    """Keep the room for the last ``weeks`` of the sales between two business dates; answers how many weeks are new.

    What was sold was heard of before. Run again, it goes on where it stopped.
    """
    first, last = days
    begin = max(first, last + timedelta(days=1) - weeks * WEEK)
    lived = 0
    while True:
        with Unit(engine, tenant_id) as unit:
            unit.actor = command_line(tenant_id, ACTING)
            if not _live_next(
                unit, settings, _begins(settings, begin), _begins(settings, last + timedelta(days=1))
            ):
                return lived
            unit.commit()
        lived += 1
        advance(1)


def _live_next(unit: Unit, settings: StoreSettings, begin: datetime, end: datetime) -> bool:
    items, names = _ingredients(unit)
    keeper = Keeper(unit, settings, items, dict.fromkeys(items, "kg"), {})
    counted = list_counts(unit, settings.id, state="approved", limit=1).items
    since = counted[0].at if counted else begin
    if since >= end:
        return False
    until = min(since + WEEK, end)
    rng = random.Random(f"{settings.code} {since:%F}")  # noqa: S311 - the same each time; nothing secret
    used = keeper.used(since, until)
    with clock.frozen(until):  # as it was done then
        if counted:
            codes = {item_id: code for code, item_id in items.items()}
            held = {codes[i]: row.closing for i, row in results_of(unit, counted[0].id).items() if i in codes}
        else:
            held = {
                code: keeper.fine(code, quantity * _share(rng, 0.25, 0.4)) for code, quantity in used.items()
            }
            keeper.count(since, held)
        keeper.count(until, _moved(keeper, names, rng, (since, until), used, held))
        first_day = clock.business_date(since, settings.timezone, settings.cutoff_minutes)
        last_day = clock.business_date(until, settings.timezone, settings.cutoff_minutes) - timedelta(days=1)
        publish_report(unit, settings.id, first_day, last_day)
    return True


def _moved(
    keeper: Keeper,
    names: dict[str, str],
    rng: random.Random,
    span: tuple[datetime, datetime],
    used: Stock,
    held: Stock,
) -> Stock:
    """One delivery, what was thrown away, and what nobody wrote down; answers what is left."""
    left, delivered, spoiled = dict(held), [], []
    for code, quantity in sorted(used.items()):
        name = names[code]
        wanted = quantity * Decimal("1.3") - held.get(code, ZERO)
        if wanted > 0:
            packs = wanted.to_integral_value(ROUND_CEILING)
            cost = (price_of(name) * (1 + _of(DEARER, name) + _share(rng, -0.02, 0.03))).quantize(
                Decimal("0.0001")
            )
            delivered.append(
                keeper.line(code, packs, unit_cost=cost, invoiced_quantity=packs, invoiced_unit_cost=cost)
            )
            left[code] = left.get(code, ZERO) + packs
        thrown = keeper.fine(code, quantity * _of(SPOILED, name))
        if thrown:
            spoiled.append(keeper.line(code, thrown))
        gone = quantity * (1 + _of(LOST, name) + _share(rng, -0.002, 0.012)) + thrown
        left[code] = max(left.get(code, ZERO) - gone, ZERO)
    since, until = span
    keeper.post("receipt", since + timedelta(hours=2), delivered, supplier="Hudson Provisions")
    keeper.post("waste", since + (until - since) * 3 / 4, spoiled, cause="spoiled")
    return left


def _ingredients(unit: Unit) -> tuple[dict[str, UUID], dict[str, str]]:
    """The ids and names of what the recipes take, by code."""
    ids: dict[str, UUID] = {}
    names: dict[str, str] = {}
    cursor: str | None = None
    while True:
        page = list_items(unit, cursor=cursor, limit=200)
        for item in page.items:
            if item["code"].startswith(PREFIX):
                ids[item["code"]], names[item["code"]] = item["id"], item["name"]["en"]
        cursor = page.next_cursor
        if cursor is None:
            return ids, names


def _begins(settings: StoreSettings, day: date) -> datetime:
    return day_begins(day, settings.timezone, settings.cutoff_minutes)


def _of(habits: dict[str, float], name: str) -> Decimal:
    return next((Decimal(str(share)) for word, share in habits.items() if word in name), ZERO)


def _share(rng: random.Random, low: float, high: float) -> Decimal:
    return Decimal(round(rng.uniform(low, high), 4)).quantize(Decimal("0.0001"))
