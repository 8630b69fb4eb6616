"""A manager looks at a store's drawers and at the reports of its days."""

from typing import Any

from playwright.sync_api import expect

from core.ids import new_id
from tests.support.accounts import sign_in_at_terminal
from tests.support.office import Office
from tests.support.till import NoodleShop


def close_a_day(app: Any, shop: NoodleShop) -> str:
    """A shift with one cash sale, a yuan short; the day is closed. Answers the business day."""
    manager = sign_in_at_terminal(app, shop.house, "manager")
    store = f"/stores/{shop.house.stores['own']}"
    opened = manager.post(f"{store}/shift", {"opening_float": 50000})
    assert opened.status_code == 201, opened.text
    line = {
        "type": "add_line",
        "line_id": str(new_id()),
        "product_id": str(shop.products["N01"]),
        "quantity": "1",
    }
    path = f"{store}/orders/{new_id()}/commands"
    order = manager.post(path, {"commands": [{"type": "open_order", "channel": "takeaway"}, line]}).json[
        "order"
    ]
    due = order["totals"]["due"]
    pay = {
        "type": "pay",
        "payment_id": str(new_id()),
        "tender": "cash",
        "amount": due,
        "tendered": due,
    }
    assert manager.post(path, {"commands": [pay]}).status_code == 200
    counted = manager.post(f"{store}/shift/close", {"counted": 50000 + due - 100})
    assert counted.json["shift"]["difference"] == -100
    day: str = counted.json["shift"]["business_date"]
    assert manager.post(f"{store}/days/{day}/close").status_code == 200
    return day


def test_manager_sees_the_drawers_and_prints_the_z_report(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    day = close_a_day(app, noodle_shop)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in("manager")
    office.page.get_by_role("link", name="班次与日结").click()
    row = office.row("Z 报表")
    expect(row).to_contain_text("-¥1.00")
    shot(office.page, "office-shifts-zh")
    office.in_english()
    shot(office.page, "office-shifts-en")
    office.row("Z report").get_by_role("link").click()
    expect(office.page.locator("h1")).to_contain_text("Z report")
    expect(office.page.locator("header p")).to_contain_text("by Manager. It never changes.")
    expect(office.find("day-shifts")).to_contain_text("-¥1.00")
    expect(office.page).to_have_url(
        f"{office.page.url.split('/shifts/')[0]}/shifts/{noodle_shop.house.stores['own']}/{day}"
    )
    shot(office.page, "office-day-en")
    office.page.evaluate("window.print = () => { window.printed = true }")
    office.tap("print")
    assert office.page.evaluate("window.printed")
    office.page.emulate_media(media="print")
    expect(office.find("print")).to_be_hidden()
    expect(office.page.get_by_role("navigation")).to_be_hidden()
    expect(office.find("day-sums")).to_be_visible()
    shot(office.page, "office-day-print-en")
    office.page.emulate_media(media="screen")
    office.tap("language")
    shot(office.page, "office-day-zh")


def test_days_without_a_shift_say_so(open_page: Any, noodle_shop: NoodleShop, app: Any) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/shifts?store=S2&from=2026-01-01&to=2026-01-07")
    expect(office.page.locator("main")).to_contain_text("No shifts on these days")
