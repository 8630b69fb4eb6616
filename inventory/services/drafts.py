"""Writing drafts of recipes: lines with their units made exact, and what is wrong with them said at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.uow import Read, Unit
from inventory.errors import BadRecipe, NotNow
from inventory.models.recipes import RecipeLineRow, RecipeOutputRow, RecipeRow, RecipeVersionRow
from inventory.rules.units import factors_of, unknown_unit
from inventory.services.items import measures_of
from inventory.store.items import items_read, units_read
from inventory.store.recipes import forget_lines
from inventory.store.rows import get_row

MOST_LINES = 300
PORTION = "portion"
LARGEST = 2**63 - 1
Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The items that recipes may refer to, and the units they can be measured in."""

    items: dict[UUID, Any]
    factors: dict[UUID, dict[str, Fraction]]

    def factor(self, item_id: UUID, unit: str, path: str) -> Fraction:
        """Stock units to one ``unit``; refuses an item or unit that is not there, and says where."""
        item = self.items.get(item_id)
        if item is None or item.archived_at is not None:
            raise refusal(path, "item_unknown", "There is no such item in use.")
        factor = self.factors[item_id].get(unit)
        if factor is None:
            message = unknown_unit(unit, item.stock_unit)
            raise refusal(path, "unit_unknown", message)
        if max(factor.numerator, factor.denominator) > LARGEST:
            raise refusal(path, "unit_too_large", "This unit's factor is too large.")
        return factor


def refusal(path: str, code: str, message: str) -> BadRecipe:
    """One thing that is wrong with a recipe, and where."""
    return BadRecipe(message, code=code, errors=[{"path": path, "code": code, "message": message}])


def refuse_bought(item: Any, path: str) -> None:
    """What is made in the kitchen is semi-finished: stock of it is turned back into what is in it, and a raw item's is not."""
    if item.kind != "semi":
        raise refusal(path, "not_semi_finished", "Only a semi-finished item is made in the kitchen.")


def open_draft(unit: Unit, version_id: UUID) -> tuple[RecipeRow, RecipeVersionRow]:
    """A version that is still a draft, locked, with its recipe."""
    version = get_row(unit, RecipeVersionRow, version_id)
    unit.session.refresh(version, with_for_update=True)
    if version.state != "draft":
        raise NotNow("What is published never changes. Make a new draft.", state=version.state)
    return get_row(unit, RecipeRow, version.recipe_id), version


def load_known(unit: Unit, recipe: RecipeRow, given: Given) -> Known:
    """The items that a draft names, with their units."""
    ids = {line["item_id"] for line in given.get("lines", ())} | {
        made["item_id"] for made in given.get("by_products", ())
    }
    return known_items(unit, ids | ({recipe.item_id} if recipe.item_id else set()))


def known_items(unit: Unit, ids: set[UUID]) -> Known:
    """These items, with their units."""
    return known_from(*unit.fetch(*known_reads(unit, ids))) if ids else Known({}, {})


def known_reads(unit: Unit, ids: Collection[UUID]) -> tuple[Read, Read]:
    """The statements that tell items and their units."""
    return items_read(unit, ids), units_read(unit, ids)


def known_from(items: Sequence[Any], units: Sequence[Any]) -> Known:
    """The items and units that those statements told."""
    by_item: dict[UUID, list[Any]] = {row.id: [] for row in items}
    for row in units:
        by_item[row.item_id].append(row)
    factors = {row.id: factors_of(measures_of(row, by_item[row.id])) for row in items}
    return Known({row.id: row for row in items}, factors)


def write_draft(unit: Unit, recipe: RecipeRow, version: RecipeVersionRow, given: Given, known: Known) -> None:
    """Fill a draft with what was given: ``batch``, ``unit``, ``lines``, ``by_products``; what is left out stays.

    Refuses a yield of nothing, less than nothing of an item in anything but a modifier, by-products of more than all, and such as
    are not semi-finished; a copy of another version is looked at when it is published.
    """
    for part, model in (("lines", RecipeLineRow), ("by_products", RecipeOutputRow)):
        if part in given:
            forget_lines(unit, version.id, model)
    rows = draft_rows(recipe, version, given, known)
    unit.session.add(version)
    unit.session.flush()
    unit.session.add_all(rows)
    unit.session.flush()


