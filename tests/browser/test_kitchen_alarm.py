"""A screen that is silent: its tickets come out of the printer, and the till says so until somebody goes and looks."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from core.uow import Unit
from kitchen.store import stations
from tests.support.cooks import NoodleKitchen, Waiter, make_noodle_kitchen
from tests.support.kitchen_screen import KitchenScreen
from tests.support.live_server import LiveServer
from tests.support.printer import NetworkPrinter
from tests.support.tablet import Tablet
from tests.support.waiting import wait_until

SOON = 20_000  # milliseconds: two until a ticket counts as unheard, one or two until the server looks, a busy machine


@pytest.fixture
def kitchen(engine: Engine, _quick_hashes: None) -> NoodleKitchen:
    return make_noodle_kitchen(engine)


@pytest.fixture
def waiter(kitchen: NoodleKitchen, live_server: LiveServer) -> Waiter:
    return Waiter(kitchen, live_server.url)


def impatient(waiter: Waiter, station: str, printer: str | None) -> None:
    """Let a station's tickets wait for two seconds, and then go to this printer."""
    path = f"/kitchen/stations/{waiter.kitchen.stations[station]}"
    waiter.patch(path, {"ack_seconds": 2, "printer": printer, "version": 1})


def test_ticket_of_a_silent_screen_is_printed_and_the_till_warned_until_somebody_goes_and_looks(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter, shot: Any
) -> None:
    with NetworkPrinter() as printer:
        impatient(waiter, "noodle", printer.address)
        till = Tablet(open_page(kitchen.shop.address)).sign_in("cashier").quick_order()
        english = Tablet(open_page(kitchen.shop.address, locale="en")).sign_in("waiter").quick_order()
        expect(till.find("kitchen-alarms")).to_have_count(0)
        coriander = waiter.option("No coriander")
        order = waiter.order({"code": "N02", "quantity": "2", "modifiers": [waiter.option("Hot"), coriander]})

        alarms = till.find("kitchen-alarms")
        expect(alarms).to_contain_text(f"面档：没有屏幕确认 #{order['number']}已改为打印。", timeout=SOON)
        expect(english.find("kitchen-alarms")).to_contain_text("Noodles")
        shot(till.page, "till-alarm-zh")
        shot(english.page, "till-alarm-en")
        (slip,) = printer.texts
        said = [line.strip() for line in slip]
        assert said[0].startswith("面档")
        assert f"#{order['number']}" in said[1]
        dish = said.index("2 x 担担面")
        assert {"特辣", "不要香菜"} <= {line.lstrip("+- ") for line in said[dish + 1 :]}

        red, bill = alarms.bounding_box(), till.find("fire").locator("xpath=..").bounding_box()
        assert red["x"] + red["width"] < bill["x"], "in the way"
        till.tap("clear-alarm")
        expect(alarms).to_have_count(0)
        expect(english.find("kitchen-alarms")).to_have_count(0)
        till.add("D01")
        till.expect_due("¥6.00")
        till.page.reload()
        expect(till.find("tile").first).to_be_visible()
        expect(alarms).to_have_count(0)
        assert len(printer.texts) == 1


def test_screen_that_comes_back_takes_the_alarm_away_and_shows_what_is_on_paper_already(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter, engine: Engine, shot: Any
) -> None:
    with NetworkPrinter() as printer:
        impatient(waiter, "noodle", printer.address)
        till = Tablet(open_page(kitchen.shop.address)).sign_in("cashier")
        first = waiter.order("N01")["number"]
        expect(till.find("kitchen-alarms")).to_contain_text("已改为打印", timeout=SOON)

        screen = KitchenScreen(open_page(kitchen.address), kitchen).sign_in().open("noodle")
        expect(screen.ticket(first).get_by_test_id("printed")).to_be_visible()
        shot(screen.page, "kitchen-printed-zh")
        expect(till.find("kitchen-alarms")).to_have_count(0, timeout=SOON)
        second = waiter.order("N02")["number"]
        expect(screen.ticket(second)).to_be_visible()
        expect(screen.ticket(second).get_by_test_id("printed")).to_have_count(0)
        latest = waiter.board("noodle")["seq"]
        wait_until(
            lambda: acknowledged(engine, kitchen) >= latest, what="the second ticket to be acknowledged"
        )
        assert len(printer.texts) == 1


def acknowledged(engine: Engine, kitchen: NoodleKitchen) -> int:
    """Up to which number a screen has said that it shows everything."""
    with Unit(engine, kitchen.shop.house.tenant_id) as unit:
        return max(row.acked_seq for row in stations.list_screens(unit, kitchen.store_id))


def test_station_without_a_printer_says_that_somebody_must_go(
    open_page: Any, kitchen: NoodleKitchen, waiter: Waiter
) -> None:
    impatient(waiter, "cold", None)
    till = Tablet(open_page(kitchen.shop.address)).sign_in("cashier")
    waiter.order("C01")
    waiter.order("C02", "C01")
    alarms = till.find("kitchen-alarms")
    expect(alarms).to_contain_text("凉菜：没有屏幕确认 #1 #2没有打印机，请口头通知。", timeout=SOON)
    (ticket, _) = waiter.board("cold")["tickets"]
    waiter.post("/kitchen/commands", {"commands": [{"type": "bump", "ticket_ids": [ticket["id"]]}]})
    expect(alarms).to_contain_text("没有屏幕确认 #2没有", timeout=SOON)
