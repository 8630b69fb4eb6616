"""What an import would do: every row completed from the menu as it stands, checked, and compared with it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.sheets.columns import Sheet
from core.sheets.parse import Report, SheetRow
from pos.rules.sheet_columns import (
    MODIFIERS,
    PRICES,
    PRODUCT_MODIFIERS,
    PRODUCTS,
    SET_MEALS,
    SHEETS,
    VARIANTS,
)
from pos.rules.sheet_rows import Row

Key = tuple[Any, ...]
# Only used when the category is made; it is the category's own name otherwise.
NOT_COMPARED = frozenset({"category_en"})
NEGATIVE = "Only a modifier option may take something off."
DEFAULTS: dict[str, Row] = {
    MODIFIERS.name: {"min": 0, "max": 1, "free": 0, "sort": 0},
    SET_MEALS.name: {"pick": 1, "repeat": False, "free": 0},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The menu as it stands, in the words of a sheet. ``digits``: of the currency; ``stores``: the digits at each."""

    rows: dict[str, list[Row]]
    tax_classes: frozenset[str]
    regions: frozenset[str]
    stores: dict[str, int]
    digits: int


@dataclass(slots=True)
class Plan:
    """Complete rows by sheet, and whose lists differ from what stands."""

    rows: dict[str, list[SheetRow]]
    touched: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))

    def of(self, sheet: Sheet, owner: Any) -> list[SheetRow]:
        """The rows of one owner's list."""
        assert sheet.owner is not None
        return [row for row in self.rows[sheet.name] if row.values[sheet.owner] == owner]


def make_plan(parsed: dict[str, list[SheetRow]], standing: Standing, report: Report) -> Plan:
    """The plan; what is wrong goes into the report, and then the plan must not be carried out."""
    plan = Plan({s.name: _complete(s, parsed.get(s.name, []), standing.rows[s.name], report) for s in SHEETS})
    _Checks(plan, standing, report).run()
    for sheet in SHEETS:
        _compare(sheet, plan, standing.rows[sheet.name], report)
    return plan


def _keyed(sheet: Sheet, rows: Iterable[Row]) -> Iterator[tuple[Key, Row]]:
    """Each row with what it is known again by. A fixed component may come with a set meal several times: they are counted."""
    times: Counter[Key] = Counter()
    for values in rows:
        key = tuple(values[name] for name in sheet.key)
        if sheet is SET_MEALS and values["group_no"] is None:
            times[key] += 1
            key = (*key, times[key])
        yield key, values


def _complete(sheet: Sheet, rows: list[SheetRow], standing: list[Row], report: Report) -> list[SheetRow]:
    """Columns that are not in the file are taken from the row that stands, else they are empty."""
    known = dict(_keyed(sheet, standing))
    empty = {column.name: column.kind.blank for column in sheet.columns}
    full = []
    seen: set[Key] = set()
    for row, (key, _) in zip(rows, _keyed(sheet, (empty | row.values for row in rows)), strict=True):
        if key in seen:
            report.error(sheet.name, row.number, sheet.key[-1], "duplicate", "The same row stands above.")
        seen.add(key)
        full.append(SheetRow(sheet.name, row.number, empty | known.get(key, {}) | row.values))
    if sheet.shared:
        _share(sheet, rows, full, standing, report)
    if sheet is SET_MEALS:
        _tell_choices_from_fixed(full)
    return full


def _share(
    sheet: Sheet, given: list[SheetRow], full: list[SheetRow], standing: list[Row], report: Report
) -> None:
    """What rows of one group say together: the first that says it counts, another word is an error."""

    def group_of(values: Row) -> Key:
        return tuple(values.get(name) for name in sheet.group)

    said: dict[Key, Row] = defaultdict(dict)
    for row in given:
        words = said[group_of(row.values)]
        for name in sheet.shared:
            value = row.values.get(name)
            if value is not None and words.setdefault(name, value) != value:
                message = "A row of the same group above says something else."
                report.error(sheet.name, row.number, name, "differs", message)
    stands = {group_of(row): row for row in standing}
    for row, origin in zip(full, given, strict=True):
        group = group_of(row.values)
        before = {n: stands.get(group, {}).get(n) for n in sheet.shared if n not in origin.values}
        kept = {name: value for name, value in before.items() if value is not None}
        words = DEFAULTS[sheet.name] | kept | said[group]
        if sheet is MODIFIERS:
            words.setdefault("group_zh", row.values["group"])
        words.setdefault("group_en", words.get("group_zh"))
        row.values.update({name: words.get(name) for name in sheet.shared})


