"""The sheets of a menu workbook and their columns: one description for export, import and the guide."""

from core.sheets import cells as cell
from core.sheets.columns import Column, Sheet, must
from pos.values.catalog import CHANNELS, KINDS

SORT = 1_000_000
CODE, NAME, COUNT = cell.text(60), cell.text(200), cell.whole(0, 99)

PRODUCTS = Sheet(
    "products",
    (
        must("code", CODE),
        must("name_zh", NAME),
        must("name_en", NAME),
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
    (must("product", CODE), must("code", CODE), must("name_zh", NAME), must("name_en", NAME)),
    key=("product", "code"),
    owner="product",
)
MODIFIERS = Sheet(
    "modifiers",
    (
        must("group", NAME),
        Column("group_zh", NAME),
        Column("group_en", NAME),
        Column("min", COUNT),
        Column("max", COUNT),
        Column("free", COUNT),
        Column("sort", cell.whole(-SORT, SORT)),
        Column("option", CODE, required=True, may_be_empty=True),
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
        must("product", CODE),
        must("group", NAME),
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
        must("set", CODE),
        Column("group_no", cell.whole(1, 30)),
        Column("group_zh", NAME),
        Column("group_en", NAME),
        Column("pick", cell.whole(1, 99)),
        Column("repeat", cell.flag(blank=None)),
        Column("free", COUNT),
        must("component", CODE),
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
        must("product", CODE),
        Column("variant", CODE),
        Column("store", CODE),
        Column("region", NAME),
        Column("channel", cell.choice(*CHANNELS)),
        Column("weekdays", cell.weekdays()),
        Column("start", cell.minute(1439)),
        Column("end", cell.minute(1440)),
        Column("valid_from", cell.day()),
        Column("valid_to", cell.day()),
        must("price", cell.money()),
        Column("member_price", cell.money()),
    ),
    key=(
        "product", "variant", "store", "region", "channel", "weekdays", "start", "end", "valid_from", "valid_to",
    ),
)  # fmt: skip
SHEETS = (PRODUCTS, VARIANTS, MODIFIERS, PRODUCT_MODIFIERS, SET_MEALS, PRICES)
