"""Regions: groups of stores."""

from typing import Any
from uuid import UUID

from accounts.models import Region
from accounts.services.changes import apply_changes
from accounts.store import stores as store
from core import clock
from core.errors import Conflict
from core.ids import new_id
from core.paging import Page
from core.uow import Unit


def list_regions(unit: Unit, cursor: str | None, limit: int) -> Page[Region]:
    """A page of regions."""
    unit.actor.demand_somewhere("store.view")
    return store.list_regions(unit, cursor, limit)


def region_names(unit: Unit) -> dict[UUID, dict[str, str]]:
    """The names of all regions in use. For other rooms, which check rights."""
    return store.region_names(unit)


def get_region(unit: Unit, region_id: UUID) -> Region:
    """One region."""
    unit.actor.demand_somewhere("store.view")
    return store.get_region(unit, region_id)


def add_region(unit: Unit, name: dict[str, str]) -> Region:
    """A new region."""
    unit.actor.demand("store.edit")
    region = Region(tenant_id=unit.tenant_id, id=new_id(), name=name)
    unit.session.add(region)
    unit.audit("region.add", "region", region.id, {"name": name})
    return region


def change_region(unit: Unit, region_id: UUID, values: dict[str, Any]) -> Region:
    """Change the fields that are given."""
    unit.actor.demand("store.edit")
    region = store.get_region(unit, region_id)
    if changed := apply_changes(region, values):
        unit.audit("region.change", "region", region.id, changed)
    return region


def archive_region(unit: Unit, region_id: UUID) -> None:
    """Take a region out of use; raises Conflict ``region_in_use`` while stores belong to it."""
    unit.actor.demand("store.edit")
    region = store.get_region(unit, region_id)
    if store.has_stores(unit, region_id):
        raise Conflict("Move its stores to another region first.", code="region_in_use")
    region.archived_at = clock.now()
    unit.audit("region.archive", "region", region.id)
