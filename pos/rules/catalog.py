"""Putting a catalog together from rows that belong together: pure, so that it can be made from anything."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from pos.values.catalog import (
    Catalog,
    Category,
    GroupLink,
    ModifierGroup,
    ModifierOption,
    PriceRow,
    Product,
    SaleRule,
    SetFixed,
    SetGroup,
    SetOption,
    Suggestion,
    TaxClass,
    Variant,
)

T = TypeVar("T")
Rows = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class BrandMenu:
    """What a brand's stores have in common at one version of the menu; their catalogs share it."""

    version: int
    products: dict[UUID, Product]
    groups: dict[UUID, ModifierGroup]
    categories: tuple[Category, ...]
    suggestions: tuple[Suggestion, ...]
    by_code: dict[str, UUID]
    sale_rules: dict[UUID, tuple[SaleRule, ...]]


def brand_menu(version: int, rows: Rows) -> BrandMenu:
    """The brand's menu from its tables' rows; what points at something archived is left out."""
    products = _products(rows)
    options = _grouped((o for o in rows["options"] if o.product_id in products), "group_id")
    groups = {
        g.id: ModifierGroup(
            g.id,
            g.name,
            tuple(ModifierOption(o.product_id, o.max, o.is_default, o.sort) for o in options[g.id]),
            g.min,
            g.max,
            g.free,
            g.sort,
        )
        for g in rows["groups"]
    }
    offered = [
        Suggestion(s.id, s.trigger_product_id, s.offer_product_id, s.text)
        for s in rows["suggestions"]
        if s.offer_product_id in products
        and (s.trigger_product_id is None or s.trigger_product_id in products)
    ]
    rules = _grouped(rows["sale_rules"], "product_id")
    return BrandMenu(
        version,
        products,
        groups,
        tuple(Category(c.id, c.name, c.color, c.sort) for c in rows["categories"]),
        tuple(offered),
        {product.code: product.id for product in products.values()},
        {product_id: tuple(_sale_rule(rule) for rule in found) for product_id, found in rules.items()},
    )


def store_catalog(store_id: UUID, brand: BrandMenu, rows: Rows, *, prices_include_tax: bool) -> Catalog:
    """The brand's menu with one store's prices and tax rates."""
    classes = {
        t.id: TaxClass(t.id, t.name, t.rate, prices_include_tax if t.inclusive is None else t.inclusive)
        for t in rows["tax_classes"]
    }
    return Catalog(
        store_id=store_id,
        version=brand.version,
        products=brand.products,
        prices=_prices(brand.products, rows["prices"]),
        groups=brand.groups,
        tax_classes=classes,
        categories=brand.categories,
        suggestions=brand.suggestions,
        default_tax_class_id=next((t.id for t in rows["tax_classes"] if t.is_default), None),
        by_code=brand.by_code,
        sale_rules=brand.sale_rules,
    )


def _products(rows: Rows) -> dict[UUID, Product]:
    known = {p.id for p in rows["products"]}
    variants = _grouped(rows["variants"], "product_id")
    links = _grouped(rows["links"], "product_id")
    set_groups = _set_groups(rows, known)
    fixed = _grouped((f for f in rows["set_fixed"] if f.product_id in known), "set_product_id")
    return {
        p.id: Product(
            id=p.id,
            code=p.code,
            name=p.name,
            kind=p.kind,
            category_id=p.category_id,
            tax_class_id=p.tax_class_id,
            kitchen_name=p.kitchen_name,
            print_name=p.print_name,
            variants=tuple(Variant(v.id, v.code, v.name, v.sort) for v in variants[p.id]),
            group_links=tuple(GroupLink(k.group_id, k.min, k.max, k.free) for k in links[p.id]),
            set_groups=tuple(set_groups[p.id]),
            set_fixed=tuple(
                SetFixed(f.id, f.product_id, f.variant_id, f.quantity, f.sort) for f in fixed[p.id]
            ),
            tags=tuple(p.tags),
            allergens=tuple(p.allergens),
            prep_seconds=p.prep_seconds,
            color=p.color,
            picture_url=p.picture_url,
            search=p.search,
            sort=p.sort,
            is_seasonal=p.is_seasonal,
            is_option=p.is_option,
            seasonal_from=p.seasonal_from,
            seasonal_to=p.seasonal_to,
        )
        for p in rows["products"]
    }


def _set_groups(rows: Rows, known: set[UUID]) -> dict[UUID, list[SetGroup]]:
    options = _grouped((o for o in rows["set_options"] if o.product_id in known), "group_id")
    found: dict[UUID, list[SetGroup]] = defaultdict(list)
    for g in rows["set_groups"]:
        choices = tuple(
            SetOption(o.id, o.product_id, o.variant_id, o.upcharge, o.is_default, o.max, o.sort)
            for o in options[g.id]
        )
        found[g.product_id].append(SetGroup(g.id, g.name, g.pick, g.repeat, choices, g.free, g.sort))
    return found


def _prices(
    products: dict[UUID, Product], rows: list[Any]
) -> dict[tuple[UUID, UUID | None], tuple[PriceRow, ...]]:
    own: dict[tuple[UUID, UUID | None], list[PriceRow]] = defaultdict(list)
    for row in rows:
        own[row.product_id, row.variant_id].append(PriceRow(*row))
    whole = {key: tuple(found) for key, found in own.items() if key[1] is None}
    for product in products.values():
        shared = whole.get((product.id, None), ())
        for variant in product.variants:
            if prices := (*own.get((product.id, variant.id), ()), *shared):
                whole[product.id, variant.id] = prices
    return whole


def _sale_rule(row: Any) -> SaleRule:
    return SaleRule(
        row.id,
        row.product_id,
        row.effect,
        row.store_id,
        row.channel,
        row.weekdays,
        row.start_minute,
        row.end_minute,
        row.valid_from,
        row.valid_to,
    )


def _grouped(rows: Iterable[T], field: str) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found
