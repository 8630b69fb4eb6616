"""What a guest paid without showing that it is them: small payments add up, until they come to what needs a proof."""

from collections.abc import Iterable


def unproved(amounts: Iterable[int], least: int) -> int:
    """How much of such payments, the earliest first, needed no proof where ``least`` in all does; always less than it.

    A payment that reached it with those before was proved, and counts no more.
    """
    total = 0
    for amount in amounts:
        if total + amount < least:
            total += amount
    return total
