"""What a line costs, and how a set meal's total is shared by its components."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from core.ids import derived_id
from core.money import line_total
from pos.errors import refuse
from pos.rules.modifiers import price_modifiers
from pos.rules.prices import PriceMoment, find_price
from pos.rules.sale import is_sold
from pos.rules.set_meals import Component, components_of, shares_of
from pos.values.catalog import Catalog, PriceRow, Product
from pos.values.orders import Line
from pos.values.specs import LineSpec

MAX_MONEY = 10**12


@dataclass(frozen=True, slots=True)
class Sale:
    """The menu, the channel and the store's wall-clock moment at which something is sold.

    ``known`` and ``options``: prices that were told already, of products in their variants and of options; they hold whatever
    the menu says now.
    """

    catalog: Catalog
    channel: str
    moment: PriceMoment
    known: Mapping[tuple[UUID, UUID | None], PriceRow | None] = field(default_factory=dict)
    options: Mapping[UUID, int] = field(default_factory=dict)

    def price_row(self, product_id: UUID, variant_id: UUID | None) -> PriceRow | None:
        """The price that wins: of the variant, else of the product."""
        if (product_id, variant_id) in self.known:
            return self.known[product_id, variant_id]
        prices = self.catalog.prices
        if variant_id is not None:
            row = find_price(prices.get((product_id, variant_id), ()), self.moment, self.channel)
            if row is not None:
                return row
        return find_price(prices.get((product_id, None), ()), self.moment, self.channel)

    def option_price(self, product_id: UUID) -> int:
        """An option without a price costs nothing."""
        if product_id in self.options:
            return self.options[product_id]
        row = self.price_row(product_id, None)
        return row.amount if row else 0


@dataclass(frozen=True, slots=True)
class Signature:
    """On which order a line is made, when and by whom."""

    line_id: UUID
    order_id: UUID
    at: datetime
    by: UUID
    by_name: str


def price_line(sale: Sale, spec: LineSpec, signature: Signature) -> list[Line]:
    """The line, and a set meal's components after it, priced and shared. Refuses what the menu forbids."""
    product = _sellable(sale, spec.product_id)
    _check_quantity(product, spec)
    variant_id = _variant(product, spec.variant_id)
    list_price, row = _unit_price(sale, product, variant_id, spec.unit_price)
    modifiers, extra = price_modifiers(sale.catalog, product.group_links, spec.modifiers, sale.option_price)
    if list_price + extra < 0:
        raise refuse("negative_price", "The modifiers take more off than the dish costs.")
    is_set = product.kind == "set_meal"
    # What a set's own options take off makes less to share; only what they add stays with the set.
    shared = list_price + min(extra, 0) if is_set else 0
    own = line_total(list_price + extra - shared, spec.quantity)
    share = line_total(shared, spec.quantity)
    if own + share > MAX_MONEY:
        raise refuse("number_too_large", "The line's total is too large.")
    line = _line(sale.catalog, product, variant_id, signature, spec, modifiers)
    line.update(
        id=signature.line_id,
        unit_price=list_price + extra,
        list_price=list_price,
        line_total=own,
        share=share,
        price_id=row.id if row else None,
        member_price=row.member_amount if row else None,
    )
    parent = Line(**line)
    return [parent, *_component_lines(sale, product, parent, spec, signature)] if is_set else [parent]


def _component_lines(
    sale: Sale, product: Product, parent: Line, spec: LineSpec, signature: Signature
) -> list[Line]:
    chosen = components_of(product, spec.components)
    if not chosen:
        raise refuse("set_is_empty", "This set meal has no components; complete it in the menu.")
    drafts = [_component(sale, part, parent, signature, place) for place, part in enumerate(chosen)]
    shares = shares_of(parent.share, [line_total(d["list_price"], d["quantity"]) for d in drafts])
    return [Line(**{**draft, "share": share}) for draft, share in zip(drafts, shares, strict=True)]


