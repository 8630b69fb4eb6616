"""Checks split, paid in parts, and refunded."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


def seated(open_page: Any, shop: NoodleShop, **options: Any) -> Tablet:
    """A cashier at a table of three that ordered for 78.80."""
    tablet = Tablet(open_page(shop.address, **options))
    tablet.sign_in("cashier").seat("A1", 3).add("N01")
    tablet.tile("T01").click()
    tablet.tap("sheet-add")
    tablet.expect_due("¥78.80")
    return tablet


def totals(page: Page) -> list[str]:
    """What each check comes to."""
    return page.get_by_test_id("check-total").all_inner_texts()


def test_check_is_split_evenly_and_each_part_paid_its_own_way(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = seated(open_page, noodle_shop)
    tablet.tap("split")
    tablet.tap("split-evenly")
    tablet.page.locator('[data-ways="3"]').click()
    expect(tablet.find("check")).to_have_count(3)
    assert sorted(totals(tablet.page)) == ["¥26.26", "¥26.27", "¥26.27"]
    shot(tablet.page, "till-split-zh")

    tablet.find("pay-check").first.click()
    tablet.page.locator('[data-testid="cash-note"][data-amount="10000"]').click()
    expect(tablet.find("change-due")).to_have_text("¥73.73")
    tablet.tap("next-check")
    tablet.tap("tender-card")
    tablet.keys("4242")
    tablet.tap("take-card")
    tablet.tap("next-check")
    tablet.keys("1000")
    tablet.tap("take-cash")  # a part of the last check in cash, the rest by phone
    expect(tablet.find("amount-due")).to_have_text("¥16.26")
    tablet.tap("tender-scan")
    shot(tablet.page, "till-scan-zh")
    tablet.keys("8867")
    tablet.tap("take-scan")
    expect(tablet.find("to-floor")).to_be_visible()
    tablet.tap("to-floor")
    expect(tablet.table("A1")).to_have_attribute("data-sign", "free")


def test_check_is_split_by_seat_by_dish_and_by_amount_and_put_together_again(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.sign_in("cashier").seat("A1", 2)
    for seat, code in (("1", "N01"), ("2", "C02")):
        tablet.page.locator(f'[data-seat="{seat}"]').click()
        tablet.add(code)
    tablet.expect_due("¥50.80")
    tablet.tap("split")
    tablet.tap("split-seats")
    expect(tablet.find("check-total")).to_have_text(["¥28.80", "¥22.00"])
    tablet.tap("merge-all")
    expect(tablet.find("check-total")).to_have_text(["¥50.80"])

    tablet.find("check-line").filter(has_text="口水鸡").click()
    tablet.tap("new-check")
    expect(tablet.find("check-total")).to_have_text(["¥28.80", "¥22.00"])
    tablet.tap("split-amount")
    tablet.keys("1000", "dialog")
    tablet.tap("amount-ok")
    expect(tablet.find("check-total")).to_have_text(["¥18.80", "¥22.00", "¥10.00"])
    tablet.tap("merge-all")
    expect(tablet.find("check-total")).to_have_text(["¥50.80"])


def test_paid_dish_is_refunded_from_the_order_list_with_an_approval(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = seated(open_page, noodle_shop, allow=("403",)).in_english()
    tablet.tap("pay")
    tablet.tap("cash-exact")
    tablet.tap("to-floor")
    tablet.tap("all-orders")
    tablet.find("order-row").first.click()
    shot(tablet.page, "till-orders-en")
    tablet.tap("refund")
    tablet.find("refund-line").filter(has_text="Braised beef noodles").get_by_role("button").first.click()
    expect(tablet.find("refund-sum")).to_have_text("¥28.80")
    expect(tablet.find("refund-do")).to_be_disabled()
    tablet.find("reason").filter(has_text="Problem with dish").click()
    shot(tablet.page, "till-refund-en")
    tablet.tap("refund-do")
    tablet.approve("manager")
    expect(tablet.find("toasts")).to_contain_text("¥28.80 refunded")
    tablet.tap("refund-all")
    expect(tablet.find("refund-sum")).to_have_text("¥50.00")
    tablet.find("reason").first.click()
    tablet.tap("refund-do")
    tablet.approve("manager")
    expect(tablet.find("refund-line")).to_have_count(0)
    tablet.tap("back")
    expect(tablet.find("order-row").first).to_contain_text("Refunded")


def test_colleague_who_may_not_approve_is_told_so_and_another_one_asked(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = seated(open_page, noodle_shop, allow=("403",))
    tablet.tap("fire")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired")
    tablet.line("N01").click()
    tablet.tap("line-comp")
    tablet.find("reason").first.click()
    tablet.tap("reason-act")
    tablet.approve("waiter")
    expect(tablet.find("approval")).to_be_visible()
    expect(tablet.page.get_by_role("alert")).to_have_text("这位同事不能授权 请另一位同事授权。")
    shot(tablet.page, "till-approver-may-not-zh")
    tablet.approve("manager")
    tablet.expect_due("¥50.00")


def test_guests_who_leave_without_paying_free_the_table_and_their_part_is_told(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = seated(open_page, noodle_shop, allow=("403",)).in_english()
    tablet.tap("more")
    expect(tablet.find("write-off")).to_be_disabled()  # nothing was made yet
    tablet.page.keyboard.press("Escape")
    tablet.tap("fire")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired")
    tablet.tap("split")
    tablet.tap("split-evenly")
    tablet.page.locator('[data-ways="2"]').click()
    expect(tablet.find("check")).to_have_count(2)
    tablet.find("pay-check").first.click()
    tablet.tap("cash-exact")
    tablet.tap("to-floor")
    tablet.open_table("A1")
    tablet.expect_due("¥39.40")
    tablet.tap("more")
    shot(tablet.page, "till-more-en")
    tablet.tap("write-off")
    tablet.find("reason").filter(has_text="Left without paying").click()
    expect(tablet.find("reason-act")).to_have_text("End the order, ¥39.40 unpaid")
    shot(tablet.page, "till-write-off-en")
    tablet.tap("reason-act")
    tablet.approve("manager")
    expect(tablet.table("A1")).to_have_attribute("data-sign", "free")
    tablet.tap("all-orders")
    expect(tablet.find("order-row").first).to_contain_text("Left unpaid")
    tablet.find("order-row").first.click()
    shot(tablet.page, "till-left-unpaid-en")
