"""Products, as head office edits them. Every write is checked against the whole menu."""

from typing import Any
from uuid import UUID

from core import clock
from core.errors import ChangedMeanwhile, Problem
from core.ids import new_id
from core.paging import Page
from core.search import search_text
from core.uow import Unit
from pos.menu_errors import CodeTaken
from pos.models.menu import ProductRow
from pos.rules.product_checks import error, product_errors
from pos.services.menu_edits import begin_edit, load_known, refuse_errors, refuse_faults
from pos.services.product_parts import write_parts
from pos.services.row_changes import apply_changes
from pos.store import products as store
from pos.store.prices import prices_of
from pos.store.products import Parts
from pos.store.rows import get_row

LISTS = ("variants", "group_links", "set_groups", "set_fixed", "availability_rules")
PLAIN: dict[str, Any] = {
    "kitchen_name": None,
    "print_name": None,
    "kind": "item",
    "category_id": None,
    "tax_class_id": None,
    "tags": [],
    "allergens": [],
    "prep_seconds": 0,
    "color": None,
    "picture_url": None,
    "sort": 0,
    "is_seasonal": False,
    "seasonal_from": None,
    "seasonal_to": None,
    "is_option": False,
}
"""What a product is unless it is told otherwise."""

View = dict[str, Any]


def list_products(unit: Unit, **wanted: Any) -> Page[View]:
    """A page of products by code, each with its parts."""
    unit.actor.demand_somewhere("menu.view")
    found = store.list_products(unit, **wanted)
    parts = store.load_parts(unit, [row.id for row in found.items])
    return Page([product_view(row, parts[row.id]) for row in found.items], found.next_cursor)


def get_product(unit: Unit, product_id: UUID) -> View:
    """One product with its parts, archived or not."""
    unit.actor.demand_somewhere("menu.view")
    return _view(unit, get_row(unit, ProductRow, product_id))


def create_product(unit: Unit, fields: dict[str, Any]) -> View:
    """A new product: ``code`` and ``name`` at least, the rest as in PLAIN; lists as in the product's shape."""
    begin_edit(unit)
    refuse_errors(product_errors(PLAIN | fields, load_known(unit)))
    _refuse_taken_code(unit, fields["code"])
    row = add_product(unit, fields)
    refuse_faults(unit, {row.id})
    view = _view(unit, row)
    unit.audit("product.create", "product", row.id, {"code": row.code, "name": row.name})
    return view


def change_product(unit: Unit, product_id: UUID, fields: dict[str, Any], version: int) -> View:
    """Change the given fields of the product at ``version``; a list that is given replaces the one that stands.

    Raises ChangedMeanwhile with the product as it stands when somebody has saved since. ``archived`` false restores it.
    """
    begin_edit(unit)
    row = get_row(unit, ProductRow, product_id)
    if row.version != version:
        raise _changed_meanwhile(unit, row)
    archived = fields.get("archived")
    given = {name: value for name, value in fields.items() if name != "archived"}
    standing = {name: getattr(row, name) for name in PLAIN}
    refuse_errors(product_errors(standing | given, load_known(unit)))
    if row.is_option and not given.get("is_option", True):
        _refuse_reduced(unit, row)
    if given.get("code", row.code) != row.code:
        _refuse_taken_code(unit, given["code"])
    changed = edit_product(unit, row, given)
    if archived is not None and archived != (row.archived_at is not None):
        row.archived_at = clock.now() if archived else None
        changed["archived"] = [not archived, archived]
        unit.session.flush()
    refuse_faults(unit, {row.id}, removing=bool(archived))
    unit.audit("product.change", "product", row.id, changed)
    return _view(unit, row)


def archive_product(unit: Unit, product_id: UUID) -> None:
    """Take a product off the menu; refused (409 ``in_use``) while a set meal or a modifier group needs it."""
    begin_edit(unit)
    row = get_row(unit, ProductRow, product_id)
    if row.archived_at is not None:
        return
    row.archived_at = clock.now()
    row.version += 1
    unit.session.flush()
    refuse_faults(unit, {row.id}, removing=True)
    unit.audit("product.archive", "product", row.id, {"code": row.code})


