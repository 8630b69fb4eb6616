"""Recipes and the drafts of their versions, as head office writes them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.errors import ChangedMeanwhile
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from inventory import ports
from inventory.errors import BadRecipe, NotNow
from inventory.models.items import ItemRow
from inventory.models.recipes import RecipeRow, RecipeVersionRow
from inventory.rules.exact import rounded
from inventory.services.closures import refresh
from inventory.services.drafts import Known, load_known, open_draft, refusal, write_draft
from inventory.services.publishing import outputs_of, refuse_cycle
from inventory.store import recipes as store
from inventory.store.book import take_book
from inventory.store.items import items_by_id
from inventory.store.rows import get_row
from inventory.values.book import Scope
from inventory.values.recipes import Node

View = dict[str, Any]
EMPTY: dict[str, Any] = {"batch": Decimal(1), "unit": None, "lines": [], "by_products": [], "note": None}


def list_recipes(unit: Unit, **wanted: Any) -> Page[View]:
    """A page of recipes by code, each with its versions."""
    unit.actor.demand_somewhere("inventory.view")
    found = store.list_recipes(unit, **wanted)
    versions = store.versions_of(unit, [row.id for row in found.items])
    return Page([_view(row, versions[row.id]) for row in found.items], found.next_cursor)


def get_recipe(unit: Unit, recipe_id: UUID) -> View:
    """One recipe with its versions, newest first."""
    unit.actor.demand_somewhere("inventory.view")
    row = get_row(unit, RecipeRow, recipe_id)
    return _view(row, store.versions_of(unit, [row.id])[row.id])


def create_recipe(unit: Unit, given: dict[str, Any]) -> View:
    """A recipe for an item, or for a product of the menu in one variant or any; everywhere, in a region or at a store."""
    unit.actor.demand("inventory.edit")
    if given.get("item_id") is None and given.get("product_id") is not None:
        given = given | _called(unit, given)
    row = add_recipe(unit, given)
    unit.session.flush()
    unit.audit("recipe.create", "recipe", row.id, {"code": row.code, "name": row.name})
    return _view(row, [])


def add_recipe(unit: Unit, given: dict[str, Any]) -> RecipeRow:
    """Write a recipe without versions, a product's with its code and name.

    Refuses a second one for the same in the same place (``recipe_exists``).
    """
    scope = Scope(given.get("store_id"), given.get("region_id"))
    _check_scope(unit, scope)
    if given.get("item_id") is not None:
        node = Node("item", given["item_id"])
        item = get_row(unit, ItemRow, node.id)
        if item.kind != "semi":
            raise BadRecipe("Only a semi-finished item has a recipe.", code="not_semi_finished")
        called = item.code, item.name
    elif given.get("product_id") is not None:
        node = Node("product", given["product_id"], given.get("variant_id"))
        called = given["code"], given["name"]
    else:
        raise refusal("item_id", "required", "Say what the recipe makes: an item or a product.")
    if store.find_recipe(unit, node, scope) is not None:
        raise BadRecipe("There is a recipe for this here already.", code="recipe_exists")
    return new_recipe(unit, node, scope, *called)


def _called(unit: Unit, given: dict[str, Any]) -> dict[str, Any]:
    """The code and the name as given, else the product's on the menu; refuses what is not there, a variant too."""
    variant_id = given.get("variant_id")
    for known, product in ports.menu.by_code(unit).items():
        if product.id == given["product_id"]:
            if variant_id is not None and variant_id not in product.variants.values():
                raise refusal("variant_id", "unknown", "The product has no such variant.")
            return {"code": given.get("code") or known, "name": given.get("name") or product.name}
    raise refusal("product_id", "unknown", "There is no such product on the menu.")


def new_recipe(unit: Unit, node: Node, scope: Scope, code: str, name: dict[str, str]) -> RecipeRow:
    """The row of a recipe; the caller has checked that it may be, and flushes."""
    row = RecipeRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        node_kind=node.kind,
        item_id=node.id if node.kind == "item" else None,
        product_id=node.id if node.kind == "product" else None,
        variant_id=node.variant_id,
        store_id=scope.store_id,
        region_id=scope.region_id,
        code=code,
        name=name,
        version=1,
        archived_at=None,
    )
    unit.session.add(row)
    return row


