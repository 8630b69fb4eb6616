"""What only promotions divide by: basis points, and grids of lines and promotions. All amounts are integer minor units."""

from collections.abc import Sequence

from core.money import largest_remainder

WHOLE_BP = 10_000


def part_bp(amount: int, basis_points: int) -> int:
    """So many basis points of a non-negative amount, half up: 1250 bp of 1004 is 126."""
    return (2 * amount * basis_points + WHOLE_BP) // (2 * WHOLE_BP)


def split_grid(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """Each row's amount over the columns, so that rows and columns both add up (Σ rows = Σ columns)."""
    left = list(columns)
    found = []
    for amount in rows:
        parts = largest_remainder(amount, left)
        left = [have - part for have, part in zip(left, parts, strict=True)]
        found.append(parts)
    return found
