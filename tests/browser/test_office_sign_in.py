"""Head office's door: who may come in, where they come to, and how they leave."""

from typing import Any

from playwright.sync_api import expect

from tests.support.accounts import PASSWORD, House
from tests.support.bad_network import cut_once
from tests.support.office import Office

LOCKED = (
    '{"type": "x", "title": "Too many requests", "status": 429, "code": "rate_limited", "retry_after": 2}'
)


def test_wrong_password_is_told_in_words_and_the_right_one_leads_to_the_page_that_was_asked_for(
    open_page: Any, house: House, shot: Any
) -> None:
    office = Office(open_page("/office/menu/products?q=noodles", allow=("401",)), house)
    office.fill_sign_in("boss", "not the right one")
    office.tap("sign-in")
    expect(office.find("refusal")).to_contain_text("品牌、邮箱或密码不正确")
    expect(office.page.locator('[name="email"]')).to_have_value("boss@example.com")
    shot(office.page, "office-sign-in-wrong-zh")
    office.sign_in()
    expect(office.page.locator("h1")).to_have_text("商品")
    expect(office.find("search")).to_have_value("noodles")


def test_password_that_nobody_read_need_not_be_typed_again(open_page: Any, house: House) -> None:
    office = Office(open_page("/office/", allow=("ERR_CONNECTION",)), house)
    cut_once(office.page, "**/sign-in/password", taken=False)
    office.fill_sign_in("boss", PASSWORD)
    office.tap("sign-in")
    expect(office.find("refusal")).to_contain_text("已填写的内容不会丢失")
    office.tap("sign-in")
    expect(office.page.locator("aside nav")).to_be_visible()


def test_too_many_tries_count_down_to_the_next_one(open_page: Any, house: House) -> None:
    office = Office(open_page("/office/", locale="en", allow=("429",)), house)
    answers = iter([True])
    office.page.route(
        "**/sign-in/password",
        lambda route: (
            route.fulfill(status=429, content_type="application/problem+json", body=LOCKED)
            if next(answers, False)
            else route.continue_()
        ),
    )
    office.fill_sign_in("boss", PASSWORD)
    office.tap("sign-in")
    expect(office.find("refusal")).to_contain_text("Too many tries")
    expect(office.find("sign-in")).to_be_disabled()
    expect(office.find("sign-in")).to_have_text("Sign in")  # the seconds have run out
    office.sign_in()


def test_all_tabs_are_one_session(open_page: Any, house: House) -> None:
    office = Office(open_page("/office/"), house).sign_in()
    second = office.page.context.new_page()
    second.goto("/office/staff")  # a link from a colleague opens signed in
    expect(second.locator("h1")).to_have_text("员工")
    office.tap("person")
    office.tap("sign-out")
    expect(office.find("sign-in")).to_be_visible()
    expect(second.get_by_test_id("sign-in")).to_be_visible()


def test_session_that_ended_elsewhere_comes_back_to_the_same_page(
    open_page: Any, house: House, boss: Any
) -> None:
    office = Office(open_page("/office/", allow=("401",)), house).sign_in()
    office.go("/stores")
    answer = boss.put(f"/staff/{house.people['boss']}/password", {"password": "another horse battery"})
    assert answer.status_code == 204
    office.page.reload()
    expect(office.find("ended")).to_have_text("登录已失效，请重新登录，之后会回到刚才的页面。")
    office.sign_in(password="another horse battery")
    expect(office.page.locator("h1")).to_have_text("门店")
    office.tap("person")
    office.tap("sign-out")
    expect(office.find("sign-in")).to_be_visible()
    expect(office.find("ended")).to_have_count(0)  # who leaves knows it


def test_link_that_names_the_brand_leaves_it_filled_in(open_page: Any, house: House) -> None:
    office = Office(open_page(f"/office/?brand={house.slug}"), house)
    expect(office.page.locator("[name=brand]")).to_have_value(house.slug)
    office.fill("email", "boss@example.com")
    office.fill("password", PASSWORD)
    office.tap("sign-in")
    expect(office.page.locator("aside nav")).to_be_visible()


def test_language_changes_in_place(open_page: Any, house: House, shot: Any) -> None:
    office = Office(open_page("/office/"), house).sign_in()
    expect(office.page.locator("aside nav")).to_contain_text("操作记录")
    office.in_english()
    expect(office.page.locator("aside nav")).to_contain_text("Audit log")
    office.page.goto("/office/no-such-page")
    expect(office.page.locator("main")).to_contain_text("There is no such page")


def test_new_brand_is_told_what_to_do_first(open_page: Any, house: House, shot: Any) -> None:
    office = Office(open_page("/office/", viewport="wide"), house).sign_in().in_english()
    needs = office.find("needs")
    expect(needs).to_contain_text("There is nothing on the menu yet")
    expect(needs).to_contain_text("No tax class is the default")
    shot(office.page, "office-home-new-en")
    needs.get_by_text("No tax class").click()
    expect(office.page.locator("h1")).to_have_text("Tax classes")
