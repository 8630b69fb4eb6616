"""A menu for tests, row by row: each maker answers the new row's id."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from core.actor import Actor, StoreSettings
from core.ids import new_id
from core.models import Base
from core.uow import Unit
from pos.models.menu import CategoryRow, ProductRow, VariantRow
from pos.models.prices import PriceListRow, TaxClassRow
from pos.store.menu_version import bump_menu

EVERYTHING = frozenset(
    {"menu.view", "menu.edit", "menu.availability", "menu.import", "store.view", "store.edit", "order.view"}
)


def name(text: str) -> dict[str, str]:
    """The same name in both languages."""
    return {"zh": text, "en": text}


def make_store(**changes: Any) -> StoreSettings:
    """A store as the accounts room describes it; no row is needed for the menu's sake."""
    plain: dict[str, Any] = {
        "id": new_id(),
        "code": "S1",
        "name": name("Store"),
        "region_id": new_id(),
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "cutoff_minutes": 240,
        "prices_include_tax": True,
    }
    return StoreSettings(**plain | changes)


def sign_in(unit: Unit, *permissions: str, store: StoreSettings | None = None) -> Actor:
    """Put a person into the transaction, with all of the menu's permissions or those named, everywhere or at one store."""
    names = frozenset(permissions) or EVERYTHING
    at: UUID | None = store.id if store else None
    unit.actor = Actor(unit.tenant_id, new_id(), "Lin", new_id(), {at: names}, store=store)
    return unit.actor


def add_row(unit: Unit, model: type[Base], row: dict[str, Any]) -> UUID:
    row = {"id": new_id(), **row}
    unit.add(model, [row])
    bump_menu(unit)
    found: UUID = row["id"]
    return found


def make_category(unit: Unit, text: str = "Wok", **changes: Any) -> UUID:
    """A category."""
    return add_row(
        unit, CategoryRow, {"name": name(text), "color": None, "sort": 0, "archived_at": None} | changes
    )


def make_product(unit: Unit, code: str, **changes: Any) -> UUID:
    """A plain dish, unless ``changes`` says otherwise; without a price."""
    plain: dict[str, Any] = {
        "code": code,
        "name": name(code),
        "kitchen_name": None,
        "print_name": None,
        "kind": "item",
        "category_id": None,
        "tax_class_id": None,
        "tags": [],
        "allergens": [],
        "prep_seconds": 0,
        "color": None,
        "picture_url": None,
        "search": code,
        "sort": 0,
        "is_seasonal": False,
        "seasonal_from": None,
        "seasonal_to": None,
        "is_option": False,
        "version": 1,
        "archived_at": None,
    }
    return add_row(unit, ProductRow, plain | changes)


def make_variant(unit: Unit, product_id: UUID, code: str, **changes: Any) -> UUID:
    """A size of a product."""
    plain = {"product_id": product_id, "code": code, "name": name(code), "sort": 0, "archived_at": None}
    return add_row(unit, VariantRow, plain | changes)


def make_price(unit: Unit, product_id: UUID, amount: int, **where: Any) -> UUID:
    """A list price; everywhere and always, unless ``where`` says otherwise."""
    fields = ("variant_id", "store_id", "region_id", "channel", "weekdays", "start_minute", "end_minute")
    plain: dict[str, Any] = dict.fromkeys((*fields, "valid_from", "valid_to"))
    return add_row(unit, PriceListRow, plain | {"product_id": product_id, "amount": amount} | where)


def make_tax_class(unit: Unit, rate: str = "6", **changes: Any) -> UUID:
    """A tax class; ``inclusive`` as the store has it."""
    plain = {
        "name": name("VAT"),
        "rate": Decimal(rate),
        "inclusive": None,
        "is_default": False,
        "archived_at": None,
    }
    return add_row(unit, TaxClassRow, plain | changes)
