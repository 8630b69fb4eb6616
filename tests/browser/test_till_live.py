"""Several tablets on one floor, and a network that fails."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.support.live_server import LiveServer
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


def test_two_tablets_on_one_table_see_each_others_changes_without_a_reload(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    front = Tablet(open_page(noodle_shop.address)).sign_in("cashier")
    hall = Tablet(open_page(noodle_shop.address, locale="en")).sign_in("waiter")
    front.seat("A1", 4)
    expect(hall.table("A1")).to_have_attribute("data-sign", "seated")
    hall.open_table("A1")
    front.add("N01")
    hall.add("C02", "D01")
    for tablet in (front, hall):
        expect(tablet.find("bill-line")).to_have_count(3)
        tablet.expect_due("¥56.80")
    hall.tap("fire")
    expect(front.line("N01")).to_have_attribute("data-state", "fired")
    shot(hall.page, "till-order-en")

    front.tap("pay")
    front.tap("cash-exact")
    expect(hall.find("hold")).to_be_disabled()
    expect(hall.find("pay")).to_be_disabled()
    hall.tap("back")
    expect(hall.table("A1")).to_have_attribute("data-sign", "free")


def test_tablet_says_what_happened_when_a_colleague_was_first(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    front = Tablet(open_page(noodle_shop.address, allow=("409",))).sign_in("cashier")
    hall = Tablet(open_page(noodle_shop.address)).sign_in("waiter")
    front.table("A1").click()  # asked for the number of guests, and slow to answer
    hall.seat("A1", 2)
    expect(hall.page.locator("aside.bill")).to_contain_text("#1")  # the server has taken it
    front.page.locator('[data-covers="2"]').click()
    expect(front.find("toasts")).to_contain_text("这张桌刚被占用")


def test_taps_are_kept_while_the_server_is_away_and_sent_once_when_it_is_back(
    open_page: Any, noodle_shop: NoodleShop, new_live_server: Callable[..., LiveServer], shot: Any
) -> None:
    server = new_live_server()
    tablet = Tablet(
        open_page(
            server.url + noodle_shop.address, allow=("ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "WebSocket")
        )
    )
    tablet.sign_in("cashier").quick_order().add("C01")
    tablet.expect_due("¥10.00")

    server.kill()
    tablet.add("D01", "D01", "C02")
    expect(tablet.find("bill-line")).to_have_count(3)  # drawn at once
    expect(tablet.find("unsent")).to_have_text("3")
    shot(tablet.page, "till-unsent-zh")
    server.start()
    expect(tablet.find("unsent")).to_have_count(0, timeout=20_000)
    tablet.expect_due("¥44.00")
    tablet.page.reload()
    expect(tablet.find("bill-line")).to_have_count(3)
    tablet.expect_due("¥44.00")


def test_dish_is_marked_sold_out_on_one_tablet_and_greyed_on_all(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    front = Tablet(open_page(noodle_shop.address)).sign_in("manager").quick_order()
    hall = Tablet(open_page(noodle_shop.address)).sign_in("waiter").quick_order()
    front.tile("C01").click(button="right")  # as a long press
    front.tap("stock-open")
    front.tap("stock-count")
    expect(hall.tile("C01")).to_contain_text("10 left")
    front.tap("stock-out")
    expect(hall.tile("C01")).to_have_attribute("aria-disabled", "true")
    hall.tile("C01").click(force=True)  # a finger asks nobody whether it may
    expect(hall.find("toasts")).to_contain_text("Sold out")
    expect(hall.find("bill-line")).to_have_count(0)
    shot(hall.page, "till-sold-out-en")
    front.tap("stock-in")
    expect(hall.tile("C01")).to_have_attribute("aria-disabled", "false")
    hall.add("C01")
    hall.expect_due("¥10.00")
