"""The store at hand, once it is clear that somebody may do there what they ask."""

from datetime import date, datetime
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.uow import Unit
from inventory import ports

NOTE = "inventory.stores"
UTC_DAY = ("UTC", 0)


def at_store(unit: Unit, permission: str, store_id: UUID) -> StoreSettings:
    """The store's settings; refuses whoever lacks the permission there, and a store that is not the brand's (404)."""
    unit.actor.demand(permission, store_id)
    return settings_of(unit, store_id)


def settings_of(unit: Unit, store_id: UUID) -> StoreSettings:
    """A store's settings, asked for once in a transaction; refuses (404) what is not the brand's."""
    known = unit.notes.setdefault(NOTE, {})
    if store_id not in known:
        known[store_id] = ports.stores.settings(unit, store_id)
    found: StoreSettings = known[store_id]
    return found


def brand_day(unit: Unit, at: datetime) -> date:
    """The day of the brand's own prices: the business day of its first store, by the clock on its wall."""
    first = min(ports.stores.stores(unit), key=lambda store: store.id.int, default=None)
    return clock.business_date(at, *((first.timezone, first.cutoff_minutes) if first else UTC_DAY))
