"""What a paid check's lines were charged, and what of it went back."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import json
from pos.rules.given_back import amounts_back, units_back
from pos.values.orders import Book, Check


@dataclass(slots=True)
class Ledger:
    """What each priced line of a check was charged, and what of it was given back, in minor units and in units."""

    charged: dict[UUID, int]
    refunded: dict[UUID, int]
    units: dict[UUID, Fraction]
    rows: list[dict[str, Any]]

    def left(self, leaf_id: UUID) -> int:
        """What can still be given back for a line."""
        return self.charged.get(leaf_id, 0) - self.refunded.get(leaf_id, 0)

    def give(self, leaf_id: UUID, amount: int, units: Fraction) -> None:
        """Note a line's part of the refund."""
        self.refunded[leaf_id] = self.refunded.get(leaf_id, 0) + amount
        self.units[leaf_id] = self.units.get(leaf_id, Fraction(0)) + units
        if amount or units:
            self.rows.append({"line_id": str(leaf_id), "quantity": _units_text(units), "amount": amount})


def ledger_of(book: Book, check: Check) -> Ledger:
    """What was charged and given back so far on a paid check."""
    charged = {UUID(k): v for k, v in (check.frozen or {}).get("charged", {}).items()}
    rows = [row for refund in book.refunds.values() if refund.check_id == check.id for row in refund.lines]
    return Ledger(charged, amounts_back(rows), units_back(rows), [])


def _units_text(units: Fraction) -> str:
    if units.denominator == 1:
        return str(units.numerator)
    exact = Decimal(units.numerator) / Decimal(units.denominator)
    return json.quantity_text(exact) if Fraction(exact) == units else f"{units.numerator}/{units.denominator}"