def _component(sale: Sale, part: Component, parent: Line, signature: Signature, place: int) -> dict[str, Any]:
    product = sale.catalog.products.get(part.product_id)
    if product is None:
        raise refuse("component_gone", "A component of this set is no longer on the menu.")
    variant_id = _variant(product, part.variant_id)
    row = sale.price_row(product.id, variant_id)
    list_price = max(row.amount, 0) if row else 0
    modifiers, extra = price_modifiers(sale.catalog, product.group_links, part.modifiers, sale.option_price)
    quantity = part.quantity * parent.quantity
    own = line_total(extra * part.quantity + part.upcharge, parent.quantity)
    if own < 0:
        raise refuse("negative_price", "The modifiers of a component take off more than it adds.")
    spec = LineSpec(product.id, quantity, variant_id)
    line = _line(sale.catalog, product, variant_id, signature, spec, modifiers)
    line.update(
        id=derived_id(parent.id, f"component {place}"),
        parent_id=parent.id,
        component_id=part.component_id,
        position=place,
        unit_price=list_price + extra,
        list_price=list_price,
        line_total=own,
        price_id=row.id if row else None,
    )
    return line


def _line(
    catalog: Catalog,
    product: Product,
    variant_id: UUID | None,
    signature: Signature,
    spec: LineSpec,
    modifiers: list[dict[str, Any]],
) -> dict[str, Any]:
    tax = catalog.tax_class_of(product)
    variant = product.variant(variant_id)
    fields: dict[str, Any] = {
        "order_id": signature.order_id,
        "product_id": product.id,
        "variant_id": variant_id,
        "kind": product.kind,
        "code": variant.code if variant and variant.code else product.code,
        "name": product.name,
        "variant_name": variant.name if variant else None,
        "quantity": spec.quantity,
        "modifiers": modifiers,
        "added_at": signature.at,
        "added_by": signature.by,
        "added_by_name": signature.by_name,
    }
    if tax is not None:
        fields.update(tax_class_id=tax.id, tax_name=tax.name, tax_rate=tax.rate, tax_inclusive=tax.inclusive)
    return fields


def _sellable(sale: Sale, product_id: UUID) -> Product:
    product = sale.catalog.products.get(product_id)
    if product is None or product.is_option:
        raise refuse(
            "unknown_product", "This product is not on the store's menu.", product_id=str(product_id)
        )
    rules = sale.catalog.sale_rules.get(product_id, ())
    if not is_sold(rules, sale.catalog.store_id, sale.channel, sale.moment):
        raise refuse(
            "not_sold_now",
            "This product is not sold here, now, through this channel.",
            product_id=str(product_id),
            channel=sale.channel,
        )
    return product


def _check_quantity(product: Product, spec: LineSpec) -> None:
    if spec.quantity <= 0:
        raise refuse("quantity_not_positive", "The quantity is more than zero.")
    if product.kind != "weighed" and spec.quantity != spec.quantity.to_integral_value():
        raise refuse("quantity_not_whole", "Only weighed goods have fractions.")
    if spec.components is not None and product.kind != "set_meal":
        raise refuse("not_a_set_meal", "Only set meals have components.")
    if spec.unit_price is not None and product.kind != "open_price":
        raise refuse("price_is_fixed", "The price of this product comes from the menu.")


def _variant(product: Product, variant_id: UUID | None) -> UUID | None:
    if variant_id is None:
        if len(product.variants) == 1:
            return product.variants[0].id
        if product.variants:
            raise refuse("variant_missing", "Choose a size.", product_id=str(product.id))
        return None
    if product.variant(variant_id) is None:
        raise refuse("unknown_variant", "This size is not on the menu.", variant_id=str(variant_id))
    return variant_id


def _unit_price(
    sale: Sale, product: Product, variant_id: UUID | None, given: int | None
) -> tuple[int, PriceRow | None]:
    if product.kind == "open_price":
        if given is None or given < 0:
            raise refuse("price_missing", "Type the price of this product.")
        return given, None
    row = sale.price_row(product.id, variant_id)
    if row is None:
        raise refuse(
            "no_price",
            "This product has no price here and now.",
            product_id=str(product.id),
            channel=sale.channel,
        )
    return row.amount, row
