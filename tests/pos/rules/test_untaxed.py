"""Sales without the tax in them: the same for what was sold and for what is given back, in any order and any parts."""

from collections.abc import Iterable
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events import Event
from core.ids import new_id
from pos.events import OrderPaid, RefundGiven
from pos.rules.bills import bill_of
from pos.rules.untaxed import untaxed_left
from pos.values import commands as c
from pos.values.orders import Book
from tests.support.books import Menu, Till

Kind = TypeVar("Kind", bound=Event)


def paid(rate: str, *, inclusive: bool, service_bp: int = 0) -> tuple[Till, OrderPaid, int]:
    """Two dishes at 22.00 and one at 9.99, paid in full."""
    menu = Menu()
    tax = menu.tax(rate, inclusive=inclusive)
    menu.dish("A", 2200, tax_class_id=tax)
    menu.dish("B", 999, tax_class_id=tax)
    till = Till(menu, service_bp=service_bp)
    book = till.run(till.open(), till.line("A", 2), till.line("B"))
    (bill,) = bill_of(book).checks.values()
    due = bill.total
    till.run(c.Pay(payment_id=new_id(), tender="card", amount=due))
    return till, told(till, OrderPaid), due


def told(till: Till, kind: type[Kind]) -> Kind:
    assert till.context is not None
    return next(event for event in till.context.events if isinstance(event, kind))


def book_of(till: Till) -> Book:
    assert till.book is not None
    return till.book


def refund(till: Till, **what: Any) -> RefundGiven:
    till.run(c.GiveRefund(refund_id=new_id(), reason="sick", **what))
    return told(till, RefundGiven)


def sums(lines: Iterable[dict[str, Any]], name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        found[str(line["line_id"])] = found.get(str(line["line_id"]), 0) + line[name]
    return found


@pytest.mark.parametrize(
    ("inclusive", "nets"), [(True, [4400 - 249, 999 - 57]), (False, [4400, 999])], ids=["within", "on top"]
)
def test_tax_in_prices_is_no_sale_of_the_restaurants(inclusive: bool, nets: list[int]) -> None:
    _, event, _ = paid("6", inclusive=inclusive)
    assert [line["net_untaxed"] for line in event.lines] == nets
    assert [line["list_untaxed"] for line in event.lines] == nets
    assert [line["net"] for line in event.lines] == [4400, 999]


@given(st.lists(st.integers(1, 2000), max_size=5), st.booleans(), st.sampled_from(["0", "6", "13"]))
def test_refunds_take_back_just_what_the_sale_brought(parts: list[int], inclusive: bool, rate: str) -> None:
    till, event, due = paid(rate, inclusive=inclusive)
    refunds = []
    for part in parts:
        if part <= due - sum(one.amount for one in refunds):
            refunds.append(refund(till, amount=part))
    if sum(one.amount for one in refunds) < due:
        refunds.append(refund(till))
    rows = [row for one in refunds for row in one.lines]
    assert all(0 <= row["net_untaxed"] <= row["amount"] for row in rows)
    assert sums(rows, "net_untaxed") == sums(event.lines, "net_untaxed")
    assert untaxed_left(book_of(till)) == 0


@given(st.lists(st.integers(1, 1500), max_size=3), st.booleans(), st.sampled_from(["0", "6", "13"]))
def test_what_is_left_of_an_order_is_what_was_told_of_it(
    parts: list[int], inclusive: bool, rate: str
) -> None:
    till, event, _ = paid(rate, inclusive=inclusive, service_bp=1000)
    told_of = [event.lines, *(refund(till, amount=part).lines for part in parts)]
    brought, *back = [sum(line["net_untaxed"] for line in lines) for lines in told_of]
    assert untaxed_left(book_of(till)) == brought - sum(back)
