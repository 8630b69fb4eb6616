"""Fills the demonstration brand, or brings it up to now."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Engine

from accounts.services import staff, stores
from accounts.services.tenants import command_line, enter_brand
from app.demo.brand import ACTING, is_made, make_brand
from app.demo.cooking import clear, show_all
from app.demo.days import Seat, arrivals_of
from app.demo.kitchens import make_kitchen
from app.demo.members import make_members
from app.demo.places import COOKS, PLACES, SLUG
from app.demo.regulars import dine
from app.demo.selling import Shop, sell
from app.demo.store_room.making import make_store_rooms
from app.demo.today import end_yesterday, open_tables, run_out, stock_up
from core import clock
from core.actor import Actor, StoreSettings
from core.clock import business_date
from core.uow import Unit
from pos.services.catalog import get_catalog
from pos.services.floor import get_floor

DAYS = 21
MOST_STAFF = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filling did."""

    tenant_id: UUID
    made_brand: bool
    orders: int
    open_orders: int


def fill(
    engine: Engine,
    days: int = DAYS,
    slug: str = SLUG,
    advance: Callable[[int], None] = lambda _count: None,
    share: float = 1.0,
) -> Filled:
    """Make the brand when it is missing, what was sold in the last ``days`` and is missing, and what goes on right now.

    ``share`` of the usual number of guests. Run again: nothing twice; tables that the last filling left open are paid.
    """
    made = not is_made(engine, slug)
    if made:
        make_brand(engine, clock.now().date(), slug)
    tenant_id, shops = _shops(engine, slug, share)
    with Unit(engine, tenant_id) as unit:
        unit.actor = command_line(tenant_id, ACTING)
        make_store_rooms(unit, [shop.settings.id for shop in shops])
        unit.commit()
    sold = opened = 0
    for shop in shops:
        with Unit(engine, tenant_id) as unit:
            unit.actor = shop.people[0]
            make_kitchen(unit, shop.settings, shop.catalog.by_code)
            closed = end_yesterday(unit, shop)
            stock_up(unit, shop)
            clear(unit, shop.settings, [*closed, *_lately(shop)], clock.now())
            unit.commit()
        free = _with_free_tables(engine, shop)
        sold += sell(engine, free, _days(shop.settings, days), clock.now(), advance)
        opened += open_tables(engine, free, random.Random(f"{shop.settings.code} {clock.now():%F %H}"))
        with Unit(engine, tenant_id) as unit:
            run_out(unit, shop)
            show_all(unit, shop.settings)
            unit.commit()
    with Unit(engine, tenant_id) as unit:
        unit.actor = command_line(tenant_id, ACTING)
        members = make_members(unit, shops)
        unit.commit()
    if members:
        dine(engine, shops, members)
    return Filled(tenant_id, made, sold, opened)


def _lately(shop: Shop) -> list[UUID]:
    """The guests of today and yesterday: some were still waiting for their food when the last filling ended."""
    return [
        a.order_id for day in _days(shop.settings, 2) for a in arrivals_of(day, shop.settings, shop.guests)
    ]


def expected_orders(days: int = DAYS) -> int:
    """About how many orders so many days have."""
    return sum(place.guests for place in PLACES) * days


def _days(settings: StoreSettings, count: int) -> list[date]:
    today = business_date(clock.now(), settings.timezone, settings.cutoff_minutes)
    return [today - timedelta(days=back) for back in range(count - 1, -1, -1)]


def _shops(engine: Engine, slug: str, share: float) -> tuple[UUID, list[Shop]]:
    with Unit(engine) as unit:
        if enter_brand(unit, slug, ACTING) is None:
            raise RuntimeError("the brand is made first")
        known = {settings.code: settings for settings in stores.list_store_settings(unit)}
        found = [
            Shop(
                known[place.code],
                get_catalog(unit, known[place.code]),
                (),
                _people(unit, known[place.code]),
                round(place.guests * share),
            )
            for place in PLACES
            if place.code in known
        ]
        return unit.tenant_id, found


def _people(unit: Unit, settings: StoreSettings) -> tuple[Actor, ...]:
    """Who sells at the store, each allowed everything there: made-up orders need no second PIN."""
    anybody = replace(command_line(unit.tenant_id, ACTING), store=settings)
    persons = staff.list_staff(unit, None, MOST_STAFF, settings.id).items
    sellers = [p for p in persons if p.name not in COOKS]
    at_work = [p for p in sellers if any(role.store_id == settings.id for role in p.roles)]
    return tuple(replace(anybody, staff_id=p.id, staff_name=p.name) for p in at_work) or (anybody,)


def _with_free_tables(engine: Engine, shop: Shop) -> Shop:
    with Unit(engine, shop.people[0].tenant_id) as unit:
        unit.actor = shop.people[0]
        tables = get_floor(unit, shop.settings.id)["tables"]
    free = tuple(Seat(table["id"], table["seats"]) for table in tables if not table["orders"])
    return replace(shop, tables=free)
