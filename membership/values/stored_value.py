"""Stored value as values: lots of principal (本金) and bonus (赠金), and postings in the books of legal entities."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from membership.values.promotions import HEAD_OFFICE

# Accounts. An entity's book knows head office by ``due``; head office's knows each entity so.
CASH, DUE, REVENUE, PROMOTION_COST = "cash", "due", "revenue", "promotion_cost"
COMPENSATION = "compensation"  # what somebody else pays a store for a promotion that it gave
PRINCIPAL, BONUS, BONUS_DEFERRED, EXPIRED = "principal", "bonus", "bonus_deferred", "expired"
PROOFS = ("none", "pin", "code", "either")
COLLECTIONS = ("store", "head_office")
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
    """One entry in an entity's book: debit is positive, credit negative. ``other``: with whom a ``due`` is; ``store``: whose
    business it was."""

    entity: str
    account: str
    amount: int
    other: str | None = None
    store: str | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """Whose book a store's business goes into: its legal entity's, ``hq`` for head office's own, by default its own.

    With ``is_central`` the money of recharges reaches head office at once, and it pays withdrawals.
    """

    entities: Mapping[str, str] = field(default_factory=dict)
    is_central: bool = False

    def of(self, who: str) -> str:
        """The entity of a store, or head office."""
        return self.entities.get(who, who)

    def of_money(self, *, is_in_drawer: bool) -> "Books":
        """The same for money of which the way is known: what goes through a store's drawer never reaches head office's account."""
        return Books(self.entities, self.is_central and not is_in_drawer)


@dataclass(frozen=True, slots=True)
class Quota:
    """What a terminal of a store may still take of a balance while it is offline."""

    id: UUID
    store_id: UUID
    terminal_id: UUID | None
    unused: int
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """Which store pays head office (positive) or is paid (negative), and what head office bears itself: the sum is 0."""

    stores: dict[str, int] = field(default_factory=dict)
    head_office_bears: int = 0


__all__ = ["HEAD_OFFICE", "Books", "Funded", "Lot", "Posting", "Quota", "Settlement", "Take"]
