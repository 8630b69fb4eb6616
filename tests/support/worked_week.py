"""The worked week of the food-cost semantics as rows of one store: items, recipes, prices, moves, counts and sales."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.actor import StoreSettings
from core.events import Recorded
from core.ids import new_id
from core.uow import Unit
from inventory.models.counts import CountResultRow, CountRow
from inventory.models.items import ItemRow, StandardPriceRow
from inventory.models.recipes import RecipeLineRow, RecipeRow, RecipeVersionRow
from inventory.models.reports import BudgetRow
from inventory.models.stock import DocumentLineRow, DocumentRow, MoveRow
from inventory.services.closures import rebuild
from inventory.services.usage import keep_usage
from tests.support.menu import name

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
SINCE = datetime(2026, 11, 15, 18, 0, tzinfo=UTC)  # 02:00 in Shanghai
UNTIL = SINCE + timedelta(days=7)
LUNCH = SINCE + timedelta(days=2, hours=10)
NEVER = datetime(2020, 1, 1, tzinfo=UTC)
# code: kind, standard price, yield of the recipe that makes it out of which
RAW = {"pork": "40", "bamboo": "24", "wood-ear": "120", "potato": "4"}
SEMI = {"pork-shreds": ("pork", "0.9375"), "soaked": ("wood-ear", "8"), "potato-shreds": ("potato", "0.85")}
DISHES = {
    "yuxiang": {"pork-shreds": ("0.150", "1"), "bamboo": ("0.060", "0.5"), "soaked": ("0.040", "1")},
    "tudousi": {"potato-shreds": ("0.255", "1")},
    "extra-pork": {"pork-shreds": ("0.075", "1")},
}
OPENING = {"pork": "10.8", "pork-shreds": "3.0", "bamboo": "10", "wood-ear": "1", "potato": "30"}
CLOSING = {
    "pork": "10.3",
    "pork-shreds": "1.5",
    "bamboo": "17.5",
    "wood-ear": "1.4",
    "soaked": "8",
    "potato": "26",
    "potato-shreds": "3.4",
}
RECEIPTS = (
    ("pork", "50", "41"),
    ("pork", "38", "45"),
    ("bamboo", "70", "25"),
    ("wood-ear", "4", "115"),
    ("potato", "130", "4.16"),
)
WASTE = (("pork", "2"), ("potato-shreds", "1.7"))
PRICES = {"yuxiang": 3800, "tudousi": 1800, "extra-pork": 600}


@dataclass
class WorkedWeek:
    """The store after its week."""

    unit: Unit
    store: StoreSettings
    items: dict[str, UUID] = field(default_factory=dict)
    products: dict[str, UUID] = field(default_factory=dict)

    def move(self, item: str, reason: str, quantity: str, cost: str | None, **more: Any) -> None:
        """One row of the ledger."""
        row: dict[str, Any] = {
            "id": new_id(),
            "store_id": self.store.id,
            "item_id": self.items[item],
            "at": LUNCH,
            "business_date": date(2026, 11, 18),
            "posted_at": LUNCH,
            "reason": reason,
            "quantity": Decimal(quantity),
            "unit_cost": None if cost is None else Decimal(cost),
            "value": None,
            "lot_id": None,
            "location_id": None,
            "document_id": None,
            "line_no": None,
            "cause": None,
            "prior_period": None,
        }
        self.unit.add(MoveRow, [row | more])

    def count(self, at: datetime, found: dict[str, str]) -> None:
        """An approved full count; what is not named was not there."""
        count_id = new_id()
        plain = {
            "note": None,
            "opened_by": new_id(),
            "approved_by": new_id(),
            "opened_at": at,
            "approved_at": at,
        }
        head = {"id": count_id, "store_id": self.store.id, "kind": "full", "at": at, "state": "approved"}
        self.unit.add(CountRow, [{**head, "is_blind": True, **plain}])
        for item, item_id in self.items.items():
            closing = Decimal(found.get(item, "0"))
            row = {
                "count_id": count_id,
                "item_id": item_id,
                "store_id": self.store.id,
                "at": at,
                "closing": closing,
            }
            more = {"counted": closing, "moved": Decimal(0), "book": closing}
            more |= {"approved_at": at, "computed_at": at}
            self.unit.add(CountResultRow, [row | more])

    def hear(self, kind: str, **payload: Any) -> None:
        """An event of the till's, taken in by the consumer."""
        told = {"order_id": str(new_id()), "business_date": "2026-11-18", **payload}
        keep_usage(self.unit, [Recorded(self.unit.tenant_id, 1, new_id(), kind, self.store.id, LUNCH, told)])

    def line(self, dish: str, quantity: int, comped: int = 0, extra: int = 0, **more: Any) -> dict[str, Any]:
        """A line as events tell it; ``extra``: portions of pork on each."""
        modifier = {"option_id": str(self.products["extra-pork"]), "quantity": extra}
        return {
            "line_id": str(new_id()),
            "product_id": str(self.products[dish]),
            "variant_id": None,
            "quantity": str(quantity),
            "voided": "0",
            "comped": str(comped),
            "modifiers": [modifier] if extra else [],
            "components": [],
            **more,
        }


def make_worked_week(unit: Unit, store: StoreSettings) -> WorkedWeek:
    """The whole week, from the opening count to the closing one."""
    week = WorkedWeek(unit, store)
    _items(week)
    _recipes(week)
    week.count(SINCE, OPENING)
    for item, quantity, cost in RECEIPTS:
        week.move(item, "receipt", quantity, cost)
    week.move("pork", "transfer_out", "-2", "41", at=LUNCH + timedelta(hours=1))
    for item, quantity in WASTE:
        week.move(item, "waste", f"-{quantity}", None)
    _sell(week)
    week.count(UNTIL, CLOSING)
    mix = (("yuxiang", "0.6"), ("tudousi", "0.4"))
    portions = [
        {"product_id": str(week.products[d]), "variant_id": None, "portions": part, "price": PRICES[d]}
        for d, part in mix
    ]
    unit.add(BudgetRow, [{"valid_from": FIRST, "portions": portions}])
    return week


