"""What counts come to: at approval, and again when documents or sales arrive late. What was counted never changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory.rules.count_entries import Counted, Moved, home_of, instants, movement
from inventory.rules.exact import rounded
from inventory.services.books import period_of
from inventory.services.stores import settings_of
from inventory.store.count_results import Tally, keep_results, tallies_touched
from inventory.store.ledger import BookSince, Until, append_moves, book_from, book_read, days_of, moves_read
from inventory.store.usage import Between, usage_between, usage_from, usage_read

# Before whatever anybody can name: moments begin with 2000, and stock is looked at from well before them.
BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)
ZERO = Decimal(0)
Ways = Mapping[UUID, Sequence[UUID]]
Books = dict[Until, BookSince]


@dataclass(frozen=True, slots=True)
class Result:
    """What a count says of an item: ``closing`` = ``counted`` − ``moved``; the ledger said ``book``."""

    counted: Decimal
    moved: Decimal
    book: Decimal

    @property
    def closing(self) -> Decimal:
        """What was there at the count's instant."""
        return self.counted - self.moved


Found = dict[UUID, dict[UUID, Result]]


def recompute(
    unit: Unit,
    store_id: UUID,
    item_ids: Collection[UUID] | None,
    since: datetime,
    *,
    but: UUID | None = None,
) -> None:
    """Bring the results of approved counts to what is known now, where something arrived for ``since`` or later.

    ``item_ids`` None: of every item; ``but``: this count has them already. Those of closed books stay. As many round trips
    for one count as for many.
    """
    touched, way, closed = tallies_touched(unit, store_id, item_ids, since)
    tallies = [tally for tally in touched if tally.id != but]
    if closed:
        settings, days = settings_of(unit, store_id), days_of(closed)
        tallies = [tally for tally in tallies if period_of(settings, days, tally.at) is None]
    keep(unit, store_id, tallies, results(unit, store_id, tallies, ways_of(way)))


def results(unit: Unit, store_id: UUID, tallies: Sequence[Tally], ways: Ways) -> Found:
    """What each count comes to by what is known now, by count and item; two round trips.

    Counts are in order of their instants and approvals, because each stands on the one before. ``ways``: where items lie, in walking
    order.
    """
    if not any(tally.entries for tally in tallies):
        return {}
    counted = {tally.id: _counted(tally) for tally in tallies}
    homes = {
        (tally.id, item_id): home_of(rows, ways.get(item_id, ()))
        for tally in tallies
        for item_id, rows in counted[tally.id].items()
    }
    windows = {
        key: _window(tally.at, key[1], instants(counted[tally.id][key[1]])[homes[key]])
        for tally in tallies
        for key in ((tally.id, item_id) for item_id in tally.entries)
    }
    wanted = [_until(tally, item_id) for tally in tallies for item_id in tally.entries]
    moves, used, book = unit.fetch(
        moves_read(unit, store_id, {one.item_id for one in wanted}, [_span(tally) for tally in tallies]),
        usage_read(unit, store_id, asked := [window for window, _ in windows.values()]),
        book_read(unit, store_id, wanted),
    )
    moved = _moved(tallies, moves)
    eaten = usage_from(asked, used)
    since = book_from(wanted, book)
    taken = _used_since(unit, store_id, since)
    found: Found = {}
    for tally in tallies:
        found[tally.id] = {}
        for item_id, rows in counted[tally.id].items():
            key = (tally.id, item_id)
            window, sign = windows[key]
            net = movement(rows, homes[key], moved.get(key, []), tally.at, sign * eaten.get(window, ZERO))
            until = _until(tally, item_id)
            held = _closing(since[until], item_id, found) + since[until].moved - taken[until]
            total = sum((row.quantity for row in rows), ZERO)
            found[tally.id][item_id] = Result(total, _six(net), _six(held))
    return found


def ways_of(way: Iterable[Any]) -> dict[UUID, list[UUID]]:
    """By item, the places where it lies, in walking order."""
    found: dict[UUID, list[UUID]] = {}
    for row in way:
        if row.item_id is not None:
            found.setdefault(row.item_id, []).append(row.id)
    return found


def keep(unit: Unit, store_id: UUID, tallies: Sequence[Tally], found: Found) -> None:
    """Write the results that are new or others, and move the stock from what the book said to what was counted."""
    if not any(found.values()):
        return
    settings, now = settings_of(unit, store_id), clock.now()
    rows, moves = [], []
    for tally in tallies:
        day = clock.business_date(tally.at, settings.timezone, settings.cutoff_minutes)
        for item_id, result in found.get(tally.id, {}).items():
            old = tally.before.get(item_id)
            if old is not None and (result.closing, result.book) == (old.closing, old.book):
                continue
            change = result.closing - result.book - (old.closing - old.book if old else ZERO)
            head = {"store_id": store_id, "item_id": item_id, "at": tally.at}
            when = {"approved_at": tally.approved_at, "computed_at": now}
            figures = {name: getattr(result, name) for name in ("closing", "counted", "moved", "book")}
            rows.append({**head, **figures, "count_id": tally.id, **when})
            if change:
                moves.append(
                    {
                        **head,
                        "business_date": day,
                        "posted_at": now,
                        "reason": "count_adjustment",
                        "quantity": change,
                        "document_id": tally.id,
                        "cause": "recomputed" if old else None,
                    }
                )
    keep_results(unit, rows)
    append_moves(unit, moves)


def _counted(tally: Tally) -> dict[UUID, list[Counted]]:
    return {
        item_id: [Counted(row.location_id, row.stock_quantity, row.counted_at) for row in rows]
        for item_id, rows in tally.entries.items()
    }


def _until(tally: Tally, item_id: UUID) -> Until:
    return Until(item_id, tally.at, tally.approved_at, tally.id)


def _span(tally: Tally) -> tuple[datetime, datetime]:
    """From the first to the last instant that the count looks at."""
    moments = [tally.at, *(row.counted_at for rows in tally.entries.values() for row in rows)]
    return min(moments), max(moments)


def _window(at: datetime, item_id: UUID, counted_at: datetime) -> tuple[Between, int]:
    """Between the count's instant and when the item's home was counted; −1 when that was before."""
    window = Between(item_id, min(at, counted_at), max(at, counted_at))
    return window, 1 if counted_at >= at else -1


def _moved(tallies: Sequence[Tally], rows: Iterable[Any]) -> dict[tuple[UUID, UUID], list[Moved]]:
    found: dict[tuple[UUID, UUID], list[Moved]] = {}
    for row in rows:
        key = (tallies[row.place - 1].id, row.item_id)
        found.setdefault(key, []).append(Moved(row.location_id, row.quantity, row.at))
    return found


def _used_since(unit: Unit, store_id: UUID, since: Books) -> dict[Until, Decimal]:
    """What dishes used since the last count."""
    windows = {one: Between(one.item_id, last.counted_at or BEGINNING, one.at) for one, last in since.items()}
    used = usage_between(unit, store_id, windows.values())
    return {one: used.get(window, ZERO) for one, window in windows.items()}


def _closing(last: BookSince, item_id: UUID, found: Found) -> Decimal:
    """What the count before comes to: by now, when it is one of those that are computed."""
    if last.count_id is not None and item_id in found.get(last.count_id, {}):
        return found[last.count_id][item_id].closing
    return last.closing


def _six(number: Decimal) -> Decimal:
    return rounded(Fraction(number), 6)
