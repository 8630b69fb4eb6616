"""What members' paid orders and refunds are told as, and what is known of the members. Money is in minor units."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Paid:
    """A member's order is paid: ``net`` is what counts for points and tiers, ``points_back`` come back of those it used."""

    member_id: UUID
    order_id: UUID
    store_id: UUID
    day: date
    net: int
    points_back: int = 0


@dataclass(frozen=True, slots=True)
class GivenBack:
    """``amount`` of a member's order is given back on ``day``, and ``points`` of those that it used."""

    member_id: UUID
    order_id: UUID
    day: date
    amount: int
    points: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A paid order of a member, with what is left of it after refunds."""

    order_id: UUID
    member_id: UUID
    store_id: UUID
    business_date: date
    net: int


@dataclass(frozen=True, slots=True)
class Spending:
    """What a member spent within a window; ``has_aged``: some visit of theirs has left it."""

    amount: int
    has_aged: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: the tier, and what follows from visits. ``merged_into``: they are somebody else by now."""

    id: UUID
    tier_id: UUID | None
    visits: int
    last_visit_on: date | None
    referred_by: UUID | None
    merged_into: UUID | None = None


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """A move of points on a lot; ``base`` is the rate in basis points that a point was earned at, ``points_per`` the money for one.

    That is None where nothing was earned, and on entries of before it was kept.
    """

    member_id: UUID
    lot_id: UUID
    kind: str
    points: int
    base: int
    order_id: UUID
    store_id: UUID | None
    points_per: int | None = None
