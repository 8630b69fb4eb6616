"""The menu that past sales need, through the same services as head office."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from pos.models.menu import ProductRow
from pos.services import categories, menu_batches, prices, products
from pos.store import prices as price_store
from pos.store import products as product_store
from pos.store.products import Parts
from pos.values.catalog import PriceRow
from pos.values.sales_files import PastProduct, PastSales, PastVariant

SIZES = {"S": "小", "M": "中", "L": "大", "XL": "加大", "XXL": "特大"}
CATEGORIES = {
    "Classic": ("经典", "#C0782B"),
    "Chicken": ("鸡肉", "#D6A21E"),
    "Supreme": ("至尊", "#A63D40"),
    "Veggie": ("素食", "#5B8C3E"),
    "": ("其他", "#6B7280"),
}
MOST_CATEGORIES = 200


@dataclass(frozen=True, slots=True)
class Sold:
    """A size as the menu knows it, and its price in the past sales."""

    product_id: UUID
    variant_id: UUID
    price: int


def make_menu(unit: Unit, store: StoreSettings, past: PastSales) -> dict[str, Sold]:
    """Make what of the menu is not there yet; answers each size by its code.

    A product with the same code is the same product, and gets the sizes that it lacks. New sizes get the past price as
    the brand's. Where a size has another price today, the past one holds at this store for the days of the sales alone.
    """
    known = product_store.find_by_codes(unit, [product.code for product in past.products])
    parts = product_store.load_parts(unit, [row.id for row in known.values()])
    category_ids = _categories(unit, past.products)
    new = [
        _fields(product, category_ids, place)
        for place, product in enumerate(past.products)
        if product.code not in known
    ]
    views = {view["code"]: view for view in menu_batches.create_products(unit, new)} if new else {}
    for product in past.products:
        if product.code in known:
            row = known[product.code]
            views[product.code] = _with_sizes(unit, row, parts[row.id], product)
    sold = {
        variant.code: Sold(
            views[product.code]["id"], _variant_id(views[product.code], variant), variant.price
        )
        for product in past.products
        for variant in product.variants
    }
    _prices(unit, store, list(sold.values()), past)
    return sold


def _variant_id(view: dict[str, Any], variant: PastVariant) -> UUID:
    found: UUID = next(row["id"] for row in view["variants"] if row["code"] == variant.code)
    return found


def _categories(unit: Unit, sold: Iterable[PastProduct]) -> dict[str, UUID]:
    standing = categories.list_categories(unit, limit=MOST_CATEGORIES).items
    ids = {row.name.get("en", ""): row.id for row in standing}
    found: dict[str, UUID] = {}
    for name in dict.fromkeys(product.category for product in sold):
        zh, color = CATEGORIES.get(name, (name, CATEGORIES[""][1]))
        en = name or "Other"
        if en not in ids:
            fields = {"name": {"zh": zh, "en": en}, "color": color, "sort": len(ids)}
            ids[en] = categories.create_category(unit, fields).id
        found[name] = ids[en]
    return found


def _fields(product: PastProduct, category_ids: dict[str, UUID], place: int) -> dict[str, Any]:
    return {
        "code": product.code,
        "name": {"zh": product.name, "en": product.name},
        "category_id": category_ids[product.category],
        # What it is made of: also what its recipe can be begun from.
        "tags": list(product.ingredients),
        "sort": place,
        "variants": [_size(variant) for variant in product.variants],
    }


def _size(variant: PastVariant) -> dict[str, Any]:
    size = variant.size
    return {"code": variant.code, "name": {"zh": SIZES.get(size.upper(), size), "en": size}}


def _with_sizes(unit: Unit, row: ProductRow, parts: Parts, product: PastProduct) -> dict[str, Any]:
    view = products.product_view(row, parts)
    known = {variant["code"] for variant in view["variants"]}
    new = [_size(variant) for variant in product.variants if variant.code not in known]
    if not new:
        return view
    return products.change_product(unit, row.id, {"variants": [*view["variants"], *new]}, row.version)


def _prices(unit: Unit, store: StoreSettings, sold: Sequence[Sold], past: PastSales) -> None:
    """Prices for sizes that have none; and where one has another price today, the past one for this store's past days."""
    standing: dict[UUID, list[PriceRow]] = defaultdict(list)
    for row in price_store.prices_of(unit, {each.product_id for each in sold}):
        if row.variant_id is not None:
            standing[row.variant_id].append(row)
    days = (past.orders[0].at.date(), past.orders[-1].at.date()) if past.orders else None
    new: list[dict[str, Any]] = []
    for each in sold:
        what = {"product_id": each.product_id, "variant_id": each.variant_id, "amount": each.price}
        rows = standing[each.variant_id]
        then = [row for row in rows if row.store_id == store.id and (row.valid_from, row.valid_to) == days]
        if not rows:
            new.append(what)
        elif then:
            if then[0].amount != each.price:
                prices.change_price(unit, then[0].id, {"amount": each.price})
        elif days is not None and any(row.amount != each.price for row in rows):
            new.append({**what, "store_id": store.id, "valid_from": days[0], "valid_to": days[1]})
    if new:
        menu_batches.create_prices(unit, new)
