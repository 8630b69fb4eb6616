"""List prices, as head office edits them, and the explanation of which one holds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from pos.menu_errors import MenuRowNotFound, PriceTies
from pos.models.menu import ProductRow
from pos.models.prices import PriceListRow
from pos.rules.prices import PriceMoment, explain, next_change, ties
from pos.rules.product_checks import Error, Known, error, when_errors
from pos.rules.sale import is_sold
from pos.services.catalog import get_catalog
from pos.services.menu_edits import begin_edit, load_known, refuse_errors
from pos.services.row_changes import apply_changes
from pos.services.stores import store_of
from pos.store import prices as store
from pos.store.rows import find_row, get_row
from pos.values.catalog import PriceRow

EVERYWHERE_ALWAYS: dict[str, Any] = dict.fromkeys(
    (
        "variant_id",
        "store_id",
        "region_id",
        "channel",
        "weekdays",
        "start_minute",
        "end_minute",
        "valid_from",
        "valid_to",
    )
)
FIELDS = ("product_id", "amount", "member_amount", *EVERYWHERE_ALWAYS)


def list_prices(unit: Unit, **wanted: Any) -> Page[PriceListRow]:
    """A page of prices by product."""
    unit.actor.demand_somewhere("menu.view")
    return store.list_prices(unit, **wanted)


def get_price(unit: Unit, price_id: UUID) -> PriceListRow:
    """One price."""
    unit.actor.demand_somewhere("menu.view")
    return get_row(unit, PriceListRow, price_id)


def create_price(unit: Unit, fields: dict[str, Any]) -> PriceListRow:
    """A new price: ``product_id`` and ``amount`` at least; EVERYWHERE_ALWAYS otherwise.

    Raises PriceTies when another price is as specific and holds at the same time, so that nothing but age would choose.
    """
    begin_edit(unit)
    given = EVERYWHERE_ALWAYS | {"member_amount": None} | fields
    refuse_errors(price_errors(given, load_known(unit), find_row(unit, ProductRow, given["product_id"])))
    value = PriceRow(id=new_id(), **given)
    _refuse_ties(unit, value)
    row = PriceListRow(tenant_id=unit.tenant_id, id=value.id, **given)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("price.create", "price", row.id, given)
    return row


def change_price(unit: Unit, price_id: UUID, fields: dict[str, Any]) -> PriceListRow:
    """Change the given fields."""
    begin_edit(unit)
    row = get_row(unit, PriceListRow, price_id)
    given = {name: getattr(row, name) for name in FIELDS} | fields
    refuse_errors(price_errors(given, load_known(unit), find_row(unit, ProductRow, given["product_id"])))
    _refuse_ties(unit, PriceRow(id=row.id, **given))
    unit.audit("price.change", "price", row.id, apply_changes(row, fields))
    unit.session.flush()
    return row


def remove_price(unit: Unit, price_id: UUID) -> None:
    """Take a price away; what was sold at it keeps it."""
    begin_edit(unit)
    row = get_row(unit, PriceListRow, price_id)
    unit.session.delete(row)
    unit.audit("price.remove", "price", row.id, {name: getattr(row, name) for name in FIELDS})


def explain_price(
    unit: Unit,
    store_id: UUID,
    product_id: UUID,
    variant_id: UUID | None = None,
    channel: str = "dine_in",
    at: datetime | None = None,
) -> dict[str, Any]:
    """Which price holds at the store, in the channel, at the moment (now), with every candidate and why it lost."""
    unit.actor.demand("menu.view", store_id)
    settings = store_of(unit, store_id)
    catalog = get_catalog(unit, settings)
    product = catalog.products.get(product_id)
    if product is None or (variant_id is not None and product.variant(variant_id) is None):
        raise MenuRowNotFound("There is no such product or variant on the menu.", code="product_not_found")
    moment = at or clock.now()
    minute = PriceMoment.at(moment, settings.timezone)
    rows = catalog.prices.get((product_id, variant_id), ())
    rules = catalog.sale_rules.get(product_id, ())
    told = explain(rows, minute, channel)
    change = next_change([*rows, *rules], minute)
    return {
        "amount": next((c.row.amount for c in told if c.won), None),
        "currency": settings.currency,
        "at": moment,
        "until": change.to_utc(settings.timezone) if change else None,
        "is_sold": is_sold(rules, store_id, channel, minute),
        "candidates": [{"price": c.row, "holds": c.holds, "won": c.won, "reason": c.reason} for c in told],
    }


def price_errors(fields: dict[str, Any], known: Known, product: ProductRow | None) -> list[Error]:
    """What is wrong with a price as it was typed in."""
    found = list(when_errors(fields, known))
    if product is None or product.id not in known.products:
        return [*found, error("product_id", "unknown", "There is no such product in use.")]
    if fields["variant_id"] is not None and known.variants.get(fields["variant_id"]) != product.id:
        found.append(error("variant_id", "unknown", "The product has no such variant."))
    if fields["store_id"] is not None and fields["region_id"] is not None:
        found.append(error("region_id", "one_place", "Name a store or a region, not both."))
    if fields["amount"] < 0 and not product.is_option:
        found.append(error("amount", "negative_price", "Only a modifier option may take something off."))
    if product.kind == "open_price":
        found.append(error("product_id", "no_list_price", "The cashier types this product's price."))
    return found


def _refuse_ties(unit: Unit, value: PriceRow) -> None:
    tied = [
        row for row in store.prices_of(unit, [value.product_id]) if row.id != value.id and ties(row, value)
    ]
    if tied:
        message = f"The price of {tied[0].amount} holds at the same place and time. Change that one, or narrow this one."
        errors = [error("", "price_ties", message)]
        raise PriceTies(message, errors=errors, current={"id": str(tied[0].id), "amount": tied[0].amount})
