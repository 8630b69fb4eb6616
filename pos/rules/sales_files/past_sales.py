"""Past sales in four files, shaped like the Pizza Place data set: orders, their lines, sizes with prices, products."""

from collections.abc import Mapping
from datetime import datetime

from pos.rules.sales_files.menu import read_products
from pos.rules.sales_files.orders import read_orders
from pos.rules.sales_files.tables import read_table
from pos.values.sales_files import PastOrder, PastSales

FILES = ("orders.csv", "order_details.csv", "pizzas.csv", "pizza_types.csv")
ORDERS = ("order_id", "date", "time")
LINES = ("order_details_id", "order_id", "pizza_id", "quantity")
SIZES = ("pizza_id", "pizza_type_id", "price")
TYPES = ("pizza_type_id", "name")


def read_past_sales(files: Mapping[str, bytes | None], decimals: int, until: datetime) -> PastSales:
    """What the files' contents say (None: missing). ``decimals``: of the currency's minor unit, 2 for cents.
    ``until``: the present on the store's wall clock; nothing was sold after it.

    Never raises for what stands in a file. Without prices, orders or lines there is nothing to sell, and all are told.
    """
    orders = read_table("orders.csv", files.get("orders.csv"), ORDERS)
    lines = read_table("order_details.csv", files.get("order_details.csv"), LINES)
    sizes = read_table("pizzas.csv", files.get("pizzas.csv"), SIZES, ["size"])
    types = read_table("pizza_types.csv", files.get("pizza_types.csv"), TYPES, ["category", "ingredients"])
    products = read_products(types, sizes, decimals)
    priced = frozenset(variant.code for product in products for variant in product.variants)
    past: tuple[PastOrder, ...] = ()
    if orders.is_usable and lines.is_usable and sizes.is_usable:
        past = read_orders(orders, lines, sizes, priced, until)
    faults = [fault for table in (types, sizes, orders, lines) for fault in table.faults]
    return PastSales(products, past, tuple(faults))
