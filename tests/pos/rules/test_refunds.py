"""Money is given back from what was charged, to the tender that it came from, and never more of it."""

from decimal import Decimal
from uuid import UUID

import pytest

from core.actor import Rounding
from core.errors import Conflict, Forbidden, NotFound, Problem, Unprocessable
from core.ids import new_id
from pos.events import OrderPaid
from pos.rules.bills import paid_on
from pos.rules.order_view import order_view
from pos.values import commands as c
from pos.values.orders import Book
from tests.support.bill_faults import bill_faults
from tests.support.books import RIGHTS, Menu, Till


def a_paid_order(quantity: int = 3, **till: object) -> Till:
    """A set at 50.00 (components 28.80, 16.90, 9.99), three times, paid in cash; and a dish of 9.99."""
    menu = Menu()
    tax = menu.tax("8.25", inclusive=False)
    for code, amount in (("A", 2880), ("B", 1690), ("C", 999)):
        menu.dish(code, amount, tax_class_id=tax)
    menu.set_meal("S", 5000, {"A": 1, "B": 1, "C": 1})
    made = Till(menu, **till)  # type: ignore[arg-type]
    made.run(made.open(), made.line("S", quantity), made.line("C"))
    return made


def pay(till: Till, *parts: tuple[str, int]) -> list[UUID]:
    ids = [new_id() for _ in parts]
    for payment_id, (tender, amount) in zip(ids, parts, strict=True):
        till.run(c.Pay(payment_id=payment_id, tender=tender, amount=amount))
    return ids


def refund(till: Till, **what: object) -> Book:
    return till.run(c.GiveRefund(refund_id=new_id(), reason="sick", **what))  # type: ignore[arg-type]


def given(till: Till) -> list[int]:
    assert till.book is not None
    return [r.amount for r in till.book.refunds.values()]


def charged(till: Till) -> dict[UUID, int]:
    assert till.book is not None
    frozen = till.book.checks[till.order_id].frozen
    assert frozen is not None
    return {UUID(line_id): amount for line_id, amount in frozen["charged"].items()}


def test_what_was_charged_includes_added_tax_and_is_given_back_whole() -> None:
    till = a_paid_order()
    total = 15000 + 999 + 1320  # tax on all that is taxed: 8.25 % of 159.99, half up
    pay(till, ("card", total))
    assert sum(charged(till).values()) == total
    refund(till)
    assert given(till) == [total]
    with pytest.raises(Conflict):
        refund(till)
    assert till.book is not None
    assert bill_faults(till.book) == []


def test_money_goes_back_to_the_tenders_it_came_from() -> None:
    till = a_paid_order()
    cash, card = pay(till, ("cash", 7319), ("card", 10000))
    book = refund(till, amount=1000)
    backs = {p.original_id: p.amount for p in book.payments.values() if p.refund_id}
    assert backs == {cash: -423, card: -577}
    assert {p.tender for p in book.payments.values() if p.original_id == cash} == {"cash"}
    refund(till, amount=7319 - 423, payment_id=cash)
    with pytest.raises(Conflict):
        refund(till, amount=1, payment_id=cash)
    with pytest.raises(Conflict):
        refund(till, amount=1, payment_id=new_id())


def test_a_component_alone_and_then_the_rest_come_to_the_whole() -> None:
    till = a_paid_order()
    pay(till, ("card", 17319))
    assert till.book is not None
    line = till.book.top_lines()[0]
    middle = till.book.components(line.id)[1]
    parts = charged(till)
    refund(till, lines=(c.RefundItem(middle.id, quantity=Decimal(1)),))
    assert given(till)[-1] == parts[middle.id] // 3
    for _ in range(3):
        refund(till, lines=(c.RefundItem(line.id, quantity=Decimal(1)),))
    refund(till)
    assert sum(given(till)) == 17319


@pytest.mark.parametrize(
    ("what", "family"),
    [
        ({"amount": 17320}, Conflict),
        ({"lines": (c.RefundItem(new_id()),)}, NotFound),
        ({"check_id": new_id()}, NotFound),
        ({"lines": ()}, Conflict),
    ],
)
def test_what_was_never_paid_is_not_given_back(what: dict[str, object], family: type[Exception]) -> None:
    till = a_paid_order()
    pay(till, ("card", 17319))
    assert till.book is not None
    before = till.book.copy()
    with pytest.raises(family):
        refund(till, **what)
    assert till.book == before


def test_more_units_than_were_sold_are_not_given_back() -> None:
    till = a_paid_order()
    pay(till, ("card", 17319))
    assert till.book is not None
    line = till.book.top_lines()[0]
    for item, family in (
        (c.RefundItem(line.id, quantity=Decimal(4)), Conflict),
        (c.RefundItem(line.id, quantity=Decimal(1), amount=5), Unprocessable),
        (c.RefundItem(line.id, amount=10**9), Conflict),
    ):
        with pytest.raises(family):
            refund(till, lines=(item,))
    assert given(till) == []


def test_an_unpaid_check_is_voided_not_refunded() -> None:
    till = a_paid_order()
    with pytest.raises(Conflict):
        refund(till)
    with pytest.raises(Conflict):
        refund(till, check_id=till.order_id)


def test_a_cashier_without_the_right_needs_a_second_person() -> None:
    till = a_paid_order(rights=RIGHTS - {"payment.refund"})
    pay(till, ("card", 17319))
    with pytest.raises(Forbidden) as refused:
        refund(till)
    assert refused.value.code == "approval_needed"