def _items(week: WorkedWeek) -> None:
    for code in (*RAW, *SEMI):
        item_id = week.items[code] = new_id()
        row = {
            "id": item_id,
            "code": code,
            "name": name(code),
            "search": code,
            "category_id": None,
            "kind": "raw" if code in RAW else "semi",
            "stock_unit": "kg",
            "is_stocked": True,
            "is_catch_weight": False,
            "yield_rate": None,
            "density_numerator": None,
            "density_denominator": None,
            "allergens": [],
            "shelf_life_days": None,
            "tolerance_percent": None,
            "version": 1,
            "archived_at": None,
        }
        week.unit.add(ItemRow, [row])
    for code, price in RAW.items():
        priced = {
            "id": new_id(),
            "item_id": week.items[code],
            "store_id": None,
            "valid_from": date(2026, 1, 1),
        }
        week.unit.add(StandardPriceRow, [{**priced, "price": Decimal(price)}])


def _recipes(week: WorkedWeek) -> None:
    for code, (raw, usable) in SEMI.items():
        _recipe(
            week, {"node_kind": "item", "item_id": week.items[code], "product_id": None}, {raw: ("1", usable)}
        )
    for code, lines in DISHES.items():
        product_id = week.products[code] = new_id()
        _recipe(week, {"node_kind": "product", "item_id": None, "product_id": product_id}, lines)
    rebuild(week.unit, NEVER)


def _recipe(week: WorkedWeek, node: dict[str, Any], lines: dict[str, tuple[str, str]]) -> None:
    recipe_id, version_id = new_id(), new_id()
    scope = {"variant_id": None, "store_id": None, "region_id": None, "archived_at": None}
    week.unit.add(
        RecipeRow, [{"id": recipe_id, "code": "", "name": name("x"), "version": 1, **node, **scope}]
    )
    batch = {"batch": Decimal(1), "unit": "kg", "numerator": 1, "denominator": 1, "note": None, "edit": 1}
    version = {
        "id": version_id,
        "recipe_id": recipe_id,
        "number": 1,
        "state": "published",
        "valid_from": NEVER,
    }
    published = {"valid_to": None, "published_at": NEVER, "published_by": new_id()}
    week.unit.add(RecipeVersionRow, [{**version, **batch, **published}])
    for number, (code, (quantity, usable)) in enumerate(lines.items(), 1):
        row = {
            "version_id": version_id,
            "line_no": number,
            "item_id": week.items[code],
            "quantity": Decimal(quantity),
        }
        plain = {"unit": "kg", "numerator": 1, "denominator": 1, "substitutes": [], "note": None}
        rates = {"yield_rate": Decimal(usable), "used_yield": Decimal(usable)}
        week.unit.add(RecipeLineRow, [{**row, **plain, **rates}])


def _sell(week: WorkedWeek) -> None:
    """500 + 5 given away, 20 of them with more pork, 3 refired; 400 + 15; ¥320 of discounts."""
    sold = [
        week.line("yuxiang", 485, comped=5, charged=0, list=480 * 3800, net=480 * 3800 - 20000),
        week.line("yuxiang", 20, extra=1, charged=0, list=20 * 4400, net=20 * 4400),
        week.line("tudousi", 415, comped=15, charged=0, list=400 * 1800, net=400 * 1800 - 12000),
    ]
    week.hear("LinesFired", lines=sold)
    week.hear("LineRefired", line=week.line("yuxiang", 20), quantity="3")
    week.hear("OrderPaid", lines=sold)


def make_production(week: WorkedWeek, made: str, took: str, standard: str) -> None:
    """Potato turned into shreds, logged on a document."""
    document_id = new_id()
    plain: dict[str, Any] = dict.fromkeys(
        (
            "other_store_id",
            "shipped_at",
            "received_at",
            "reference",
            "supplier",
            "cause",
            "photo_url",
            "note",
            "refers_to",
        )
    )
    who = {"made_by": new_id(), "posted_by": new_id(), "posted_at": LUNCH, "version": 1}
    head = {
        "id": document_id,
        "store_id": week.store.id,
        "kind": "production",
        "number": 1,
        "state": "posted",
    }
    week.unit.add(DocumentRow, [{**head, "at": LUNCH, **plain, **who}])
    _logged(week, document_id, 1, "potato-shreds", made, None)
    _logged(week, document_id, 2, "potato", took, standard)
    week.move("potato-shreds", "production_in", made, None, document_id=document_id, line_no=1)
    week.move("potato", "production_out", f"-{took}", None, document_id=document_id, line_no=2)


def _logged(
    week: WorkedWeek, document_id: UUID, number: int, item: str, quantity: str, standard: str | None
) -> None:
    empty = dict.fromkeys(
        ("unit_cost", "invoiced_quantity", "invoiced_unit_cost", "received_quantity", "lot_id", "location_id")
    )
    row = {"document_id": document_id, "line_no": number, "item_id": week.items[item], "unit": "kg"}
    amounts = {
        "quantity": Decimal(quantity),
        "stock_quantity": Decimal(quantity),
        "is_output": standard is None,
    }
    expected = None if standard is None else Decimal(standard)
    week.unit.add(DocumentLineRow, [{**row, **amounts, **empty, "standard_quantity": expected}])


def by_code(lines: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A report's lines by the item's code."""
    return {line["code"]: line for line in lines}
