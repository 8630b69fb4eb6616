"""The guest's own page on their phone, on a network that fails."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import Engine

from tests.support.bad_network import cut_once
from tests.support.brand import made
from tests.support.counter import Counter
from tests.support.till import make_noodle_shop

PIN = "739105"


@pytest.fixture
def counter(app: Flask, engine: Engine, _quick_hashes: None) -> Counter:
    return Counter(app, engine, make_noodle_shop(engine))


def scanned(counter: Counter) -> str:
    """The address in the QR code that the till shows for a member."""
    member_id = counter.member("王小明", phone="13800001234")
    return str(made(counter.boss.post(f"/members/{member_id}/page-links", {}))["path"])


@pytest.mark.parametrize("taken", [False, True], ids=["never arrived", "answer lost"])
def test_page_opens_at_the_second_try_after_the_network_failed(
    open_page: Any, counter: Counter, shot: Any, taken: bool
) -> None:
    page = open_page("/member/", viewport="phone", allow=("ERR_CONNECTION",))
    cut_once(page, "**/member-page/open", taken=taken)
    page.goto("about:blank")
    page.goto(scanned(counter))
    again = page.get_by_role("button", name="重试")
    expect(again).to_be_visible()
    shot(page, "phone-not-opened-zh")
    if taken:
        page.reload()  # as people do
    else:
        again.click()
    expect(page.get_by_role("heading", name="王小明")).to_be_visible()


def test_used_up_link_leaves_the_page_that_was_open(open_page: Any, counter: Counter, shot: Any) -> None:
    link = scanned(counter)
    page = open_page(link, viewport="phone", locale="en", allow=("401", "422"))
    expect(page.get_by_role("heading", name="王小明")).to_be_visible()
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_test_id("toasts")).to_contain_text("That code opens nothing any more")
    expect(page.get_by_role("heading", name="王小明")).to_be_visible()
    shot(page, "phone-used-up-en")
    page.reload()
    expect(page.get_by_role("heading", name="王小明")).to_be_visible()
    expect(page.get_by_test_id("toasts")).to_be_empty()


def test_guest_joins_over_a_network_that_failed_with_a_birthday_that_there_is(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    page = open_page("/member/", viewport="phone", locale="en", allow=("ERR_CONNECTION",))
    cut_once(page, "**/member-page/brand", taken=False)
    page.goto(f"/member/?brand={counter.shop.house.slug}")
    page.get_by_role("button", name="Try again").click()
    page.locator('[name="phone"]').fill("13800004321")
    page.locator('[name="month"]').select_option("1")
    page.locator('[name="day"]').select_option("31")
    page.locator('[name="month"]').select_option("2")
    expect(page.locator('[name="day"]')).to_have_value("")
    page.get_by_test_id("join").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the day, too, or leave out the month.")
    shot(page, "phone-half-birthday-en")
    page.locator('[name="day"]').select_option("29")
    page.get_by_test_id("join").click()
    expect(page.get_by_test_id("joined")).to_be_visible()
    (found,) = made(counter.boss.get("/members", find="13800004321"), 200)["members"]
    assert found["birthday"] == {"month": 2, "day": 29}


def test_pin_whose_answer_got_lost_is_asked_for_as_the_current_one(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    page = open_page(scanned(counter), viewport="phone", locale="en", allow=("ERR_CONNECTION", "403"))
    cut_once(page, "**/member-page/pin", taken=True)
    page.get_by_test_id("pin").click()
    for _ in range(2):
        page.locator('[name="pin"]').fill(PIN)
        page.get_by_test_id("keep-pin").click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text("There is a PIN already Type it as the current PIN, too.")
    shot(page, "phone-pin-again-en")
    page.locator('[name="old_pin"]').fill(PIN)
    page.locator('[name="pin"]').fill(PIN)
    page.get_by_test_id("keep-pin").click()
    expect(page.get_by_text("Your PIN is saved")).to_be_visible()
