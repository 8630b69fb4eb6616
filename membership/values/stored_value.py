"""Stored value as values: lots of principal (本金) and bonus (赠金), and postings in the books of legal entities."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from membership.values.promotions import HEAD_OFFICE

# Accounts. A store's book knows head office by ``due``; head office's knows each store so.
CASH, DUE, REVENUE, PROMOTION_COST = "cash", "due", "revenue", "promotion_cost"
PRINCIPAL, BONUS, BONUS_DEFERRED, EXPIRED = "principal", "bonus", "bonus_deferred", "expired"
MIXES = ("proportional", "principal_first", "bonus_first")

Funded = tuple[tuple[str, int], ...]  # who bears how much of a bonus: ``hq`` or a store's id


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one recharge. ``funded`` says who bears what of the bonus that is left."""

    id: UUID
    principal: int
    bonus: int
    expires_on: date | None = None
    funded: Funded = ()

    @property
    def total(self) -> int:
        """What can be spent of it."""
        return self.principal + self.bonus


@dataclass(frozen=True, slots=True)
class Take:
    """What is taken from a lot, or given back to it."""

    lot_id: UUID
    principal: int
    bonus: int
    funded: Funded = ()

    @property
    def total(self) -> int:
        """Principal and bonus."""
        return self.principal + self.bonus


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry in an entity's book: debit is positive, credit negative. ``other``: with whom a ``due`` is."""

    entity: str
    account: str
    amount: int
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who pays head office (positive) or is paid (negative), and what head office bears itself: the sum is 0."""

    stores: dict[str, int] = field(default_factory=dict)
    head_office_bears: int = 0


__all__ = ["HEAD_OFFICE", "Funded", "Lot", "Posting", "Settlement", "Take"]
