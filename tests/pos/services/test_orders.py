"""Taking orders against the real database: the story, and what is stored."""

from decimal import Decimal
from uuid import UUID

import pytest

from core.errors import Conflict, Forbidden
from core.ids import new_id
from core.uow import Unit
from pos.errors import BadCommand, OrderNotFound
from pos.models.floor import AreaRow, TableRow
from pos.values import commands as c
from tests.support.menu import add_row
from tests.support.orders import CASHIER, Shop, make_choice, make_set, make_shop


def test_a_set_meal_is_ordered_fired_and_paid(unit: Unit) -> None:
    shop = make_shop(unit)
    order = shop.run(
        shop.open(covers=2),
        shop.line("S", 3),
        shop.line("A"),
        c.Fire(),
        c.Pay(payment_id=new_id(), tender="cash", amount=17200, tendered=20000),
    )
    assert order["state"] == "paid"
    assert order["totals"]["total"] == 17200
    assert order["totals"]["due"] == 0
    (check,) = order["checks"]
    assert check["payments"][0]["change"] == 2800
    set_line = order["lines"][0]
    assert [part["share"] for part in set_line["components"]] == [7500, 4091, 3409]
    assert {line["state"] for line in order["lines"]} == {"fired"}


def test_an_order_reads_back_as_it_was_answered(unit: Unit) -> None:
    from pos.services.orders import get_order

    shop = make_shop(unit)
    answered = shop.run(shop.open(), shop.line("S", 2), shop.line("D"))
    read = get_order(unit, shop.store.id, shop.order_id)
    answered.pop("number"), answered.pop("pickup_number")
    assert read.pop("number") == 1
    assert read.pop("pickup_number") == 1
    assert read == answered


def test_the_same_line_and_payment_again_change_nothing(unit: Unit) -> None:
    shop = make_shop(unit)
    line, pay = shop.line("A"), c.Pay(payment_id=new_id(), tender="card", amount=1000)
    first = shop.run(shop.open(), line, pay)
    again = shop.run(shop.open(), line, pay)
    assert again["totals"] == first["totals"]


def test_numbers_have_no_gaps_and_begin_anew_each_day(unit: Unit) -> None:
    shop = make_shop(unit)
    from pos.services.orders import get_order

    numbers = []
    for _ in range(3):
        order_id = new_id()
        shop.run(shop.open(), order_id=order_id)
        with pytest.raises(BadCommand):
            shop.run(shop.open(channel="drone"), order_id=new_id())
        numbers.append(get_order(unit, shop.store.id, order_id)["number"])
    assert numbers == [1, 2, 3]


def test_a_changed_line_needs_the_revision_that_was_seen(unit: Unit) -> None:
    shop = make_shop(unit)
    line = shop.line("A")
    shop.run(shop.open(), line)
    change = c.ChangeLine(
        line_id=line.line_id, revision=1, fields=frozenset({"quantity"}), quantity=Decimal(3)
    )
    assert shop.run(change)["totals"]["total"] == 6600
    with pytest.raises(Conflict) as refused:
        shop.run(change)
    assert refused.value.code == "line_changed"
    assert refused.value.extra["current"]["totals"]["total"] == 6600


def test_voids_before_fire_leave_no_trace_on_the_bill_and_after_fire_need_a_reason(unit: Unit) -> None:
    shop = make_shop(unit)
    a, b = shop.line("A"), shop.line("B", 3)
    shop.run(shop.open(), a, b)
    assert shop.run(c.VoidLine(line_id=a.line_id))["totals"]["total"] == 3600
    shop.run(c.Fire())
    with pytest.raises(BadCommand):
        shop.run(c.VoidLine(line_id=b.line_id, quantity=Decimal(1)))
    order = shop.run(c.VoidLine(line_id=b.line_id, quantity=Decimal(1), reason="cold"))
    assert order["totals"]["total"] == 2400


def test_a_comp_takes_the_price_to_zero_and_keeps_the_line(unit: Unit) -> None:
    shop = make_shop(unit)
    line = shop.line("S", 3)
    shop.run(shop.open(), line, c.Fire())
    order = shop.run(c.CompLine(line_id=line.line_id, quantity=Decimal(1), reason="birthday"))
    assert order["totals"] | {"list": 15000, "comped": 5000, "total": 10000} == order["totals"]
    assert sum(part["amount"] for part in order["lines"][0]["components"]) == 10000


def test_a_refund_in_parts_gives_back_exactly_what_was_paid(unit: Unit) -> None:
    shop = make_shop(unit)
    line = shop.line("S", 3)
    shop.run(shop.open(), line, c.Pay(payment_id=new_id(), tender="cash", amount=15000))
    given = []
    for _ in range(3):
        item = c.RefundItem(line.line_id, quantity=Decimal(1))
        order = shop.run(c.GiveRefund(refund_id=new_id(), reason="sick", lines=(item,)))
        given.append(order["checks"][0]["refunds"][-1]["amount"])
    assert given == [5000, 5000, 5000]
    with pytest.raises(Conflict):
        shop.run(c.GiveRefund(refund_id=new_id(), reason="again"))


