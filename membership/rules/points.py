"""Points: what a payment earns, what a refund takes back, which points are used first; a balance may be a debt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class PointsLot:
    """Points of one accrual that are left; negative: a debt."""

    id: UUID
    left: int
    expires_on: date | None = None


Moves = list[tuple[UUID, int]]  # what is added to which lot


def earned(net: int, per: int, rate_bp: int = WHOLE_BP) -> int:
    """P(net): a point for each ``per`` minor units paid, times the tier's rate, rounded down."""
    return max(net, 0) * rate_bp // (per * WHOLE_BP)


def taken_back(before: int, after: int, per: int, rate_bp: int = WHOLE_BP) -> int:
    """What a refund takes back when it lowers what was paid: P(before) − P(after); all refunds together take all."""
    return earned(before, per, rate_bp) - earned(after, per, rate_bp)


def balance(lots: Iterable[PointsLot], today: date) -> int:
    """What a member has: points that have not expired, less debts."""
    return sum(lot.left for lot in lots if _stands(lot, today))


def burn(lots: Sequence[PointsLot], points: int, today: date) -> Moves | None:
    """Use points, the first to expire first; None when the balance is less."""
    if points > balance(lots, today):
        return None
    return _draw([lot for lot in lots if lot.left > 0 and _stands(lot, today)], points)[0]


def take_back(lots: Sequence[PointsLot], points: int, today: date, accrued: UUID) -> tuple[Moves, int]:
    """Take points of a refund: from the lot that the payment made, expired or not, then from others; and what is left as a debt."""
    own = [lot for lot in lots if lot.left > 0 and lot.id == accrued]
    first, rest = _draw(own, points)
    standing = [lot for lot in lots if lot.left > 0 and _stands(lot, today)]
    others, debt = _draw([lot for lot in standing if lot.id != accrued], rest)
    return [*first, *others], debt


def pay_debts(lots: Sequence[PointsLot], points: int) -> tuple[Moves, int]:
    """New points pay debts first; answers what pays which, and what is left to keep."""
    moves: Moves = []
    for lot in sorted((lot for lot in lots if lot.left < 0), key=lambda lot: lot.id.int):
        part = min(points, -lot.left)
        if part:
            moves.append((lot.id, part))
            points -= part
    return moves, points


def _stands(lot: PointsLot, today: date) -> bool:
    return lot.left < 0 or lot.expires_on is None or today <= lot.expires_on


def _draw(lots: Sequence[PointsLot], points: int) -> tuple[Moves, int]:
    moves: Moves = []
    for lot in sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.id.int)):
        part = min(points, lot.left)
        if part:
            moves.append((lot.id, -part))
            points -= part
    return moves, points
