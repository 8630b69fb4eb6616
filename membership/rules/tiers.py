"""Which tier a member stands on, by what they spent within the rolling window: up at once, and down as it rolls on."""

from collections.abc import Collection, Iterable
from uuid import UUID

from membership.values.visits import Spending


def tier_of(tiers: Iterable[tuple[int, UUID]], spent: int) -> UUID | None:
    """The highest tier (from_amount, id) that the amount reaches; None below the lowest."""
    reached = [tier for tier in tiers if tier[0] <= spent]
    return max(reached)[1] if reached else None


def next_tier(
    tiers: Collection[tuple[int, UUID]], standing: UUID | None, before: int, now: Spending
) -> UUID | None:
    """The tier of somebody who stood on one when they had spent ``before``, and has spent ``now``.

    One above what they had spent was given by hand, or brought along when they came by spreadsheet: it stays until the first of
    their visits leaves the window.
    """
    reached = tier_of(tiers, now.amount)
    ranks = {tier_id: place for place, (_, tier_id) in enumerate(sorted(tiers), 1)}
    rank = 0 if standing is None else ranks.get(standing, 0)
    earned = max(ranks.get(found, 0) if found else 0 for found in (reached, tier_of(tiers, before)))
    return standing if rank > earned and not now.has_aged else reached
