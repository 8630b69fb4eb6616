"""The till without a network: it opens, goes on, and keeps what was tapped over reloads, closed browsers and other people."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine

from tests.support.brand import made
from tests.support.counter import Counter, pay
from tests.support.live_server import LiveServer
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop, make_noodle_shop
from tests.support.waiting import wait_until

GONE = ("ERR_", "WebSocket", "401", "Failed to fetch")
BACK = 20_000
IS_KEPT = """navigator.serviceWorker.ready.then(() => caches.open('zaotai-till')).then(kept => kept.keys())
    .then(found => ['/till/', 'PayScreen', 'SplitScreen'].every(part => found.some(one => one.url.includes(part))))"""


@pytest.fixture
def counter(app: Flask, engine: Engine, _quick_hashes: None) -> Counter:
    return Counter(app, engine, make_noodle_shop(engine))


def kept(page: Page) -> None:
    """Until the page can be opened without a network."""
    wait_until(lambda: page.evaluate(IS_KEPT), what="the page to be kept")


def order_id_of(tablet: Tablet) -> UUID:
    return UUID(tablet.page.url.rpartition("/")[2].partition("?")[0])


def lines_of(counter: Counter, order_id: UUID) -> list[str]:
    order = made(counter.cashier.get(f"/stores/{counter.store_id}/orders/{order_id}"), 200)["order"]
    return sorted(line["code"] for line in order["lines"])


def opened_by(counter: Counter) -> list[str]:
    listed = made(counter.manager.get(f"/stores/{counter.store_id}/orders"), 200)["items"]
    return [order["opened_by"]["name"] for order in listed]


def closed_and_opened_again(tablet: Tablet) -> Tablet:
    """The browser's window is closed, and a new one opened."""
    context: BrowserContext = tablet.page.context
    tablet.page.close()
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/till/")
    return Tablet(page)


def test_till_opens_again_without_a_server_with_all_that_was_tapped(
    open_page: Any, counter: Counter, new_live_server: Callable[..., LiveServer], shot: Any
) -> None:
    server = new_live_server()
    page = open_page(server.url + counter.shop.address, allow=GONE)
    tablet = Tablet(page).sign_in("cashier").quick_order()
    tablet.add("N01")
    tablet.expect_due("¥28.80")
    order_id = order_id_of(tablet)
    kept(tablet.page)

    server.kill()
    tablet.add("C01")
    expect(tablet.find("unsent")).to_have_text("1")
    tablet.page.reload()
    expect(tablet.find("bill-line")).to_have_count(2)
    expect(tablet.find("unsent")).to_have_text("1")
    tablet.add("D01")
    expect(tablet.find("bill-line")).to_have_count(3)
    tablet.page.reload()
    expect(tablet.find("bill-line")).to_have_count(3)
    shot(tablet.page, "till-reloaded-offline-zh")
    assert lines_of(counter, order_id) == ["N01"]

    server.start()
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    expect(tablet.find("bill-line")).to_have_count(3)
    assert lines_of(counter, order_id) == ["C01", "D01", "N01"]


