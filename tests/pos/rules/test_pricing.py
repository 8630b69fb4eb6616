"""What a line costs when it is made, and that nothing later changes it unasked."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import Problem
from core.ids import new_id
from pos.errors import BadCommand
from pos.rules.bills import bill_of
from pos.values import commands as c
from pos.values.catalog import PriceRow, SaleRule
from pos.values.orders import Line
from pos.values.specs import ModifierChoice
from tests.support.bill_faults import bill_faults
from tests.support.books import NOW, Menu, Till


def a_till() -> Till:
    menu = Menu()
    menu.dish("A", 1000)
    menu.dish("W", 3980, "weighed")
    menu.dish("O", None, "open_price")
    menu.dish("N", None)
    menu.set_meal("S", 1500, {"A": 1})
    till = Till(menu)
    till.run(till.open())
    return till


def line_of(till: Till, command: c.AddLine) -> Line:
    assert till.book is not None
    return till.book.lines[command.line_id]


@pytest.mark.parametrize(
    ("code", "more", "refusal"),
    [
        ("A", {"unit_price": 1}, "price_is_fixed"),
        ("A", {"components": ()}, "not_a_set_meal"),
        ("A", {"variant_id": new_id()}, "unknown_variant"),
        ("A", {"quantity": "1.5"}, "quantity_not_whole"),
        ("S", {"quantity": "0.5"}, "quantity_not_whole"),
        ("O", {}, "price_missing"),
        ("N", {}, "no_price"),
        ("O", {"unit_price": 10**12, "quantity": 2}, "number_too_large"),
    ],
)
def test_what_the_menu_forbids_is_refused(code: str, more: dict[str, object], refusal: str) -> None:
    till = a_till()
    quantity = more.pop("quantity", 1) if "quantity" in more else 1
    with pytest.raises(BadCommand) as refused:
        till.run(till.line(code, quantity, **more))
    assert refused.value.code == refusal


def test_weighed_goods_are_rounded_once_for_the_line() -> None:
    till = a_till()
    line = till.line("W", "0.333")
    till.run(line)
    assert line_of(till, line).line_total == 1325  # 39.80 x 0.333 = 13.2534


def test_a_dish_is_sold_only_where_and_when_it_may_be() -> None:
    till = a_till()
    product_id = till.menu.ids["A"]
    rule = SaleRule(new_id(), product_id, "not", channel="dine_in")
    till.menu.sale_rules[product_id] = (rule,)
    with pytest.raises(BadCommand) as refused:
        till.run(till.line("A"))
    assert refused.value.code == "not_sold_now"
    till.menu.sale_rules[product_id] = (replace(rule, channel="delivery"),)
    till.run(till.line("A"))


def test_a_note_prices_nothing() -> None:
    till = a_till()
    line = till.line("S", 2)
    till.run(line)
    before = till.book.components(line.line_id) if till.book else []
    product_id = till.menu.ids["S"]
    till.menu.prices[product_id, None] = (PriceRow(new_id(), product_id, None, 9900),)
    change = c.ChangeLine(line_id=line.line_id, revision=1, fields=frozenset({"note"}), note="no ice")
    book = till.run(change)
    made = book.lines[line.line_id]
    assert (made.note, made.revision, made.share) == ("no ice", 2, 3000)
    assert [part.share for part in book.components(line.line_id)] == [part.share for part in before]


def test_a_terminals_clock_cannot_reach_before_the_order_or_into_the_future() -> None:
    till = a_till()
    early, late = till.line("A", at=NOW - timedelta(days=400)), till.line("A", at=NOW + timedelta(days=400))
    till.run(early, late)
    assert {line_of(till, x).added_at for x in (early, late)} == {NOW}


def test_a_void_or_comp_said_again_under_its_own_id_changes_nothing() -> None:
    till = a_till()
    line = till.line("A", 5)
    till.run(line, c.Fire())
    void = c.VoidLine(line_id=line.line_id, void_id=new_id(), quantity=Decimal(1), reason="cold")
    comp = c.CompLine(line_id=line.line_id, comp_id=new_id(), quantity=Decimal(1), reason="birthday")
    once = till.run(void, comp).copy()
    assert till.run(comp, void, comp) == once
    assert bill_of(once).nets[line.line_id] == 3000


def _raise_all_prices(menu: Menu) -> None:
    """Everything costs thrice as much, and is taxed higher."""
    for key, rows in menu.prices.items():
        menu.prices[key] = tuple(replace(row, amount=row.amount * 3) for row in rows)
    for tax_id, tax in menu.taxes.items():
        menu.taxes[tax_id] = replace(tax, rate=Decimal(13), inclusive=False)


def test_a_changed_line_keeps_the_prices_that_the_guest_was_told() -> None:
    menu = Menu()
    tax = menu.tax("6", inclusive=True)
    links = menu.options({"egg": 200, "beef": 500})
    menu.dish("N", 1000, group_links=links, tax_class_id=tax)
    menu.dish("B", 500, tax_class_id=tax)
    menu.set_meal("S", 1200, {"N": 1, "B": 1}, tax_class_id=tax)
    till = Till(menu)
    egg, beef = (ModifierChoice(menu.ids[code]) for code in ("egg", "beef"))
    dish, a_set = till.line("N", 2, modifiers=(egg,)), till.line("S")
    before = till.run(till.open(), dish, a_set, c.Fire())
    shares = [part.share for part in before.components(a_set.line_id)]
    _raise_all_prices(menu)
    more = c.ChangeLine(
        line_id=dish.line_id, revision=1, fields=frozenset({"modifiers"}), modifiers=(egg, beef)
    )
    noted = c.ChangeLine(line_id=a_set.line_id, revision=1, fields=frozenset({"modifiers"}), modifiers=())
    book = till.run(more, noted)
    line = book.lines[dish.line_id]
    assert (line.list_price, line.line_total) == (1000, 2 * (1000 + 200 + 1500))
    assert {x.tax_rate for x in book.lines.values()} == {Decimal(6)}
    assert [part.share for part in book.components(a_set.line_id)] == shares == [800, 400]
    held = till.line("B")
    till.run(held)
    assert line_of(till, held).line_total == 1500


def test_what_a_set_s_own_options_take_off_is_shared_by_its_components() -> None:
    menu = Menu()
    tax = menu.tax("6", inclusive=True)
    menu.dish("A", 2000, tax_class_id=tax)
    menu.dish("B", 1000)
    links = menu.options({"no rice": -300, "tea": 100})
    menu.set_meal("S", 5000, {"A": 1, "B": 1}, tax_class_id=tax, group_links=links)
    till = Till(menu, service_bp=1000)
    no_rice, tea = (ModifierChoice(menu.ids[code]) for code in ("no rice", "tea"))
    less = till.line("S", 2, modifiers=(no_rice,))
    more = till.line("S", modifiers=(tea,))
    book = till.run(till.open(), less, more)
    nets = bill_of(book).leaf_nets
    assert [nets[x.id] for x in (book.lines[less.line_id], *book.components(less.line_id))] == [0, 6267, 3133]
    assert [nets[x.id] for x in (book.lines[more.line_id], *book.components(more.line_id))] == [
        100,
        3333,
        1667,
    ]
    assert bill_faults(book) == []


def test_an_order_with_a_set_that_was_given_away_is_cancelled_whole() -> None:
    menu = Menu()
    for code in "AB":
        menu.dish(code, 1000)
    menu.set_meal("S", 1500, {"A": 1, "B": 2})
    till = Till(menu)
    line = till.line("S", 2)
    till.run(till.open(), line, c.CompLine(line_id=line.line_id, quantity=Decimal(1), reason="birthday"))
    book = till.run(c.CancelOrder(reason="left"))
    assert all((x.state, x.voided, x.comped) == ("voided", x.quantity, 0) for x in book.lines.values())
    assert bill_faults(book) == []


def test_cancelling_what_is_fired_is_approved_like_voiding_it() -> None:
    till = a_till()
    till.approval_limit = 2000
    line = till.line("A", 3)
    till.run(line, c.Fire())
    with pytest.raises(Problem) as refused:
        till.run(c.CancelOrder(reason="left"))
    assert refused.value.code == "approval_needed"
    till.approval_limit = 3000
    assert till.run(c.CancelOrder(reason="left")).order.state == "cancelled"
