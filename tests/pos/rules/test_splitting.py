"""Splitting and merging change checks and seats; the kitchen hears nothing of it, by construction."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.actor import Rounding
from core.errors import Conflict, NotFound, Unprocessable
from core.ids import new_id
from pos.errors import ApprovalNeeded
from pos.rules.bills import bill_of
from pos.values import commands as c
from pos.values.catalog import TaxClass
from tests.support.books import Menu, Till
from tests.support.menu import name


def a_table() -> Till:
    menu = Menu()
    menu.dish("A", 1000)
    menu.dish("B", 2500)
    till = Till(menu)
    till.run(till.open(), till.line("A", 3, seat=1), till.line("B", 1, seat=2), till.line("B"), c.Fire())
    return till


def totals(till: Till) -> list[int]:
    assert till.book is not None
    return [check.total for check in bill_of(till.book).checks.values()]


def test_the_kitchen_hears_nothing_of_checks_seats_and_tables() -> None:
    till = a_table()
    assert till.book is not None
    first, second, third = till.book.top_lines()
    seat, even, part, by_line = (new_id() for _ in range(4))
    other = new_id()
    till.run(till.open(), till.line("A"), c.Fire(), order_id=other)
    for command in (
        c.SplitBySeat(check_ids={1: seat}),
        c.SplitEvenly(check_id=till.order_id, new_check_ids=(even,)),
        c.SplitByAmount(check_id=seat, new_check_id=part, amount=100),
        c.MoveToCheck(to_check_id=by_line, parts=(c.PartMove(third.id, even),)),
        c.MergeChecks(into_check_id=till.order_id, check_ids=(even, part)),
        c.MoveLine(line_id=second.id, fields=frozenset({"seat"}), seat=7),
        c.MergeOrder(from_order_id=other),
        c.SetOrder(fields={"covers": 4}),
    ):
        revisions = {line.id: (line.revision, line.state) for line in till.book.lines.values()}
        till.run(command)
        assert till.context is not None
        assert till.context.events == []
        assert till.context.takes == till.context.gives == {}
        for line_id, known in revisions.items():
            assert (till.book.lines[line_id].revision, till.book.lines[line_id].state) == known
    assert first.id in till.book.lines


def test_each_seat_gets_its_lines_and_the_rest_stays() -> None:
    till = a_table()
    till.run(c.SplitBySeat(check_ids={1: new_id(), 2: new_id()}))
    assert totals(till) == [2500, 3000, 2500]


def test_an_amount_is_split_off_exactly() -> None:
    till = a_table()
    till.run(c.SplitByAmount(check_id=till.order_id, new_check_id=new_id(), amount=3333))
    assert totals(till) == [4667, 3333]


def bowls(there: int, here: int = 1) -> tuple[Till, UUID, UUID]:
    """Bowls at 10.00 on the first check, and on another one."""
    till = Till(Menu())
    till.menu.dish("A", 1000)
    line, other = till.line("A", here + there), new_id()
    till.run(till.open(), line, c.Fire())
    part = c.PartMove(line.line_id, till.order_id, Decimal(there))
    till.run(c.MoveToCheck(to_check_id=other, parts=(part,)))
    return till, line.line_id, other


def taken(kind: str, line_id: UUID, count: int, check_id: UUID | None = None) -> c.Command:
    make = c.VoidLine if kind == "void" else c.CompLine
    return make(line_id=line_id, quantity=Decimal(count), reason="cold", check_id=check_id)


@pytest.mark.parametrize("kind", ["void", "comp"])
def test_a_unit_of_a_split_line_is_taken_from_the_check_that_has_most_or_is_named(kind: str) -> None:
    till, line_id, other = bowls(2)
    till.run(taken(kind, line_id, 1))
    assert totals(till) == [1000, 1000]
    till, line_id, other = bowls(2)
    till.run(taken(kind, line_id, 1, till.order_id))
    assert totals(till) == [0, 2000]
    with pytest.raises(Conflict) as refused:
        till.run(taken(kind, line_id, 1, till.order_id))
    assert refused.value.code == "not_so_many"
    assert totals(till) == [0, 2000]
    till.run(taken(kind, line_id, 2, other))
    assert totals(till) == [0, 0]


@given(
    st.integers(1, 5),
    st.integers(1, 5),
    st.lists(
        st.tuples(st.sampled_from(["void", "comp"]), st.integers(1, 3), st.sampled_from([None, 0, 1])),
        max_size=5,
    ),
)
def test_checks_keep_whole_units_at_whole_prices(
    here: int, there: int, takings: list[tuple[str, int, int | None]]
) -> None:
    till, line_id, other = bowls(there, here)
    held = [here, there]
    for kind, count, place in takings:
        if not sum(held):
            return
        check_id = None if place is None else (till.order_id, other)[place]
        if count > (sum(held) if place is None else held[place]):
            with pytest.raises(Conflict):
                till.run(taken(kind, line_id, count, check_id))
            continue
        till.run(taken(kind, line_id, count, check_id))
        first = (0 if held[0] >= held[1] else 1) if place is None else place
        gone = min(held[first], count)
        held[first] -= gone
        held[1 - first] -= count - gone
        assert totals(till) == [held[0] * 1000, held[1] * 1000]


def test_what_was_divided_evenly_or_weighed_stays_in_proportion() -> None:
    till = Till(Menu())
    till.menu.dish("A", 1000)
    till.menu.dish("W", 1000, "weighed")
    dish, fish, other = till.line("A", 3), till.line("W", "1.5"), new_id()
    till.run(till.open(), dish, fish, c.SplitEvenly(check_id=till.order_id, new_check_ids=(other,)))
    till.run(c.VoidLine(line_id=dish.line_id, quantity=Decimal(1)))
    till.run(c.VoidLine(line_id=fish.line_id, quantity=Decimal("0.5")))
    assert totals(till) == [1500, 1500]


def test_units_of_a_line_change_checks() -> None:
    till = a_table()
    assert till.book is not None
    line = till.book.top_lines()[0]
    move = c.PartMove(line.id, till.order_id, Decimal(2))
    till.run(c.MoveToCheck(to_check_id=new_id(), parts=(move,)))
    assert totals(till) == [6000, 2000]


def test_merging_gives_everything_back_to_one_check() -> None:
    till = a_table()
    fresh = new_id(), new_id()
    till.run(c.SplitEvenly(check_id=till.order_id, new_check_ids=fresh))
    assert totals(till) == [2668, 2666, 2666]
    till.run(c.Pay(payment_id=new_id(), check_id=fresh[0], tender="card", amount=100))
    book = till.run(c.MergeChecks(into_check_id=fresh[1], check_ids=(till.order_id, fresh[0])))
    assert totals(till) == [8000]
    assert {payment.check_id for payment in book.payments.values()} == {fresh[1]}


def test_what_cannot_be_split_is_refused_and_nothing_changes() -> None:
    till = a_table()
    assert till.book is not None
    line, paid = till.book.top_lines()[0], new_id()
    till.run(c.SplitBySeat(check_ids={2: paid}))
    till.run(c.Pay(payment_id=new_id(), check_id=paid, tender="card", amount=2500))
    before = till.book.copy()
    refusals = [
        (c.SplitEvenly(check_id=paid, new_check_ids=(new_id(),)), Conflict),
        (c.SplitEvenly(check_id=new_id(), new_check_ids=(new_id(),)), NotFound),
        (c.SplitEvenly(check_id=till.order_id, new_check_ids=(paid,)), Conflict),
        (
            c.SplitEvenly(check_id=till.order_id, new_check_ids=tuple(new_id() for _ in range(49))),
            Unprocessable,
        ),
        (c.SplitByAmount(check_id=till.order_id, new_check_id=new_id(), amount=5500), Unprocessable),
        (c.MergeChecks(into_check_id=till.order_id, check_ids=(till.order_id,)), Unprocessable),
        (c.MergeChecks(into_check_id=till.order_id, check_ids=(paid,)), Conflict),
        (c.MoveToCheck(to_check_id=paid, parts=(c.PartMove(line.id, till.order_id),)), Conflict),
        (
            c.MoveToCheck(to_check_id=new_id(), parts=(c.PartMove(line.id, till.order_id, Decimal(4)),)),
            Conflict,
        ),
    ]
    for command, family in refusals:
        with pytest.raises(family):
            till.run(command)
        assert till.book == before


@given(
    st.lists(st.tuples(st.integers(1, 9999), st.booleans()), min_size=1, max_size=4),
    st.integers(0, 2500),
    st.sampled_from([1, 10]),
    st.data(),
)
def test_who_pays_an_amount_pays_it_with_all_that_is_added(
    dishes: list[tuple[int, bool]], service_bp: int, unit: int, data: st.DataObject
) -> None:
    menu = Menu()
    for is_inclusive in (True, False):
        tax = TaxClass(new_id(), name("Tax"), Decimal("8.875"), is_inclusive)
        menu.taxes[tax.id] = tax
        for place, (price, inclusive) in enumerate(dishes):
            if inclusive == is_inclusive:
                menu.dish(f"D{place}", price, tax_class_id=tax.id)
    till = Till(menu, rounding=Rounding(unit, "down"), service_bp=service_bp)
    till.run(till.open(), *(till.line(f"D{place}") for place in range(len(dishes))))
    assert till.book is not None
    (whole,) = bill_of(till.book).checks.values()
    payable = whole.total - whole.rounding
    assume(whole.net > 1)
    asked, fresh = data.draw(st.integers(1, payable - 1)), new_id()
    till.run(c.SplitByAmount(check_id=till.order_id, new_check_id=fresh, amount=asked))
    left, split = bill_of(till.book).checks.values()
    got = split.total - split.rounding
    assert got + left.total - left.rounding == payable
    assert abs(got - asked) <= 2  # a minor unit of net brings its tax and service charge along, each rounded


def test_limits_are_of_all_that_was_given_away_in_slices() -> None:
    till = a_table()
    till.approval_limit = 1500
    line = till.book.top_lines()[0].id if till.book else new_id()
    acts = (
        lambda: c.CompLine(line_id=line, comp_id=new_id(), quantity=Decimal(1), reason="x"),
        lambda: c.VoidLine(line_id=line, void_id=new_id(), quantity=Decimal(1), reason="x"),
    )
    for act in acts:
        till.run(act())
        with pytest.raises(ApprovalNeeded):
            till.run(act())
    with pytest.raises(ApprovalNeeded):
        till.run(c.CancelOrder(reason="x"))


def test_refunds_in_slices_ask_a_second_person_and_another_refund_needs_another_id() -> None:
    till = a_table()
    till.run(c.Pay(payment_id=new_id(), tender="card", amount=8000))
    till.approval_limit = 1500
    refund = c.GiveRefund(refund_id=new_id(), amount=1000, reason="x")
    once = till.run(refund).copy()
    assert till.run(refund) == once
    with pytest.raises(ApprovalNeeded):
        till.run(c.GiveRefund(refund_id=new_id(), amount=501, reason="x"))
    for other in (replace(refund, amount=1001), replace(refund, check_id=new_id(), amount=None)):
        with pytest.raises(Conflict) as refused:
            till.run(other)
        assert refused.value.code == "refund_exists"
    assert till.book == once
