"""Who ordered what, and when."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from pos.rules.sales_files.menu import shown, usable_code
from pos.rules.sales_files.tables import Row, Table
from pos.values.sales_files import PastLine, PastOrder

MOST_UNITS = 10_000
MOST_LINES = 500
FIRST_YEAR, LAST_YEAR = 2000, 2199
_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?", re.ASCII)
_QUANTITY = re.compile(r"([0-9]{1,9})(?:\.0*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Head:
    """When an order was made; ``at`` is None when that cannot be read."""

    at: datetime | None
    line: int


def read_orders(
    orders: Table, details: Table, sizes: Table, priced: frozenset[str], until: datetime
) -> tuple[PastOrder, ...]:
    """The orders with at least one line that can be sold, as they were made one after the other; none after ``until``."""
    heads = _heads(orders, until)
    unpriced = frozenset(row.values["pizza_id"] for row in sizes.rows) - priced
    lines = _lines(details, heads, priced, unpriced)
    made = []
    for order_id, head in heads.items():
        if head.at is None:
            continue
        if order_id not in lines:
            message = f"the order {order_id} has no line that can be sold; the row is left out"
            orders.fault(head.line, "empty_order", message, skipped=True)
            continue
        made.append(PastOrder(order_id, head.at, tuple(lines[order_id]), head.line))
    return tuple(sorted(made, key=lambda order: (order.at, order.line)))


def _heads(table: Table, until: datetime) -> dict[str, _Head]:
    found: dict[str, _Head] = {}
    for row in table.rows:
        order_id = row.values["order_id"]
        if not usable_code(table, row, "order_id"):
            continue
        if order_id in found:
            message = f"the order {order_id} stands in line {found[order_id].line} already"
            table.skip(row, "duplicate", message)
        else:
            at = _moment(table, row)
            if at is not None and at > until:
                table.skip(row, "bad_date", f"the order {order_id} is not past yet: {at}")
                at = None
            found[order_id] = _Head(at, row.line)
    return found


def _moment(table: Table, row: Row) -> datetime | None:
    day, time = _DATE.fullmatch(row.values["date"]), _TIME.fullmatch(row.values["time"])
    try:
        if day is None:
            raise ValueError("not YYYY-MM-DD")
        year, month, date = (int(part) for part in day.groups())
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"not between {FIRST_YEAR} and {LAST_YEAR}")
        midnight = datetime(year, month, date)  # noqa: DTZ001 - the store's wall clock
    except ValueError as error:
        what = "missing" if not row.values["date"] else f"no date ({error}): {shown(row.values['date'])}"
        table.skip(row, "bad_date", f"the date is {what}")
        return None
    try:
        if time is None:
            raise ValueError("not HH:MM:SS")
        hour, minute, second = (int(part or 0) for part in time.groups())
        return midnight.replace(hour=hour, minute=minute, second=second)
    except ValueError as error:
        what = "missing" if not row.values["time"] else f"no time ({error}): {shown(row.values['time'])}"
        table.skip(row, "bad_time", f"the time is {what}")
        return None


def _lines(
    table: Table, heads: dict[str, _Head], priced: frozenset[str], unpriced: frozenset[str]
) -> dict[str, list[PastLine]]:
    seen: dict[str, int] = {}
    found: dict[str, list[PastLine]] = defaultdict(list)
    for row in table.rows:
        if not all(usable_code(table, row, name) for name in ("order_details_id", "order_id", "pizza_id")):
            continue
        row_id, order_id, code = (row.values[n] for n in ("order_details_id", "order_id", "pizza_id"))
        if row_id in seen:
            table.skip(row, "duplicate", f"the line {row_id} stands in line {seen[row_id]} already")
            continue
        seen[row_id] = row.line
        head = heads.get(order_id)
        if head is None:
            table.skip(row, "unknown_order", f"the order {order_id} is not in orders.csv")
        elif head.at is None:
            message = f"the order {order_id} cannot be used (orders.csv:{head.line})"
            table.skip(row, "unusable_order", message)
        elif code in unpriced:
            table.skip(row, "no_price", f"{code} has no usable price in pizzas.csv")
        elif code not in priced:
            table.skip(row, "unknown_pizza", f"{code} is not in pizzas.csv")
        elif len(found[order_id]) >= MOST_LINES:
            table.skip(row, "too_many_lines", f"the order {order_id} has {MOST_LINES} lines already")
        elif (quantity := _quantity(table, row)) is not None:
            found[order_id].append(PastLine(row_id, code, quantity))
    return {order_id: lines for order_id, lines in found.items() if lines}


def _quantity(table: Table, row: Row) -> int | None:
    text = row.values["quantity"]
    whole = _QUANTITY.fullmatch(text)
    quantity = int(whole[1]) if whole else 0
    if 0 < quantity <= MOST_UNITS:
        return quantity
    if not text:
        table.skip(row, "bad_quantity", "the quantity is missing")
    else:
        table.skip(row, "bad_quantity", f"no quantity from 1 to {MOST_UNITS}: {shown(text)}")
    return None
