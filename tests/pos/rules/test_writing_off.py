"""Guests who leave without paying: what was paid stays, what was made was used, and the rest is a loss of its own."""

import pytest

from core.actor import Rounding
from core.errors import Conflict, Forbidden
from core.ids import new_id
from pos.errors import ApprovalNeeded
from pos.events import LineVoided, OrderPaid, RefundGiven
from pos.rules.order_view import order_view
from pos.values import commands as c
from pos.values.orders import Book
from tests.support.bill_faults import bill_faults
from tests.support.books import RIGHTS, Menu, Till

LEFT = c.WriteOff(reason="ran away")


def a_table(**till: object) -> Till:
    """A dish of 22.00 three times and one of 9.99, fired, in halves on two checks; nothing is paid."""
    menu = Menu()
    tax = menu.tax("6", inclusive=True)
    menu.dish("A", 2200, tax_class_id=tax)
    menu.dish("B", 999, tax_class_id=tax)
    made = Till(menu, **till)  # type: ignore[arg-type]
    made.run(made.open(covers=2), made.line("A", 3), made.line("B"), c.Fire())
    made.run(c.SplitEvenly(check_id=made.order_id, new_check_ids=(new_id(),)))
    return made


def the(till: Till) -> Book:
    assert till.book is not None
    return till.book


def pay(till: Till, number: int, amount: int) -> None:
    check_id = next(check.id for check in the(till).checks.values() if check.number == number)
    till.run(c.Pay(payment_id=new_id(), check_id=check_id, tender="card", amount=amount))


def told(till: Till, kind: type) -> list[object]:
    assert till.context is not None
    return [event for event in till.context.events if isinstance(event, kind)]


def test_the_unpaid_half_is_a_loss_and_the_paid_one_stays() -> None:
    till = a_table()
    pay(till, 1, 3800)
    before = [check for check in the(till).checks.values() if check.number == 1]
    till.run(LEFT)
    view = order_view(the(till))
    assert (view["state"], view["totals"]["due"]) == ("paid", 0)
    assert (view["totals"]["total"], view["totals"]["paid"], view["totals"]["written_off"]) == (
        7599,
        3800,
        3799,
    )
    assert (view["totals"]["comped"], view["totals"]["discounts"], view["totals"]["refunded"]) == (0, 0, 0)
    paid, left = view["checks"]
    assert (paid["write_off"], paid["total"]) == (None, 3800)
    assert (left["write_off"]["amount"], left["write_off"]["reason"], left["refunds"]) == (
        3799,
        "ran away",
        [],
    )
    assert the(till).checks[before[0].id] == before[0]
    assert bill_faults(the(till)) == []


def test_what_was_fired_was_used_and_nobody_is_told_of_waste() -> None:
    till = a_table()
    pay(till, 1, 3800)
    till.run(LEFT)
    assert told(till, LineVoided) == []
    (lost,) = told(till, RefundGiven)
    (paid,) = told(till, OrderPaid)
    assert isinstance(lost, RefundGiven)
    assert isinstance(paid, OrderPaid)
    assert (lost.is_write_off, lost.amount, lost.business_date) == (True, 3799, the(till).order.business_date)
    assert sum(row["amount"] for row in lost.lines) == 3799
    assert (paid.total, paid.given_back) == (7599, 3799)
    assert sum(row["amount"] for row in paid.payments) == 3800


def test_what_was_not_fired_is_not_made() -> None:
    till = a_table()
    till.run(till.line("B", 2))
    till.run(LEFT)
    view = order_view(the(till))
    assert [line["state"] for line in view["lines"]] == ["fired", "fired", "voided"]
    assert view["totals"]["written_off"] == view["totals"]["total"] == 7599
    assert bill_faults(the(till)) == []


