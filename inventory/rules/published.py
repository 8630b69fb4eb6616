"""Which of several published reports count: none of a store's days twice."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

Head = TypeVar("Head", bound=Any)  # a row with store_id, first and last


def chosen(heads: Iterable[Head]) -> list[Head]:
    """Of each store's reports the longest ones that do not overlap; of equally long ones, those that begin earlier."""
    kept: dict[UUID, list[Head]] = {}
    for head in sorted(heads, key=lambda head: (head.first - head.last, head.first)):
        others = kept.setdefault(head.store_id, [])
        if all(head.last < other.first or other.last < head.first for other in others):
            others.append(head)
    return [head for listed in kept.values() for head in sorted(listed, key=lambda one: one.first)]