def archive_recipe(unit: Unit, recipe_id: UUID) -> None:
    """No longer made like this: what stands on it falls back to the wider recipe, or to buying the item."""
    unit.actor.demand("inventory.publish")
    take_book(unit)
    row = get_row(unit, RecipeRow, recipe_id)
    if row.archived_at is not None:
        return
    now = clock.now()
    published = store.published_from(unit, [row.id]).get(row.id, [])
    written = store.load_written(unit, published)
    changed = {store.node_of(row), *(node for one in written.values() for node in outputs_of(one))}
    row.archived_at = now
    for version in published:
        if version.valid_to is None or version.valid_to > now:
            version.valid_to = max(now, version.valid_from or now)
    unit.session.flush()
    with refuse_cycle(unit):
        refresh(unit, changed, store.scope_of(row), now)
    unit.audit("recipe.archive", "recipe", row.id, {"code": row.code})


def draft_version(unit: Unit, recipe_id: UUID, given: dict[str, Any]) -> View:
    """A new draft; what is not given is as in the version ``copy_of``, or empty."""
    unit.actor.demand("inventory.edit")
    recipe = get_row(unit, RecipeRow, recipe_id)
    if recipe.archived_at is not None:
        raise NotNow("This recipe is archived.", state="archived")
    values = dict(given)
    copied = values.pop("copy_of", None)
    before = _copied(unit, recipe, copied) if copied is not None else EMPTY
    version = add_draft(unit, recipe, before | values)
    unit.audit("recipe.draft", "recipe", recipe.id, {"number": version.number})
    return version_view(unit, recipe, version)


def add_draft(unit: Unit, recipe: RecipeRow, given: dict[str, Any]) -> RecipeVersionRow:
    """Write a draft."""
    number = store.last_numbers(unit, [recipe.id]).get(recipe.id, 0) + 1
    version = blank_version(unit, recipe, number)
    write_draft(unit, recipe, version, EMPTY | given, load_known(unit, recipe, given))
    return version


def blank_version(unit: Unit, recipe: RecipeRow, number: int) -> RecipeVersionRow:
    """A draft with nothing in it, not written yet."""
    return RecipeVersionRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        recipe_id=recipe.id,
        number=number,
        state="draft",
        valid_from=None,
        valid_to=None,
        note=None,
        edit=1,
        published_at=None,
        published_by=None,
    )


def get_version(unit: Unit, version_id: UUID) -> View:
    """A version with its lines."""
    unit.actor.demand_somewhere("inventory.view")
    version = get_row(unit, RecipeVersionRow, version_id)
    return version_view(unit, get_row(unit, RecipeRow, version.recipe_id), version)


def change_draft(unit: Unit, version_id: UUID, given: dict[str, Any], edit: int) -> View:
    """Change a draft; ``lines`` and ``by_products`` are given whole. What is published never changes (409)."""
    unit.actor.demand("inventory.edit")
    recipe, version = open_draft(unit, version_id)
    if version.edit != edit:
        message = "Somebody else has saved this draft since. Look at theirs."
        raise ChangedMeanwhile(message, current=version_view(unit, recipe, version))
    write_draft(unit, recipe, version, given, load_known(unit, recipe, given))
    version.edit += 1
    unit.session.flush()
    return version_view(unit, recipe, version)


def discard_draft(unit: Unit, version_id: UUID) -> None:
    """Throw a draft away."""
    unit.actor.demand("inventory.edit")
    recipe, version = open_draft(unit, version_id)
    for row in (*(written := _written(unit, version)).lines, *written.outputs):
        unit.session.delete(row)
    unit.session.flush()
    unit.session.delete(version)
    unit.audit("recipe.discard", "recipe", recipe.id, {"number": version.number})


def version_view(unit: Unit, recipe: RecipeRow, version: RecipeVersionRow) -> View:
    """A version with its lines, and what the items in it are called."""
    written = _written(unit, version)
    lines: Sequence[Any] = written.lines
    items = items_by_id(unit, (row.item_id for row in (*lines, *written.outputs)))
    return {
        **_head(version),
        "recipe": _tag(recipe),
        "lines": [_line(row, items[row.item_id]) for row in lines],
        "by_products": [
            {
                "item": item_tag(items[row.item_id]),
                "item_id": row.item_id,
                "quantity": row.quantity,
                "unit": items[row.item_id].stock_unit,
                "cost_share": row.cost_share,
            }
            for row in written.outputs
        ],
    }


