"""Small data sets of past sales, cut from the year that comes with the product; and what they must come to."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

YEAR = Path(__file__).parents[2] / "pos" / "data" / "pizza_place"


def cut(folder: Path, orders: int, first: int = 1) -> Path:
    """The data set's orders from the ``first`` on, with their lines and the whole menu."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("pizzas.csv", "pizza_types.csv"):
        (folder / name).write_bytes((YEAR / name).read_bytes())
    wanted = {str(number) for number in range(first, first + orders)}
    for name in ("orders.csv", "order_details.csv"):
        rows = list(csv.DictReader(io.StringIO((YEAR / name).read_text())))
        write(folder / name, [row for row in rows if row["order_id"] in wanted])
    return folder


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """A CSV file of these rows."""
    listed = list(rows)
    with path.open("w", newline="") as target:
        writer = csv.DictWriter(target, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8", "replace"))))


def come_to(folder: Path) -> dict[str, Any]:
    """Orders, units, revenue and days of a sound data set, counted straight from its files."""
    prices = {row["pizza_id"]: Decimal(row["price"]) for row in rows_of(folder / "pizzas.csv")}
    orders = rows_of(folder / "orders.csv")
    lines = rows_of(folder / "order_details.csv")
    return {
        "orders": len(orders),
        "lines": len(lines),
        "units": sum(int(row["quantity"]) for row in lines),
        "revenue": str(sum(int(row["quantity"]) * prices[row["pizza_id"]] for row in lines)),
        "days": len({row["date"] for row in orders}),
    }
