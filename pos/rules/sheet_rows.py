"""A menu as rows of its sheets: what an export shows, and what an import is compared with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

Row = dict[str, Any]
Rows = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Names:
    """What stands in a sheet for an id: codes of stores, names of the rest; ``digits``: of the currency, per store."""

    stores: dict[UUID, str]
    regions: dict[UUID, str]
    digits: int
    digits_at: dict[UUID, int]
    categories: dict[UUID, str] = field(default_factory=dict)
    tax_classes: dict[UUID, str] = field(default_factory=dict)
    groups: dict[UUID, str] = field(default_factory=dict)

    def digits_of(self, store_id: UUID | None) -> int:
        """How many decimals money has there."""
        return self.digits if store_id is None else self.digits_at.get(store_id, self.digits)


def menu_to_rows(menu: Rows, names: Names) -> dict[str, list[Row]]:
    """Every sheet's rows, in the menu's order; values are as ``sheet_columns`` reads them."""
    products = {p.id: p for p in menu["products"]}
    variants = {v.id: v for v in menu["variants"] if v.product_id in products}
    codes = {product_id: product.code for product_id, product in products.items()}
    return {
        "products": [_product(p, menu, names) for p in products.values()],
        "variants": _in_owners(
            codes, variants.values(), "product_id",
            lambda v: {"product": codes[v.product_id], "code": v.code, **_both("name", v.name)},
        ),
        "modifiers": _modifiers(menu, names, codes),
        "product modifiers": _in_owners(
            codes, [k for k in menu["links"] if k.group_id in names.groups], "product_id",
            lambda k: {
                "product": codes[k.product_id], "group": names.groups[k.group_id],
                "min": k.min, "max": k.max, "free": k.free,
            },
        ),
        "set meals": _set_meals(menu, names, codes, variants),
        "prices": _prices(menu, names, codes, variants),
    }  # fmt: skip


def _both(prefix: str, name: dict[str, str] | None) -> Row:
    return {f"{prefix}_zh": name["zh"] if name else None, f"{prefix}_en": name["en"] if name else None}


def _product(product: Any, menu: Rows, names: Names) -> Row:
    category = next((c for c in menu["categories"] if c.id == product.category_id), None)
    return {
        "code": product.code,
        **_both("name", product.name),
        "kind": product.kind,
        "category": names.categories.get(product.category_id),
        "category_en": category.name["en"] if category else None,
        "tax_class": names.tax_classes.get(product.tax_class_id),
        "sort": product.sort,
        "tags": tuple(product.tags),
        "allergens": tuple(product.allergens),
        "prep_seconds": product.prep_seconds,
        "color": product.color,
        "picture_url": product.picture_url,
        **_both("kitchen", product.kitchen_name),
        **_both("print", product.print_name),
        "is_option": product.is_option,
        "is_seasonal": product.is_seasonal,
        "seasonal_from": product.seasonal_from,
        "seasonal_to": product.seasonal_to,
    }


def _in_owners(codes: dict[UUID, str], rows: Iterable[Any], owner: str, show: Any) -> list[Row]:
    """Rows in the order of their owners, each list in its own order."""
    lists: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        lists[getattr(row, owner)].append(row)
    return [show(row) for owner_id in codes for row in lists[owner_id]]


def _modifiers(menu: Rows, names: Names, codes: dict[UUID, str]) -> list[Row]:
    """A row for each option; a group that has none has a row of its own."""
    options: dict[UUID, list[Any]] = defaultdict(list)
    for option in menu["options"]:
        if option.product_id in codes:
            options[option.group_id].append(option)
    none = {"option": None, "option_max": 1, "is_default": False}
    rows = []
    for group in menu["groups"]:
        head = {"group": names.groups[group.id], **_both("group", group.name)}
        head |= {name: getattr(group, name) for name in ("min", "max", "free", "sort")}
        shown = [
            {"option": codes[o.product_id], "option_max": o.max, "is_default": o.is_default}
            for o in options[group.id]
        ]
        rows += [{**head, **option} for option in shown or [none]]
    return rows


def _set_meals(menu: Rows, names: Names, codes: dict[UUID, str], variants: dict[UUID, Any]) -> list[Row]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for group in menu["set_groups"]:
        groups[group.product_id].append(group)
    options: dict[UUID, list[Any]] = defaultdict(list)
    for option in menu["set_options"]:
        options[option.group_id].append(option)
    fixed: dict[UUID, list[Any]] = defaultdict(list)
    for part in menu["set_fixed"]:
        fixed[part.set_product_id].append(part)
    empty = dict.fromkeys(
        (
            "group_no",
            "group_zh",
            "group_en",
            "pick",
            "repeat",
            "free",
            "upcharge",
            "is_default",
            "max",
            "quantity",
        )
    )

    def part_of(set_id: UUID, part: Any) -> Row:
        variant = variants[part.variant_id].code if part.variant_id in variants else None
        return {**empty, "set": codes[set_id], "component": codes[part.product_id], "variant": variant}

    rows = []
    for set_id in codes:
        rows += [
            {**part_of(set_id, f), "quantity": f.quantity} for f in fixed[set_id] if f.product_id in codes
        ]
        for place, group in enumerate(groups[set_id]):
            head = {"group_no": place + 1, **_both("group", group.name)}
            head |= {name: getattr(group, name) for name in ("pick", "repeat", "free")}
            for o in options[group.id]:
                if o.product_id in codes:
                    upcharge = Decimal(o.upcharge).scaleb(-names.digits)
                    own = {"upcharge": upcharge, "is_default": o.is_default, "max": o.max}
                    rows.append({**part_of(set_id, o), **head, **own})
    return rows


def _prices(menu: Rows, names: Names, codes: dict[UUID, str], variants: dict[UUID, Any]) -> list[Row]:
    """Every price that may hold; not those of a product whose price is typed by now."""
    typed = {product.id for product in menu["products"] if product.kind == "open_price"}

    def is_shown(p: Any) -> bool:
        return (
            p.product_id not in typed
            and (p.variant_id is None or p.variant_id in variants)
            and (p.store_id is None or p.store_id in names.stores)
            and (p.region_id is None or p.region_id in names.regions)
        )

    return _in_owners(
        codes, filter(is_shown, menu["prices"]), "product_id",
        lambda p: {
            "product": codes[p.product_id],
            "variant": variants[p.variant_id].code if p.variant_id else None,
            "store": names.stores[p.store_id] if p.store_id else None,
            "region": names.regions[p.region_id] if p.region_id else None,
            "channel": p.channel,
            "weekdays": p.weekdays,
            "start": p.start_minute,
            "end": p.end_minute,
            "valid_from": p.valid_from,
            "valid_to": p.valid_to,
            "price": Decimal(p.amount).scaleb(-names.digits_of(p.store_id)),
            "member_price": None
            if p.member_amount is None
            else Decimal(p.member_amount).scaleb(-names.digits_of(p.store_id)),
        },
    )  # fmt: skip