def test_split_evenly_then_pay_each(unit: Unit) -> None:
    shop = make_shop(unit)
    second, third = new_id(), new_id()
    order = shop.run(
        shop.open(),
        shop.line("C"),
        c.SplitEvenly(check_id=shop.order_id, new_check_ids=(second, third)),
    )
    assert [check["total"] for check in order["checks"]] == [334, 333, 333]
    for check_id, amount in ((third, 333), (shop.order_id, 334), (second, 333)):
        order = shop.run(c.Pay(payment_id=new_id(), check_id=check_id, tender="cash", amount=amount))
    assert order["state"] == "paid"
    assert order["totals"]["paid"] == 1000


def test_checks_are_merged_though_a_part_payment_on_one_was_given_back(unit: Unit) -> None:
    shop, other = make_shop(unit), new_id()
    part = c.Pay(payment_id=new_id(), tender="cash", amount=500, check_id=shop.order_id)
    shop.run(
        shop.open(),
        shop.line("A"),
        c.SplitEvenly(check_id=shop.order_id, new_check_ids=(other,)),
        part,
        c.GiveRefund(refund_id=new_id(), check_id=shop.order_id, reason="card instead"),
    )
    unit.settle()
    merged = shop.run(c.MergeChecks(into_check_id=other, check_ids=(shop.order_id,)))
    unit.settle()
    (check,) = merged["checks"]
    assert (check["id"], check["due"], check["paid"]) == (other, 2200, 0)
    assert [refund["amount"] for refund in check["refunds"]] == [500]
    assert shop.run(c.Pay(payment_id=new_id(), tender="card", amount=2200))["state"] == "paid"


def test_merged_orders_keep_every_line_once(unit: Unit) -> None:
    shop = make_shop(unit)
    other = new_id()
    shop.run(shop.open(covers=2), shop.line("A"))
    shop.run(shop.open(covers=3), shop.line("B"), c.Fire(), order_id=other)
    order = shop.run(c.MergeOrder(from_order_id=other))
    assert order["covers"] == 5
    assert order["totals"]["total"] == 3400
    again = shop.run(c.MergeOrder(from_order_id=other))
    assert again["totals"]["total"] == 3400


def test_choices_upcharges_and_modifiers_stay_outside_the_split(unit: Unit) -> None:
    shop = make_shop(unit)
    shop.products["T"] = make_set(unit, shop, "T", 4000, ["A"])
    make_choice(unit, shop, "T", 1, {"B": 0, "D": 600})
    picked = c.ComponentChoice(shop.options["T/D"], modifiers=(c.ModifierChoice(shop.options["extra"]),))
    order = shop.run(shop.open(), shop.line("T", 2, components=(picked,)))
    (line,) = order["lines"]
    assert line["line_total"] == 2 * (4000 + 600 + 300)
    assert [part["share"] for part in line["components"]] == [4400, 3600]
    assert [part["upcharge"] for part in line["components"]] == [0, 1800]


def test_a_waiter_without_the_right_needs_a_second_person(unit: Unit) -> None:
    shop = make_shop(unit, CASHIER - {"order.comp"})
    line = shop.line("A")
    before = shop.run(shop.open(), line)
    with pytest.raises(Forbidden) as refused:
        shop.run(c.CompLine(line_id=line.line_id, reason="nice people"))
    assert refused.value.code == "approval_needed"
    assert shop.run(c.SetOrder(fields={"note": "x"}))["totals"] == before["totals"]


def test_nothing_happens_to_an_order_that_was_never_opened(unit: Unit) -> None:
    shop = make_shop(unit)
    with pytest.raises(OrderNotFound):
        shop.run(shop.line("A"))


def test_an_id_is_not_taken_for_another_line(unit: Unit) -> None:
    shop = make_shop(unit)
    line = shop.line("A")
    first = shop.run(shop.open(), line)
    with pytest.raises(Conflict) as refused:
        shop.run(shop.line("A", 2, line_id=line.line_id))
    assert refused.value.code == "line_exists"
    assert shop.run(line)["version"] == first["version"]


def test_an_order_is_opened_again_only_as_it_was(unit: Unit) -> None:
    shop = make_shop(unit)
    there, elsewhere = _tables(unit, shop)
    opening = shop.open(table_id=there)
    shop.run(opening)
    before = shop.run(opening)
    assert before["version"] == 1
    for other in (shop.open(channel="takeaway", table_id=there), shop.open(table_id=elsewhere), shop.open()):
        with pytest.raises(Conflict) as refused:
            shop.run(other)
        assert refused.value.code == "order_exists"
        assert shop.run(opening) == before
    shop.run(c.MoveOrder(table_id=elsewhere))
    assert shop.run(opening)["table_id"] == elsewhere
    with pytest.raises(Conflict):
        shop.run(shop.open(channel="takeaway", table_id=there))


def _tables(unit: Unit, shop: Shop) -> list[UUID]:
    area = {"store_id": shop.store.id, "name": {"zh": "厅", "en": "Hall"}, "sort": 0, "archived_at": None}
    table = {
        "store_id": shop.store.id,
        "area_id": add_row(unit, AreaRow, area),
        "seats": 4,
        "x": 0,
        "y": 0,
        "w": 1,
        "h": 1,
        "shape": "square",
        "archived_at": None,
    }
    return [add_row(unit, TableRow, {**table, "name": f"T{n}"}) for n in (1, 2)]
