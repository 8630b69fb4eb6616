"""Guests pay in cash while the server is away: the till reckons the bill, and the server's word comes when the order does."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import Engine

from core.ids import new_id
from tests.browser.test_till_offline import BACK, GONE, kept
from tests.support.brand import made
from tests.support.counter import Counter
from tests.support.tablet import Tablet
from tests.support.till import make_noodle_shop


@pytest.fixture
def counter(app: Flask, engine: Engine, _quick_hashes: None) -> Counter:
    return Counter(app, engine, make_noodle_shop(engine))


def at_till(open_page: Any, counter: Counter) -> Tablet:
    tablet = Tablet(open_page(counter.shop.address, allow=(*GONE, "409"))).sign_in("cashier")
    kept(tablet.page)
    return tablet


def back_online(tablet: Tablet) -> None:
    tablet.page.context.set_offline(False)
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)


def payments(counter: Counter) -> list[tuple[Any, ...]]:
    return counter.rows("SELECT amount, tendered, change FROM pos_payment ORDER BY at")


def test_guests_pay_without_network_and_the_next_order_is_taken(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    tablet = at_till(open_page, counter)
    tablet.page.context.set_offline(True)
    tablet.quick_order().add("N01", "C01")
    tablet.tap("pay")
    expect(tablet.find("amount-due")).to_have_text("¥38.80")
    expect(tablet.find("waits")).to_contain_text("只能收现金")
    expect(tablet.find("tender-card")).to_be_disabled()
    shot(tablet.page, "till-pay-offline-zh")
    tablet.page.locator('[data-testid="cash-note"][data-amount="5000"]').click()
    expect(tablet.find("change-due")).to_have_text("¥11.20")
    expect(tablet.find("reckoned")).to_be_visible()
    shot(tablet.page, "till-paid-offline-zh")
    tablet.tap("next-order")
    tablet.add("D01")
    tablet.page.reload()
    tablet.tap("back")
    expect(tablet.find("open-order")).to_have_count(1)  # the first one is paid
    back_online(tablet)
    assert payments(counter) == [(3880, 5000, 1120)]
    assert sorted(counter.rows("SELECT state FROM pos_order")) == [("open",), ("paid",)]


def test_bill_with_service_tax_on_top_and_rounding_is_the_servers(open_page: Any, counter: Counter) -> None:
    terms = {
        "prices_include_tax": False,
        "rounding": {"unit": 10, "mode": "half_up", "scope": "cash"},
        "service_charge": {"percent": "12.5", "channels": ["dine_in"]},
    }
    made(counter.boss.patch(f"/stores/{counter.store_id}", terms), 200)
    tablet = at_till(open_page, counter)
    tablet.page.context.set_offline(True)
    tablet.seat("A1", 2).add("N01", "N02", "T01")
    tablet.tap("sheet-add")
    expect(tablet.find("bill-line")).to_have_count(3)
    tablet.tap("pay")
    due = tablet.find("amount-due").inner_text()
    tablet.tap("cash-exact")
    expect(tablet.find("change-due")).to_have_text("¥0.00")
    back_online(tablet)
    [(amount, tendered, change)] = payments(counter)
    assert f"¥{amount / 100:.2f}" == due
    assert (tendered, change) == (amount, 0)
    net = 2880 + 1690 + 5000
    service = net * 125 / 1000
    assert amount == round((net + service) * 1.06, -1)
    assert counter.rows("SELECT state FROM pos_order") == [("paid",)]


def test_offer_that_the_till_could_not_know_comes_off_and_is_told(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    counter.promotion({"lane": 3, "benefit": {"kind": "percent_off", "percent_bp": 1000}})
    tablet = at_till(open_page, counter)
    tablet.page.context.set_offline(True)
    tablet.quick_order().add("N01")
    tablet.tap("pay")
    expect(tablet.find("amount-due")).to_have_text("¥28.80")
    tablet.tap("cash-exact")
    tablet.tap("to-floor")
    tablet.page.context.set_offline(False)
    expect(tablet.find("toasts")).to_contain_text("断网时多收了 ¥2.88", timeout=BACK)
    shot(tablet.page, "till-paid-too-much-zh")
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    assert payments(counter) == [(2592, 2880, 288)]
    assert counter.rows("SELECT state FROM pos_order") == [("paid",)]
    # It stays until a person has ticked it off: after a reload, and for who signs in next.
    tablet.page.reload()
    expect(tablet.find("to-settle")).to_have_text("1", timeout=BACK)
    tablet.tap("sign-out")
    tablet.sign_in("manager")
    tablet.tap("connection")
    expect(tablet.find("money-note")).to_contain_text("断网时多收了 ¥2.88")
    expect(tablet.find("money-note")).to_contain_text("Cashier")
    shot(tablet.page, "till-money-to-settle-zh")
    tablet.tap("tick-off")
    expect(tablet.find("money-note")).to_have_count(1)  # the first tap asks
    tablet.tap("tick-off")
    expect(tablet.find("money-note")).to_have_count(0)
    tablet.page.reload()
    expect(tablet.find("connection")).to_be_visible()
    expect(tablet.find("to-settle")).to_have_count(0)


def test_price_that_rose_leaves_the_rest_open_and_is_told(open_page: Any, counter: Counter) -> None:
    tablet = at_till(open_page, counter)
    tablet.page.context.set_offline(True)
    terms = {"service_charge": {"percent": "10", "channels": ["takeaway"]}}
    made(counter.boss.patch(f"/stores/{counter.store_id}", terms), 200)
    tablet.quick_order().add("N01")
    tablet.tap("pay")
    tablet.tap("cash-exact")
    tablet.tap("to-floor")
    expect(tablet.find("open-order")).to_have_count(0)
    tablet.page.context.set_offline(False)
    expect(tablet.find("toasts")).to_contain_text("还差 ¥2.88", timeout=BACK)
    expect(tablet.find("to-settle")).to_have_text("1")
    expect(tablet.find("open-order")).to_have_count(1)
    assert payments(counter) == [(2880, 2880, 0)]


def test_table_of_guests_who_paid_without_network_takes_the_next_ones(
    open_page: Any, counter: Counter
) -> None:
    tablet = at_till(open_page, counter)
    tablet.seat("A1", 2).add("N01")
    tablet.expect_due("¥28.80")
    tablet.page.context.set_offline(True)
    tablet.add("D01")
    tablet.tap("pay")
    tablet.tap("cash-exact")
    tablet.tap("to-floor")
    expect(tablet.table("A1")).to_have_attribute("data-sign", "free")
    tablet.seat("A1", 3).add("C01")
    tablet.tap("back")
    expect(tablet.table("A1")).to_have_attribute("data-sign", "unfired")
    back_online(tablet)
    rows = counter.rows("SELECT state, covers FROM pos_order ORDER BY number")
    assert rows == [("paid", 2), ("open", 3)]
    assert payments(counter) == [(3480, 3480, 0)]


def test_guests_seated_without_network_at_a_table_that_others_took_lose_nothing(
    open_page: Any, counter: Counter
) -> None:
    tablet = at_till(open_page, counter)
    tablet.page.context.set_offline(True)
    tablet.seat("A1", 2).add("N01")
    [(table_id,)] = counter.rows("SELECT id::text FROM pos_table WHERE name = 'A1'")
    counter.send(new_id(), {"type": "open_order", "channel": "dine_in", "table_id": table_id, "covers": 4})
    tablet.tap("pay")
    tablet.tap("cash-exact")
    tablet.tap("to-floor")
    back_online(tablet)
    assert sorted(counter.rows("SELECT state, covers FROM pos_order")) == [("open", 4), ("paid", 2)]
    assert payments(counter) == [(2880, 2880, 0)]
