"""Queries of locations, what lies there, and par levels."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.sql import prepared
from core.uow import Read, Unit
from inventory.models.items import LocationItemRow, LocationRow, ParRow
from inventory.store.rows import of_tenant, rows_of

_SET_PAR = insert(ParRow).values(
    tenant_id=bindparam("tenant_id"),
    store_id=bindparam("store_id"),
    item_id=bindparam("item_id"),
    par=bindparam("par"),
    reorder=bindparam("reorder"),
)
_SET = prepared(
    _SET_PAR.on_conflict_do_update(
        index_elements=["tenant_id", "store_id", "item_id"],
        set_={"par": _SET_PAR.excluded.par, "reorder": _SET_PAR.excluded.reorder},
    )
)
_par: Any = ParRow.__table__.c
_PARS = prepared(
    select(ParRow.__table__).where(
        _par.tenant_id == bindparam("tenant_id"), _par.store_id == bindparam("store_id")
    )
)
_location: Any = LocationRow.__table__.c
_lying: Any = LocationItemRow.__table__.c
_OF_STORE = (
    _location.tenant_id == bindparam("tenant_id"),
    _location.store_id == bindparam("store_id"),
    _location.archived_at.is_(None),
)
_IN_USE = prepared(select(LocationRow.__table__).where(*_OF_STORE).order_by(_location.sort, _location.id))
_WAY = prepared(
    select(_location.id, _location.name, _lying.item_id)
    .select_from(LocationRow.__table__)
    .outerjoin(
        LocationItemRow.__table__,
        and_(_lying.tenant_id == _location.tenant_id, _lying.location_id == _location.id),
    )
    .where(*_OF_STORE)
    .order_by(_location.sort, _location.id, _lying.sort)
)


def locations_read(unit: Unit, store_id: UUID) -> Read:
    """The statement that tells the store's locations in use, in walking order."""
    return _IN_USE, {"tenant_id": unit.tenant_id, "store_id": store_id}


def way_read(unit: Unit, store_id: UUID) -> Read:
    """The statement that tells (id, name, item_id): what lies at each location in its order, in walking order.

    Where nothing lies, the item is null.
    """
    return _WAY, {"tenant_id": unit.tenant_id, "store_id": store_id}


def list_locations(unit: Unit, store_id: UUID) -> list[LocationRow]:
    """The store's locations in use, in walking order."""
    query = of_tenant(unit, LocationRow, archived=False).where(LocationRow.store_id == store_id)
    return list(unit.session.scalars(query.order_by(LocationRow.sort, LocationRow.id)))


def items_at(unit: Unit, location_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """What lies at each location, in its order."""
    found: dict[UUID, list[UUID]] = {location_id: [] for location_id in location_ids}
    order = (LocationItemRow.location_id, LocationItemRow.sort)
    for row in rows_of(unit, LocationItemRow, LocationItemRow.location_id, found, *order):
        found[row.location_id].append(row.item_id)
    return found


def lay(unit: Unit, location_id: UUID, item_ids: Sequence[UUID]) -> None:
    """Let exactly these lie at the location, in this order."""
    unit.session.execute(
        delete(LocationItemRow).where(
            LocationItemRow.tenant_id == unit.tenant_id, LocationItemRow.location_id == location_id
        )
    )
    unit.add(
        LocationItemRow,
        [
            {"location_id": location_id, "item_id": item_id, "sort": sort}
            for sort, item_id in enumerate(item_ids)
        ],
    )


def list_pars(unit: Unit, store_id: UUID) -> list[Any]:
    """The store's par levels."""
    return unit.fetch(pars_read(unit, store_id))[0]


def pars_read(unit: Unit, store_id: UUID) -> Read:
    """The statement that tells the store's par levels."""
    return _PARS, {"tenant_id": unit.tenant_id, "store_id": store_id}


def set_par(unit: Unit, store_id: UUID, *, item_id: UUID, par: Decimal, reorder: Decimal) -> None:
    """Set one par level. Sent with the next read."""
    unit.write(_SET, tenant_id=unit.tenant_id, store_id=store_id, item_id=item_id, par=par, reorder=reorder)
