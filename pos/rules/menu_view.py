"""What a till shows: the catalog with the prices that hold at one minute, and until when they do."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from pos.rules.prices import find_price
from pos.rules.sale import is_sold
from pos.rules.schedule import PriceMoment, Timed, next_change
from pos.rules.screen_order import is_running, screen_order
from pos.values.catalog import CHANNELS, Catalog, GroupLink, ModifierGroup, Product, SetGroup, TaxClass

Prices = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Now:
    """The catalog at a minute."""

    catalog: Catalog
    moment: PriceMoment

    def channels(self, product: Product) -> list[str]:
        """Through which the product is sold now."""
        rules = self.catalog.sale_rules.get(product.id, ())
        return [c for c in CHANNELS if is_sold(rules, self.catalog.store_id, c, self.moment)]

    def prices(self, product_id: UUID, variant_id: UUID | None, channels: list[str]) -> Prices:
        """The price in each of those channels that has one."""
        rows = self.catalog.prices.get((product_id, variant_id), ())
        found = ((channel, find_price(rows, self.moment, channel)) for channel in channels)
        return {channel: row.amount for channel, row in found if row is not None}


def menu_view(catalog: Catalog, moment: PriceMoment) -> dict[str, Any]:
    """The menu as a till shows it, but for its version, currency and end.

    A channel that is missing in ``prices`` does not sell the product now; ``screen_order`` names what is offered now.
    """
    now = _Now(catalog, moment)
    shown = _shown(catalog)
    views = {product.id: _product(now, product) for product in shown}
    order = screen_order(shown, catalog.categories, moment.day)
    return {
        "categories": [
            {"id": str(c.id), "name": c.name, "color": c.color, "sort": c.sort} for c in catalog.categories
        ],
        "products": list(views.values()),
        "modifier_groups": [_group(now, group) for group in catalog.groups.values()],
        "screen_order": [str(i) for i in order if _is_offered(now, catalog.products[i], views[i])],
        "suggestions": [
            {
                "id": str(s.id),
                "trigger_product_id": str(s.trigger_product_id) if s.trigger_product_id else None,
                "offer_product_id": str(s.offer_product_id),
                "text": s.text,
            }
            for s in catalog.suggestions
        ],
    }


def view_ends(catalog: Catalog, moment: PriceMoment) -> PriceMoment | None:
    """The first minute after ``moment`` at which the view may differ; None: not before the menu is edited."""
    timed: list[Timed] = [row for rows in catalog.prices.values() for row in rows]
    timed += chain.from_iterable(catalog.sale_rules.values())
    edges = [next_change(timed, moment)]
    for product in catalog.products.values():
        if product.is_seasonal:
            after = product.seasonal_to + timedelta(days=1) if product.seasonal_to else None
            edges += [PriceMoment(day, 0) for day in (product.seasonal_from, after) if day]
    return min((edge for edge in edges if edge is not None and edge > moment), default=None)


def _shown(catalog: Catalog) -> list[Product]:
    """What is sold by itself or within a set meal; a mere option stands in its groups."""
    parts = set()
    for product in catalog.products.values():
        parts |= {fixed.product_id for fixed in product.set_fixed}
        parts |= {option.product_id for group in product.set_groups for option in group.options}
    return [p for p in catalog.products.values() if not p.is_option or p.id in parts]


def _product(now: _Now, product: Product) -> dict[str, Any]:
    channels = now.channels(product)
    variants = [
        {"id": str(v.id), "name": v.name, "code": v.code, "prices": now.prices(product.id, v.id, channels)}
        for v in product.variants
    ]
    return {
        "id": str(product.id),
        "code": product.code,
        "name": product.name,
        "search": product.search,
        "category_id": str(product.category_id) if product.category_id else None,
        "kind": product.kind,
        "prices": now.prices(product.id, None, channels) or None,
        "tax": _tax(now.catalog.tax_class_of(product)),
        "variants": variants,
        "group_links": [_link(link) for link in product.group_links],
        "set_groups": [_set_group(group) for group in product.set_groups],
        "set_fixed": [
            {
                "id": str(f.id),
                "product_id": str(f.product_id),
                "variant_id": str(f.variant_id) if f.variant_id else None,
                "quantity": f.quantity,
            }
            for f in product.set_fixed
        ],
        "tags": list(product.tags),
        "allergens": list(product.allergens),
        "picture_url": product.picture_url,
        "color": product.color,
        "sort": product.sort,
        "is_seasonal": is_running(product, now.moment.day),
        "has_price": _has_price(now.catalog, product),
    }


def _tax(tax: TaxClass | None) -> dict[str, Any] | None:
    if tax is None:
        return None
    return {"name": tax.name, "rate": format(tax.rate.normalize(), "f"), "inclusive": tax.inclusive}


def _has_price(catalog: Catalog, product: Product) -> bool:
    """Whether it costs something at some time or other, every size of it; or needs no price of its own."""
    sizes: list[UUID | None] = [variant.id for variant in product.variants]
    return product.kind == "open_price" or all(
        catalog.prices.get((product.id, size)) for size in sizes or [None]
    )


def _is_offered(now: _Now, product: Product, view: dict[str, Any]) -> bool:
    if product.kind == "open_price":
        return bool(now.channels(product))
    return bool(view["prices"]) or any(variant["prices"] for variant in view["variants"])


def _group(now: _Now, group: ModifierGroup) -> dict[str, Any]:
    return {
        "id": str(group.id),
        "name": group.name,
        "min": group.min,
        "max": group.max,
        "free": group.free,
        "options": [
            _option(now, now.catalog.products[o.product_id], o.max, o.is_default) for o in group.options
        ],
    }


def _option(now: _Now, product: Product, most: int, is_default: bool) -> dict[str, Any]:
    channels = now.channels(product)
    # An option without a price costs nothing.
    prices = dict.fromkeys(channels, 0) | now.prices(product.id, None, channels)
    return {
        "id": str(product.id),
        "name": product.name,
        "prices": prices,
        "max": most,
        "is_default": is_default,
        "group_links": [_link(link) for link in product.group_links],
    }


def _link(link: GroupLink) -> dict[str, Any]:
    return {"group_id": str(link.group_id), "min": link.min, "max": link.max, "free": link.free}


def _set_group(group: SetGroup) -> dict[str, Any]:
    return {
        "id": str(group.id),
        "name": group.name,
        "pick": group.pick,
        "repeat": group.repeat,
        "free": group.free,
        "options": [
            {
                "id": str(o.id),
                "product_id": str(o.product_id),
                "variant_id": str(o.variant_id) if o.variant_id else None,
                "upcharge": o.upcharge,
                "is_default": o.is_default,
                "max": o.max,
            }
            for o in group.options
        ],
    }