def add_product(unit: Unit, fields: dict[str, Any]) -> ProductRow:
    """Write a new product with its parts; the caller has begun the edit, and checks."""
    columns = {name: value for name, value in fields.items() if name not in LISTS}
    row = ProductRow(tenant_id=unit.tenant_id, id=new_id(), version=1, search="", **PLAIN | columns)
    row.search = search_text(row.name, [row.code, *(v["code"] for v in fields.get("variants", ()))])
    unit.session.add(row)
    unit.session.flush()
    write_parts(unit, row.id, Parts(), fields)
    return row


def edit_product(
    unit: Unit, row: ProductRow, fields: dict[str, Any], parts: Parts | None = None
) -> dict[str, list[Any]]:
    """Write the given fields and lists; answers what changed. The caller has begun the edit, and checks."""
    standing = parts or store.load_parts(unit, [row.id])[row.id]
    before = lists_view(standing)
    changed = apply_changes(row, {name: value for name, value in fields.items() if name not in LISTS})
    write_parts(unit, row.id, standing, fields)
    after = lists_view(store.load_parts(unit, [row.id])[row.id]) if set(fields) & set(LISTS) else before
    changed |= {name: [before[name], after[name]] for name in LISTS if before[name] != after[name]}
    row.search = search_text(row.name, [row.code, *(variant["code"] for variant in after["variants"])])
    row.version += 1
    unit.session.flush()
    return changed


def product_view(row: ProductRow, parts: Parts) -> View:
    """A product as its shape shows it."""
    columns = {name: getattr(row, name) for name in ("id", "code", "name", "version", *PLAIN)}
    return {**columns, "archived": row.archived_at is not None, **lists_view(parts)}


def lists_view(parts: Parts) -> View:
    """What hangs on a product, as its shape shows it."""
    return {
        "variants": [_fields(v, "id", "code", "name") for v in parts.variants],
        "group_links": [_fields(link, "group_id", "min", "max", "free") for link in parts.group_links],
        "set_groups": [
            {
                **_fields(group, "id", "name", "pick", "repeat", "free"),
                "options": [
                    _fields(o, "id", "product_id", "variant_id", "upcharge", "is_default", "max")
                    for o in parts.set_options.get(group.id, ())
                ],
            }
            for group in parts.set_groups
        ],
        "set_fixed": [_fields(f, "id", "product_id", "variant_id", "quantity") for f in parts.set_fixed],
        "availability_rules": [
            _fields(
                rule, "id", "effect", "store_id", "channel", "weekdays",
                "start_minute", "end_minute", "valid_from", "valid_to",
            )
            for rule in parts.availability_rules
        ],
    }  # fmt: skip


def _fields(row: object, *names: str) -> View:
    return {name: getattr(row, name) for name in names}


def _view(unit: Unit, row: ProductRow) -> View:
    return product_view(row, store.load_parts(unit, [row.id])[row.id])


def _refuse_taken_code(unit: Unit, code: str) -> None:
    if store.find_by_codes(unit, [code]):
        message = "Another product, perhaps an archived one, has this code."
        raise CodeTaken(message, errors=[{"path": "code", "code": "code_taken", "message": message}])


def _refuse_reduced(unit: Unit, row: ProductRow) -> None:
    """What takes something off stays an option."""
    if any(price.amount < 0 for price in prices_of(unit, [row.id])):
        message = "Only a modifier option may take something off. Change its prices first."
        refuse_errors([error("is_option", "negative_price", message)])


def _changed_meanwhile(unit: Unit, row: ProductRow) -> Problem:
    return ChangedMeanwhile(
        "Somebody else has saved this product since. Look at theirs.", current=_view(unit, row)
    )
