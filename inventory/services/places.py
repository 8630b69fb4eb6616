"""Where things lie in a store, in walking order, and how much of each it wants to have."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.rows import apply_changes
from core.uow import Unit
from inventory.errors import BadItem
from inventory.models.items import LocationRow
from inventory.services.recipes import item_tag
from inventory.services.stores import at_store
from inventory.store import places as store
from inventory.store.items import items_by_id
from inventory.store.rows import get_row

View = dict[str, Any]


def list_locations(unit: Unit, store_id: UUID) -> list[View]:
    """The store's locations in walking order, each with what lies there in its order."""
    at_store(unit, "inventory.view", store_id)
    rows = store.list_locations(unit, store_id)
    lying = store.items_at(unit, [row.id for row in rows])
    items = items_by_id(unit, (item_id for ids in lying.values() for item_id in ids))
    return [
        {
            "id": row.id,
            "name": row.name,
            "sort": row.sort,
            "items": [item_tag(items[item_id]) for item_id in lying[row.id]],
        }
        for row in rows
    ]


def create_location(unit: Unit, store_id: UUID, given: dict[str, Any]) -> View:
    """A new location, the last on the way."""
    at_store(unit, "inventory.stock", store_id)
    sort = max((row.sort for row in store.list_locations(unit, store_id)), default=-1) + 1
    row = LocationRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        store_id=store_id,
        name=given["name"],
        sort=sort,
        archived_at=None,
    )
    unit.session.add(row)
    unit.session.flush()
    _lay(unit, row.id, given.get("item_ids", []))
    unit.audit("location.create", "location", row.id, {"name": row.name}, store_id)
    return _one(unit, store_id, row.id)


def change_location(unit: Unit, store_id: UUID, location_id: UUID, given: dict[str, Any]) -> View:
    """Change the given fields; ``item_ids`` is given whole."""
    at_store(unit, "inventory.stock", store_id)
    row = get_row(unit, LocationRow, location_id, store_id)
    changes = {name: value for name, value in given.items() if name == "name"}
    if "archived" in given:
        changes["archived_at"] = (row.archived_at or clock.now()) if given["archived"] else None
    changed = apply_changes(row, changes)
    if "item_ids" in given:
        _lay(unit, row.id, given["item_ids"])
    unit.session.flush()
    unit.audit("location.change", "location", row.id, changed, store_id)
    return _one(unit, store_id, row.id)


def order_locations(unit: Unit, store_id: UUID, location_ids: Sequence[UUID]) -> list[View]:
    """Set the way one walks: every location of the store, once."""
    at_store(unit, "inventory.stock", store_id)
    rows = {row.id: row for row in store.list_locations(unit, store_id)}
    if sorted(location_ids) != sorted(rows):
        raise BadItem("Name every location of the store, each once.", code="locations_incomplete")
    for sort, location_id in enumerate(location_ids):
        rows[location_id].sort = sort
    unit.session.flush()
    return list_locations(unit, store_id)


def list_pars(unit: Unit, store_id: UUID) -> list[View]:
    """The store's par levels, by item code."""
    at_store(unit, "inventory.view", store_id)
    rows = store.list_pars(unit, store_id)
    items = items_by_id(unit, (row.item_id for row in rows))
    lines = [
        {"item_id": r.item_id, "par": r.par, "reorder": r.reorder, "item": item_tag(items[r.item_id])}
        for r in rows
    ]
    return sorted(lines, key=lambda line: str(line["item"]["code"]))


def set_pars(unit: Unit, store_id: UUID, given: Sequence[dict[str, Any]]) -> list[View]:
    """Set the given par levels; others stay."""
    at_store(unit, "inventory.stock", store_id)
    _known(unit, [one["item_id"] for one in given])
    if any(one["reorder"] > one["par"] for one in given):
        raise BadItem("One orders below the par level, not above it.", code="reorder_above_par")
    for one in {one["item_id"]: one for one in given}.values():
        store.set_par(unit, store_id, **one)
    unit.audit("par.set", "store", store_id, {"items": len(given)}, store_id)
    return list_pars(unit, store_id)


def _lay(unit: Unit, location_id: UUID, item_ids: Sequence[UUID]) -> None:
    _known(unit, item_ids)
    store.lay(unit, location_id, list(dict.fromkeys(item_ids)))


def _known(unit: Unit, item_ids: Sequence[UUID]) -> None:
    if set(item_ids) - items_by_id(unit, item_ids).keys():
        raise BadItem("There is no such item.", code="item_unknown")


def _one(unit: Unit, store_id: UUID, location_id: UUID) -> View:
    row = get_row(unit, LocationRow, location_id, store_id)
    lying = store.items_at(unit, [row.id])[row.id]
    items = items_by_id(unit, lying)
    return {"id": row.id, "name": row.name, "sort": row.sort, "items": [item_tag(items[i]) for i in lying]}
