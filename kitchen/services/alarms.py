"""Alarms: what the till warns of, and who takes it on."""

from typing import Any
from uuid import UUID

from core import clock, live
from core.uow import Unit
from kitchen import ports
from kitchen.errors import AlarmNotFound
from kitchen.store import alarms as store

EVENT = "kitchen_alarm"


def list_alarms(unit: Unit, store_id: UUID) -> list[dict[str, Any]]:
    """The store's open alarms, the oldest first."""
    unit.actor.demand("kitchen.view", store_id)
    ports.stores.settings(unit, store_id)
    return store.list_open(unit, store_id)


def clear_alarm(unit: Unit, store_id: UUID, alarm_id: UUID) -> list[dict[str, Any]]:
    """Somebody has seen to it; answers what is still open. Saying it again changes nothing."""
    actor = unit.actor
    actor.demand("kitchen.view", store_id)
    if store.clear_one(unit, store_id, alarm_id, actor.staff_id, actor.staff_name, clock.now()):
        unit.audit("kitchen_alarm.clear", "kitchen_alarm", alarm_id, None, store_id)
        return tell_alarms(unit, store_id)
    if not store.alarm_exists(unit, store_id, alarm_id):
        raise AlarmNotFound
    return store.list_open(unit, store_id)


def tell_alarms(unit: Unit, store_id: UUID) -> list[dict[str, Any]]:
    """Give every till of the store all its open alarms after the commit, so that none depends on the message before."""
    found = store.list_open(unit, store_id)
    tenant_id = unit.tenant_id
    unit.after_commit(lambda: live.publish(tenant_id, store_id, EVENT, {"alarms": found}))
    return found
