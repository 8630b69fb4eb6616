"""What things without a code are called in a sheet, each by a name of its own."""

from collections.abc import Iterable
from uuid import UUID

LONGEST = 200  # as long as a name may be


def names_of(named: Iterable[tuple[UUID, dict[str, str]]]) -> dict[UUID, str]:
    """Each id's Chinese name; a name that was there before gets a number that nobody has: 辣度, 辣度 #2."""
    rows = list(named)
    given = {name["zh"] for _, name in rows}
    found: dict[UUID, str] = {}
    taken: set[str] = set()
    last: dict[str, int] = {}
    for row_id, name in rows:
        word, number = name["zh"], last.get(name["zh"], 1)
        while word in taken or (number > 1 and word in given):
            number += 1
            suffix = f" #{number}"
            word = f"{name['zh'][: LONGEST - len(suffix)]}{suffix}"
        last[name["zh"]] = number
        taken.add(word)
        found[row_id] = word
    return found