def draft_rows(
    recipe: RecipeRow, version: RecipeVersionRow, given: Given, known: Known
) -> list[RecipeLineRow | RecipeOutputRow]:
    """Set the head of an unwritten or emptied draft; answers the rows of its lines and by-products, to be written after."""
    _set_batch(recipe, version, given, known)
    if "note" in given:
        version.note = given["note"]
    lines = _lines(recipe, version, given.get("lines", ()), known)
    return [*lines, *_outputs(recipe, version, given.get("by_products", ()), known)]


def _set_batch(recipe: RecipeRow, version: RecipeVersionRow, given: Given, known: Known) -> None:
    batch: Decimal = given.get("batch", version.batch)
    unit = given.get("unit", version.unit)
    factor = Fraction(1)
    if recipe.item_id is not None:
        unit = unit or known.items[recipe.item_id].stock_unit
        factor = known.factor(recipe.item_id, unit, "unit")
    elif unit not in (None, PORTION):
        raise refusal("unit", "unit_unknown", "A dish is made in portions.")
    if batch <= 0:
        raise refusal("batch", "bad_batch", "A batch yields more than nothing.")
    version.batch, version.unit = batch, unit or PORTION
    version.numerator, version.denominator = factor.numerator, factor.denominator


def _lines(
    recipe: RecipeRow, version: RecipeVersionRow, lines: Sequence[Given], known: Known
) -> list[RecipeLineRow]:
    if len(lines) > MOST_LINES:
        raise refusal("lines", "too_many", f"At most {MOST_LINES} lines.")
    return [_line(recipe, version, place, line, known) for place, line in enumerate(lines)]


def _line(
    recipe: RecipeRow, version: RecipeVersionRow, place: int, line: Given, known: Known
) -> RecipeLineRow:
    path = f"lines.{place}"
    item_id = line["item_id"]
    factor = known.factor(item_id, line["unit"], f"{path}.unit")
    if item_id == recipe.item_id:
        raise refusal(f"{path}.item_id", "recipe_cycle", "An item is not made of itself.")
    if line["quantity"] < 0 and recipe.product_id is None:
        raise refusal(f"{path}.quantity", "negative", "Only a modifier takes something away.")
    rate = line.get("yield_rate")
    return RecipeLineRow(
        tenant_id=version.tenant_id,
        version_id=version.id,
        line_no=place + 1,
        item_id=item_id,
        quantity=line["quantity"],
        unit=line["unit"],
        numerator=factor.numerator,
        denominator=factor.denominator,
        yield_rate=rate,
        used_yield=rate or known.items[item_id].yield_rate or Decimal(1),
        substitutes=[
            {"item_id": str(one["item_id"]), "ratio": format(one["ratio"], "f")}
            for one in line.get("substitutes", ())
        ],
        note=line.get("note"),
    )


def _outputs(
    recipe: RecipeRow, version: RecipeVersionRow, by_products: Sequence[Given], known: Known
) -> list[RecipeOutputRow]:
    rows = []
    if sum((made["cost_share"] for made in by_products), Decimal(0)) > 1:
        raise refusal("by_products", "bad_cost_share", "By-products bear at most the whole cost.")
    seen = {recipe.item_id}
    for place, made in enumerate(by_products):
        path = f"by_products.{place}"
        if made["item_id"] in seen:
            raise refusal(f"{path}.item_id", "output_twice", "This comes out of the recipe already.")
        seen.add(made["item_id"])
        factor = known.factor(made["item_id"], made["unit"], f"{path}.unit")
        if not made.get("is_copied"):
            refuse_bought(known.items[made["item_id"]], f"{path}.item_id")
        exact = Fraction(made["quantity"]) * factor
        rows.append(
            RecipeOutputRow(
                tenant_id=version.tenant_id,
                version_id=version.id,
                item_id=made["item_id"],
                quantity=Decimal(exact.numerator) / Decimal(exact.denominator),
                cost_share=made["cost_share"],
            )
        )
    return rows
