"""Head office finds the worst store, item and cause in three clicks; the figures are the semantics' worked week."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import Engine

from app.factory import App
from tests.support.accounts import House, sign_in
from tests.support.food_week import FoodWeek
from tests.support.office import Office
from tests.support.waiting import wait_until
from tests.support.worked_week import CLOSING, OPENING

# The other store is tidier, and forgets to count one item.
TIDY = {**CLOSING, "pork": "17.5", "pork-shreds": "1.5", "bamboo": "19", "potato": "31"}
FORGOTTEN = ("wood-ear", "soaked")


@pytest.fixture
def week(app: App, house: House, engine: Engine) -> FoodWeek:
    """Two stores' weeks, published."""
    week = FoodWeek(sign_in(app, house, "boss"), engine, house)
    other = week.at_store("franchised")
    week.plan()
    for store, closing, without in ((week, CLOSING, ()), (other, TIDY, FORGOTTEN)):
        store.count(week.begins, OPENING, without=without)
        store.receive()
        if store is week:
            store.send_and_waste()
        store.sell()
        store.hear()
        store.count(week.ends, closing, without=without)
        store.publish()
    return week


def drawn(plot: Locator) -> int:
    """How many bars or lines of some size a plot has."""
    found: int = plot.evaluate(
        "plot => [...plot.querySelectorAll('svg path')].filter(p => p.getBBox().width * p.getBBox().height > 60).length"
    )
    return found


def test_worst_store_item_and_cause_in_three_clicks(week: FoodWeek, open_page: Any, shot: Any) -> None:
    office = Office(open_page("/office/"), week.house).sign_in()
    page = office.page
    expect(page.get_by_role("link", name="2 项物料的用量超出容差")).to_be_visible()
    page.get_by_role("link", name="食材成本").click()  # the first
    expect(office.find("finding")).to_contain_text("S1 · own：+¥372.00，主要是未解释 +¥186.96")
    tiles = office.find("food-cost-figures")
    for words in ("+¥468.00", "97.3%"):
        expect(tiles).to_contain_text(words)
    expect(office.find("reported")).to_contain_text("2 家已发布")
    first, second = office.rows.nth(0), office.rows.nth(1)
    expect(first).to_contain_text("+¥372.00")
    expect(first).to_contain_text("+1.43 个百分点")
    expect(first).to_contain_text("93.65%")
    expect(second).to_contain_text("94.5%")  # of its cost was counted
    expect(office.find("alerts")).to_contain_text("猪里脊")
    wait_until(lambda: drawn(office.find("plot-bars")) >= 5, what="the plot")
    shot(page, "office-food-cost-zh")

    first.click()  # the second
    expect(office.find("finding")).to_contain_text("猪里脊：+¥260.00，主要是未解释 +¥128.80")
    expect(office.find("food-cost-figures")).to_contain_text("93.65%")
    fall = office.find("plot-steps")
    for words in ("21.36%", "-0.52", "+0.26", "+1.04", "+1.43", "23.56%"):
        expect(fall.locator("svg")).to_contain_text(words)
    expect(office.find("plot-trend").locator("svg")).to_contain_text("实际成本")
    wait_until(lambda: drawn(office.find("plot-bars")) >= 8, what="the plot")
    expect(office.row("土豆")).to_contain_text("+10 kg")
    shot(page, "office-food-cost-store-zh")

    office.row("猪里脊").first.click()  # the third
    causes = office.find("causes").locator("[data-cause]")
    expect(causes.first).to_contain_text("未解释")
    expect(causes.first).to_contain_text("+3.22 kg")
    expect(causes.first).to_contain_text("+¥128.80")
    flow = office.find("flow")
    figures = {"opening": "14", "receipts": "88", "transfers_out": "2", "closing": "11.9", "actual": "88.1"}
    figures |= {"theoretical": "81.6", "variance": "+6.5", "given": "+0.8", "wasted": "+2.48"}
    for key, text in figures.items():
        expect(flow.locator(f"[data-flow={key}] td").first).to_have_text(text)
    money = office.find("money")
    for words in ("¥3,733.68", "¥3,264.00", "+¥209.68", "+¥260.00", "42.38"):
        expect(money).to_contain_text(words)
    expect(office.find("dishes")).to_contain_text("鱼香肉丝")
    shot(page, "office-food-cost-item-zh")

    documents = office.find("documents").locator("tbody tr")
    flow.get_by_role("button", name="收货").click()
    expect(documents).to_have_count(2)
    flow.get_by_role("button", name="期末盘点").click()
    expect(documents).to_have_count(2)  # raw, and in shreds
    expect(documents.filter(has_text="pork-shreds")).to_contain_text("1.5")


