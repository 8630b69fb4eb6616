"""What was sold: products and their sizes with prices."""

import re

from pos.rules.sales_files.tables import Row, Table
from pos.values.sales_files import PastProduct, PastVariant

LONGEST_CODE, LONGEST_NAME, LONGEST_TAG, MOST_TAGS = 60, 200, 40, 30
DEAREST = 10**9
_PRICE = re.compile(r"[0-9]{1,10}(?:\.([0-9]*))?", re.ASCII)


def read_products(types: Table, sizes: Table, decimals: int) -> tuple[PastProduct, ...]:
    """The products that have at least one size with a price, in the order of their files."""
    known = {row.values["pizza_type_id"]: row for row in _types(types)} if types.is_usable else {}
    by_type: dict[str, list[PastVariant]] = {type_id: [] for type_id in known}
    if sizes.is_usable:
        for row, variant in _variants(sizes, decimals):
            type_id = row.values["pizza_type_id"]
            if type_id not in by_type:
                if types.is_usable:
                    message = f"the type {type_id} is not in pizza_types.csv; it is sold under its id"
                    sizes.fault(row.line, "unknown_type", message)
                by_type[type_id] = []
            by_type[type_id].append(variant)
    return tuple(
        _product(type_id, known.get(type_id), tuple(variants))
        for type_id, variants in by_type.items()
        if variants
    )


def _types(table: Table) -> list[Row]:
    found: dict[str, Row] = {}
    for row in table.rows:
        type_id, name = row.values["pizza_type_id"], row.values["name"]
        if not usable_code(table, row, "pizza_type_id"):
            continue
        if type_id in found:
            table.skip(row, "duplicate", f"the type {type_id} stands in line {found[type_id].line} already")
        elif not name:
            table.fault(row.line, "missing_name", f"the type {type_id} has no name; it is sold under its id")
            found[type_id] = row
        else:
            found[type_id] = row
    return list(found.values())


def _variants(table: Table, decimals: int) -> list[tuple[Row, PastVariant]]:
    found: dict[str, tuple[Row, PastVariant]] = {}
    for row in table.rows:
        code = row.values["pizza_id"]
        if not usable_code(table, row, "pizza_id") or not usable_code(table, row, "pizza_type_id"):
            continue
        if code in found:
            table.skip(row, "duplicate", f"{code} stands in line {found[code][0].line} already")
            continue
        price = _price(table, row, decimals)
        if price is not None:
            found[code] = row, PastVariant(code, row.values.get("size", "")[:LONGEST_CODE] or code, price)
    return list(found.values())


def _price(table: Table, row: Row, decimals: int) -> int | None:
    """The price in minor units; text that is not exactly that is told, never guessed at."""
    text, code = row.values["price"], row.values["pizza_id"]
    if not text:
        table.skip(row, "missing_price", f"the price of {code} is missing")
        return None
    found = _PRICE.fullmatch(text.removeprefix("$").strip())
    places = (found[1] or "").rstrip("0") if found else ""
    if found is None or len(places) > decimals:
        table.skip(row, "bad_price", f"the price of {code} is no amount of money: {shown(text)}")
        return None
    whole = text.removeprefix("$").strip().partition(".")[0]
    amount = int(whole + places.ljust(decimals, "0"))
    if amount > DEAREST:
        table.skip(row, "bad_price", f"the price of {code} is too high: {shown(text)}")
        return None
    return amount


def _product(type_id: str, row: Row | None, variants: tuple[PastVariant, ...]) -> PastProduct:
    values = row.values if row else {}
    tags = [part.strip() for part in re.split("[,，]", values.get("ingredients", ""))]
    return PastProduct(
        code=type_id,
        name=(values.get("name") or type_id)[:LONGEST_NAME],
        category=values.get("category", "")[:LONGEST_NAME],
        ingredients=tuple(dict.fromkeys(tag[:LONGEST_TAG] for tag in tags if tag))[:MOST_TAGS],
        variants=variants,
    )


def usable_code(table: Table, row: Row, column: str) -> bool:
    """Whether the row has an id in the column; told when not."""
    code = row.values[column]
    if not code:
        table.skip(row, "missing_id", f"{column} is missing")
    elif len(code) > LONGEST_CODE:
        table.skip(row, "bad_id", f"{column} is longer than {LONGEST_CODE} characters")
    return 0 < len(code) <= LONGEST_CODE


def shown(text: str) -> str:
    """A value as a message shows it."""
    return repr(text if len(text) <= 40 else text[:40] + "…")
