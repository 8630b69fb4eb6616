"""Which price holds: the most specific of place, channel, daypart, weekday and dates; and why it does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from pos.rules.schedule import PriceMoment, holds, in_dates, in_hours, next_change, on_day, overlaps
from pos.values.catalog import PriceRow

__all__ = ["Candidate", "PriceMoment", "explain", "find_price", "next_change", "ties", "tying"]

# What a price is ranked by, first to last; `explain` names the first in which a candidate loses.
RANKS = (
    "variant",
    "place",
    "channel",
    "daypart",
    "weekday",
    "dates",
    "narrower_dates",
    "later_start",
    "newest",
)
Rank = tuple[int | UUID, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A price that was looked at. ``reason``: won; why it does not hold (other_channel, other_hours, other_weekday,
    other_dates); or less_specific_X, X being the first of RANKS in which the winner is ahead."""

    row: PriceRow
    holds: bool
    won: bool
    reason: str


def find_price(rows: Sequence[PriceRow], moment: PriceMoment, channel: str) -> PriceRow | None:
    """The price of one product or variant in that channel at that minute; None when no row holds.

    ``rows``: those that may hold at the store. The order of the rows does not matter.
    """
    valid = [row for row in rows if _refusal(row, moment, channel) is None]
    if len(valid) < 2:
        return valid[0] if valid else None
    return max(valid, key=rank)


def explain(rows: Iterable[PriceRow], moment: PriceMoment, channel: str) -> list[Candidate]:
    """Every candidate with why it won or lost; the winner first, then those that hold, the most specific first."""
    ranked = sorted(rows, key=rank, reverse=True)
    winner = find_price(ranked, moment, channel)
    seen = [_judged(row, winner, moment, channel) for row in ranked]
    return sorted(seen, key=lambda candidate: (not candidate.won, not candidate.holds))


def ties(one: PriceRow, other: PriceRow) -> bool:
    """Whether two rows are equally specific and hold at the same time, so that only their age would choose."""
    return rank(one)[:-1] == rank(other)[:-1] and _scope(one) == _scope(other) and overlaps(one, other)


def tying(rows: Iterable[PriceRow]) -> Iterator[tuple[PriceRow, PriceRow]]:
    """Every two rows that tie."""
    alike: dict[tuple[object, ...], list[PriceRow]] = defaultdict(list)
    for row in rows:
        alike[(*_scope(row), *rank(row)[:-1])].append(row)
    for group in alike.values():
        yield from ((one, other) for one, other in combinations(group, 2) if overlaps(one, other))


def rank(row: PriceRow) -> Rank:
    """How specific a row is; the larger wins. A row made for the variant goes before one for the whole product."""
    start, end = row.valid_from or date.min, row.valid_to or date.max
    return (
        int(row.variant_id is not None),
        2 if row.store_id is not None else 1 if row.region_id is not None else 0,
        int(row.channel is not None),
        int(row.start_minute is not None),
        int(row.weekdays is not None),
        int(row.valid_from is not None or row.valid_to is not None),
        (start - end).days,
        start.toordinal(),
        row.id,
    )


def _scope(row: PriceRow) -> tuple[UUID | str | None, ...]:
    return (row.product_id, row.variant_id, row.store_id, row.region_id, row.channel)


def _refusal(row: PriceRow, moment: PriceMoment, channel: str) -> str | None:
    if row.channel is not None and row.channel != channel:
        return "other_channel"
    if holds(row, moment):
        return None
    if not in_hours(row, moment):
        return "other_hours"
    return "other_dates" if on_day(row, moment) and not in_dates(row, moment) else "other_weekday"


def _judged(row: PriceRow, winner: PriceRow | None, moment: PriceMoment, channel: str) -> Candidate:
    refusal = _refusal(row, moment, channel)
    if refusal is not None or winner is None:
        return Candidate(row, holds=False, won=False, reason=refusal or "other_dates")
    if row is winner:
        return Candidate(row, holds=True, won=True, reason="won")
    ahead = zip(RANKS, rank(winner), rank(row), strict=True)
    return Candidate(
        row, holds=True, won=False, reason=next(f"less_specific_{n}" for n, a, b in ahead if a != b)
    )
