"""What other rooms need to know of a store, read cheaply: on the hot path of every request."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, cast, select

from accounts.models import Store
from core import json
from core.actor import Rounding, StoreSettings
from core.sql import prepared
from core.uow import Unit

_store = Store.__table__.c
COLUMNS = (
    _store.id.label("store_id"),
    _store.code.label("store_code"),
    cast(_store.name, Text).label("store_name"),
    _store.region_id,
    _store.timezone,
    _store.currency,
    _store.cutoff_minutes,
    _store.prices_include_tax,
    cast(_store.rounding, Text).label("rounding"),
    _store.service_charge_bp,
    cast(_store.service_charge_channels, Text).label("service_charge_channels"),
    _store.pickup_wrap,
    _store.approval_limit,
    _store.archived_at.is_not(None).label("store_is_archived"),
)
_FIND = prepared(
    select(*COLUMNS).where(_store.tenant_id == bindparam("tenant_id"), _store.id == bindparam("store_id"))
)
_ALL = select(*COLUMNS).where(_store.tenant_id == bindparam("tenant_id")).order_by(_store.code)
_LIST_ALL, _LIST = prepared(_ALL), prepared(_ALL.where(_store.archived_at.is_(None)))


def settings_of(row: Any) -> StoreSettings:
    """The settings from a row that holds ``COLUMNS``."""
    return _settings(
        row.store_id,
        row.store_code,
        row.store_name,
        row.region_id,
        row.timezone,
        row.currency,
        row.cutoff_minutes,
        row.prices_include_tax,
        row.rounding,
        row.service_charge_bp,
        row.service_charge_channels,
        row.pickup_wrap,
        row.approval_limit,
        row.store_is_archived,
    )


def find_store_settings(unit: Unit, store_id: UUID) -> StoreSettings | None:
    """A store's settings, archived or not."""
    row = unit.fetch_one(_FIND, tenant_id=unit.tenant_id, store_id=store_id)
    return settings_of(row) if row else None


def list_store_settings(unit: Unit) -> list[StoreSettings]:
    """The settings of every store in use, by code."""
    return [settings_of(row) for row in unit.fetch_all(_LIST, tenant_id=unit.tenant_id)]


def list_all_store_settings(unit: Unit) -> list[StoreSettings]:
    """The same, archived stores too."""
    return [settings_of(row) for row in unit.fetch_all(_LIST_ALL, tenant_id=unit.tenant_id)]


@lru_cache(maxsize=2048)  # by value: a changed store is another value, so nothing here grows stale
def _settings(
    store_id: UUID,
    code: str,
    name: str,
    region_id: UUID | None,
    timezone: str,
    currency: str,
    cutoff_minutes: int,
    prices_include_tax: bool,
    rounding: str,
    service_charge_bp: int,
    channels: str,
    pickup_wrap: int,
    approval_limit: int | None,
    is_archived: bool,
) -> StoreSettings:
    return StoreSettings(
        id=store_id,
        code=code,
        name=json.loads(name),
        region_id=region_id,
        timezone=timezone,
        currency=currency,
        cutoff_minutes=cutoff_minutes,
        prices_include_tax=prices_include_tax,
        rounding=Rounding(**json.loads(rounding)),
        service_charge_bp=service_charge_bp,
        service_charge_channels=tuple(json.loads(channels)),
        pickup_wrap=pickup_wrap,
        approval_limit=approval_limit,
        is_archived=is_archived,
    )
