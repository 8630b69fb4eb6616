"""A receipt says what the check says."""

from decimal import Decimal

import pytest

from core.ids import new_id
from core.paper import Paper, Row, as_text
from core.uow import Unit
from pos.errors import CheckNotFound
from pos.services.receipts import check_receipt
from pos.values import commands as c
from tests.support.orders import Shop, make_shop


@pytest.fixture
def shop(unit: Unit) -> Shop:
    return make_shop(unit)


def rows(paper: Paper) -> dict[str, str]:
    return {row.text: row.right for row in paper.rows if isinstance(row, Row)}


def receipt(shop: Shop, check_id: object = None, language: str = "en") -> Paper:
    shop.unit.settle()
    return check_receipt(shop.unit, shop.store.id, shop.order_id, check_id, language)  # type: ignore[arg-type]


def test_a_paid_check_with_a_set_modifiers_and_change(shop: Shop) -> None:
    extra = (c.ModifierChoice(shop.options["extra"]),)
    shop.run(
        shop.open(covers=2),
        shop.line("S"),
        shop.line("D", 2, modifiers=extra),
        c.Pay(payment_id=new_id(), tender="cash", amount=9200, tendered=10000),
    )
    found = rows(receipt(shop))
    assert (found["S"], found["2 x D"]) == ("50.00", "42.00")
    assert "+ D/extra +3.00" in found
    assert {"A", "B", "C"} <= found.keys()
    assert (found["Total"], found["Cash"], found["Change"]) == ("92.00", "100.00", "8.00")
    assert "Not paid yet" not in found
    assert "To pay" not in found


def test_an_unpaid_check_says_so_and_what_is_due(shop: Shop) -> None:
    shop.run(shop.open(), shop.line("A"))
    found = rows(receipt(shop, language="zh"))
    assert "未付款 · 预结单" in found
    assert (found["合计"], found["应付"]) == ("22.00", "22.00")


def test_the_checks_of_a_split_bill_add_up(shop: Shop) -> None:
    others = (new_id(), new_id())
    shop.run(
        shop.open(), shop.line("C"), c.Fire(), c.SplitEvenly(check_id=shop.order_id, new_check_ids=others)
    )
    papers = [rows(receipt(shop, check_id)) for check_id in (shop.order_id, *others)]
    assert sum(Decimal(found["Total"]) for found in papers) == Decimal("10.00")
    assert all("C (1 of 3 shares)" in found for found in papers)


def test_what_was_voided_is_not_on_it_and_what_was_given_away_is(shop: Shop) -> None:
    gone, free = shop.line("A"), shop.line("B")
    shop.run(
        shop.open(),
        gone,
        free,
        shop.line("C"),
        c.VoidLine(line_id=gone.line_id),
        c.CompLine(line_id=free.line_id, reason="late"),
    )
    found = rows(receipt(shop))
    assert "A" not in found
    assert (found["B"], found["C"], found["Total"]) == ("0.00", "10.00", "10.00")
    assert "On the house 1 x" in found


def test_a_set_of_which_some_were_voided_names_the_dishes_of_the_rest(shop: Shop) -> None:
    sets = shop.line("S", 3)
    shop.run(shop.open(), sets, c.VoidLine(line_id=sets.line_id, quantity=Decimal(1)))
    found = rows(receipt(shop))
    assert found["2 x S"] == "100.00"
    assert {"2 x A", "2 x B", "2 x C"} <= found.keys()


def test_a_refund_is_on_it(shop: Shop) -> None:
    shop.run(shop.open(), shop.line("A"), c.Pay(payment_id=new_id(), tender="card", amount=2200))
    shop.run(c.GiveRefund(refund_id=new_id(), reason="cold", amount=500))
    assert "-5.00" in rows(receipt(shop)).values()


def test_what_was_never_paid_is_on_it(shop: Shop) -> None:
    pay = c.Pay(payment_id=new_id(), tender="scan", amount=1500)
    shop.run(shop.open(), shop.line("A"), c.Fire(), pay, c.WriteOff(reason="ran away"))
    found = rows(receipt(shop))
    assert (found["Scanned code"], found["Never paid"]) == ("15.00", "7.00")
    assert "To pay" not in found


def test_text_fits_the_paper(shop: Shop) -> None:
    shop.run(shop.open(), shop.line("S", 3), shop.line("D"))
    assert max(len(line) for line in as_text(receipt(shop)).splitlines()) <= 42


def test_a_check_of_another_order_is_not_found(shop: Shop) -> None:
    shop.run(shop.open(), shop.line("A"))
    with pytest.raises(CheckNotFound):
        receipt(shop, new_id())
