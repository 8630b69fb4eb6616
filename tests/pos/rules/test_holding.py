"""What is on hold waits for its name or its course."""

from typing import Any
from uuid import UUID

import pytest

from pos.values import commands as c
from tests.support.books import Menu, Till


def held_back() -> tuple[Till, UUID, UUID]:
    """An order of course 1, of which one dish is on hold from the start and one was put on hold later."""
    menu = Menu()
    menu.dish("A", 1000)
    till = Till(menu)
    first, second = till.line("A", course=1, hold=True), till.line("A", course=1)
    till.run(till.open(), first, second, c.Hold(line_ids=(second.line_id,)))
    return till, first.line_id, second.line_id


def states(till: Till) -> dict[UUID, Any]:
    """Each line's state."""
    assert till.book is not None
    return {line.id: (line.state, line.on_hold) for line in till.book.top_lines()}


def test_a_plain_fire_leaves_it() -> None:
    till, first, second = held_back()
    till.run(c.Fire())
    assert states(till) == {first: ("held", True), second: ("held", True)}


@pytest.mark.parametrize("fire", [c.Fire(course=1), c.FirePlanned(course=1)])
def test_its_course_takes_it_along(fire: c.Command) -> None:
    till, first, second = held_back()
    till.run(fire)
    assert states(till) == {first: ("fired", False), second: ("fired", False)}


def test_its_name_sends_it_alone() -> None:
    till, first, second = held_back()
    till.run(c.Fire(line_ids=(first,)))
    assert states(till) == {first: ("fired", False), second: ("held", True)}
