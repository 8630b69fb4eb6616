"""While the server is away the till tells kitchen and guests on paper; what is on paper is made once, and printed no second time."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import Engine

from tests.browser.test_till_offline import BACK, GONE, kept
from tests.support.brand import made
from tests.support.counter import Counter
from tests.support.tablet import Tablet
from tests.support.till import make_noodle_shop

SILENCE = 30_000
PAPER = """() => document.querySelector('[data-testid=receipt]').contentDocument.body.innerText"""


@pytest.fixture
def counter(app: Flask, engine: Engine, _quick_hashes: None) -> Counter:
    return Counter(app, engine, make_noodle_shop(engine))


def at_till(open_page: Any, counter: Counter) -> Tablet:
    """A till at a store whose kitchen prints whatever it hears of."""
    station = {"name": {"zh": "炒锅", "en": "Wok"}, "is_default": True}
    made(counter.boss.post(f"/stores/{counter.store_id}/kitchen/stations", station), 201)
    tablet = Tablet(open_page(counter.shop.address, allow=(*GONE, "409"))).sign_in("cashier")
    kept(tablet.page)
    return tablet


def paper_of(tablet: Tablet) -> str:
    """What the paper that is shown says."""
    expect(tablet.page.frame_locator('[data-testid="receipt"]').locator("main")).to_be_visible()
    return str(tablet.page.evaluate(PAPER))


def printed(tablet: Tablet) -> None:
    """Print, and count the papers instead of asking the browser's own dialog."""
    tablet.page.evaluate(
        """() => { const paper = document.querySelector('[data-testid=receipt]').contentWindow
            window.papers ??= 0; paper.print = () => { window.papers += 1 } }"""
    )
    before = tablet.page.evaluate("window.papers")
    tablet.tap("print")
    assert tablet.page.evaluate("window.papers") == before + 1


def back_online(tablet: Tablet) -> None:
    tablet.page.context.set_offline(False)
    expect(tablet.find("unsent")).to_have_count(0, timeout=BACK)


def on_paper(counter: Counter) -> list[tuple[Any, ...]]:
    return counter.rows(
        "SELECT t.printed_at IS NOT NULL AND t.printed_seq >= t.born_seq, count(*)::int FROM kitchen_ticket t"
        " JOIN kitchen_item i ON i.ticket_id = t.id GROUP BY 1"
    )


def test_kitchen_is_told_on_paper_and_its_screens_say_so(open_page: Any, counter: Counter, shot: Any) -> None:
    tablet = at_till(open_page, counter)
    tablet.page.context.set_offline(True)
    tablet.seat("A1", 2).add("N01", "N01", "C01")
    expect(tablet.find("kitchen-paper")).to_have_count(0)
    tablet.tap("fire")
    expect(tablet.find("kitchen-paper")).to_contain_text("打印 3 个菜", timeout=SILENCE)
    shot(tablet.page, "till-kitchen-paper-offline-zh")
    tablet.tap("kitchen-paper")
    said = paper_of(tablet)
    assert ("A1" in said, "2 x " in said, "1 x " in said, "2 位" in said) == (True,) * 4
    shot(tablet.page, "till-kitchen-paper-zh")
    printed(tablet)
    expect(tablet.find("kitchen-paper")).to_have_count(0)
    tablet.add("D01")
    tablet.tap("fire")
    expect(tablet.find("kitchen-paper")).to_contain_text("打印 1 个菜")
    tablet.page.reload()
    expect(tablet.find("kitchen-paper")).to_contain_text("打印 1 个菜", timeout=SILENCE)
    back_online(tablet)
    assert counter.rows("SELECT count(*)::int FROM kitchen_item") == [(4,)]
    # The drink came to the ticket that was on paper, and is on none.
    assert on_paper(counter) == [(False, 4)]


def test_guests_who_pay_without_network_get_a_paper_and_the_kitchen_too(
    open_page: Any, counter: Counter, shot: Any
) -> None:
    tablet = at_till(open_page, counter)
    tablet.page.context.set_offline(True)
    tablet.quick_order().add("N01", "C01")
    tablet.tap("pay")
    tablet.page.locator('[data-testid="cash-note"][data-amount="5000"]').click()
    expect(tablet.find("change-due")).to_have_text("¥11.20")
    tablet.tap("receipt-open")
    said = paper_of(tablet)
    assert [text in said for text in ("凭条", "38.80", "50.00", "11.20")] == [True] * 4
    shot(tablet.page, "till-receipt-offline-zh")
    printed(tablet)
    tablet.page.keyboard.press("Escape")
    tablet.tap("kitchen-paper")
    assert "外带" in paper_of(tablet)
    printed(tablet)
    expect(tablet.find("kitchen-paper")).to_have_count(0)
    shot(tablet.page, "till-paid-on-paper-zh")
    back_online(tablet)
    assert counter.rows("SELECT state FROM pos_order") == [("paid",)]
    assert on_paper(counter) == [(True, 2)]
