"""What was ordered, paid and given back, as head office sees it."""

import csv
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Route, expect

from core.ids import new_id
from tests.support.accounts import sign_in_at_terminal
from tests.support.office import Office
from tests.support.till import NoodleShop


def sell(app: Any, shop: NoodleShop) -> dict[str, Any]:
    """An order with a set meal, paid in cash; 3.00 is given back because it was cold."""
    cashier = sign_in_at_terminal(app, shop.house, "cashier")
    path = f"/stores/{shop.house.stores['own']}/orders/{new_id()}/commands"
    lines = [
        {
            "type": "add_line",
            "line_id": str(new_id()),
            "product_id": str(shop.products[code]),
            "quantity": "1",
        }
        for code in ("N01", "T01")
    ]
    opening = {"type": "open_order", "channel": "dine_in", "covers": 2, "guest_name": "Ms Luo"}
    order = cashier.post(path, {"commands": [opening, *lines, {"type": "fire"}]}).json["order"]
    due = order["totals"]["due"]
    pay = {
        "type": "pay",
        "payment_id": str(new_id()),
        "tender": "cash",
        "amount": due,
        "tendered": due + 1000,
    }
    assert cashier.post(path, {"commands": [pay]}).status_code == 200
    manager = sign_in_at_terminal(app, shop.house, "manager")
    refund = {"type": "refund", "refund_id": str(new_id()), "reason": "汤凉了", "amount": 300}
    answer = manager.post(path, {"commands": [refund]})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json["order"]
    return found


def test_order_tells_its_lines_payments_and_refunds_with_who_and_why(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    order = sell(app, noodle_shop)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/orders")
    row = office.row("红烧牛肉面")
    expect(row).to_contain_text("已付")
    expect(row).to_contain_text("¥3.00")
    shot(office.page, "office-orders-zh")
    row.get_by_role("link").click()
    expect(office.page.locator("h1")).to_contain_text(f"订单 {order['number']}")
    expect(office.find("order-lines")).to_contain_text("红烧牛肉面")
    expect(office.find("payment")).to_contain_text("现金")
    expect(office.find("payment")).to_contain_text("Cashier")
    expect(office.find("payment")).to_contain_text("找零 ¥10.00")
    expect(office.find("refund")).to_contain_text("汤凉了")
    expect(office.find("refund")).to_contain_text("Manager")
    expect(office.page.locator("main")).to_contain_text("Ms Luo")
    shot(office.page, "office-order-zh")


def test_filters_stand_in_the_address(open_page: Any, noodle_shop: NoodleShop, app: Any) -> None:
    sell(app, noodle_shop)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/orders?state=cancelled")
    expect(office.page.locator("main")).to_contain_text("No orders here")
    office.go("/orders?day=all&q=Luo")
    expect(office.rows).to_have_count(1)
    office.go("/orders?day=all&store=S2")
    expect(office.page.locator("main")).to_contain_text("No orders here")


def test_search_field_says_what_the_list_is_filtered_by(
    open_page: Any, noodle_shop: NoodleShop, app: Any
) -> None:
    sell(app, noodle_shop)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/orders")
    search = office.page.get_by_role("searchbox")
    search.fill("nobody")
    expect(office.page.locator("main")).to_contain_text("没有订单")
    office.page.get_by_role("link", name="订单", exact=True).click()  # asked for anew, without filters
    expect(office.rows).to_have_count(1)
    expect(search).to_have_value("")
    office.page.go_back()
    expect(search).to_have_value("nobody")
    expect(office.page.locator("main")).to_contain_text("没有订单")


def test_exported_orders_carry_money_as_people_write_it(
    open_page: Any, noodle_shop: NoodleShop, app: Any
) -> None:
    order = sell(app, noodle_shop)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/orders")
    with office.page.expect_download() as download:
        office.page.get_by_role("button", name="Export CSV").click()
    (row,) = csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines())
    assert Decimal(row["Total"]) * 100 == order["totals"]["total"]
    assert row["Refunded"] == "3"
    assert ", " in row["What"]
    assert "、" not in row["What"]
    assert (row["Currency"], row["Time zone"]) == ("CNY", "Asia/Shanghai")
    opened = datetime.fromisoformat(order["opened_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert row["Opened"] == f"{opened:%Y-%m-%d %H:%M:%S}"


def test_exported_orders_are_all_that_the_filters_choose(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    sell(app, noodle_shop)  # paid, so not among those exported
    cashier = sign_in_at_terminal(app, noodle_shop.house, "cashier")
    for place in range(53):
        path = f"/stores/{noodle_shop.house.stores['own']}/orders/{new_id()}/commands"
        opening = {"type": "open_order", "channel": "takeaway", "guest_name": f"=SUM({place})"}
        assert cashier.post(path, {"commands": [opening]}).status_code == 200
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/orders?state=open")
    expect(office.rows).to_have_count(50)
    with office.page.expect_download() as download:
        office.page.get_by_role("button", name="Export CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert [row["Table"] for row in rows] == [f"'=SUM({place})" for place in reversed(range(53))]
    assert download.value.suggested_filename == "orders.csv"
    expect(office.rows).to_have_count(50)
    shot(office.page, "office-orders-exported-en")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_rows_of_the_store_before_say_that_they_are_about_to_go(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any, locale: str
) -> None:
    sell(app, noodle_shop)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    if locale == "en":
        office.in_english()
    office.go("/orders")
    expect(office.rows).to_have_count(1)
    top = office.page.locator("main table").bounding_box()
    held: list[Route] = []
    office.page.route(
        f"**/stores/{noodle_shop.house.stores['franchised']}/orders?**", lambda route: held.append(route)
    )
    office.choose(office.drop_down("Store" if locale == "en" else "门店"), "S2")
    expect(office.find("stale")).to_be_visible()
    expect(office.rows).to_have_count(1)
    assert office.page.locator("main table").bounding_box() == top
    office.page.wait_for_timeout(500)
    shot(office.page, f"office-stale-{locale}")
    held[0].continue_()
    expect(office.find("stale")).to_have_count(0)
    expect(office.rows).to_have_count(0)


def test_home_shows_todays_sales_and_the_plot(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    order = sell(app, noodle_shop)
    office = Office(open_page("/office/", viewport="wide"), noodle_shop.house).sign_in().in_english()
    paid = f"¥{order['totals']['total'] / 100:.2f}"
    for _ in range(40):  # the figures follow a paid order within a second or two
        if paid in office.find("today").inner_text():
            break
        office.page.wait_for_timeout(250)
        office.page.reload()
    expect(office.find("today")).to_contain_text(paid)
    expect(office.find("plot").locator("svg")).to_be_visible()
    shot(office.page, "office-home-en")
