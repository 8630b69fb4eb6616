"""The planned mix beside what was sold: taken from the days that were sold, changed, and seen in the report."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import Engine

from app.factory import App
from tests.support.accounts import House, sign_in
from tests.support.brand import made
from tests.support.food_week import FoodWeek
from tests.support.office import Office


@pytest.fixture
def week(app: App, house: House, engine: Engine) -> FoodWeek:
    """A store's week, without a plan."""
    week = FoodWeek(sign_in(app, house, "boss"), engine, house)
    week.live()
    return week


def row(office: Office, dish: str) -> Locator:
    return office.find("mix").locator("tbody tr").filter(has_text=dish)


def plan_of(week: FoodWeek) -> dict[str, tuple[str, int]]:
    codes = {product_id: code for code, product_id in week.products.items()}
    found = made(week.boss.get("/inventory/food-budget", day=week.days["from"]), 200)["portions"]
    return {codes[one["product_id"]]: (one["portions"], one["price"]) for one in found}


def test_mix_is_taken_from_past_days_changed_and_saved(week: FoodWeek, open_page: Any, shot: Any) -> None:
    office = Office(open_page("/office/"), week.house).sign_in()
    office.go("/food-cost")
    office.tap("open-mix")
    expect(office.page.get_by_role("heading", name="计划菜品结构")).to_be_visible()
    office.go(f"/food-cost/mix?from={week.days['from']}&to={week.days['to']}&store=S1")
    tiles = office.find("food-cost-figures")
    expect(tiles).to_contain_text("20.84%")  # 5484 of 26320
    expect(office.page.get_by_text("这些天没有计划")).to_be_visible()

    office.find("take").last.click()
    expect(tiles).to_contain_text("按下方未保存的计划")
    expect(row(office, "鱼香肉丝").locator("input").first).to_have_value("500")
    office.save()
    expect(tiles).to_contain_text("0.00 个百分点")
    assert plan_of(week) == {"yuxiang": ("500", 3824), "tudousi": ("400", 1800), "extra-pork": ("20", 0)}

    cells = row(office, "鱼香肉丝").locator("input")
    cells.nth(0).fill("600")
    cells.nth(1).fill("38.00")
    row(office, "加肉").locator("input").first.fill("")
    expect(tiles).to_contain_text("21.36%")  # before it is saved
    shot(office.page, "office-food-mix-draft-zh")
    office.save()
    assert plan_of(week) == {"yuxiang": ("600", 3800), "tudousi": ("400", 1800)}
    expect(tiles).to_contain_text("21.36%")
    expect(tiles).to_contain_text("-0.52 个百分点")
    expect(row(office, "鱼香肉丝")).to_contain_text("72.6%")
    expect(office.find("plot-bars")).to_be_visible()
    shot(office.page, "office-food-mix-zh")
    assert (
        week.report()["waterfall"]["mix"]
        == made(week.boss.get("/inventory/food-budget/mix", **week.days, store_id=week.store), 200)["mix"]
    )

    office.in_english()
    expect(office.page.get_by_role("heading", name="Which dishes move food cost")).to_be_visible()
    shot(office.page, "office-food-mix-en")


def test_who_may_not_publish_sees_the_plan_and_changes_nothing(
    week: FoodWeek, open_page: Any, house: House
) -> None:
    week.plan()
    office = Office(open_page("/office/"), house).sign_in("manager").in_english()
    office.go(f"/food-cost/mix?from={week.days['from']}&to={week.days['to']}&store=S1")
    expect(office.find("food-cost-figures")).to_contain_text("21.36%")
    expect(row(office, "Yuxiang pork")).to_contain_text("0.6")
    expect(office.find("mix").locator("input")).to_have_count(0)
    expect(office.find("save")).to_have_count(0)
    expect(office.find("take")).to_have_count(0)
