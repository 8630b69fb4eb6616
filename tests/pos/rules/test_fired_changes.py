"""A change of what is being cooked: what makes it cheaper is a void of that value, by whoever may void it, with a reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from pos.events import LineChanged
from pos.rules.bills import bill_of
from pos.values import commands as c
from pos.values.specs import ModifierChoice
from tests.support.books import RIGHTS, Menu, Till

OPTIONS = {"lobster": 20000, "crab": 5000, "egg": 200, "no onion": 0, "half": -300}
Picks = dict[str, int]


def a_till(quantity: int = 1, picks: Picks | None = None, *, fired: bool = True) -> tuple[Till, c.AddLine]:
    menu = Menu()
    menu.dish("D", 1000, group_links=menu.options(OPTIONS))
    till = Till(menu)
    line = till.line("D", quantity, modifiers=choices(till, {"lobster": 1} if picks is None else picks))
    till.run(till.open(), line, *([c.Fire()] if fired else []))
    return till, line


def choices(till: Till, picks: Picks) -> tuple[ModifierChoice, ...]:
    return tuple(ModifierChoice(till.menu.ids[code], count) for code, count in picks.items())


def change(till: Till, line: c.AddLine, picks: Picks, reason: str = "") -> c.ChangeLine:
    known = till.book.lines[line.line_id] if till.book else None
    return c.ChangeLine(
        line_id=line.line_id,
        revision=known.revision if known else 1,
        fields=frozenset({"modifiers"}),
        modifiers=choices(till, picks),
        reason=reason,
    )


def refused(till: Till, *commands: c.Command) -> str:
    """Why it is refused; nothing changes."""
    assert till.book is not None
    before = till.book.copy()
    with pytest.raises(Problem) as problem:
        till.run(*commands)
    assert till.book == before
    return problem.value.code


def net(till: Till, line: c.AddLine) -> int:
    assert till.book is not None
    return bill_of(till.book).nets[line.line_id]


@pytest.mark.parametrize("left", [{}, {"crab": 1}, {"egg": 9}, {"lobster": 1, "half": 1}])
def test_what_makes_a_fired_dish_cheaper_asks_for_a_reason_and_the_permission_to_void(left: Picks) -> None:
    till, line = a_till()
    assert refused(till, change(till, line, left)) == "reason_missing"
    till.rights = RIGHTS - {"order.void_fired"}
    assert refused(till, change(till, line, left, "allergic")) == "approval_needed"
    till.rights = RIGHTS
    before = net(till, line)
    till.run(change(till, line, left, "allergic"))
    assert till.book is not None
    assert till.context is not None
    (made,) = till.book.adjustments.values()
    gone = before - net(till, line)
    assert (made.kind, made.was_fired, made.quantity, made.amount) == ("void", True, 0, gone)
    assert gone > 0
    assert made.reason == "allergic"
    ((action, _, detail),) = till.context.audits
    assert (action, detail["amount"], detail["reason"]) == ("order.void", gone, "allergic")


def test_the_limit_is_of_options_and_units_together() -> None:
    till, line = a_till(2, {"crab": 2})
    till.approval_limit = 20000
    till.run(change(till, line, {"crab": 1}, "too much"))
    void = c.VoidLine(line_id=line.line_id, reason="late")
    assert refused(till, change(till, line, {}, "too much"), void) == "approval_needed"
    till.run(change(till, line, {}, "too much"))
    assert refused(till, void) == "approval_needed"


def test_what_is_held_is_changed_freely_and_so_is_what_costs_no_less() -> None:
    till, line = a_till(fired=False)
    till.rights = frozenset({"order.take"})
    till.run(change(till, line, {"egg": 1}))
    till.run(c.Fire())
    for more in ({"egg": 1, "no onion": 1}, {"egg": 2}, {"crab": 1}, {"crab": 1, "no onion": 1}):
        till.run(change(till, line, more))
    note = c.ChangeLine(line_id=line.line_id, revision=6, fields=frozenset({"note"}), note="no salt")
    assert till.run(note).adjustments == {}


picks = st.dictionaries(st.sampled_from(["lobster", "crab", "egg", "no onion"]), st.integers(1, 2))


@given(picks, picks, st.integers(1, 3))
def test_what_comes_off_the_bill_stands_in_the_books_and_was_made(
    was: Picks, now: Picks, quantity: int
) -> None:
    till, line = a_till(quantity, was)
    before = net(till, line)
    till.run(change(till, line, now, "guest"))
    assert till.book is not None
    assert till.context is not None
    gone = max(before - net(till, line), 0)
    assert sum(made.amount for made in till.book.adjustments.values()) == gone
    (fact,) = (event for event in till.context.events if isinstance(event, LineChanged))
    off = {code: quantity * (count - now.get(code, 0)) for code, count in was.items() if OPTIONS[code]}
    assert {piece["option_id"]: piece["quantity"] for piece in fact.wasted} == (
        {str(till.menu.ids[code]): str(count) for code, count in off.items() if count > 0} if gone else {}
    )


def test_options_of_options_are_wasted_too() -> None:
    menu = Menu()
    sauce = menu.options({"truffle": 3000})
    menu.dish("D", 1000, group_links=menu.options({"steak": 5000}))
    steak, truffle = menu.ids["steak"], menu.ids["truffle"]
    menu.products[steak] = replace(menu.products[steak], group_links=sauce)
    till = Till(menu)
    chosen = (ModifierChoice(steak, 2, (ModifierChoice(truffle, 1),)),)
    line = till.line("D", 3, modifiers=chosen)
    till.run(till.open(), line, c.Fire(), change(till, line, {"steak": 1}, "guest"))
    assert till.context is not None
    (fact,) = (event for event in till.context.events if isinstance(event, LineChanged))
    assert {piece["option_id"]: piece["quantity"] for piece in fact.wasted} == {
        str(steak): "3",
        str(truffle): "6",
    }
