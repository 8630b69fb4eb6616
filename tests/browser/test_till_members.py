"""A guest becomes a member, recharges, gets something off, pays with points and stored value, and gets it back."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import Engine

from core.ids import new_id
from tests.support.accounts import Caller
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay
from tests.support.live_server import LiveServer
from tests.support.tablet import Tablet
from tests.support.till import make_noodle_shop
from tests.support.waiting import wait_until

PHONE, PIN = "13800001234", "7391"
FULL_OFF = {"lane": 3, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 5000, "value": 1000}]}}
PLANS = [{"amount": 5000, "bonus": 1000}, {"amount": 20000, "bonus": 5000}]


@pytest.fixture
def counter(app: Flask, engine: Engine, _quick_hashes: None) -> Counter:
    """A shop whose brand has members: a tier, plans to recharge, a PIN for stored value, 10 off 50."""
    counter = Counter(app, engine, make_noodle_shop(engine))
    made(counter.boss.put("/member-settings", {"recharge_plans": PLANS, "value_proof": "pin"}), 200)
    made(counter.boss.post("/member-tiers", {"name": {"zh": "银卡", "en": "Silver"}, "from_amount": 0}))
    counter.promotion(FULL_OFF)
    return counter


def member_id(boss: Caller) -> str:
    """The member with the phone number."""
    return str(made(boss.get("/members", find=PHONE), 200)["members"][0]["id"])


def regular(counter: Counter, live_server: LiveServer) -> str:
    """A member with a PIN who ate for 288 before: what that earned is counted by now."""
    assert live_server.is_running
    who = member_id(counter.boss)
    counter.boss.put(f"/members/{who}/value-pin", {"pin": PIN})
    counter.send(new_id(), OPEN, of_member(who), counter.dish("N01", 10), pay(27800))
    wait_until(lambda: counter.points(who) == 278, what="the points of the first order")
    return who


def test_guest_joins_recharges_pays_with_both_and_gets_it_back(
    open_page: Any, counter: Counter, live_server: LiveServer, shot: Any
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=("403",))).sign_in("cashier")
    tablet.tap("members")
    tablet.find_member(PHONE)
    tablet.find("join-name").fill("王小明")
    tablet.find("join-agrees").check()
    shot(tablet.page, "till-member-join-zh")
    tablet.tap("join-do")
    tablet.page.locator('[data-testid="plan"][data-amount="5000"]').click()
    shot(tablet.page, "till-recharge-zh")
    tablet.tap("recharge-cash")
    expect(tablet.find("recharged-balance")).to_have_text("¥60.00")
    tablet.tap("recharge-close")
    expect(tablet.find("member-balance")).to_have_text("¥60.00")
    tablet.tap("back")
    who = regular(counter, live_server)

    tablet.quick_order().add("C01")
    tablet.tap("bill-member")
    tablet.find_member(PHONE)
    shot(tablet.page, "till-member-found-zh")
    tablet.tap("member-choose")
    tablet.tap("points-all")
    expect(tablet.find("points-used")).to_contain_text("200")
    tablet.expect_due("¥8.00")
    shot(tablet.page, "till-member-card-zh")
    tablet.page.keyboard.press("Escape")
    tablet.add("N01")
    expect(tablet.find("nudge")).to_have_text("再点 ¥11.20 减 ¥10")
    shot(tablet.page, "till-nudge-zh")
    tablet.add("C02")
    tablet.expect_due("¥48.80")
    tablet.tap("explain")
    expect(tablet.find("benefit")).to_have_count(2)
    shot(tablet.page, "till-deal-zh")

    tablet.tap("pay")
    tablet.tap("tender-value")
    expect(tablet.find("value-balance")).to_have_text("¥60.00")
    tablet.keys("3000")
    shot(tablet.page, "till-pay-value-zh")
    tablet.tap("take-value")
    tablet.keys("1111", '[data-testid="proof"]')
    tablet.tap("pin-enter")
    expect(tablet.find("proof").get_by_role("alert")).to_be_visible()
    shot(tablet.page, "till-proof-zh")
    tablet.keys(PIN, '[data-testid="proof"]')
    tablet.tap("pin-enter")
    expect(tablet.find("amount-due")).to_have_text("¥18.80")
    tablet.tap("cash-exact")
    expect(tablet.find("value-after")).to_contain_text("¥30.00")
    shot(tablet.page, "till-paid-member-zh")
    wait_until(lambda: counter.points(who) == 278 - 200 + 48, what="the points of the second order")

    tablet.in_english()
    tablet.tap("to-floor")
    tablet.tap("all-orders")
    tablet.find("order-row").first.click()
    tablet.tap("refund")
    tablet.tap("refund-all")
    tablet.find("reason").first.click()
    shot(tablet.page, "till-refund-member-en")
    tablet.tap("refund-do")
    tablet.approve("manager")
    expect(tablet.find("toasts")).to_contain_text("¥48.80 refunded")
    tablet.page.goto("/till/#/members")
    tablet.find_member(PHONE)
    expect(tablet.find("member-balance")).to_have_text("¥60.00")
    shot(tablet.page, "till-member-found-en")
    wait_until(lambda: counter.points(who) == 278, what="the points that come back")


def test_guest_keeps_a_coupon_for_another_time_and_changes_their_mind(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    terms = {"lane": 4, "benefit": {"kind": "amount_off", "amount": 500}, "needs_coupon": True}
    who = counter.member("王小明", phone=PHONE)
    made(counter.boss.post(f"/promotions/{counter.promotion(terms)}/coupons", {"member_ids": [who]}))
    tablet = Tablet(open_page(counter.shop.address)).sign_in("cashier")
    tablet.quick_order().add("C01")
    tablet.tap("bill-member")
    tablet.find_member(PHONE)
    tablet.tap("member-choose")
    tablet.expect_due("¥5.00")
    tablet.page.keyboard.press("Escape")
    tablet.tap("explain")
    shot(tablet.page, "till-coupon-zh")
    tablet.tap("keep_coupon")
    expect(tablet.find("verdict")).to_contain_text("留着下次用")
    tablet.expect_due("¥10.00")
    shot(tablet.page, "till-coupon-kept-zh")
    tablet.page.keyboard.press("Escape")
    tablet.add("D01")
    tablet.expect_due("¥16.00")
    expect(tablet.find("unsent")).to_have_count(0)

    tablet.page.reload()
    tablet.expect_due("¥16.00")
    tablet.tap("explain")
    tablet.tap("use_coupon")
    expect(tablet.find("benefit")).to_contain_text("−¥5.00")
    tablet.expect_due("¥11.00")