def _tell_choices_from_fixed(rows: list[SheetRow]) -> None:
    """A fixed component has a quantity and nothing else; one that is picked has no quantity."""
    for row in rows:
        values = row.values
        if values["group_no"] is None:
            values.update(dict.fromkeys(("upcharge", "is_default", "max", *SET_MEALS.shared)))
            values["quantity"] = values["quantity"] or 1
        else:
            values.update(quantity=None, max=values["max"] or 1, upcharge=values["upcharge"] or Decimal(0))


def _compare(sheet: Sheet, plan: Plan, standing: list[Row], report: Report) -> None:
    """Count what is new, different or gone; an owner's list is whole as soon as one row of it is in the file."""
    before = dict(_placed(sheet, standing))
    after = dict(_placed(sheet, [row.values for row in plan.rows[sheet.name]]))
    owner = sheet.owner or sheet.key[0]
    for key, (place, values) in after.items():
        known = before.get(key)
        if known is None:
            report.created += 1
        elif known[0] != place or any(known[1][n] != v for n, v in values.items() if n not in NOT_COMPARED):
            report.updated += 1
        else:
            continue
        plan.touched[sheet.name].add(values[owner])
    if sheet.owner is not None:
        owners = {values[owner] for _, values in after.values()}
        gone = [row for key, (_, row) in before.items() if row[owner] in owners and key not in after]
        report.removed += len(gone)
        plan.touched[sheet.name].update(row[owner] for row in gone)


def _placed(sheet: Sheet, rows: list[Row]) -> Iterator[tuple[Key, tuple[int, Row]]]:
    """Each row by its key, with its place in its owner's list; where there is no owner, places do not matter."""
    places: dict[Any, int] = defaultdict(int)
    for key, row in _keyed(sheet, rows):
        owner = row[sheet.owner] if sheet.owner else None
        yield key, (places[owner] if sheet.owner else 0, row)
        places[owner] += 1


