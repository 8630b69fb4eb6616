"""The promise of the house: three set meals at 50.00 come to 150.00, however they are split, and to 0 when refunded."""

from contextlib import suppress
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.actor import Rounding
from core.errors import Conflict, Unprocessable
from core.ids import new_id
from pos.rules.bills import bill_of, paid_on
from pos.values import commands as c
from pos.values.orders import Book
from tests.support.bill_faults import bill_faults
from tests.support.books import Menu, Till

component_prices = st.lists(st.integers(0, 9000), min_size=1, max_size=6)
splits = st.lists(
    st.tuples(
        st.sampled_from(["seat", "even", "amount", "move", "merge", "part payment"]), st.integers(0, 11)
    ),
    max_size=6,
)
rates = st.sampled_from(["0", "6", "8.25", "13"])


def three_sets(prices: list[int], rate: str = "6", **till: object) -> Till:
    """Three sets at 50.00 on two lines, at seats 1 and 2, from components of any prices."""
    menu = Menu()
    tax = menu.tax(rate, inclusive=True)
    codes = [f"P{place}" for place in range(len(prices))]
    for code, amount in zip(codes, prices, strict=True):
        menu.dish(code, amount, tax_class_id=tax)
    menu.set_meal("S", 5000, dict.fromkeys(codes, 1), tax_class_id=tax)
    made = Till(menu, **till)  # type: ignore[arg-type]
    made.run(made.open(), made.line("S", 2, seat=1), made.line("S", 1, seat=2))
    return made


def split(till: Till, how: str, number: int) -> None:
    """Divide the order a little further, wherever it can still be divided."""
    book = the(till)
    checks = book.open_checks()
    if not checks:
        return
    check = checks[number % len(checks)]
    line = book.top_lines()[number % len(book.top_lines())]
    if how == "seat":
        till.run(c.SplitBySeat(check_ids={1: new_id(), 2: new_id()}))
    elif how == "even":
        till.run(
            c.SplitEvenly(check_id=check.id, new_check_ids=tuple(new_id() for _ in range(number % 3 + 1)))
        )
    elif how == "amount":
        net = bill_of(book).checks[check.id].net
        if net > 1:
            amount = 1 + number * 37 % (net - 1)
            till.run(c.SplitByAmount(check_id=check.id, new_check_id=new_id(), amount=amount))
    elif how == "move":
        holders = [x.id for x in checks if bill_of(book).checks[x.id].parts.get(line.id)]
        if holders:
            till.run(c.MoveToCheck(to_check_id=new_id(), parts=(c.PartMove(line.id, holders[0]),)))
    elif how == "merge" and len(checks) > 1:
        till.run(c.MergeChecks(into_check_id=checks[0].id, check_ids=(checks[-1].id,)))
    elif how == "part payment":
        pay_part(till, check.id, number + 1)


def pay_part(till: Till, check_id: UUID, twelfths: int) -> None:
    book = the(till)
    due = bill_of(book).checks[check_id].total - paid_on(book, check_id)
    if part := due * twelfths // 12:
        pay(till, check_id, part)


def pay(till: Till, check_id: UUID, amount: int) -> None:
    till.run(c.Pay(payment_id=new_id(), check_id=check_id, tender="card", amount=amount))


def pay_everything(till: Till) -> None:
    """Each check what is due of it: of a cent that was split four ways, nothing is due on three."""
    for check in the(till).open_checks():
        book = the(till)
        if book.checks[check.id].state == "open" and book.order.state == "open":
            pay(till, check.id, bill_of(book).checks[check.id].total - paid_on(book, check.id))


def the(till: Till) -> Book:
    assert till.book is not None
    return till.book


@given(component_prices, splits, rates)
@example([0], [("even", 0), ("amount", 0), ("even", 2)], "0")
def test_three_sets_at_50_come_to_150_on_every_split(
    prices: list[int], how: list[tuple[str, int]], rate: str
) -> None:
    till = three_sets(prices, rate)
    for kind, number in how:
        with suppress(Conflict, Unprocessable):
            split(till, kind, number)
        bill = bill_of(the(till))
        assert sum(check.total for check in bill.checks.values()) == 15000
        assert sum(bill.leaf_nets.values()) == 15000
        assert bill_faults(the(till)) == []
    pay_everything(till)
    assert the(till).order.state == "paid"
    assert sum(paid_on(the(till), check) for check in the(till).checks) == 15000


refunds = st.lists(
    st.tuples(
        st.sampled_from(["line", "quantity", "amount", "line amount", "component"]), st.integers(0, 999)
    ),
    max_size=8,
)


@given(component_prices, splits, refunds, rates)
def test_three_sets_refunded_in_any_order_come_to_nothing(
    prices: list[int], how: list[tuple[str, int]], backs: list[tuple[str, int]], rate: str
) -> None:
    till = three_sets(prices, rate)
    for kind, number in how:
        with suppress(Conflict, Unprocessable):
            split(till, kind, number)
    pay_everything(till)
    for kind, number in backs:
        give_back(till, kind, number)
        assert bill_faults(the(till)) == []
    for check in the(till).checks.values():
        if check.frozen and check.frozen["total"] > refunded_on(the(till), check.id):
            till.run(c.GiveRefund(refund_id=new_id(), check_id=check.id, reason="the rest"))
    assert sum(refund.amount for refund in the(till).refunds.values()) == 15000
    assert sum(payment.amount for payment in the(till).payments.values()) == 0
    assert bill_faults(the(till)) == []


