"""The main job: an order is taken and paid."""

from typing import Any

from playwright.sync_api import expect

from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


def test_first_order_is_taken_fired_and_paid_with_change(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").seat("A1", 2)
    tablet.add("N01", "C02")
    tablet.tile("T01").click()
    shot(tablet.page, "till-set-meal-zh")
    tablet.tap("sheet-add")  # a set meal at its defaults: the second tap
    tablet.expect_due("¥100.80")
    shot(tablet.page, "till-order-zh")

    tablet.tap("fire")
    expect(tablet.find("bill-line").and_(tablet.page.locator('[data-state="fired"]'))).to_have_count(3)
    tablet.tap("pay")
    expect(tablet.find("amount-due")).to_have_text("¥100.80")
    tablet.keys("15000")
    expect(tablet.find("change")).to_have_text("¥49.20")
    shot(tablet.page, "till-pay-zh")
    tablet.tap("take-cash")
    expect(tablet.find("change-due")).to_have_text("¥49.20")
    shot(tablet.page, "till-paid-zh")
    tablet.tap("receipt-open")
    expect(tablet.page.frame_locator('[data-testid="receipt"]').locator("body")).to_contain_text("100.80")
    tablet.page.get_by_role("button", name="关闭").click()

    tablet.tap("to-floor")
    expect(tablet.table("A1")).to_have_attribute("data-sign", "free")


def test_takeaway_is_paid_with_one_tap_on_the_note_that_was_handed_over(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").quick_order().add("N02", "D01", "D01")
    expect(tablet.find("bill-line")).to_have_count(2)  # two of the same stand on one row
    tablet.expect_due("¥28.90")
    tablet.tap("pay")
    tablet.page.locator('[data-testid="cash-note"][data-amount="3000"]').click()
    expect(tablet.find("change-due")).to_have_text("¥1.10")
    tablet.tap("next-order")
    expect(tablet.find("bill-line")).to_have_count(0)


def test_search_finds_by_pinyin_initials_code_and_english_name_from_the_keyboard(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").quick_order()
    for words, code in (("hsnrm", "N01"), ("c02", "C02"), ("sour", "D02")):
        tablet.page.keyboard.type(words)
        expect(tablet.find("tile")).to_have_count(1)
        tablet.page.keyboard.press("Enter")
        expect(tablet.line(code)).to_be_visible()
        expect(tablet.find("search")).to_have_value("")


def test_suggestion_is_taken_with_a_tap(open_page: Any, noodle_shop: NoodleShop) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").quick_order().add("N01")
    tablet.find("suggestion").filter(has_text="拍黄瓜").click()
    tablet.expect_due("¥38.80")
    expect(tablet.find("suggestion")).to_have_count(0)


def test_courses_are_fired_one_by_one_and_what_is_on_hold_waits(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").seat("A2", 2).add("C01")
    tablet.page.locator('[data-course="2"]').click()
    tablet.add("N01")
    tablet.tap("fire")
    expect(tablet.line("C01")).to_have_attribute("data-state", "fired")
    expect(tablet.line("N01")).to_have_attribute("data-state", "held")
    tablet.tap("hold")
    tablet.add("N02")
    tablet.tap("fire")
    expect(tablet.line("N02")).to_have_attribute("data-state", "fired")
    expect(tablet.line("N01")).to_have_attribute("data-state", "held")
    tablet.tap("fire")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired")


def test_fired_dish_is_voided_only_with_a_reason_and_a_second_persons_pin(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address, allow=("403",)))
    tablet.sign_in("cashier").seat("A3", 1).add("C02", "D01")
    tablet.tap("fire")
    expect(tablet.line("C02")).to_have_attribute("data-state", "fired")
    tablet.line("C02").click()
    tablet.tap("line-void")
    expect(tablet.find("reason-act")).to_be_disabled()
    tablet.find("reason").first.click()
    tablet.tap("reason-act")
    tablet.approve("manager", pin="9082")
    expect(tablet.find("approval")).to_contain_text("Manager")
    tablet.keys(NoodleShop.pin("manager"), '[data-testid="approval"]')
    tablet.find("approval").get_by_test_id("pin-enter").click()
    expect(tablet.line("C02")).to_have_attribute("data-state", "voided")
    tablet.expect_due("¥6.00")


def test_long_names_are_read_to_their_end_in_english(open_page: Any, noodle_shop: NoodleShop) -> None:
    tablet = Tablet(open_page(noodle_shop.address)).sign_in("cashier").in_english().quick_order()
    tablet.add("N01")
    name = tablet.find("suggestion").get_by_text("Smashed cucumber")
    expect(name).to_be_visible()
    assert name.evaluate("(words) => words.scrollWidth <= words.clientWidth")
    title = tablet.page.locator(".head .who strong")
    expect(title).to_have_text("Takeaway")
    assert title.evaluate("(words) => words.scrollHeight <= words.clientHeight")  # no tail of a y is cut
