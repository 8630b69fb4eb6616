"""The network goes away while money is taken or given back: nothing is lost, nothing done twice, and the till says so."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import Engine

from core.ids import new_id
from tests.support.bad_network import cut_once
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, pay
from tests.support.tablet import Tablet
from tests.support.till import make_noodle_shop

PHONE = "13800001234"
GONE = ("ERR_", "WebSocket")
BACK = 20_000


@pytest.fixture
def counter(app: Flask, engine: Engine, _quick_hashes: None) -> Counter:
    """A shop whose members recharge 50 and get 10."""
    counter = Counter(app, engine, make_noodle_shop(engine))
    made(counter.boss.put("/member-settings", {"recharge_plans": [{"amount": 5000, "bonus": 1000}]}), 200)
    return counter


def at_recharge(tablet: Tablet) -> None:
    """Look the member up and open the recharge, from wherever the tablet is."""
    expect(tablet.find("connection")).to_be_visible()
    tablet.page.goto("/till/#/floor")
    tablet.tap("members")
    tablet.find_member(PHONE)
    tablet.tap("member-choose")


def balance(counter: Counter, member_id: str) -> int:
    held = made(counter.boss.get(f"/members/{member_id}/stored-value"), 200)["balance"]
    return int(held["principal"] + held["bonus"])


def checks_of(counter: Counter, order_id: UUID | str) -> list[dict[str, Any]]:
    order = made(counter.cashier.get(f"/stores/{counter.store_id}/orders/{order_id}"), 200)["order"]
    return list(order["checks"])


def test_recharge_whose_answer_got_lost_is_settled_before_another(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    member_id = counter.member("王小明", phone=PHONE)
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier")
    at_recharge(tablet)
    tablet.find("plan").click()
    cut_once(tablet.page, "**/stored-value/recharges", taken=True)
    tablet.tap("recharge-cash")
    expect(tablet.find("waits")).to_contain_text("¥50.00（现金）充值没有收到回应")
    shot(tablet.page, "till-recharge-unanswered-zh")

    tablet.page.reload()
    at_recharge(tablet)
    tablet.in_english()
    expect(tablet.find("waits")).to_contain_text("it may have been taken")
    expect(tablet.find("recharge-cash")).to_have_count(0)
    shot(tablet.page, "till-recharge-unanswered-en")
    tablet.tap("recharge-again")
    expect(tablet.find("recharged-balance")).to_have_text("¥60.00")
    assert balance(counter, member_id) == 6000


def test_recharge_that_the_guest_gave_up_is_not_sent_again(open_page: Any, counter: Counter) -> None:
    member_id = counter.member("王小明", phone=PHONE)
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier")
    at_recharge(tablet)
    tablet.find("plan").click()
    tablet.page.context.set_offline(True)
    tablet.tap("recharge-cash")
    tablet.tap("recharge-drop")
    expect(tablet.find("toasts")).to_contain_text("连不上服务器")
    expect(tablet.find("waits")).to_be_visible()  # whether it was taken, nobody knows yet
    tablet.page.context.set_offline(False)
    tablet.tap("recharge-drop")
    expect(tablet.find("toasts")).to_contain_text("现在余额 ¥0.00")
    expect(tablet.find("plan")).to_be_visible()
    assert balance(counter, member_id) == 0


def test_refund_that_waits_cannot_be_given_again_from_a_screen_opened_anew(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    order_id = new_id()
    counter.send(order_id, OPEN, counter.dish("N01", 2), pay(5760))
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("manager")
    tablet.tap("all-orders")
    tablet.find("order-row").click()
    tablet.tap("refund")
    tablet.page.context.set_offline(True)
    give_back(tablet, "1000")
    expect(tablet.find("waits")).to_contain_text("请勿重复退款")
    shot(tablet.page, "till-refund-waits-zh")
    tablet.tap("back")
    tablet.tap("refund")
    tablet.tap("refund-amount")
    tablet.keys("1000", "dialog")
    tablet.tap("amount-ok")
    tablet.find("reason").first.click()
    expect(tablet.find("waits")).to_be_visible()
    expect(tablet.find("refund-do")).to_be_disabled()

    tablet.page.context.set_offline(False)
    expect(tablet.find("refund-do")).to_be_enabled(timeout=BACK)
    expect(tablet.find("waits")).to_have_count(0)
    assert [back["amount"] for check in checks_of(counter, order_id) for back in check["refunds"]] == [1000]


def give_back(tablet: Tablet, amount: str) -> None:
    tablet.tap("refund-amount")
    tablet.keys(amount, "dialog")
    tablet.tap("amount-ok")
    tablet.find("reason").first.click()
    tablet.tap("refund-do")


def test_dish_is_cooked_again_once_however_often_it_is_asked_for_without_network(
    open_page: Any, counter: Counter
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("manager").quick_order()
    tablet.add("N01")
    tablet.tap("fire")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired")
    expect(tablet.find("unsent")).to_have_count(0)
    tablet.page.context.set_offline(True)
    for _ in range(2):
        tablet.line("N01").click()
        tablet.tap("line-refire")
        tablet.find("reason").first.click()
        if tablet.find("reason-act").is_enabled():
            tablet.tap("reason-act")
        expect(tablet.find("waits")).to_contain_text("不用再点")
        tablet.page.keyboard.press("Escape")
    tablet.page.context.set_offline(False)
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    assert counter.rows("SELECT count(*) FROM pos_adjustment WHERE kind = 'refire'") == [(1,)]


def test_payment_that_waits_is_said_on_a_screen_opened_anew_and_sent_in_nobody_elses_name(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier").quick_order()
    tablet.add("N01")
    tablet.expect_due("¥28.80")
    order_id = tablet.page.url.rpartition("/")[2].partition("?")[0]
    tablet.tap("pay")
    tablet.page.context.set_offline(True)
    tablet.tap("cash-exact")
    expect(tablet.find("waits")).to_contain_text("请勿重复收款")
    tablet.tap("back")
    tablet.tap("pay")
    expect(tablet.find("waits")).to_contain_text("请勿重复收款")
    expect(tablet.find("cash-exact")).to_be_disabled()
    shot(tablet.page, "till-pay-waits-zh")
    tablet.tap("sign-out")
    expect(tablet.find("toasts")).to_contain_text("您还有 1 条没发送")

    tablet.page.context.set_offline(False)
    tablet.sign_in("waiter")
    expect(tablet.find("unsent")).to_have_text("1")
    tablet.tap("connection")
    expect(tablet.find("waits-for")).to_have_text("sent once Cashier signs in")
    shot(tablet.page, "till-waits-for-en")
    assert checks_of(counter, order_id)[0]["payments"] == []
    tablet.page.keyboard.press("Escape")
    tablet.tap("sign-out")
    tablet.sign_in("cashier")
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    [payment] = checks_of(counter, order_id)[0]["payments"]
    assert payment["amount"] == 2880


def test_last_dish_that_another_till_sold_meanwhile_is_told_once_with_all_that_was_done_to_it(
    open_page: Any, counter: Counter
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=(*GONE, "409"))).sign_in("cashier").seat("A1", 2)
    tablet.add("N01")
    tablet.expect_due("¥28.80")
    left = {"product_id": str(counter.shop.products["C01"]), "state": "countdown", "left": 1}
    made(counter.manager.post(f"/stores/{counter.store_id}/availability", left), 200)
    tablet.page.context.set_offline(True)
    tablet.add("C01")
    tablet.line("C01").click()
    tablet.page.locator(".place .chips").last.get_by_role("button", name="2", exact=True).click()
    tablet.page.keyboard.press("Escape")
    tablet.add("D01")
    expect(tablet.find("unsent")).to_have_text("3")
    counter.send(new_id(), OPEN, counter.dish("C01"))

    tablet.page.context.set_offline(False)
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    expect(tablet.find("toasts")).to_have_text("拍黄瓜 · 售罄，没有加上请客人换一道菜。")
    expect(tablet.find("bill-line")).to_have_count(2)
    tablet.expect_due("¥34.80")


def test_check_is_split_once_from_a_screen_left_and_opened_anew(open_page: Any, counter: Counter) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier").seat("A1", 2)
    tablet.add("N01", "C01")
    tablet.expect_due("¥38.80")
    tablet.tap("split")
    tablet.page.context.set_offline(True)
    tablet.tap("split-evenly")
    tablet.page.locator('[data-ways="2"]').click()
    expect(tablet.find("waits")).to_contain_text("不用再点")
    tablet.tap("back")
    tablet.tap("split")
    expect(tablet.find("waits")).to_be_visible()
    expect(tablet.find("split-evenly")).to_be_disabled()
    tablet.page.context.set_offline(False)
    expect(tablet.find("check-total")).to_have_text(["¥19.40", "¥19.40"], timeout=BACK)


def test_guest_who_joined_meanwhile_is_shown(open_page: Any, counter: Counter) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=(*GONE, "409"))).sign_in("cashier")
    tablet.tap("members")
    tablet.find_member(PHONE)
    cut_once(tablet.page, "**/api/v1/members", taken=True)
    tablet.tap("join-do")
    expect(tablet.find("toasts")).to_contain_text("连不上服务器")
    tablet.find("join-name").fill("王小明")  # with a name it is another joining
    tablet.tap("join-do")
    expect(tablet.find("toasts")).to_contain_text("这个号码刚成为会员")
    expect(tablet.find("member-choose")).to_be_visible()
