"""Which tier a member stands on, by what they spent within the rolling window: up at once, and down as it rolls on."""

from collections.abc import Iterable
from uuid import UUID


def tier_of(tiers: Iterable[tuple[int, UUID]], spent: int) -> UUID | None:
    """The highest tier (from_amount, id) that the amount reaches; None below the lowest."""
    reached = [tier for tier in tiers if tier[0] <= spent]
    return max(reached)[1] if reached else None
