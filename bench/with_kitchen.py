"""Paid orders a second with the kitchen's tickets in the same transaction, beside the same where stores have no kitchen, in turn.

Without: stores have no stations, so that the same orders are fired and heard of, and no ticket, item or stream entry is written.
"""

from bench.beside import Rows, Side, paid_orders_beside
from bench.brand import make_brand
from bench.place import new_database
from bench.tills import order_body
from core.database import make_engine
from core.embedded import Embedded

TABLES = ("kitchen_ticket", "kitchen_item", "kitchen_stream")


def paid_order_http_kitchen(
    postgres: Embedded, name: str, clients: int, *, rounds: int, seconds: float
) -> str:
    """The figures' line for so many tills."""
    sides = (
        _side(postgres, "bench_empty", has_kitchens=True),
        _side(postgres, "bench_no_kitchen", has_kitchens=False),
    )
    return paid_orders_beside(postgres, name, clients, sides, check, rounds=rounds, seconds=seconds)


def _side(postgres: Embedded, database: str, *, has_kitchens: bool) -> Side:
    url = new_database(postgres, database)
    brand = make_brand(make_engine(url, pooled=False), has_kitchens=has_kitchens)
    return Side(url, brand, lambda _till: order_body(brand))


def check(rows: Rows, without: Rows) -> None:
    """Refuse to compare what does not differ by the kitchen's rows, and by nothing else."""
    if not all(rows.get(table) for table in TABLES) or any(without.get(table) for table in TABLES):
        raise RuntimeError(f"the kitchen's rows are not where they should be: {rows}, {without}")
    others = {table: count for table, count in rows.items() if not table.startswith("kitchen_")}
    if others != {table: count for table, count in without.items() if not table.startswith("kitchen_")}:
        raise RuntimeError(f"more than the kitchen differs: {rows}, {without}")