def test_guests_who_were_seated_without_network_sit_on_the_plan(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier")
    expect(tablet.table("A1")).to_have_attribute("data-sign", "free")
    kept(tablet.page)
    tablet.page.context.set_offline(True)
    tablet.seat("A1", 2).add("N01")
    order_id = order_id_of(tablet)
    tablet.tap("back")
    expect(tablet.table("A1")).to_have_attribute("data-sign", "unfired")
    tablet.quick_order().add("C01")
    tablet.tap("back")
    expect(tablet.find("open-order")).to_have_count(1)
    tablet.page.reload()
    expect(tablet.table("A1")).to_have_attribute("data-sign", "unfired")
    expect(tablet.find("open-order")).to_have_count(1)
    shot(tablet.page, "till-floor-offline-zh")
    tablet.open_table("A1").add("C01")

    tablet.page.context.set_offline(False)
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    assert lines_of(counter, order_id) == ["C01", "N01"]


def test_who_signs_in_without_network_is_proven_when_it_is_back(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier")
    kept(tablet.page)
    tablet.page.context.set_offline(True)
    tablet = closed_and_opened_again(tablet)
    expect(tablet.find("alone")).to_be_visible()
    expect(tablet.find("staff")).to_have_count(1)  # the others have never been here
    shot(tablet.page, "till-sign-in-offline-zh")
    tablet.sign_in("cashier").quick_order().add("N01")
    order_id = order_id_of(tablet)
    expect(tablet.find("connection")).to_contain_text("没有网络")

    tablet.page.context.set_offline(False)
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    assert lines_of(counter, order_id) == ["N01"]
    assert opened_by(counter) == ["Cashier"]


def test_what_was_tapped_in_somebodys_name_waits_for_the_right_pin(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier").in_english()
    kept(tablet.page)
    tablet.page.context.set_offline(True)
    tablet = closed_and_opened_again(tablet)
    tablet.choose_person("cashier")
    tablet.type_pin("0000")  # nobody can say yet that it is wrong
    tablet.quick_order().add("N01")
    order_id = order_id_of(tablet)
    tablet.tap("connection")
    expect(tablet.find("waits-for")).to_have_text("sent once your PIN is checked")
    shot(tablet.page, "till-unproven-en")
    tablet.page.keyboard.press("Escape")

    tablet.page.context.set_offline(False)
    expect(tablet.find("prove")).to_be_visible(timeout=BACK)
    shot(tablet.page, "till-prove-en")
    assert counter.rows("SELECT count(*) FROM pos_order") == [(0,)]
    tablet.keys(NoodleShop.pin("cashier"), '[data-testid="prove"]')
    tablet.find("prove").get_by_test_id("pin-enter").click()
    expect(tablet.find("prove")).to_have_count(0)
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    assert lines_of(counter, order_id) == ["N01"]


def test_approval_is_asked_for_again_after_a_reload_and_its_pin_is_kept_nowhere(
    open_page: Any, counter: Counter, new_live_server: Callable[..., LiveServer]
) -> None:
    server = new_live_server()
    page = open_page(server.url + counter.shop.address, allow=(*GONE, "403"))
    tablet = Tablet(page).sign_in("cashier").quick_order()
    tablet.add("N01")
    tablet.tap("fire")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired")
    expect(tablet.find("unsent")).to_have_count(0)
    kept(tablet.page)
    tablet.line("N01").click()
    tablet.tap("line-comp")
    tablet.find("reason").first.click()
    tablet.tap("reason-act")
    expect(tablet.find("approval")).to_be_visible()
    tablet.find("approval").get_by_test_id("staff").filter(has_text="Manager").click()
    server.kill()
    tablet.keys(NoodleShop.pin("manager"), '[data-testid="approval"]')
    tablet.find("approval").get_by_test_id("pin-enter").click()
    expect(tablet.find("unsent")).to_have_text("1")
    tablet.page.reload()
    expect(tablet.find("unsent")).to_have_text("1")
    stored = tablet.page.evaluate(EVERYTHING_KEPT)
    assert "comp_line" in stored
    assert NoodleShop.pin("manager") not in stored.replace("-", "_")

    server.start()
    expect(tablet.find("approval")).to_be_visible(timeout=BACK)
    tablet.approve("manager")
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)
    assert counter.rows("SELECT count(*) FROM pos_adjustment WHERE kind = 'comp'") == [(1,)]


EVERYTHING_KEPT = """new Promise((done) => {
    const opening = indexedDB.open('zaotai.till')
    opening.onsuccess = () => {
        const asked = opening.result.transaction('unsent').objectStore('unsent').getAll()
        asked.onsuccess = () => done(JSON.stringify(asked.result.map(one => one.commands)))
    }
})"""


def test_two_tills_in_one_browser_lose_nothing_and_send_nothing_twice(
    open_page: Any, counter: Counter
) -> None:
    first = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier").quick_order()
    first.add("N01")
    first.expect_due("¥28.80")
    order_id = order_id_of(first)
    kept(first.page)
    page = first.page.context.new_page()
    page.goto("/till/")
    second = Tablet(page).sign_in("cashier")
    first.page.context.set_offline(True)
    first.add("C01")
    second.quick_order().add("D01")
    expect(first.find("unsent")).to_have_text("1")
    expect(second.find("unsent")).to_have_text("2")  # the order, and its dish
    first.page.close()
    expect(second.find("unsent")).to_have_text("3")  # the one that is left takes it over

    second.page.context.set_offline(False)
    expect(second.find("unsent")).to_have_count(0, timeout=BACK)
    assert lines_of(counter, order_id) == ["C01", "N01"]
    assert counter.rows("SELECT count(*) FROM pos_order") == [(2,)]


def test_giving_up_what_is_not_sent_asks_first(open_page: Any, counter: Counter) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier").quick_order()
    tablet.page.context.set_offline(True)
    tablet.add("N01")
    tablet.tap("connection")
    tablet.tap("discard")
    expect(tablet.find("discard")).to_have_text("确定放弃")
    expect(tablet.find("unsent")).to_have_text("2")
    tablet.tap("discard")
    expect(tablet.find("unsent-row")).to_have_count(0)
    tablet.page.keyboard.press("Escape")
    tablet.tap("back")
    tablet.page.context.set_offline(False)
    tablet.page.reload()
    expect(tablet.find("table").first).to_be_visible()
    expect(tablet.find("unsent")).to_have_count(0)
    assert counter.rows("SELECT count(*) FROM pos_order") == [(0,)]


def test_order_that_ended_while_the_tablet_was_off_is_not_open_any_more(
    open_page: Any, counter: Counter
) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier").quick_order()
    tablet.add("N01")
    tablet.expect_due("¥28.80")
    ended = order_id_of(tablet)
    tablet.tap("back")
    tablet.quick_order().add("D01")
    tablet.expect_due("¥6.00")
    tablet.tap("back")
    expect(tablet.find("open-order")).to_have_count(2)
    kept(tablet.page)
    tablet.page.close()
    counter.send(ended, pay(2880))
    context = tablet.page.context
    context.set_offline(True)
    tablet = closed_and_opened_again(tablet)
    tablet.sign_in("cashier")
    expect(tablet.find("open-order")).to_have_count(2)  # as they were last heard of

    context.set_offline(False)
    expect(tablet.find("open-order")).to_have_count(1, timeout=BACK)


def test_tablet_that_was_revoked_forgets_the_store(open_page: Any, counter: Counter) -> None:
    tablet = Tablet(open_page(counter.shop.address, allow=GONE)).sign_in("cashier").quick_order()
    tablet.add("N01")
    tablet.expect_due("¥28.80")
    wait_until(lambda: min(tablet.page.evaluate(HOW_MUCH_IS_KNOWN)) > 0, what="the menu to be kept")
    terminal_id = tablet.page.evaluate("JSON.parse(localStorage.getItem('zaotai.terminal')).id")
    counter.boss.post(f"/terminals/{terminal_id}/revoke")
    tablet.page.evaluate("sessionStorage.clear()")
    tablet.page.reload()
    expect(tablet.page.locator("main")).to_contain_text("重新登记")
    wait_until(lambda: tablet.page.evaluate(HOW_MUCH_IS_KNOWN) == [0, 0], what="it to be forgotten")
    assert tablet.page.evaluate("localStorage.getItem('zaotai.people')") is None


HOW_MUCH_IS_KNOWN = """new Promise((done) => {
    const opening = indexedDB.open('zaotai.till')
    opening.onsuccess = () => {
        const found = ['orders', 'known'].map(name => opening.result.transaction(name).objectStore(name).count())
        found[1].onsuccess = () => { opening.result.close(); done(found.map(one => one.result)) }
    }
})"""
