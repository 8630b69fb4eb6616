"""Regions and stores."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, or_, select

from accounts.errors import RegionNotFound, StoreNotFound
from accounts.models import Region, Store
from core.paging import Page, page
from core.uow import Unit


def list_regions(unit: Unit, cursor: str | None, limit: int) -> Page[Region]:
    """The regions in use, oldest first."""
    query = select(Region).where(Region.tenant_id == unit.tenant_id, Region.archived_at.is_(None))
    return page(unit.session, query, [Region.id], cursor, limit)


def region_names(unit: Unit) -> dict[UUID, dict[str, str]]:
    """The names of all regions in use."""
    query = select(Region.id, Region.name).where(
        Region.tenant_id == unit.tenant_id, Region.archived_at.is_(None)
    )
    return {region_id: name for region_id, name in unit.session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def get_region(unit: Unit, region_id: UUID) -> Region:
    """A region in use."""
    found = unit.session.get(Region, (unit.tenant_id, region_id))
    if found is None or found.archived_at:
        raise RegionNotFound("There is no such region.")
    return found


def has_stores(unit: Unit, region_id: UUID) -> bool:
    """Whether stores in use belong to the region."""
    query = _living(unit).where(Store.region_id == region_id)
    return unit.session.scalars(query.limit(1)).first() is not None


def list_stores(
    unit: Unit,
    within: Collection[UUID] | None,
    cursor: str | None,
    limit: int,
    region_id: UUID | None = None,
    text: str | None = None,
) -> Page[Store]:
    """The stores in use by code; ``within`` None means every store; ``text`` is part of a code or a name."""
    query = _living(unit)
    if within is not None:
        query = query.where(Store.id.in_(within))
    if region_id is not None:
        query = query.where(Store.region_id == region_id)
    if text is not None:
        names = (Store.name["zh"].astext, Store.name["en"].astext)
        query = query.where(
            or_(*(column.icontains(text, autoescape=True) for column in (Store.code, *names)))
        )
    return page(unit.session, query, [Store.code, Store.id], cursor, limit)


def find_store(unit: Unit, store_id: UUID) -> Store | None:
    """A store, archived or not."""
    return unit.session.get(Store, (unit.tenant_id, store_id))


def get_store(unit: Unit, store_id: UUID) -> Store:
    """A store in use."""
    found = find_store(unit, store_id)
    if found is None or found.archived_at:
        raise StoreNotFound("There is no such store.")
    return found


def has_code(unit: Unit, code: str) -> bool:
    """Whether a store, archived or not, has this code."""
    query = select(Store.id).where(Store.tenant_id == unit.tenant_id, Store.code == code)
    return unit.session.scalars(query).first() is not None


def _living(unit: Unit) -> Select[Store]:
    return select(Store).where(Store.tenant_id == unit.tenant_id, Store.archived_at.is_(None))
