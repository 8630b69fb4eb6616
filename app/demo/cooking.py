"""The made-up cooks: when each dish was begun, ready and handed out, by dice that fall the same way every time."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from core.actor import StoreSettings
from core.uow import Unit
from kitchen.services import past
from kitchen.services.past import Making, MakingOf
from kitchen.services.screens import hear
from kitchen.store.config import load_kitchen
from kitchen.values.tickets import Item, Ticket

RUSH_HOURS = (12, 18)
SLOWER = 1.7  # when everybody comes at once
WAIT = (8, 95)  # seconds until somebody begins
PACE = (0.6, 1.25)  # of what a dish should take
HAND_OUT = (10, 110)
SCREEN = "Demonstration"
ALL_SHOWN = 2**53 - 1


def cook(unit: Unit, store: StoreSettings, until: datetime, *, tells: bool = False) -> int:
    """Cook what was fired in this transaction, up to ``until``; answers how many tickets are left open."""
    return past.catch_up(unit, store.id, making_at(store.timezone), until, tells=tells)


def clear(unit: Unit, store: StoreSettings, order_ids: Iterable[UUID], until: datetime) -> None:
    """What an earlier filling left open of these orders was cooked and eaten meanwhile."""
    past.load_open(unit, store.id, store.timezone, order_ids)
    eaten: MakingOf = lambda _ticket, item: Making(*(max(item.fired_at, until),) * 3)  # noqa: E731
    past.catch_up(unit, store.id, eaten, until, tells=False)


def show_all(unit: Unit, store: StoreSettings) -> None:
    """The tickets were on screens when they came: nobody is warned of them today."""
    for station in load_kitchen(unit, store.id, store.timezone).stations.values():
        hear(unit, store.id, station.id, station.id, SCREEN, ALL_SHOWN)


def making_at(timezone: str) -> MakingOf:
    """How long dishes take in a store: as their times say, more or less, and longer when the house is full."""
    zone = ZoneInfo(timezone)

    def making(ticket: Ticket, item: Item) -> Making:
        rng = random.Random(item.id.int)
        busy = SLOWER if item.fired_at.astimezone(zone).hour in RUSH_HOURS else 1.0
        wait = timedelta(seconds=rng.uniform(*WAIT) * busy)
        started = max(item.fired_at, item.start_at) + wait
        ready = started + timedelta(seconds=max(item.prep_seconds, 40) * rng.uniform(*PACE) * busy**0.5)
        return Making(started, ready, ready + timedelta(seconds=rng.uniform(*HAND_OUT)))

    return making
