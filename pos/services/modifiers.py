"""Modifier groups with their options, as head office edits them."""

from typing import Any
from uuid import UUID

from core import clock
from core.errors import ChangedMeanwhile
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from pos.menu_errors import InUse
from pos.models.modifiers import ModifierGroupRow, ModifierOptionRow
from pos.rules.product_checks import component_errors, counts_error, duplicates, error
from pos.services.menu_edits import begin_edit, load_known, refuse_errors, refuse_faults
from pos.services.row_changes import apply_changes
from pos.store import modifiers as store
from pos.store.rows import get_row

COUNTS = {"min": 0, "max": 1, "free": 0, "sort": 0}
View = dict[str, Any]


def list_groups(unit: Unit, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """A page of the groups in use, each with its options."""
    unit.actor.demand_somewhere("menu.view")
    found = store.list_groups(unit, cursor, limit)
    options = store.load_options(unit, [row.id for row in found.items])
    return Page([_view(row, options[row.id]) for row in found.items], found.next_cursor)


def get_group(unit: Unit, group_id: UUID) -> View:
    """One group, archived or not."""
    unit.actor.demand_somewhere("menu.view")
    return _load_view(unit, get_row(unit, ModifierGroupRow, group_id))


def create_group(unit: Unit, fields: dict[str, Any]) -> View:
    """A new group: ``name`` and ``options`` ({product_id, max, is_default}), and how many are chosen (COUNTS)."""
    begin_edit(unit)
    _check(unit, COUNTS | fields)
    row = add_group(unit, fields)
    refuse_faults(unit, {row.id})
    unit.audit("modifier_group.create", "modifier_group", row.id, {"name": row.name})
    return _load_view(unit, row)


def change_group(unit: Unit, group_id: UUID, fields: dict[str, Any], version: int) -> View:
    """Change the given fields of the group at ``version``; ``options`` are given whole. Raises ChangedMeanwhile when somebody has
    saved since; refused when a product's link no longer fits."""
    begin_edit(unit)
    row = get_row(unit, ModifierGroupRow, group_id)
    if row.version != version:
        message = "Somebody else has saved this group since. Look at theirs."
        raise ChangedMeanwhile(message, current=_load_view(unit, row))
    _check(unit, {name: getattr(row, name) for name in COUNTS} | fields)
    changed = edit_group(unit, row, fields)
    refuse_faults(unit, {row.id})
    unit.audit("modifier_group.change", "modifier_group", row.id, changed)
    return _load_view(unit, row)


def archive_group(unit: Unit, group_id: UUID) -> None:
    """Take a group away; refused (409 ``in_use``) while it hangs on a product."""
    begin_edit(unit)
    row = get_row(unit, ModifierGroupRow, group_id)
    users = store.products_with(unit, row.id)
    if users:
        errors = [error("", "in_use", f"{p.code} {p.name['zh']} {p.name['en']}") for p in users]
        raise InUse(f"It hangs on {len(users)} products. Take it off there first.", errors=errors)
    if row.archived_at is None:
        row.archived_at = clock.now()
        row.version += 1
        unit.audit("modifier_group.archive", "modifier_group", row.id, {"name": row.name})


def add_group(unit: Unit, fields: dict[str, Any]) -> ModifierGroupRow:
    """Write a new group with its options; the caller has begun the edit, and checks."""
    columns = {name: value for name, value in fields.items() if name != "options"}
    row = ModifierGroupRow(tenant_id=unit.tenant_id, id=new_id(), version=1, **COUNTS | columns)
    unit.session.add(row)
    unit.session.flush()
    _write_options(unit, row, [], fields.get("options", []))
    return row


def edit_group(unit: Unit, row: ModifierGroupRow, fields: dict[str, Any]) -> dict[str, list[Any]]:
    """Write the given fields; answers what changed. The caller has begun the edit, and checks."""
    standing = store.load_options(unit, [row.id])[row.id]
    before = _option_views(standing)
    changed = apply_changes(row, {name: value for name, value in fields.items() if name != "options"})
    if "options" in fields:
        _write_options(unit, row, standing, fields["options"])
        after = _option_views(store.load_options(unit, [row.id])[row.id])
        if before != after:
            changed["options"] = [before, after]
    row.version += 1
    unit.session.flush()
    return changed


def _check(unit: Unit, fields: dict[str, Any]) -> None:
    options = fields.get("options", ())
    refuse_errors(
        [
            *counts_error(fields),
            *duplicates("options", "product_id", options),
            *component_errors(options, load_known(unit), "options."),
        ]
    )


def _write_options(
    unit: Unit, row: ModifierGroupRow, standing: list[ModifierOptionRow], entries: list[dict[str, Any]]
) -> None:
    left = {option.product_id: option for option in standing}
    for place, entry in enumerate(entries):
        option = left.pop(entry["product_id"], None)
        if option is None:
            option = ModifierOptionRow(tenant_id=unit.tenant_id, group_id=row.id)
            unit.session.add(option)
        for name, value in {"max": 1, "is_default": False, **entry, "sort": place}.items():
            setattr(option, name, value)
    for option in left.values():
        unit.session.delete(option)
    unit.session.flush()


def _load_view(unit: Unit, row: ModifierGroupRow) -> View:
    return _view(row, store.load_options(unit, [row.id])[row.id])


def _view(row: ModifierGroupRow, options: list[ModifierOptionRow]) -> View:
    head = {name: getattr(row, name) for name in ("id", "name", "version", *COUNTS)}
    return {**head, "archived": row.archived_at is not None, "options": _option_views(options)}


def _option_views(options: list[ModifierOptionRow]) -> list[View]:
    return [{"product_id": o.product_id, "max": o.max, "is_default": o.is_default} for o in options]