def test_a_late_receipt_shows_beside_the_published_version_and_becomes_the_next(
    week: FoodWeek, open_page: Any, shot: Any
) -> None:
    week.document("receipt", [week.line("pork", "3", "41")], at=week.ends - timedelta(minutes=1))
    office = Office(open_page("/office/", viewport="wide"), week.house).sign_in().in_english()
    days = "&".join(f"{key}={day}" for key, day in week.days.items())
    office.go(f"/food-cost/{week.store}?{days}")
    page, versions = office.page, office.find("versions")
    expect(office.find("since")).to_contain_text("usage variance was +¥372.00 and is +¥492.00")
    office.choose(versions.get_by_role("combobox").first, "version 1")
    change = versions.get_by_role("row", name="Pork loin")
    for words in ("+¥260.00", "+¥380.00", "+¥120.00"):
        expect(change).to_contain_text(words)
    shot(page, "office-food-cost-store-en")

    office.tap("publish")
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(office.find("since")).to_contain_text("Version 2 still says what the books say.")
    expect(versions.get_by_role("row", name="version 2")).to_contain_text("+¥492.00")

    office.tap("view-staged")
    expect(page).to_have_url(
        f"{page.url.split('/office')[0]}/office/food-cost/{week.store}?{days}&version=1&view=staged"
    )
    expect(office.row("Potato shreds").first).to_be_visible()
    for kind, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        with page.expect_download() as download:
            office.tap(f"export-{kind}")
        assert download.value.suggested_filename == f"food-cost-{week.days['from']}-{week.days['to']}.{kind}"
        assert Path(download.value.path()).read_bytes().startswith(start)


def test_what_was_not_counted_is_said_and_categories_stand_beside_each_other(
    week: FoodWeek, open_page: Any, shot: Any
) -> None:
    office = Office(open_page("/office/", viewport="wide"), week.house).sign_in().in_english()
    days = "&".join(f"{key}={day}" for key, day in week.days.items())
    office.go(f"/food-cost?by=item&{days}")
    expect(office.find("finding")).to_contain_text("Pork loin")
    expect(office.row("Dried wood ear")).to_contain_text("+¥12.00")
    expect(office.find("food-cost-figures")).to_contain_text("97.3%")
    expect(office.find("plot-bars").locator("svg")).to_contain_text("Pork loin")
    shot(office.page, "office-food-cost-items-en")
    office.row("Pork loin").click()  # the stores that lose most of it
    expect(office.find("only-item")).to_contain_text("Pork loin")
    expect(office.find("finding")).to_contain_text("S1 · own: +¥260.00")
    shot(office.page, "office-food-cost-item-stores-en")
    office.row("S1").click()
    expect(office.find("causes")).to_be_visible()
    office.page.go_back()
    office.find("only-item").locator(".el-tag__close").click()
    expect(office.find("only-item")).to_have_count(0)
    expect(office.row("S2")).to_contain_text("94.5%")  # all its items again
    office.row("S2").click()
    expect(office.find("food-cost-figures")).to_contain_text("94.5%")
    expect(office.find("uncounted")).to_contain_text("Dried wood ear")
    expect(office.find("uncounted")).to_contain_text("¥300.00")
    office.page.get_by_role("link", name="Dried wood ear").click()
    expect(office.page.get_by_role("main")).to_contain_text("This item has no variance in these days")
    shot(office.page, "office-food-cost-uncounted-en")


def test_stock_is_valued_by_the_method_that_the_brand_chose(
    week: FoodWeek, open_page: Any, shot: Any
) -> None:
    office = Office(open_page("/office/"), week.house).sign_in()
    page = office.page
    office.go("/food-cost")
    office.tap("costing")
    shot(page, "office-costing-zh")
    page.get_by_test_id("costing-fifo").click()
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    office.go("/stock?store=S1")
    expect(office.find("stock-costing")).to_contain_text("先进先出")
    row = office.row("猪里脊")
    expect(row).to_contain_text("10.3 kg")
    row.get_by_role("button").click()
    worth = office.find("item-worth")
    expect(worth.locator("[data-sum=closing_value]")).to_contain_text("11.9 kg")
    expect(worth.locator("[data-sum=closing_value]")).to_contain_text("¥504.32")  # as it was published
    shot(page, "office-stock-worth-zh")


def test_each_currency_has_figures_of_its_own(week: FoodWeek, open_page: Any, shot: Any) -> None:
    """Yuan and yen look alike: what is theirs bears its currency, and nothing is of both."""
    far = week.at_new_store("JP1", currency="JPY")
    far.count(far.begins, OPENING)
    far.count(far.ends, dict.fromkeys(OPENING, "0"))
    far.publish()
    office = Office(open_page("/office/"), week.house).sign_in()
    office.go("/food-cost")
    figures = office.find("food-cost-figures")
    expect(figures).to_have_count(2)
    expect(figures.nth(0)).to_contain_text("+¥468.00")
    expect(figures.nth(1)).to_contain_text("+¥1,040")
    main = office.page.get_by_role("main")
    expect(main.get_by_role("heading", name="JPY")).to_be_visible()
    expect(office.find("finding")).to_have_count(2)
    expect(office.row("JP1")).to_contain_text("JPY")
    shot(office.page, "office-food-cost-currencies-zh")
