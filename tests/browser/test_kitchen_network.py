"""The network goes and comes, the server dies and comes back: nothing is lost, nothing is doubled, and the screen says so."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from core.uow import Unit
from kitchen.store import stations
from tests.support.cooks import NoodleKitchen, Waiter, make_noodle_kitchen
from tests.support.kitchen_screen import AWAY, KitchenScreen
from tests.support.live_server import LiveServer
from tests.support.waiting import wait_until

SOON = 20_000  # milliseconds that a screen may take to notice and to catch up, on a busy machine


@pytest.fixture
def kitchen(engine: Engine, _quick_hashes: None) -> NoodleKitchen:
    return make_noodle_kitchen(engine)


def open_numbers(waiter: Waiter) -> list[int]:
    """The orders that the server has open at the noodle station."""
    return [ticket["order_number"] for ticket in waiter.board("noodle")["tickets"]]


def test_bumps_without_network_are_kept_over_a_reload_and_done_once(
    open_page: Any, kitchen: NoodleKitchen, live_server: LiveServer, shot: Any
) -> None:
    waiter = Waiter(kitchen, live_server.url)
    screen = KitchenScreen(open_page(kitchen.address, allow=AWAY), kitchen).sign_in().open("noodle")
    one, two, three = (waiter.order("N01")["number"] for _ in range(3))
    screen.count("ticket", 3)
    kept_for_later = "navigator.serviceWorker.ready.then(() => caches.open('zaotai-kitchen')).then(c => c.keys()).then(k => k.length)"
    wait_until(lambda: screen.page.evaluate(kept_for_later) >= 3, what="the page to be kept")

    screen.page.context.set_offline(True)
    screen.bump(one)
    expect(screen.find("unsent")).to_be_visible()
    expect(screen.ticket(one)).to_have_count(0)
    four = waiter.order("N02")["number"]  # from a till whose network is well
    expect(screen.find("heard")).to_have_attribute("data-tone", "lost", timeout=SOON)
    shot(screen.page, "kitchen-offline-zh")
    assert sorted(open_numbers(waiter)) == [one, two, three, four]

    screen.page.reload()
    screen.count("ticket", 2)  # what it had, without what was bumped
    screen.bump(two)
    expect(screen.ticket(two)).to_have_count(0)

    screen.page.context.set_offline(False)
    expect(screen.ticket(four)).to_have_count(1, timeout=SOON)
    expect(screen.find("unsent")).to_have_count(0, timeout=SOON)
    expect(screen.find("heard")).to_have_attribute("data-tone", "live", timeout=SOON)
    assert sorted(open_numbers(waiter)) == [three, four]
    shown = screen.find("ticket").evaluate_all("cards => cards.map(card => Number(card.dataset.number))")
    assert sorted(shown) == [three, four]


def test_age_of_the_last_word_turns_red_when_the_server_dies(
    kitchen: NoodleKitchen, new_live_server: Callable[..., LiveServer], browser: Any
) -> None:
    server = new_live_server()
    context = browser.new_context(
        base_url=server.url, locale="zh-CN", viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    page.goto(kitchen.address)
    screen = KitchenScreen(page, kitchen).sign_in().open("noodle")
    waiter = Waiter(kitchen, server.url)
    number = waiter.order("N01")["number"]
    expect(screen.ticket(number)).to_be_visible()

    server.kill()
    expect(screen.find("heard")).to_have_attribute("data-tone", "lost", timeout=SOON)
    expect(screen.find("heard")).to_have_css("background-color", "rgb(214, 42, 30)")
    expect(screen.find("state-bar")).to_have_attribute("data-kind", "lost")
    expect(screen.ticket(number)).to_be_visible()

    server.start()
    expect(screen.find("heard")).to_have_attribute("data-tone", "live", timeout=SOON)
    later = waiter.order("N02")["number"]
    expect(screen.ticket(later)).to_be_visible(timeout=SOON)
    screen.count("ticket", 2)
    context.close()


def test_server_that_is_connected_and_says_nothing_is_not_believed_to_live(
    kitchen: NoodleKitchen, new_live_server: Callable[..., LiveServer], browser: Any
) -> None:
    server = new_live_server()
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(kitchen.address)
    screen = KitchenScreen(page, kitchen).sign_in().open("noodle")
    os.killpg(server.pid, signal.SIGSTOP)  # hangs: no connection breaks, nothing is answered
    try:
        expect(screen.find("heard")).to_have_attribute("data-tone", "lost", timeout=SOON)
    finally:
        os.killpg(server.pid, signal.SIGCONT)
    expect(screen.find("heard")).to_have_attribute("data-tone", "live", timeout=SOON)
    number = Waiter(kitchen, server.url).order("N01")["number"]
    expect(screen.ticket(number)).to_be_visible(timeout=SOON)
    context.close()


def test_screen_without_sockets_asks_and_says_so(
    open_page: Any, kitchen: NoodleKitchen, live_server: LiveServer
) -> None:
    waiter = Waiter(kitchen, live_server.url)
    page = open_page(kitchen.address, allow=AWAY)
    page.context.route("**/socket.io/**", lambda route: route.abort())
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    expect(page.get_by_test_id("staff").first).to_be_visible()  # the code was used, and its answer has come
    page.reload()
    screen = KitchenScreen(page, kitchen).sign_in()
    page.locator(f'[data-station="{kitchen.stations["noodle"]}"]').click()
    screen.tap("open-display")
    expect(screen.find("heard")).to_have_attribute("data-tone", "polling", timeout=SOON)
    number = waiter.order("N01")["number"]
    expect(screen.ticket(number)).to_be_visible(timeout=SOON)
    screen.bump(number)
    wait_until(lambda: open_numbers(waiter) == [], what="the bump to arrive")


def test_only_a_drawn_ticket_is_acknowledged_and_expo_vouches_for_nobody(
    open_page: Any, kitchen: NoodleKitchen, live_server: LiveServer, engine: Engine
) -> None:
    waiter = Waiter(kitchen, live_server.url)

    def acknowledged() -> dict[Any, int]:
        with Unit(engine, kitchen.shop.house.tenant_id) as unit:
            return {row.station_id: row.acked_seq for row in stations.list_screens(unit, kitchen.store_id)}

    screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().go("expo")
    number = waiter.order("N01", "C01")["number"]
    expect(screen.tray(number)).to_be_visible()
    assert acknowledged() == {}
    screen.go("").open("noodle", "cold")
    screen.count("ticket", 2)
    here = {kitchen.stations[name]: waiter.board(name)["seq"] for name in ("noodle", "cold")}
    wait_until(lambda: acknowledged() == here, what="both stations to be acknowledged")