def item_tag(item: ItemRow) -> View:
    """What an item is called."""
    return {"id": item.id, "code": item.code, "name": item.name, "stock_unit": item.stock_unit}


def _copied(unit: Unit, recipe: RecipeRow, version_id: UUID) -> dict[str, Any]:
    """What stood there in a unit that its item has no more is said in the stock unit."""
    written = _written(unit, get_row(unit, RecipeVersionRow, version_id))
    given = as_given(written, items_by_id(unit, [made.item_id for made in written.outputs]))
    known = load_known(unit, recipe, given)
    for row, line in zip(written.lines, given["lines"], strict=True):
        line["quantity"], line["unit"] = _sayable(known, row.item_id, row.quantity, row)
    if (
        recipe.item_id is not None
        and get_row(unit, RecipeRow, written.row.recipe_id).item_id == recipe.item_id
    ):
        given["batch"], given["unit"] = _sayable(known, recipe.item_id, given["batch"], written.row)
    return given


def _sayable(known: Known, item_id: UUID, quantity: Decimal, row: Any) -> tuple[Decimal, str]:
    if row.unit in known.factors[item_id]:
        return quantity, row.unit
    there = rounded(Fraction(quantity) * Fraction(row.numerator, row.denominator), 6)
    return there, known.items[item_id].stock_unit


def as_given(written: store.Written, items: Mapping[UUID, ItemRow]) -> dict[str, Any]:
    """A version as somebody would write it down for a draft; ``items``: at least those of its by-products."""
    lines = [{name: getattr(row, name) for name in LINE} for row in written.lines]
    for line in lines:
        line["substitutes"] = [
            {"item_id": UUID(one["item_id"]), "ratio": Decimal(one["ratio"])} for one in line["substitutes"]
        ]
    return {
        **{name: getattr(written.row, name) for name in ("batch", "unit", "note")},
        "lines": lines,
        "by_products": [
            {
                "item_id": made.item_id,
                "quantity": made.quantity,
                "unit": items[made.item_id].stock_unit,
                "cost_share": made.cost_share,
                "is_copied": True,
            }
            for made in written.outputs
        ],
    }


LINE = ("item_id", "quantity", "unit", "yield_rate", "substitutes", "note")


def _line(row: Any, item: ItemRow) -> View:
    return {
        **{name: getattr(row, name) for name in LINE},
        "item": item_tag(item),
        "used_yield": row.used_yield,
    }


def _written(unit: Unit, version: RecipeVersionRow) -> store.Written:
    return store.load_written(unit, [version])[version.id]


def _head(version: RecipeVersionRow) -> View:
    names = (
        "id",
        "number",
        "state",
        "valid_from",
        "valid_to",
        "batch",
        "unit",
        "note",
        "edit",
        "published_at",
    )
    return {name: getattr(version, name) for name in names}


def _tag(row: RecipeRow) -> View:
    names = (
        "id",
        "node_kind",
        "item_id",
        "product_id",
        "variant_id",
        "store_id",
        "region_id",
        "code",
        "name",
    )
    return {**{name: getattr(row, name) for name in names}, "archived": row.archived_at is not None}


def _view(row: RecipeRow, versions: Iterable[RecipeVersionRow]) -> View:
    rows = list(versions)
    in_force = store.version_at((one for one in rows if one.state == "published"), clock.now())
    return {
        **_tag(row),
        "versions": [_head(one) for one in rows],
        "in_force": in_force.id if in_force else None,
    }


def _check_scope(unit: Unit, scope: Scope) -> None:
    if scope.store_id is not None and scope.region_id is not None:
        raise refusal("store_id", "scope", "Either a store or a region.")
    if scope.store_id is not None:
        ports.stores.settings(unit, scope.store_id)
    if scope.region_id is not None and scope.region_id not in ports.stores.regions(unit):
        raise refusal("region_id", "unknown", "There is no such region.")