def test_what_is_paid_in_part_is_made() -> None:
    menu = Menu()
    menu.dish("A", 2200)
    till = Till(menu)
    till.run(till.open(), till.line("A"), c.SplitEvenly(check_id=till.order_id, new_check_ids=(new_id(),)))
    pay(till, 1, 1100)
    till.run(LEFT)
    assert [line.state for line in the(till).lines.values()] == ["fired"]
    assert the(till).written_off == 1100


def test_where_only_what_waits_is_unpaid_it_is_voided_instead() -> None:
    menu = Menu()
    menu.dish("A", 2200)
    till = Till(menu)
    home, other = till.order_id, new_id()
    fired, waits = till.line("A"), till.line("A")
    till.run(till.open(), fired, c.Fire(), waits)
    till.run(c.MoveToCheck(to_check_id=other, parts=(c.PartMove(waits.line_id, home),)))
    till.run(c.Pay(payment_id=new_id(), check_id=home, tender="cash", amount=2200))
    with pytest.raises(Conflict) as refused:
        till.run(LEFT)
    assert (refused.value.code, the(till).order.state) == ("nothing_to_write_off", "open")
    till.run(c.VoidLine(line_id=waits.line_id))
    assert (the(till).order.state, the(till).written_off) == ("paid", 0)


def test_a_part_payment_that_would_be_too_much_is_given_back_first() -> None:
    menu = Menu()
    menu.dish("A", 2200)
    till = Till(menu)
    till.run(till.open(), till.line("A"), c.Fire(), till.line("A"))
    pay(till, 1, 3000)
    with pytest.raises(Conflict) as refused:
        till.run(LEFT)
    assert (refused.value.code, refused.value.extra["over"]) == ("paid_more_than_left", 800)


def test_where_nothing_was_made_the_order_is_cancelled() -> None:
    menu = Menu()
    menu.dish("A", 2200)
    till = Till(menu)
    till.run(till.open(), till.line("A"))
    with pytest.raises(Conflict) as refused:
        till.run(LEFT)
    assert refused.value.code == "nothing_to_write_off"
    assert the(till).order.state == "open"


def test_said_again_it_changes_nothing_and_an_order_that_is_over_is_left_alone() -> None:
    till = a_table()
    till.run(LEFT)
    kept = the(till).copy()
    till.run(LEFT)
    assert the(till) == kept
    other = a_table()
    pay(other, 1, 3800)
    pay(other, 2, 3799)
    with pytest.raises(Conflict):
        other.run(LEFT)


def test_nobody_is_given_back_what_they_never_paid() -> None:
    till = a_table()
    pay(till, 1, 3800)
    pay(till, 2, 1000)
    till.run(LEFT)
    left = next(check.id for check in the(till).checks.values() if check.number == 2)
    with pytest.raises(Conflict):
        till.run(c.GiveRefund(refund_id=new_id(), check_id=left, amount=1001, reason="sick"))
    till.run(c.GiveRefund(refund_id=new_id(), check_id=left, reason="sick"))
    totals = order_view(the(till))["totals"]
    assert (totals["refunded"], totals["written_off"], totals["paid"]) == (1000, 2799, 4800)
    assert bill_faults(the(till)) == []


def test_rounding_off_for_cash_is_not_part_of_a_loss() -> None:
    till = a_table(rounding=Rounding(100, "down", "cash"))
    till.run(LEFT)
    assert the(till).written_off == 7599


def test_it_is_asked_for_like_a_comp() -> None:
    with pytest.raises(ApprovalNeeded):
        a_table(rights=RIGHTS - {"order.comp"}).run(LEFT)
    limited = a_table(approval_limit=7598)
    with pytest.raises(ApprovalNeeded):
        limited.run(LEFT)
    assert the(limited).order.state == "open"
    a_table(approval_limit=7599).run(LEFT)


def test_what_was_given_away_before_counts_towards_the_limit() -> None:
    till = a_table(approval_limit=6000)
    line_id = the(till).top_lines()[1].id
    till.run(c.CompLine(line_id=line_id, reason="birthday"))
    with pytest.raises(Forbidden):
        till.run(LEFT)
