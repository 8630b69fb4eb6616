"""Legal entities: whose books a store's business goes into."""

from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership import ports
from membership.models.clearing import EntityRow, EntityStoreRow
from membership.store import clearing as store
from membership.values.promotions import HEAD_OFFICE


def list_entities(unit: Unit) -> dict[str, Any]:
    """The entities with their stores, and which stores are head office's own; any other store is an entity of its own."""
    unit.actor.demand("value.report")
    entities, own = store.list_entities(unit)
    return {
        "entities": [{"id": row.id, "name": row.name, "store_ids": row.store_ids} for row in entities],
        "head_office_store_ids": own,
    }


def add_entity(unit: Unit, name: dict[str, str]) -> dict[str, Any]:
    """A new legal entity."""
    unit.actor.demand("value.close")
    entity_id = new_id()
    unit.add(EntityRow, [{"id": entity_id, "name": name, "changed_at": clock.now()}])
    unit.audit("entity.add", "legal_entity", entity_id, {"name": name})
    return {"id": entity_id, "name": name, "store_ids": []}


def rename_entity(unit: Unit, entity_id: UUID, name: dict[str, str]) -> dict[str, Any]:
    """Call it something else; statements that are closed keep the old name."""
    unit.actor.demand("value.close")
    store.get_entity(unit, entity_id)
    unit.change(EntityRow, {"id": entity_id}, {"name": name, "changed_at": clock.now()})
    unit.audit("entity.rename", "legal_entity", entity_id, {"name": name})
    (found,) = (row for row in store.list_entities(unit)[0] if row.id == entity_id)
    return {"id": entity_id, "name": found.name, "store_ids": found.store_ids}


def assign_store(unit: Unit, store_id: UUID, entity: str | None) -> None:
    """From now on a store's business goes into an entity's books: its id, ``hq``, or (None) the store's own.

    What was posted stays where it is. Raises EntityNotFound.
    """
    unit.actor.demand("value.close")
    ports.stores.settings(unit, store_id)
    if entity is None:
        unit.remove(EntityStoreRow, {"store_id": store_id})
    elif entity == HEAD_OFFICE:
        store.assign(unit, store_id, None)
    else:
        store.get_entity(unit, UUID(entity))
        store.assign(unit, store_id, UUID(entity))
    unit.audit("entity.assign", "store", store_id, {"entity": entity}, store_id)