def refunded_on(book: Book, check_id: UUID) -> int:
    return sum(refund.amount for refund in book.refunds.values() if refund.check_id == check_id)


def give_back(till: Till, kind: str, number: int) -> None:
    """Refund something, unless there is nothing of it left."""
    paid = [check for check in the(till).checks.values() if check.frozen]
    check = paid[number % len(paid)]
    assert check.frozen is not None
    leaves = [UUID(x) for x in check.frozen["charged"]]
    tops = [x for x in leaves if the(till).lines[x].parent_id is None]
    if not leaves:
        return
    items = {
        "line": c.RefundItem(tops[number % len(tops)]),
        "quantity": c.RefundItem(tops[number % len(tops)], quantity=Decimal(1)),
        "line amount": c.RefundItem(tops[number % len(tops)], amount=number + 1),
        "component": c.RefundItem(leaves[number % len(leaves)]),
    }
    lines = (items[kind],) if kind in items else None
    amount = None if lines else number + 1
    with suppress(Conflict):
        till.run(c.GiveRefund(refund_id=new_id(), check_id=check.id, reason="x", lines=lines, amount=amount))


def test_each_of_three_sets_is_refunded_at_its_price() -> None:
    till = three_sets([2880, 1690, 999])
    pay_everything(till)
    book = the(till)
    line = book.top_lines()[0]
    given_back = []
    for _ in range(2):
        item = c.RefundItem(line.id, quantity=Decimal(1))
        refund_id = new_id()
        till.run(c.GiveRefund(refund_id=refund_id, reason="cold", lines=(item,)))
        given_back.append(the(till).refunds[refund_id].amount)
    assert given_back == [5000, 5000]


def test_a_line_that_was_paid_where_it_stood_is_paid_for_good() -> None:
    """A line that was never split bears no weights; paying its check must still keep it from being voided."""
    till = three_sets([1000])
    first, second = the(till).top_lines()
    other = new_id()
    till.run(c.MoveToCheck(to_check_id=other, parts=(c.PartMove(second.id, till.order_id),)))
    pay(till, till.order_id, 10000)
    for command in (
        c.VoidLine(line_id=first.id, reason="x"),
        c.CompLine(line_id=first.id, reason="x"),
        c.MoveToCheck(to_check_id=other, parts=(c.PartMove(first.id, other),)),
        c.ChangeLine(line_id=first.id, revision=1, fields=frozenset({"quantity"}), quantity=Decimal(9)),
    ):
        with pytest.raises(Conflict):
            till.run(command)
    assert bill_of(the(till)).checks[other].total == 5000


def test_a_guests_bill_stays_when_another_guest_pays() -> None:
    """Splits by largest remainder are not coherent: shared anew among fewer, the others' cents would move."""
    menu = Menu()
    for code in "AB":
        menu.dish(code, 1000)
    till = Till(menu)
    second, third = new_id(), new_id()
    till.run(till.open(), till.line("A"), till.line("B"))
    till.run(c.SplitEvenly(check_id=till.order_id, new_check_ids=(second, third)))
    before = {x: bill.total for x, bill in bill_of(the(till)).checks.items()}
    assert before == {till.order_id: 668, second: 666, third: 666}
    for check in (third, second, till.order_id):
        pay(till, check, before[check])
    assert the(till).order.state == "paid"


def test_cash_is_rounded_on_what_is_left_after_cards() -> None:
    menu = Menu()
    menu.dish("A", 1003)
    till = Till(menu, Rounding(10, "down", "cash"))
    till.run(till.open(), till.line("A"))
    pay(till, till.order_id, 502)
    figures = bill_of(the(till)).checks[till.order_id]
    assert (figures.total, figures.cash_total) == (1003, 1002)
    till.run(c.Pay(payment_id=new_id(), tender="cash", amount=500, tendered=1000))
    frozen = the(till).checks[till.order_id].frozen
    assert frozen is not None
    assert (frozen["total"], frozen["rounding"], sum(frozen["charged"].values())) == (1002, -1, 1002)
    assert the(till).order.state == "paid"


def test_rounding_up_in_cash_takes_the_rounded_amount_or_the_exact_one() -> None:
    for amount, total in ((1005, 1005), (1003, 1003)):
        menu = Menu()
        menu.dish("A", 1003)
        till = Till(menu, Rounding(5, "half_up", "cash"))
        till.run(till.open(), till.line("A"))
        till.run(c.Pay(payment_id=new_id(), tender="cash", amount=amount))
        frozen = the(till).checks[till.order_id].frozen
        assert frozen is not None
        assert frozen["total"] == total


def test_units_that_change_checks_are_those_that_are_paid_for() -> None:
    menu = Menu()
    menu.dish("A", 1000)
    till = Till(menu)
    line, other = till.line("A", 3), new_id()
    till.run(till.open(), line, c.CompLine(line_id=line.line_id, quantity=Decimal(1), reason="birthday"))
    move = c.PartMove(line.line_id, till.order_id, Decimal(1))
    till.run(c.MoveToCheck(to_check_id=other, parts=(move,)))
    assert {x: bill.total for x, bill in bill_of(the(till)).checks.items()} == {
        till.order_id: 1000,
        other: 1000,
    }
