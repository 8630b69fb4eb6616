"""What the membership room tells the others."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """Somebody became a member; ``way`` is till or phone. Whoever is imported was a member before."""

    member_id: UUID
    way: str
    referred_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class MembersMerged(Event):
    """Two members turned out to be one: whatever names ``other_id`` means ``member_id`` from now on."""

    member_id: UUID
    other_id: UUID


@dataclass(frozen=True, kw_only=True)
class TierReached(Event):
    """A member went up or down to another tier by what they spent."""

    member_id: UUID
    tier_id: UUID | None
    before: UUID | None


@dataclass(frozen=True, kw_only=True)
class CouponsGiven(Event):
    """Members were given coupons of one template; ``occasion`` says for what, and is theirs once only."""

    promotion_id: UUID
    occasion: str
    campaign_id: UUID | None
    count: int
