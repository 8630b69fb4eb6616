"""Closed books: what comes late for them counts when it became known; what would restate them is refused."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.events import Recorded
from core.ids import made_at
from core.uow import Unit
from inventory import ports
from inventory.errors import BadStock, BooksClosed
from inventory.rules.book import is_seen_in
from inventory.rules.days import CLOCKS_DIFFER, day_begins
from inventory.rules.usage import Placed, as_told
from inventory.store.ledger import all_closed
from inventory.values.book import Scope


def refuse_to_come(at: datetime) -> None:
    """Refuse (422 ``in_future``) a moment to come: goods move and are counted when they are; clocks of two machines may differ a little."""
    if at > clock.now() + CLOCKS_DIFFER:
        raise BadStock("That moment is still to come.", code="in_future")


def ends_at(settings: StoreSettings, ends_on: date) -> datetime:
    """The instant at which books end: that of their closing count, which still belongs to them."""
    return day_begins(ends_on + timedelta(days=1), settings.timezone, settings.cutoff_minutes)


def period_of(settings: StoreSettings, closed: Sequence[date], at: datetime) -> date | None:
    """The closed period that an instant belongs to (its last day); None when its books are open."""
    return next((end for end in closed if at <= ends_at(settings, end)), None)


def refuse_closed(settings: StoreSettings, closed: Sequence[date], at: datetime) -> None:
    """Refuse (409 ``books_closed``) what asserts something about an instant of closed books."""
    if period_of(settings, closed, at) is not None:
        raise _refusal(settings, closed[-1])


def refuse_before_closing(unit: Unit, scopes: Iterable[Scope], valid_from: datetime) -> None:
    """Refuse (409 ``books_closed``) a recipe that would hold in closed books of a store where it is seen."""
    for settings, ends_on in _closed_in(unit, scopes):
        if valid_from <= ends_at(settings, ends_on):
            raise _refusal(settings, ends_on)


def refuse_day_closed(unit: Unit, scope: Scope, day: date) -> None:
    """Refuse (409 ``books_closed``) what would count from a day on that lies in closed books of a store in the scope."""
    for settings, ends_on in _closed_in(unit, [scope]):
        if day <= ends_on:
            raise _refusal(settings, ends_on)


def places_of(unit: Unit, events: Sequence[Recorded]) -> Placed:
    """When each event counts, and on which day: its own, unless those books were closed before it was known; then at the
    moment when it was."""
    store_ids = {event.store_id for event in events}
    closed: dict[UUID | None, list[Any]] = {}
    for row in all_closed(unit):
        if row.store_id in store_ids:
            closed.setdefault(row.store_id, []).append(row)
    stores = ports.stores.stores(unit) if closed else []
    known: dict[UUID | None, StoreSettings] = {settings.id: settings for settings in stores}

    def placed(event: Recorded) -> tuple[datetime, date]:
        (at, day), known_at = as_told(event), made_at(event.id)
        settings = known.get(event.store_id)
        before = [row.ends_on for row in closed.get(event.store_id, ()) if row.closed_at < known_at]
        if settings is None or not before:
            return at, day
        if at <= ends_at(settings, before[-1]):
            at = known_at
        if day <= before[-1]:
            day = clock.business_date(at, settings.timezone, settings.cutoff_minutes)
        return at, day

    return placed


def _closed_in(unit: Unit, scopes: Iterable[Scope]) -> list[tuple[StoreSettings, date]]:
    last = {row.store_id: row.ends_on for row in all_closed(unit)}
    if not last:
        return []
    stores, changed = ports.stores.stores(unit), list(scopes)
    regions = {settings.id: settings.region_id for settings in stores}
    return [
        (settings, last[settings.id])
        for settings in stores
        if settings.id in last and any(is_seen_in(one, Scope(settings.id), regions) for one in changed)
    ]


def _refusal(settings: StoreSettings, ends_on: date) -> BooksClosed:
    return BooksClosed(
        f"The books of {settings.code} are closed up to and with {ends_on}.",
        closed_until=ends_on.isoformat(),
    )
