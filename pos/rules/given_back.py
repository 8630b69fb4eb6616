"""What rows of refunds (line_id, quantity, amount) come to, by priced line."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from uuid import UUID

Row = dict[str, Any]


def units_back(rows: Iterable[Row]) -> dict[UUID, Fraction]:
    """Units given back."""
    found: dict[UUID, Fraction] = {}
    for row in rows:
        line_id = UUID(row["line_id"])
        found[line_id] = found.get(line_id, Fraction(0)) + Fraction(row["quantity"])
    return found


def amounts_back(rows: Iterable[Row]) -> dict[UUID, int]:
    """Money given back, in minor units."""
    found: dict[UUID, int] = {}
    for row in rows:
        line_id = UUID(row["line_id"])
        found[line_id] = found.get(line_id, 0) + row["amount"]
    return found