class _Checks:
    """Whether rows refer to what there is, and make sense by themselves."""

    def __init__(self, plan: Plan, standing: Standing, report: Report) -> None:
        self._plan = plan
        self._standing = standing
        self._report = report
        heads = [*standing.rows[PRODUCTS.name], *(row.values for row in plan.rows[PRODUCTS.name])]
        self._products = {row["code"]: row for row in heads}
        self._groups = {row["group"] for row in standing.rows[MODIFIERS.name]}
        self._groups |= {row.values["group"] for row in plan.rows[MODIFIERS.name]}
        replaced = {row.values["product"] for row in plan.rows[VARIANTS.name]}
        kept = [row for row in standing.rows[VARIANTS.name] if row["product"] not in replaced]
        variants = [*kept, *(row.values for row in plan.rows[VARIANTS.name])]
        self._variants = {(row["product"], row["code"]) for row in variants}
        options = [*standing.rows[MODIFIERS.name], *(row.values for row in plan.rows[MODIFIERS.name])]
        self._filled = {row["group"] for row in options if row["option"] is not None}
        priced = dict(_keyed(PRICES, standing.rows[PRICES.name]))
        priced |= dict(_keyed(PRICES, (row.values for row in plan.rows[PRICES.name])))
        self._reduced = {row["product"] for row in priced.values() if row["price"] < 0}

    def run(self) -> None:
        """Check every row of every sheet."""
        checks: dict[str, Callable[[SheetRow], None]] = {
            PRODUCTS.name: self._product,
            VARIANTS.name: lambda row: self._code(row, "product"),
            MODIFIERS.name: self._modifier,
            PRODUCT_MODIFIERS.name: self._product_modifier,
            SET_MEALS.name: self._component,
            PRICES.name: self._price,
        }
        for sheet in SHEETS:
            for row in self._plan.rows[sheet.name]:
                checks[sheet.name](row)

    def _error(self, row: SheetRow, column: str, code: str, message: str) -> None:
        self._report.error(row.sheet, row.number, column, code, message)

    def _code(self, row: SheetRow, column: str) -> None:
        if row.values[column] not in self._products:
            self._error(row, column, "unknown", "There is no product with this code.")

    def _variant(self, row: SheetRow, product: str) -> None:
        variant = row.values["variant"]
        if variant is not None and (row.values[product], variant) not in self._variants:
            self._error(row, "variant", "unknown", "The product has no variant with this code.")

    def _dates(self, row: SheetRow, first: str, last: str) -> None:
        if row.values[first] and row.values[last] and row.values[first] > row.values[last]:
            self._error(row, last, "dates_reversed", "The last day is before the first.")

    def _counts(self, row: SheetRow) -> None:
        least, most = row.values["min"], row.values["max"]
        if least is not None and most is not None and least > most:
            self._error(row, "min", "min_over_max", f"At least {least}, but at most {most}.")

    def _amount(self, row: SheetRow, column: str, digits: int) -> None:
        amount = row.values[column]
        if amount is not None and amount.scaleb(digits) != amount.scaleb(digits).to_integral_value():
            self._error(row, column, "too_precise", f"Money has {digits} decimals here.")

    def _product(self, row: SheetRow) -> None:
        values = row.values
        if values["tax_class"] is not None and values["tax_class"] not in self._standing.tax_classes:
            self._error(row, "tax_class", "unknown", "There is no such tax class. Make it first.")
        if values["is_option"] and values["kind"] != "item":
            self._error(row, "is_option", "option_kind", "Only a plain item can be an option.")
        if values["code"] in self._reduced and not values["is_option"]:
            self._error(row, "is_option", "negative_price", NEGATIVE)
        self._dates(row, "seasonal_from", "seasonal_to")

    def _modifier(self, row: SheetRow) -> None:
        if row.values["option"] is not None:
            self._code(row, "option")
        elif row.values["group"] in self._filled:
            self._error(row, "option", "required", "Only a group without any options has a row without one.")
        self._counts(row)

    def _product_modifier(self, row: SheetRow) -> None:
        self._code(row, "product")
        self._counts(row)
        if row.values["group"] not in self._groups:
            self._error(row, "group", "unknown", "There is no such group; the sheet modifiers makes it.")

    def _component(self, row: SheetRow) -> None:
        self._code(row, "set")
        self._code(row, "component")
        self._variant(row, "component")
        if row.values["group_no"] is not None and row.values["group_zh"] is None:
            self._error(row, "group_zh", "required", "A group to choose from has a name.")
        if (row.values["upcharge"] or 0) < 0:
            self._error(row, "upcharge", "out_of_range", "An upcharge is not negative.")
        self._amount(row, "upcharge", self._standing.digits)

    def _price(self, row: SheetRow) -> None:
        values = row.values
        self._code(row, "product")
        self._variant(row, "product")
        if values["store"] is not None and values["store"] not in self._standing.stores:
            self._error(row, "store", "unknown", "There is no store with this code.")
        if values["region"] is not None and values["region"] not in self._standing.regions:
            self._error(row, "region", "unknown", "There is no such region.")
        if values["store"] is not None and values["region"] is not None:
            self._error(row, "region", "one_place", "Name a store or a region, not both.")
        if (values["start"] is None) != (values["end"] is None) or (
            values["start"] is not None and values["start"] == values["end"]
        ):
            self._error(row, "end", "daypart", "A daypart has a start and another end.")
        self._dates(row, "valid_from", "valid_to")
        digits = self._standing.stores.get(values["store"], self._standing.digits)
        self._amount(row, "price", digits)
        self._amount(row, "member_price", digits)
        if (values["member_price"] or 0) < 0:
            self._error(row, "member_price", "out_of_range", "A member's price is not negative.")
        product = self._products.get(values["product"])
        if product is not None and values["price"] < 0 and not product["is_option"]:
            self._error(row, "price", "negative_price", NEGATIVE)
        if product is not None and product["kind"] == "open_price":
            self._error(row, "product", "no_list_price", "The cashier types this product's price.")
