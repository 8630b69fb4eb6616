"""The kitchen sees it, cooks it once, and hands it out."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from tests.support.cooks import NoodleKitchen, Waiter, make_noodle_kitchen
from tests.support.kitchen_screen import KitchenScreen
from tests.support.live_server import LiveServer
from tests.support.tablet import Tablet
from tests.support.waiting import wait_until


@pytest.fixture
def kitchen(engine: Engine, _quick_hashes: None) -> NoodleKitchen:
    return make_noodle_kitchen(engine)


@pytest.fixture
def waiter(kitchen: NoodleKitchen, live_server: LiveServer) -> Waiter:
    return Waiter(kitchen, live_server.url)


def test_order_paid_on_the_till_is_cooked_and_stands_on_the_pickup_board(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter, shot: Any
) -> None:
    screen = KitchenScreen(open_page(kitchen.address, viewport="wide"), kitchen).sign_in().open("noodle")
    board = screen.page.context.new_page()
    board.goto("/kitchen/pickup")
    expect(board.get_by_test_id("preparing")).to_be_visible()

    till = Tablet(open_page(kitchen.shop.address)).sign_in("cashier").quick_order()
    till.add("N01", "N01", "C01")
    till.expect_due("¥67.60")
    till.tap("fire")
    till.tap("pay")
    till.tap("cash-exact")

    line = screen.lines(1)
    expect(line).to_have_count(1)
    expect(line).to_contain_text("2")
    expect(line).to_contain_text("红烧牛肉面")
    expect(line).to_contain_text("微辣")
    number = board.locator('[data-number="1"]')
    expect(board.get_by_test_id("preparing").locator(number)).to_be_visible()
    shot(screen.page, "kitchen-station-zh")

    screen.bump(1)
    expect(screen.ticket(1)).to_have_count(0)
    wait_until(lambda: waiter.board("noodle")["tickets"] == [], what="the server to know of the bump")
    expect(board.get_by_test_id("preparing").locator(number)).to_be_visible()  # the cucumber is not ready
    (ticket,) = waiter.board("cold")["tickets"]
    waiter.post("/kitchen/commands", {"commands": [{"type": "bump", "ticket_ids": [ticket["id"]]}]})
    expect(board.get_by_test_id("ready").locator(number)).to_be_visible()
    shot(board, "kitchen-pickup-zh")


def test_all_day_counts_every_station_and_goes_down_with_each_bump(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter
) -> None:
    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().go("all-day")
    waiter.order({"code": "N01", "quantity": "2"}, "C01")
    waiter.order("N01", {"code": "D01", "quantity": "4"})
    counts = screen.find("count")
    expect(counts).to_have_count(3)
    expect(counts.filter(has_text="红烧牛肉面")).to_contain_text("3")
    expect(counts.filter(has_text="豆浆")).to_contain_text("4")
    (ticket, _) = waiter.board("noodle")["tickets"]
    waiter.post("/kitchen/commands", {"commands": [{"type": "bump", "ticket_ids": [ticket["id"]]}]})
    left = sum(int(item["quantity"]) for item in waiter.board("noodle")["tickets"][0]["items"])
    expect(counts.filter(has_text="红烧牛肉面")).to_contain_text(str(left))


def test_a_screen_shows_where_the_guests_sit_by_now(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter
) -> None:
    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().open("noodle")
    first, second, third = waiter.get("/floor")["tables"][:3]
    order = waiter.order("N01", channel="dine_in", table_id=first["id"])
    ticket = screen.ticket(order["number"])
    expect(ticket).to_contain_text(first["name"])
    waiter.command(order["id"], {"type": "move_order", "table_id": second["id"]})
    expect(ticket).to_contain_text(second["name"])
    theirs = waiter.order("N02", channel="dine_in", table_id=third["id"])
    waiter.command(theirs["id"], {"type": "merge_order", "from_order_id": order["id"]})
    expect(ticket).to_contain_text(third["name"])


def test_change_after_fire_flashes_until_it_is_tapped(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter, shot: Any
) -> None:
    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().open("noodle")
    order = waiter.order("N01", "N02")
    lines = screen.lines(order["number"])
    expect(lines).to_have_count(2)
    first, second = order["lines"]
    spec = {"type": "change_line", "line_id": first["id"], "revision": first["revision"]}
    waiter.command(
        order["id"], spec | {"modifiers": [waiter.option("Not spicy"), waiter.option("No coriander")]}
    )
    waiter.command(order["id"], {"type": "void_line", "line_id": second["id"], "reason": "Gone"})

    changed = screen.page.locator('[data-change="changed"]')
    cancelled = screen.page.locator('[data-change="cancelled"]')
    expect(changed).to_contain_text("不要香菜")
    expect(cancelled.locator(".dish")).to_have_css("text-decoration-line", "line-through")
    assert changed.evaluate("line => getComputedStyle(line).animationIterationCount") == "infinite"
    shot(screen.page, "kitchen-changed-zh")

    # A screen that comes up later still shows it: only a tap on it says that it was seen, and no tap cooks it unseen.
    screen.page.reload()
    expect(changed).to_be_visible()
    changed.click()
    expect(changed).to_have_count(0)
    cancelled.click()
    expect(lines).to_have_count(1)
    expect(lines).to_have_attribute("data-state", "new")

    def is_acknowledged() -> bool:
        (ticket,) = waiter.board("noodle")["tickets"]
        return all(item["change"] is None for item in ticket["items"])

    wait_until(is_acknowledged, what="the change to be acknowledged")


def test_line_is_bumped_alone_taken_back_and_recalled(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter
) -> None:
    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().open("noodle")
    number = waiter.order("N01", "N02")["number"]
    screen.lines(number).first.click()
    expect(screen.lines(number).first).to_have_attribute("data-state", "ready")
    screen.tap("undo")
    expect(screen.lines(number).first).to_have_attribute("data-state", "new")

    screen.bump(number)
    expect(screen.ticket(number)).to_have_count(0)
    wait_until(lambda: waiter.board("noodle")["tickets"] == [], what="the bump to arrive")
    screen.page.reload()  # what was done is there for a screen that was just switched on
    screen.tap("open-recall")
    screen.find("recall-one").click()
    expect(screen.lines(number)).to_have_count(2)
    wait_until(lambda: len(waiter.board("noodle")["tickets"]) == 1, what="the recall to arrive")


def test_bump_bar_does_everything(open_page: Any, kitchen: NoodleKitchen, waiter: Waiter) -> None:
    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().open("noodle")
    keys = screen.page.keyboard
    one, two, three = (waiter.order("N01", "N02")["number"] for _ in range(3))
    screen.count("ticket", 3)
    keys.press("2")
    expect(screen.ticket(two)).to_have_class("card selected")
    keys.press("Space")
    expect(screen.ticket(two)).to_have_count(0)
    expect(screen.ticket(three)).to_have_class("card selected")  # the next one stands in its place
    keys.press("f")
    expect(screen.page.get_by_test_id("ticket").first).to_have_attribute("data-number", str(three))
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(screen.lines(three).first).to_have_attribute("data-state", "ready")
    keys.press("u")
    expect(screen.lines(three).first).to_have_attribute("data-state", "new")
    keys.press("r")
    expect(screen.find("recall-ticket")).to_have_count(1)
    keys.press("Enter")
    expect(screen.ticket(two)).to_have_count(1)

    def is_so() -> bool:
        tickets = waiter.board("noodle")["tickets"]
        return [(t["order_number"], t["is_rush"]) for t in tickets] == [
            (three, True),
            (one, False),
            (two, False),
        ]

    wait_until(is_so, what="the keys to arrive")


def test_expo_collects_a_table_from_all_stations_and_hands_it_out(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter, shot: Any
) -> None:
    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().go("expo")
    order = waiter.order("T01", "N01", "D02")
    tray = screen.tray(order["number"])
    expect(tray.get_by_test_id("progress")).to_have_text("0/5")
    for station in ("noodle", "cold", "drinks"):
        (ticket,) = waiter.board(station)["tickets"]
        waiter.post("/kitchen/commands", {"commands": [{"type": "bump", "ticket_ids": [ticket["id"]]}]})
    expect(tray).to_have_attribute("data-complete", "true")
    shot(screen.page, "kitchen-expo-zh")
    tray.get_by_test_id("ticket-head").click()
    expect(tray).to_have_count(0)
    wait_until(lambda: waiter.get("/kitchen/pickup")["orders"] == [], what="the guest to have it")
    screen.tap("undo")
    expect(tray).to_have_count(1)


def test_each_item_chimes_once(open_page: Any, kitchen: NoodleKitchen, waiter: Waiter) -> None:
    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().open("noodle")
    screen.page.reload()  # so that tones are counted from the beginning
    screen.wake()
    order = waiter.order("N01")
    expect(screen.ticket(order["number"])).to_be_visible()
    screen.expect_tones(sine=2, square=0)  # one chime of two tones
    line = order["lines"][0]
    spec = {"type": "change_line", "line_id": line["id"], "revision": line["revision"], "note": "Soft"}
    waiter.command(order["id"], spec)
    expect(screen.page.locator('[data-change="changed"]')).to_be_visible()
    screen.expect_tones(sine=2, square=3)
    screen.page.reload()
    screen.wake()
    expect(screen.page.locator('[data-change="changed"]')).to_be_visible()
    screen.expect_tones(sine=0, square=0)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("viewport", ["tablet", "wide"])
def test_full_rail_fits(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter, shot: Any, locale: str, viewport: str
) -> None:
    screen = KitchenScreen(open_page(kitchen.address, viewport=viewport, locale=locale), kitchen).sign_in()
    if locale == "en":
        screen.tap("language")
    screen.open("noodle")
    for number in range(30):
        dish = {"code": ("N01", "N02")[number % 2], "quantity": str(number % 3 + 1)}
        waiter.order(
            dish | {"modifiers": [waiter.option("Hot"), waiter.option("No coriander")]}, "C01", "D02"
        )
    screen.count("ticket", 30)
    shot(screen.page, f"kitchen-rail-{viewport}-{locale}")
    widths = "[document.documentElement.scrollWidth, innerWidth]"
    scrolls, window = screen.page.evaluate(widths)
    assert scrolls <= window
    heads = screen.page.evaluate(
        "[...document.querySelectorAll('[data-testid=ticket-head]')].map(head => [head.scrollWidth, head.clientWidth])"
    )
    assert all(inside <= outside + 1 for inside, outside in heads), "a head is cut off"
    screen.tap("more")
    expect(screen.page.locator(".before, .pages button").first).to_be_visible()
    for view, mark in (("expo", "tray"), ("all-day", "count"), ("pickup", "number")):
        screen.go(view)
        expect(screen.find(mark).first).to_be_visible()
        shot(screen.page, f"kitchen-{view}-{viewport}-{locale}")
