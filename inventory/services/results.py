"""What counts come to: at approval, and again when documents or sales arrive late. What was counted never changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory import ports
from inventory.models.counts import CountEntryRow, CountRow
from inventory.rules.count_entries import Counted, Moved, home_of, instants, movement
from inventory.rules.documents import rounded
from inventory.store import counts as store
from inventory.store.ledger import Until, append_moves, book_since_count, moves_between
from inventory.store.usage import Between, usage_between

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
ZERO = Decimal(0)


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


def entries_by_item(
    entries: Iterable[CountEntryRow], rounds: Mapping[UUID, int]
) -> dict[UUID, list[CountEntryRow]]:
    """The entries that count: of each item's present round, and replaced by none."""
    rows = list(entries)
    gone = {row.replaces for row in rows}
    found: dict[UUID, list[CountEntryRow]] = {}
    for row in rows:
        if row.id not in gone and row.round == rounds.get(row.item_id):
            found.setdefault(row.item_id, []).append(row)
    return found


def results(
    unit: Unit, count: CountRow, entries: Mapping[UUID, Sequence[CountEntryRow]]
) -> dict[UUID, Result]:
    """Each item's result by what is known now; a handful of round trips, however many items."""
    if not entries:
        return {}
    counted = {
        item_id: [Counted(row.location_id, row.stock_quantity, row.counted_at) for row in rows]
        for item_id, rows in entries.items()
    }
    ways = store.ways_of(unit, count.store_id)
    homes = {item_id: home_of(rows, ways.get(item_id, ())) for item_id, rows in counted.items()}
    moved = _moves(unit, count, counted)
    used = _used(unit, count, {item_id: instants(rows)[homes[item_id]] for item_id, rows in counted.items()})
    book = books(unit, count.store_id, [Until(item_id, count.at) for item_id in counted], but_count=count.id)
    return {
        item_id: Result(
            sum((row.quantity for row in rows), ZERO),
            _six(movement(rows, homes[item_id], moved.get(item_id, []), count.at, used[item_id])),
            _six(book[Until(item_id, count.at)]),
        )
        for item_id, rows in counted.items()
    }


def books(
    unit: Unit, store_id: UUID, wanted: Sequence[Until], *, but_count: UUID | None = None
) -> dict[Until, Decimal]:
    """What the ledger says of each item at a moment: the last count, what moved since, less what dishes used."""
    since = book_since_count(unit, store_id, wanted, but_count=but_count, including=but_count is None)
    windows = {one: Between(one.item_id, since[one].counted_at or BEGINNING, one.at) for one in wanted}
    used = usage_between(unit, store_id, windows.values())
    return {one: since[one].closing + since[one].moved - used.get(windows[one], ZERO) for one in wanted}


def keep_results(unit: Unit, count: CountRow, found: Mapping[UUID, Result]) -> None:
    """Write the results, and move the stock from what the book said to what was counted."""
    before = store.results_of(unit, count.id)
    settings = ports.stores.settings(unit, count.store_id)
    day = clock.business_date(count.at, settings.timezone, settings.cutoff_minutes)
    now = clock.now()
    moves = []
    for item_id, result in found.items():
        old = before.get(item_id)
        adjusted = old.closing - old.book if old else ZERO
        change = result.closing - result.book - adjusted
        store.keep_result(
            unit,
            count_id=count.id,
            item_id=item_id,
            store_id=count.store_id,
            at=count.at,
            closing=result.closing,
            counted=result.counted,
            moved=result.moved,
            book=result.book,
            computed_at=now,
        )
        if change:
            moves.append(
                {
                    "store_id": count.store_id,
                    "item_id": item_id,
                    "at": count.at,
                    "business_date": day,
                    "posted_at": now,
                    "reason": "count_adjustment",
                    "quantity": change,
                    "document_id": count.id,
                    "cause": "recomputed" if old else None,
                }
            )
    append_moves(unit, moves)


def recompute(unit: Unit, store_id: UUID, item_ids: Collection[UUID] | None, since: datetime) -> None:
    """Bring the results of approved counts to what is known now, where something arrived for ``since`` or later.

    ``item_ids`` None: of every item. Counts in order, because each stands on the one before.
    """
    for count_id in store.counts_touched(unit, store_id, since):
        count = store.get_count(unit, store_id, count_id)
        rounds = {item_id: row.round for item_id, row in store.items_of(unit, count_id).items()}
        entries = entries_by_item(store.entries_of(unit, count_id), rounds)
        known = store.results_of(unit, count_id)
        touched = {
            item_id: rows
            for item_id, rows in entries.items()
            if item_id in known and (item_ids is None or item_id in item_ids)
        }
        found = results(unit, count, touched)
        changed = {
            item_id: result
            for item_id, result in found.items()
            if (result.closing, result.book) != (known[item_id].closing, known[item_id].book)
        }
        keep_results(unit, count, changed)


def _moves(unit: Unit, count: CountRow, counted: Mapping[UUID, Sequence[Counted]]) -> dict[UUID, list[Moved]]:
    moments = [entry.at for rows in counted.values() for entry in rows]
    since, until = min(count.at, *moments), max(count.at, *moments)
    found: dict[UUID, list[Moved]] = {}
    for row in moves_between(unit, count.store_id, counted.keys(), since, until):
        found.setdefault(row.item_id, []).append(Moved(row.location_id, row.quantity, row.at))
    return found


def _used(unit: Unit, count: CountRow, counted_at: Mapping[UUID, datetime]) -> dict[UUID, Decimal]:
    """What dishes used from the count's instant until the item's home was counted; below zero when that was before."""
    windows = {
        item_id: Between(item_id, min(at, count.at), max(at, count.at)) for item_id, at in counted_at.items()
    }
    used = usage_between(unit, count.store_id, [w for w in windows.values() if w.since < w.until])
    return {
        item_id: used.get(window, ZERO) * (1 if counted_at[item_id] >= count.at else -1)
        for item_id, window in windows.items()
    }


def _six(number: Decimal) -> Decimal:
    return rounded(Fraction(number), 6)