def test_a_rounded_bill_gives_back_what_was_taken_not_what_was_asked() -> None:
    till = a_paid_order(rounding=Rounding(100, "down", "all"))
    pay(till, ("cash", 17300))
    for _ in range(2):
        assert till.book is not None
        refund(till, lines=(c.RefundItem(till.book.top_lines()[0].id, quantity=Decimal(1)),))
    refund(till)
    assert sum(given(till)) == 17300


def test_a_refund_said_again_is_the_same_however_its_lines_are_spelled() -> None:
    till = a_paid_order()
    pay(till, ("cash", 17319))
    assert till.book is not None
    a_set, dish = till.book.top_lines()
    one = c.RefundItem(a_set.id, Decimal(1))
    for lines in ((one, one), (c.RefundItem(a_set.id), c.RefundItem(dish.id, None, 100))):
        said = c.GiveRefund(refund_id=new_id(), reason="sick", lines=lines)
        after = till.run(said)
        assert till.run(said) == after
    rest = c.GiveRefund(refund_id=new_id(), reason="sick")
    after = till.run(rest)
    assert till.run(rest) == after


def test_another_refund_under_the_same_id_is_refused() -> None:
    till = a_paid_order()
    pay(till, ("cash", 17319))
    assert till.book is not None
    a_set, dish = (line.id for line in till.book.top_lines())
    refund_id = new_id()
    before = till.run(
        c.GiveRefund(refund_id=refund_id, reason="sick", lines=(c.RefundItem(a_set, Decimal(2)),))
    )
    other: list[dict[str, object]] = [
        {"lines": (c.RefundItem(dish),)},
        {"lines": (c.RefundItem(a_set, Decimal(1)),)},
        {"lines": (c.RefundItem(a_set),)},
        {"lines": (c.RefundItem(a_set, Decimal(2)), c.RefundItem(dish, None, 5))},
        {"amount": given(till)[0]},
        {"amount": 100},
        {},
    ]
    for what in other:
        with pytest.raises(Conflict) as refused:
            till.run(c.GiveRefund(refund_id=refund_id, reason="sick", **what))  # type: ignore[arg-type]
        assert (refused.value.code, till.book) == ("refund_exists", before)


def a_part_paid_order(**till: object) -> tuple[Till, c.AddLine]:
    """A dish at 10.00 and one at 30.00 that runs out, of which 20.00 were paid in cash."""
    menu = Menu()
    menu.dish("A", 1000)
    menu.dish("B", 3000)
    made = Till(menu, **till)  # type: ignore[arg-type]
    gone = made.line("B")
    made.run(made.open(), made.line("A"), gone)
    pay(made, ("cash", 2000))
    return made, gone


def test_what_a_part_payment_was_too_much_is_given_back_before_the_dish_goes() -> None:
    till, gone = a_part_paid_order()
    void = c.VoidLine(line_id=gone.line_id, reason="sold out")
    with pytest.raises(Conflict) as refused:
        till.run(void)
    assert (refused.value.code, refused.value.extra["over"]) == ("paid_more_than_left", 1000)
    back = c.GiveRefund(refund_id=new_id(), reason="sold out", amount=1000)
    once = till.run(back)
    assert till.run(back) == once
    assert paid_on(once, till.order_id) == 1000
    book = till.run(void)
    assert (book.order.state, book.order.closed_at is None) == ("paid", False)
    assert bill_faults(book) == []
    (told,) = [x for x in (till.context.events if till.context else []) if isinstance(x, OrderPaid)]
    assert sum(x["amount"] for x in told.payments) == told.total == 1000
    totals = order_view(book)["totals"]
    assert (totals["paid"], totals["refunded"], totals["due"]) == (1000, 0, 0)
    refund(till)
    book = till.run(back)
    assert order_view(book)["totals"]["refunded"] == 1000
    assert sum(p.amount for p in book.payments.values()) == 0


def test_an_order_whose_money_was_all_given_back_is_cancelled() -> None:
    till, gone = a_part_paid_order()
    first = till.book.top_lines()[0].id if till.book else new_id()
    with pytest.raises(Conflict):
        till.run(c.CancelOrder(reason="left"))
    refund(till)
    book = till.run(*(c.VoidLine(line_id=x, reason="sold out") for x in (first, gone.line_id)))
    assert book.order.state == "open"
    assert till.run(c.CancelOrder(reason="left")).order.state == "cancelled"


def test_of_a_part_payment_no_more_goes_back_than_was_taken_nor_by_line_nor_unasked() -> None:
    till, gone = a_part_paid_order(approval_limit=1500)
    for what, code in (
        ({"amount": 2001}, "more_than_paid"),
        ({"amount": 0}, "amount_not_positive"),
        ({"lines": (c.RefundItem(gone.line_id),)}, "check_not_paid"),
        ({"amount": 1600}, "approval_needed"),
    ):
        before = till.book
        with pytest.raises(Problem) as refused:
            refund(till, **what)
        assert (refused.value.code, till.book) == (code, before)
    refund(till, amount=1000)
    with pytest.raises(Forbidden):
        refund(till, amount=600)


def test_a_refund_of_a_part_payment_goes_along_when_checks_are_merged() -> None:
    till, _ = a_part_paid_order()
    other = new_id()
    refund(till, amount=500)
    into = c.MergeChecks(into_check_id=other, check_ids=(till.order_id,))
    book = till.run(c.SplitEvenly(check_id=till.order_id, new_check_ids=(other,)), into)
    assert (paid_on(book, other), bill_faults(book)) == (1500, [])
    assert [x.check_id for x in book.refunds.values()] == [other]
