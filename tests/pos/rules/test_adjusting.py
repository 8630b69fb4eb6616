"""Voids, comps and refires under ids of their own: said again they change nothing, and an id stands for one thing."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.errors import Conflict
from core.ids import new_id
from pos.values import commands as c
from tests.support.books import RIGHTS, Menu, Till


def a_till() -> tuple[Till, c.AddLine, c.AddLine]:
    menu = Menu()
    menu.dish("A", 1000)
    menu.dish("B", 300)
    till = Till(menu, rights=RIGHTS | {"order.discount"})
    lines = till.line("A", 4), till.line("B", 2)
    till.run(till.open(), *lines, c.Fire())
    return till, *lines


def test_an_id_of_an_adjustment_stands_for_one_thing() -> None:
    till, first, second = a_till()
    used, one = new_id(), Decimal(1)
    void = c.VoidLine(line_id=first.line_id, void_id=used, quantity=one, reason="cold")
    before = till.run(void)
    assert till.run(void, replace(void, quantity=None)) == before
    others: list[c.Command] = [
        replace(void, line_id=second.line_id),
        replace(void, quantity=Decimal(2)),
        c.CompLine(line_id=first.line_id, comp_id=used, quantity=one, reason="cold"),
        c.RefireLine(line_id=first.line_id, refire_id=used, quantity=one, reason="cold"),
    ]
    for other in others:
        with pytest.raises(Conflict) as refused:
            till.run(other)
        assert (refused.value.code, till.book) == ("adjustment_exists", before)


def test_an_id_of_a_discount_stands_for_one_thing() -> None:
    till, _, _ = a_till()
    off = c.DiscountOrder(discount_id=new_id(), amount=100, reason="late")
    before = till.run(off)
    assert till.run(off) == before
    for other in (replace(off, amount=200), replace(off, amount=0), replace(off, amount=0, percent_bp=100)):
        with pytest.raises(Conflict) as refused:
            till.run(other)
        assert (refused.value.code, till.book) == ("discount_exists", before)


def test_a_payment_under_a_known_id_on_another_check_is_refused() -> None:
    till, _, _ = a_till()
    other = new_id()
    paid = c.Pay(payment_id=new_id(), tender="cash", amount=100, check_id=till.order_id)
    before = till.run(c.SplitEvenly(check_id=till.order_id, new_check_ids=(other,)), paid)
    with pytest.raises(Conflict) as refused:
        till.run(replace(paid, check_id=other))
    assert (refused.value.code, till.book) == ("payment_exists", before)
    merged = till.run(c.MergeChecks(into_check_id=other, check_ids=(till.order_id,)))
    assert till.run(paid, replace(paid, check_id=None)) == merged
