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
SLOWER = 1.5  # to begin, when everybody comes at once; to cook, by less
SLOWER_COOKING = 1.13
WAIT = (5, 55)  # seconds until somebody begins
PACE = (0.45, 0.95)  # of what a dish should take
EARLY = 0.3  # of it: nobody stands and waits for the second at which a dish should be begun
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
        is_busy = item.fired_at.astimezone(zone).hour in RUSH_HOURS
        wait = timedelta(seconds=rng.uniform(*WAIT) * (SLOWER if is_busy else 1))
        early = timedelta(seconds=item.prep_seconds * EARLY)
        started = max(item.fired_at + wait, item.start_at - early)
        taking = max(item.prep_seconds, 40) * rng.uniform(*PACE) * (SLOWER_COOKING if is_busy else 1)
        ready = started + timedelta(seconds=taking)
        return Making(started, ready, ready + timedelta(seconds=rng.uniform(*HAND_OUT)))

    return making
