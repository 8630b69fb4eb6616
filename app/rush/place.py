"""The place of the rush: the Pizza Place with its menu, a kitchen of five stations, and somebody at the till."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from accounts.services import staff, terminals
from accounts.services.tenants import command_line
from accounts.store.roles import list_roles
from accounts.values import RoleAt
from app import past_sales
from core.uow import Unit, transact
from kitchen.rules.plan import as_uuid
from kitchen.services import settings
from kitchen.store.config import load_kitchen
from pos.services.categories import list_categories
from pos.services.sales_import import Sold
from pos.values.sales_files import PastOrder

ACTING = "Rush simulator"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rush happens, and how to sign in there."""

    brand: str
    tenant_id: UUID
    store_id: UUID
    terminal_token: str
    staff_id: UUID
    pin: str
    sold: dict[str, Sold]
    orders: tuple[PastOrder, ...]


def make_place(engine: Engine, folder: Path, brand: str, store: str) -> Place:
    """Find or make brand, store, menu, stations and a person; safe to do again."""
    bringing = past_sales.begin(engine, brand, store)
    past = past_sales.read(folder, bringing)
    bringing = past_sales.make_store(bringing)
    sold = past_sales.add_menu(bringing, past)
    if bringing.tenant_id is None or bringing.settings is None:
        raise RuntimeError("the store was not made")
    tenant_id, store_id, timezone = bringing.tenant_id, bringing.settings.id, bringing.settings.timezone

    def settle_in(unit: Unit) -> Place:
        unit.actor = command_line(tenant_id, ACTING)
        _make_kitchen(unit, store_id, timezone)
        token = _terminal(unit, store_id, brand)
        staff_id, pin = _person(unit, store_id)
        return Place(brand, tenant_id, store_id, token, staff_id, pin, dict(sold), past.orders)

    place: Place = transact(engine, tenant_id, settle_in)
    return place


def _terminal(unit: Unit, store_id: UUID, brand: str) -> str:
    code = terminals.make_enrolment_code(unit, store_id).code
    unit.session.flush()
    return terminals.enrol_terminal(unit, brand, code, ACTING).terminal_token


def _person(unit: Unit, store_id: UUID) -> tuple[UUID, str]:
    """Somebody new with a PIN that nobody else knows, who may take orders and cook at this store."""
    pin = f"{secrets.randbelow(90_000_000) + 10_000_000}"
    roles = list_roles(unit, None, 100).items
    manager = next(role for role in roles if {"kitchen.cook", "payment.take"} <= set(role.permissions))
    person = staff.add_staff(
        unit, {"name": ACTING, "locale": "en"}, [RoleAt(manager.id, store_id)], pin, None
    )
    return person.id, pin


def _make_kitchen(unit: Unit, store_id: UUID, timezone: str) -> None:
    if load_kitchen(unit, store_id, timezone).stations:
        return
    categories = {row.name["en"]: row.id for row in list_categories(unit, None, 200).items}

    def station(zh: str, en: str, sort: int, **more: Any) -> UUID:
        values = {"name": {"zh": zh, "en": en}, "sort": sort, **more}
        return as_uuid(settings.create_station(unit, store_id, values)["id"])

    oven = station("烤炉 1", "Oven 1", 1, pool="oven")
    station("烤炉 2", "Oven 2", 2, pool="oven")
    veggie = station("素食台", "Veggie", 3)
    packing = station("打包", "Packing", 4)
    station("传菜", "Expo", 5, kind="expo")
    for name, category_id in categories.items():
        goal = veggie if name == "Veggie" else oven
        settings.create_route(unit, store_id, {"station_id": goal, "category_id": category_id})
        if name == "Supreme":
            route = {"station_id": packing, "category_id": category_id, "channel": "delivery"}
            settings.create_route(unit, store_id, route)
