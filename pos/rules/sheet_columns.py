"""The sheets of a menu workbook and their columns: one description for export, import and the guide."""

from dataclasses import dataclass

from pos.rules import sheet_cells as cell
from pos.rules.sheet_cells import Kind
from pos.values.catalog import CHANNELS, KINDS

SORT = 1_000_000
CODE, NAME, COUNT = cell.text(60), cell.text(200), cell.whole(0, 99)


@dataclass(frozen=True, slots=True)
class Column:
    """A column; a required one must be there, and no cell in it empty."""

    name: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; ``key`` names the columns by which a row is known again, ``owner`` the one whose list it belongs to.

    Rows that agree in the ``group`` columns say the ``shared`` ones together: once is enough.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    owner: str | None = None
    group: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column with that name."""
        return next((column for column in self.columns if column.name == name), None)


def _must(name: str, kind: Kind) -> Column:
    return Column(name, kind, required=True)


PRODUCTS = Sheet(
    "products",
    (
        _must("code", CODE),
        _must("name_zh", NAME),
        _must("name_en", NAME),
        Column("kind", cell.choice(*KINDS, blank="item")),
        Column("category", NAME),
        Column("category_en", NAME),
        Column("tax_class", NAME),
        Column("sort", cell.whole(-SORT, SORT, blank=0)),
        Column("tags", cell.words(40, 30)),
        Column("allergens", cell.words(40, 30)),
        Column("prep_seconds", cell.whole(0, 86_400, blank=0)),
        Column("color", cell.pattern("#[0-9a-fA-F]{6}", 7, "A colour such as #C0392B.")),
        Column(
            "picture_url",
            cell.pattern("(/|https://)[!-~]*", 500, "An address that begins with / or https://."),
        ),
        Column("kitchen_zh", NAME),
        Column("kitchen_en", NAME),
        Column("print_zh", NAME),
        Column("print_en", NAME),
        Column("is_option", cell.flag()),
        Column("is_seasonal", cell.flag()),
        Column("seasonal_from", cell.day()),
        Column("seasonal_to", cell.day()),
    ),
    key=("code",),
)
VARIANTS = Sheet(
    "variants",
    (_must("product", CODE), _must("code", CODE), _must("name_zh", NAME), _must("name_en", NAME)),
    key=("product", "code"),
    owner="product",
)
MODIFIERS = Sheet(
    "modifiers",
    (
        _must("group", NAME),
        Column("group_zh", NAME),
        Column("group_en", NAME),
        Column("min", COUNT),
        Column("max", COUNT),
        Column("free", COUNT),
        Column("sort", cell.whole(-SORT, SORT)),
        _must("option", CODE),
        Column("option_max", cell.whole(1, 99, blank=1)),
        Column("is_default", cell.flag()),
    ),
    key=("group", "option"),
    owner="group",
    group=("group",),
    shared=("group_zh", "group_en", "min", "max", "free", "sort"),
)
PRODUCT_MODIFIERS = Sheet(
    "product modifiers",
    (
        _must("product", CODE),
        _must("group", NAME),
        Column("min", COUNT),
        Column("max", COUNT),
        Column("free", COUNT),
    ),
    key=("product", "group"),
    owner="product",
)
SET_MEALS = Sheet(
    "set meals",
    (
        _must("set", CODE),
        Column("group_no", cell.whole(1, 30)),
        Column("group_zh", NAME),
        Column("group_en", NAME),
        Column("pick", cell.whole(1, 99)),
        Column("repeat", cell.flag(blank=None)),
        Column("free", COUNT),
        _must("component", CODE),
        Column("variant", CODE),
        Column("upcharge", cell.money()),
        Column("is_default", cell.flag()),
        Column("max", cell.whole(1, 99)),
        Column("quantity", cell.whole(1, 99)),
    ),
    key=("set", "group_no", "component", "variant"),
    owner="set",
    group=("set", "group_no"),
    shared=("group_zh", "group_en", "pick", "repeat", "free"),
)
PRICES = Sheet(
    "prices",
    (
        _must("product", CODE),
        Column("variant", CODE),
        Column("store", CODE),
        Column("region", NAME),
        Column("channel", cell.choice(*CHANNELS)),
        Column("weekdays", cell.weekdays()),
        Column("start", cell.minute(1439)),
        Column("end", cell.minute(1440)),
        Column("valid_from", cell.day()),
        Column("valid_to", cell.day()),
        _must("price", cell.money()),
    ),
    key=(
        "product", "variant", "store", "region", "channel", "weekdays", "start", "end", "valid_from", "valid_to",
    ),
)  # fmt: skip
SHEETS = (PRODUCTS, VARIANTS, MODIFIERS, PRODUCT_MODIFIERS, SET_MEALS, PRICES)


def sheet_named(title: str) -> Sheet | None:
    """The sheet of that title, however its words are joined and spelled in capitals."""
    plain = " ".join(title.lower().replace("_", " ").replace("-", " ").split())
    return next((sheet for sheet in SHEETS if sheet.name == plain), None)


def sheet_with(columns: set[str]) -> Sheet | None:
    """The sheet that such a row of headings belongs to: all of its required ones, and the most in common."""
    fitting = [s for s in SHEETS if {c.name for c in s.columns if c.required} <= columns]
    return max(fitting, key=lambda s: len(columns & {c.name for c in s.columns}), default=None)
