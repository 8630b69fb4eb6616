"""Items and recipes for tests, through the services of head office."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.services.tenants import command_line
from core.ids import new_id
from core.uow import Unit
from inventory.models.recipes import RecipeVersionRow
from inventory.services.items import add_item, set_standard_price
from inventory.services.publishing import publish_version
from inventory.services.recipes import add_draft, add_recipe
from inventory.store.closures import Wanted, closure_ids_at
from inventory.store.usage import keep_sold
from inventory.values.recipes import product_node
from inventory.values.usage import NIL, SOLD, SoldPart
from tests.support.accounts import name

Lines = dict[UUID, Any]


def act(unit: Unit) -> Unit:
    """Let the unit act for somebody who may everything."""
    unit.actor = command_line(unit.tenant_id, "Tester")
    return unit


def make_item(unit: Unit, code: str, **changes: Any) -> UUID:
    """An item kept in kg, unless ``changes`` says otherwise; ``price``: its standard price since long ago."""
    price = changes.pop("price", None)
    changes = {key: Decimal(v) if key == "yield_rate" and v else v for key, v in changes.items()}
    item_id = add_item(unit, {"code": code, "name": name(code), "stock_unit": "kg", **changes}).id
    if price is not None:
        set_standard_price(unit, item_id, {"price": Decimal(price), "valid_from": date(2020, 1, 1)})
    return item_id


def make_semi(unit: Unit, code: str, **changes: Any) -> UUID:
    """A semi-finished item."""
    return make_item(unit, code, kind="semi", **changes)


def draft(unit: Unit, lines: Lines, of: UUID | None = None, **given: Any) -> RecipeVersionRow:
    """A draft for a semi-finished item (``of``) or else a product; lines as {item: net kg}, or (net, unit, yield)."""
    head = {key: given.pop(key) for key in ("store_id", "region_id", "variant_id") if key in given}
    recipe = given.pop("recipe", None)
    if recipe is None:
        product = {"product_id": given.pop("product_id", None) or new_id(), "code": "P", "name": name("P")}
        recipe = add_recipe(unit, {**head, **({"item_id": of} if of else product)})
        unit.session.flush()
    written = [_line(item_id, told) for item_id, told in lines.items()]
    return add_draft(unit, recipe, {"lines": written, **given})


def publish(unit: Unit, lines: Lines, of: UUID | None = None, **given: Any) -> RecipeVersionRow:
    """A recipe that holds from ``valid_from`` (now)."""
    valid_from = given.pop("valid_from", None)
    version = draft(unit, lines, of, **given)
    publish_version(unit, version.id, valid_from)
    return version


def sell(unit: Unit, store_id: UUID, dish: UUID, at: datetime, quantity: str = "1") -> None:
    """One dish fired, as the consumer of orders writes it down."""
    wanted = Wanted(product_node(dish), store_id, None, at)
    closure_id = closure_ids_at(unit, [wanted])[wanted]
    part = SoldPart(
        new_id(), 0, store_id, at, at.date(), dish, NIL, SOLD, Decimal(quantity), new_id(), new_id(), closure_id
    )  # fmt: skip
    keep_sold(unit, [part])


def _line(item_id: UUID, told: Any) -> dict[str, Any]:
    net, unit, rate = told if isinstance(told, tuple) else (told, "kg", None)
    return {
        "item_id": item_id,
        "quantity": Decimal(net),
        "unit": unit,
        "yield_rate": Decimal(rate) if rate else None,
    }
