"""Courses that fire by themselves: planned with two taps, and the bill shows what waits for what."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import Engine

from tests.support.cooks import NoodleKitchen, Waiter, make_noodle_kitchen
from tests.support.live_server import LiveServer
from tests.support.tablet import Tablet
from tests.support.waiting import wait_until


@pytest.fixture
def kitchen(engine: Engine, _quick_hashes: None) -> NoodleKitchen:
    return make_noodle_kitchen(engine)


@pytest.fixture
def cook(kitchen: NoodleKitchen, live_server: LiveServer) -> Waiter:
    return Waiter(kitchen, live_server.url)


def ticket_at(cook: Waiter, station: str) -> dict[str, Any]:
    """The station's one ticket; the till draws a fire before the server has heard of it."""
    wait_until(lambda: len(cook.board(station)["tickets"]) == 1, what="the ticket to arrive")
    found: dict[str, Any] = cook.board(station)["tickets"][0]
    return found


def bump(cook: Waiter, station: str) -> None:
    ticket = ticket_at(cook, station)
    cook.post("/kitchen/commands", {"commands": [{"type": "bump", "ticket_ids": [ticket["id"]]}]})


def plan_of(tablet: Tablet, course: int) -> Locator:
    return tablet.page.locator(f'[data-course-plan="{course}"]')


def test_second_course_fires_when_the_kitchen_has_bumped_the_first(
    open_page: Any, kitchen: NoodleKitchen, cook: Waiter, shot: Any
) -> None:
    tablet = Tablet(open_page(kitchen.shop.address)).sign_in("cashier").seat("A1", 2)
    tablet.add("C01")
    tablet.page.locator('[data-course="2"]').click()
    tablet.add("N01")
    plan_of(tablet, 2).click()
    shot(tablet.page, "till-course-plan-zh")
    tablet.tap("course-after")
    expect(plan_of(tablet, 2)).to_have_text("等第 1 道")

    tablet.tap("fire")
    expect(tablet.line("C01")).to_have_attribute("data-state", "fired")
    expect(tablet.find("fire")).to_be_disabled()  # what is left waits for its plan, not for a finger
    shot(tablet.page, "till-course-waits-zh")
    ticket_at(cook, "cold")
    assert cook.board("noodle")["tickets"] == []
    tablet.page.reload()
    expect(plan_of(tablet, 2)).to_have_attribute("data-when", "after_previous")

    bump(cook, "cold")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired", timeout=20_000)
    expect(tablet.find("bill-lines")).to_contain_text("已出齐")
    assert [item["name"]["en"] for item in ticket_at(cook, "noodle")["items"]] == ["Braised beef noodles"]


def test_course_is_set_to_a_time_changed_and_fired_by_hand_after_all(
    open_page: Any, kitchen: NoodleKitchen, cook: Waiter, shot: Any
) -> None:
    tablet = Tablet(open_page(kitchen.shop.address, locale="en")).sign_in("waiter").seat("A2", 2)
    tablet.add("C01")
    tablet.page.locator('[data-course="2"]').click()
    tablet.add("N02")
    tablet.tap("fire")
    plan_of(tablet, 2).click()
    tablet.page.locator('[data-minutes="20"]').click()
    expect(plan_of(tablet, 2)).to_have_attribute("data-when", "at")
    plan_of(tablet, 2).click()
    expect(tablet.find("sheet")).to_contain_text("Now set to fire at")
    shot(tablet.page, "till-course-plan-en")
    tablet.tap("course-hand")
    expect(plan_of(tablet, 2)).to_have_text("When?")
    plan_of(tablet, 2).click()
    tablet.page.locator("[data-at]").first.click()
    expect(plan_of(tablet, 2)).to_have_attribute("data-when", "at")
    shot(tablet.page, "till-course-waits-en")
    tablet.tap("fire-course")
    expect(tablet.line("N02")).to_have_attribute("data-state", "fired")
    expect(plan_of(tablet, 2)).to_have_count(0)
    ticket_at(cook, "noodle")


def test_first_course_waits_for_no_other(open_page: Any, kitchen: NoodleKitchen) -> None:
    tablet = Tablet(open_page(kitchen.shop.address)).sign_in("cashier").seat("A3", 2)
    tablet.page.locator('[data-course="2"]').click()
    tablet.add("N01")
    plan_of(tablet, 2).click()
    expect(tablet.find("course-hand")).to_be_visible()
    expect(tablet.find("course-after")).to_have_count(0)
