"""The pad: who may come in, and in which language."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import Engine, select

from accounts.models import Terminal
from accounts.services.terminals import make_enrolment_code
from core.uow import Unit
from tests.support.menu import sign_in
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


def test_link_makes_a_terminal_once_and_the_code_leaves_the_address(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address))
    expect(tablet.find("staff").first).to_be_visible()
    assert noodle_shop.enrolment_code not in tablet.page.url
    tablet.page.reload()
    expect(tablet.find("staff").first).to_be_visible()


def test_wrong_code_says_what_to_do(open_page: Any, noodle_shop: NoodleShop) -> None:
    page = open_page(f"/till/?brand={noodle_shop.house.slug}&code=NOPE-NOPE", allow=("401",))
    expect(page.get_by_role("alert")).to_contain_text("请向总部要一个新的登记码")


@pytest.mark.parametrize(("screen", "is_typed"), [("till", False), ("till", True), ("kitchen", False)])
def test_enrolment_whose_answer_was_cut_off_goes_on_after_a_reload(
    open_page: Any, engine: Engine, noodle_shop: NoodleShop, screen: str, is_typed: bool
) -> None:
    house = noodle_shop.house
    with Unit(engine, house.tenant_id) as unit:
        sign_in(unit, "terminal.enrol", "store.view")
        code = make_enrolment_code(unit, house.stores["own"]).code
        unit.commit()
    tablet = Tablet(open_page(f"/{screen}/", allow=("net::ERR_FAILED",)))
    page = tablet.page

    def cut_off(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort()

    page.route("**/terminals/enrol", cut_off, times=1)
    if is_typed:
        page.locator("[name=brand]").fill(house.slug)
        page.locator("[name=code]").fill(code)
        page.get_by_role("button", name="登记", exact=True).click()
    else:
        page.goto(f"/{screen}/?brand={house.slug}&code={code}")
    expect(page.get_by_role("alert")).to_be_visible()
    page.reload()
    expect(tablet.find("staff").first).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    with Unit(engine, house.tenant_id) as unit:
        enrolled = select(Terminal).where(Terminal.enrolment_hash.is_not(None))
        assert len(unit.session.scalars(enrolled).all()) == 1


def test_pad_waits_for_a_server_that_is_away_and_hears_a_keyboard(
    open_page: Any, noodle_shop: NoodleShop
) -> None:
    tablet = Tablet(open_page(noodle_shop.address, allow=("ERR_CONNECTION", "ERR_FAILED", "401")))
    page = tablet.page
    expect(tablet.find("staff").first).to_be_visible()
    page.route("**/sign-in/staff", lambda route: route.abort())
    page.reload()
    expect(page.locator("main")).to_contain_text("连不上服务器")
    page.unroute_all()
    tablet.find("staff").first.click()  # nobody asked again: the page did by itself
    page.keyboard.type("2468")
    expect(page.get_by_role("img", name="已输入 4 位")).to_be_visible()
    with page.expect_request("**/sign-in/pin"):
        page.keyboard.press("Enter")


def test_wrong_pins_are_counted_and_lock_the_person_out(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = Tablet(open_page(noodle_shop.address, locale="en", allow=("401", "429")))
    tablet.choose_person("cashier")
    message = tablet.find("pin-message")
    for left in (4, 3, 2, 1):
        tablet.type_pin("9026")
        expect(message).to_contain_text(f"{left} {'try' if left == 1 else 'tries'} left")
    tablet.type_pin("9026")
    expect(message).to_contain_text("Locked")
    tablet.type_pin(NoodleShop.pin("cashier"))  # not even the right one, for a while
    expect(message).to_contain_text("Try again in")
    expect(tablet.find("pin-enter")).to_be_disabled()
    shot(tablet.page, "till-locked-en")
    tablet.choose_person("waiter")
    tablet.type_pin(NoodleShop.pin("waiter"))
    expect(tablet.find("table").first).to_be_visible()


def test_language_changes_in_place_and_is_kept_for_the_person(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = Tablet(open_page(noodle_shop.address)).sign_in("cashier")
    tablet.quick_order().add("N01")
    expect(tablet.line("N01")).to_contain_text("红烧牛肉面")
    tablet.tap("language")
    expect(tablet.line("N01")).to_contain_text("Braised beef noodles")
    expect(tablet.find("pay")).to_contain_text("Pay")
    assert tablet.page.locator("html").get_attribute("lang") == "en"
    tablet.tap("language")
    expect(tablet.find("pay")).to_contain_text("结账")
    tablet.tap("sign-out")
    tablet.sign_in("cashier")
    expect(tablet.find("quick-order")).to_contain_text("快速点单")
    shot(tablet.page, "till-floor-zh")


def test_ended_session_goes_back_to_the_pad(open_page: Any, noodle_shop: NoodleShop) -> None:
    tablet = Tablet(open_page(noodle_shop.address)).sign_in("cashier")
    tablet.tap("sign-out")
    expect(tablet.find("staff").first).to_be_visible()
    tablet.page.goto("/till/#/orders")
    expect(tablet.find("staff").first).to_be_visible()


def test_signing_out_drops_what_is_still_being_asked(open_page: Any, noodle_shop: NoodleShop) -> None:
    tablet = Tablet(open_page(noodle_shop.address)).sign_in("cashier")
    held: list[Route] = []
    tablet.page.route("**/orders?*", lambda route: held.append(route))
    with tablet.page.expect_request("**/orders?*"):
        tablet.page.goto("/till/#/orders")
    tablet.tap("sign-out")
    expect(tablet.find("staff").first).to_be_visible()
    held[0].fulfill(status=401, json={"status": 401, "code": "unauthenticated"})
    tablet.sign_in("cashier")  # a refusal that came through would be an error in the console
    expect(tablet.find("sign-out")).to_be_visible()
