"""Stores: what others need to know of one, and their upkeep by head office."""

from typing import Any
from uuid import UUID

from accounts.errors import StoreNotFound
from accounts.models import Store
from accounts.services.changes import apply_changes
from accounts.store import settings
from accounts.store import stores as store
from accounts.store.tenants import get_tenant
from core import clock
from core.actor import StoreSettings
from core.errors import Conflict
from core.ids import new_id
from core.paging import Page
from core.uow import Unit

# What ties a store to the brand is not for its franchisee to change.
BRANDS_OWN = frozenset({"code", "region_id", "is_franchised", "legal_entity"})
DEFAULTS: dict[str, Any] = {
    "region_id": None,
    "cutoff_minutes": 240,
    "prices_include_tax": True,
    "rounding": {"unit": 1, "mode": "none", "scope": "all"},
    "service_charge_bp": 0,
    "service_charge_channels": [],
    "pickup_wrap": 999,
    "approval_limit": None,
    "is_franchised": False,
    "legal_entity": None,
}


def get_store_settings(unit: Unit, store_id: UUID) -> StoreSettings:
    """A store's settings in one cheap read; raises NotFound ``store_not_found``. For other rooms, which check rights."""
    found = settings.find_store_settings(unit, store_id)
    if found is None:
        raise StoreNotFound("There is no such store.")
    return found


def list_store_settings(unit: Unit) -> list[StoreSettings]:
    """The settings of every store in use, by code. For other rooms, which check rights."""
    return settings.list_store_settings(unit)


def list_all_store_settings(unit: Unit) -> list[StoreSettings]:
    """The same, archived stores too: for what tells of the past."""
    return settings.list_all_store_settings(unit)


def list_stores(
    unit: Unit, cursor: str | None, limit: int, region_id: UUID | None = None, text: str | None = None
) -> Page[Store]:
    """A page of the stores within this person's reach."""
    unit.actor.demand_somewhere("store.view")
    return store.list_stores(unit, unit.actor.stores_with("store.view"), cursor, limit, region_id, text)


def get_store(unit: Unit, store_id: UUID) -> Store:
    """One store."""
    unit.actor.demand("store.view", store_id)
    return store.get_store(unit, store_id)


def add_store(unit: Unit, values: dict[str, Any]) -> Store:
    """A new store: ``code``, ``name`` and ``timezone`` at least; the currency is the brand's unless given."""
    unit.actor.demand("store.edit")
    _check(unit, values)
    currency = values.get("currency") or get_tenant(unit).currency
    given = {**DEFAULTS, **values, "currency": currency}
    made = Store(tenant_id=unit.tenant_id, id=new_id(), created_at=clock.now(), **given)
    unit.session.add(made)
    unit.audit("store.add", "store", made.id, given, made.id)
    return made


def change_store(unit: Unit, store_id: UUID, values: dict[str, Any]) -> Store:
    """Change the fields that are given."""
    unit.actor.demand("store.edit", store_id)
    if BRANDS_OWN & values.keys():
        unit.actor.demand("store.edit")
    found = store.get_store(unit, store_id)
    _check(unit, values, but=found)
    if changed := apply_changes(found, values):
        unit.audit("store.change", "store", store_id, changed, store_id)
    return found


def archive_store(unit: Unit, store_id: UUID) -> None:
    """Close a store for good: it leaves the lists, and its terminals are signed out at once."""
    unit.actor.demand("store.edit")
    found = store.get_store(unit, store_id)
    found.archived_at = clock.now()
    unit.audit("store.archive", "store", store_id, {}, store_id)


def _check(unit: Unit, values: dict[str, Any], but: Store | None = None) -> None:
    if values.get("region_id"):
        store.get_region(unit, values["region_id"])
    code = values.get("code")
    if code and (but is None or code != but.code) and store.has_code(unit, code):
        raise Conflict(f"There is a store {code} already.", code="store_code_taken")
