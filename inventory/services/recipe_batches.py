"""Many recipes at once: brought in, and published together. The closure is computed once for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.uow import Unit
from inventory.models.recipes import RecipeRow, RecipeVersionRow
from inventory.services.drafts import PORTION, draft_rows, known_items
from inventory.services.publishing import publish_all
from inventory.services.recipes import EMPTY, as_given, blank_version, new_recipe
from inventory.store import recipes as store
from inventory.store.book import take_book
from inventory.values.book import BRAND, Scope
from inventory.values.recipes import Node

Rows = dict[tuple[Node, Scope], RecipeRow]
Held = dict[UUID, store.Written]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """What a batch takes, net: ``quantity`` of ``unit``; ``yield_rate`` replaces the item's."""

    item_id: UUID
    quantity: Decimal
    unit: str
    yield_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """A recipe as it is brought in: what it makes, what that is called, and what a batch takes."""

    node: Node
    code: str
    name: dict[str, str]
    lines: tuple[Ingredient, ...]
    batch: Decimal = Decimal(1)
    unit: str | None = None
    scope: Scope = BRAND


def publish_formulas(unit: Unit, formulas: Sequence[Formula], valid_from: datetime) -> int:
    """Publish those that differ from what holds at the moment; answers how many. By-products, substitutes and notes stay as they
    are.

    A few round trips however many they are; refuses a cycle by name, and then nothing is written.
    """
    unit.actor.demand("inventory.publish")
    take_book(unit)
    rows, held = _standing(unit, valid_from)
    new = _others(formulas, rows, held)
    known = known_items(unit, _items(new) | _left(held.values()))
    for one in new:
        if _key(one) not in rows:
            rows[_key(one)] = new_recipe(unit, one.node, one.scope, one.code, one.name)
    unit.session.flush()
    numbers = store.last_numbers(unit, [rows[_key(one)].id for one in new])
    drafts: list[tuple[RecipeRow, RecipeVersionRow]] = []
    lines: list[Any] = []
    for one in new:
        recipe = rows[_key(one)]
        version = blank_version(unit, recipe, numbers.get(recipe.id, 0) + 1)
        drafts.append((recipe, version))
        before = as_given(held[recipe.id], known.items) if recipe.id in held else EMPTY
        lines += draft_rows(recipe, version, before | _given(one, before["lines"]), known)
    unit.session.add_all(version for _, version in drafts)
    unit.session.flush()
    unit.session.add_all(lines)
    unit.session.flush()
    if drafts:
        publish_all(unit, drafts, valid_from)
        unit.audit("recipe.publish_all", "recipe", unit.tenant_id, {"recipes": len(drafts)})
    return len(drafts)


def differing(unit: Unit, formulas: Sequence[Formula], moment: datetime) -> list[Formula]:
    """Those that say something else than what holds at the moment."""
    return _others(formulas, *_standing(unit, moment))


def _standing(unit: Unit, moment: datetime) -> tuple[Rows, Held]:
    rows = {(store.node_of(row), store.scope_of(row)): row for row in store.recipes_in_use(unit)}
    return rows, _held(unit, rows.values(), moment)


def _others(formulas: Sequence[Formula], rows: Rows, held: Held) -> list[Formula]:
    return [one for one in formulas if _key(one) not in rows or not _holds(one, held.get(rows[_key(one)].id))]


def _held(unit: Unit, rows: Iterable[RecipeRow], moment: datetime) -> Held:
    """Each recipe's version that holds at the moment."""
    versions = {
        recipe_id: version
        for recipe_id, found in store.published_from(unit, [row.id for row in rows]).items()
        if (version := store.version_at(found, moment)) is not None
    }
    written = store.load_written(unit, versions.values())
    return {recipe_id: written[version.id] for recipe_id, version in versions.items()}


def _holds(formula: Formula, held: store.Written | None) -> bool:
    if held is None:
        return False
    lines = tuple(Ingredient(x.item_id, x.quantity, x.unit, x.yield_rate) for x in held.lines)
    spelled = formula.batch, formula.unit or PORTION, formula.lines
    return (held.row.batch, held.row.unit, lines) == spelled


def _left(held: Iterable[store.Written]) -> set[UUID]:
    return {made.item_id for written in held for made in written.outputs}


def _key(formula: Formula) -> tuple[Node, Scope]:
    return formula.node, formula.scope


def _items(formulas: Iterable[Formula]) -> set[UUID]:
    made = {one.node.id for one in formulas if one.node.kind == "item"}
    return made | {line.item_id for one in formulas for line in one.lines}


def _given(formula: Formula, before: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """``before``: the lines so far; what a formula does not tell of an item stays with it."""
    kept = {line["item_id"]: {name: line[name] for name in ("substitutes", "note")} for line in before}
    lines = [
        {
            **kept.get(line.item_id, {}),
            "item_id": line.item_id,
            "quantity": line.quantity,
            "unit": line.unit,
            "yield_rate": line.yield_rate,
        }
        for line in formula.lines
    ]
    return {"batch": formula.batch, "unit": formula.unit, "lines": lines}
