"""Books of stored value as tests look at them. The database refuses what does not balance with a trigger of its own."""

from collections.abc import Iterable

from membership.values.stored_value import Posting


def is_balanced(postings: Iterable[Posting]) -> bool:
    """Whether the postings sum to 0 in the book of every entity."""
    sums: dict[str, int] = {}
    for entry in postings:
        sums[entry.entity] = sums.get(entry.entity, 0) + entry.amount
    return not any(sums.values())
