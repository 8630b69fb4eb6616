"""A store's kitchen is set up at head office, and the next order goes where the rules say."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.support.accounts import sign_in
from tests.support.office import Office
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop, both
from tests.support.waiting import wait_until

NAMES = (("炒锅", "Wok"), ("凉菜", "Cold"))


def table(office: Office, name: str) -> Locator:
    return office.find(name).locator("tbody tr")


def add_station(office: Office, zh: str, en: str) -> None:
    office.tap("new-station")
    office.fill("name.zh", zh)
    office.fill("name.en", en)
    office.tap("dialog-save")
    expect(office.page.get_by_role("dialog")).to_have_count(0)


def test_stations_and_a_rule_are_made_and_an_order_goes_to_the_right_one(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    store_id = noodle_shop.house.stores["own"]
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go(f"/stores/{store_id}?tab=kitchen")
    add_station(office, "炒锅", "Wok")
    expect(table(office, "stations").first).to_contain_text("接收其余菜品")
    add_station(office, "面档", "Noodles")
    expect(table(office, "stations")).to_have_count(2)

    office.tap("new-route")
    expect(office.find("dialog-save")).to_be_disabled()
    office.choose(office.page.get_by_role("dialog").get_by_role("combobox", name="分类"), "面")
    shot(office.page, "office-kitchen-rule-zh")
    office.page.locator('[data-goal="面档"]').click()
    office.tap("dialog-save")
    expect(table(office, "routes")).to_have_count(1)
    expect(table(office, "routes")).to_contain_text("面档")
    trace = office.find("trace")
    office.pick(trace.get_by_test_id("product-picker").first, "N01", "红烧牛肉面")
    expect(trace).to_contain_text("成立")
    shot(office.page, "office-kitchen-zh")

    tablet = Tablet(open_page(noodle_shop.address)).sign_in("cashier").seat("A1", 2)
    tablet.add("N01", "C01")
    tablet.tap("fire")
    expect(tablet.line("N01")).to_have_attribute("data-state", "fired")

    boss = sign_in(app, noodle_shop.house, "boss")
    path = f"/stores/{store_id}/kitchen/stations"
    found = {one["name"]["en"]: one["id"] for one in boss.get(path).json["stations"]}

    def dishes(station: str) -> list[str]:
        tickets = boss.get(f"{path}/{found[station]}/board").json["tickets"]
        return [item["name"]["en"] for ticket in tickets for item in ticket["items"]]

    wait_until(lambda: dishes("Noodles"), what="the order to arrive")  # the till draws a fire at once
    assert (dishes("Wok"), dishes("Noodles")) == (["Smashed cucumber"], ["Braised beef noodles"])


def test_station_is_changed_and_one_that_is_needed_stays(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    store_id = noodle_shop.house.stores["own"]
    office = Office(open_page("/office/", allow=("409", "422")), noodle_shop.house).sign_in().in_english()
    office.go(f"/stores/{store_id}?tab=kitchen")
    for zh, en in NAMES:
        add_station(office, zh, en)
    office.page.get_by_role("button", name="Edit: Cold").click()
    office.fill("printer", "paper")
    office.tap("dialog-save")
    expect(office.page.locator(".el-form-item.is-error")).to_have_count(1)  # that is no printer's address
    office.fill("printer", "tcp://192.168.1.50:9100")
    shot(office.page, "office-kitchen-station-en")
    office.tap("dialog-save")
    expect(table(office, "stations").filter(has_text="Cold")).to_contain_text("tcp://192.168.1.50:9100")

    office.page.get_by_role("button", name="Archive: Wok").click()
    office.page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(office.page.locator("body")).to_contain_text("This station catches the rest")
    office.page.get_by_role("button", name="Edit: Cold").click()
    office.find("is-default").click()
    office.tap("dialog-save")
    expect(table(office, "stations").filter(has_text="Cold")).to_contain_text("Catches the rest")
    office.page.get_by_role("button", name="Archive: Wok").click()
    office.page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(table(office, "stations")).to_have_count(1)
    shot(office.page, "office-kitchen-en")
    boss = sign_in(app, noodle_shop.house, "boss")
    (left,) = boss.get(f"/stores/{store_id}/kitchen/stations").json["stations"]
    assert (left["name"]["en"], left["is_default"], left["printer"]) == (
        "Cold",
        True,
        "tcp://192.168.1.50:9100",
    )


def test_two_people_at_one_station_and_one_rule_compare_what_they_saved(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    kitchen = f"/stores/{noodle_shop.house.stores['own']}/kitchen"
    boss = sign_in(app, noodle_shop.house, "boss")
    wok, cold = (boss.post(f"{kitchen}/stations", {"name": both(*names)}).json for names in NAMES)
    rule = boss.post(f"{kitchen}/routes", {"station_id": cold["id"], "channel": "delivery"}).json
    office = Office(open_page("/office/", allow=("409",)), noodle_shop.house).sign_in().in_english()
    office.go(f"/stores/{noodle_shop.house.stores['own']}?tab=kitchen")

    office.page.get_by_role("button", name="Edit: Cold").click()
    office.fill("printer", "tcp://192.168.1.50:9100")
    theirs = {"ack_seconds": 40, "stand_in_id": wok["id"], "divert_after_seconds": 90, "version": 1}
    assert boss.patch(f"{kitchen}/stations/{cold['id']}", theirs).status_code == 200
    office.tap("dialog-save")
    conflict = office.find("conflict")
    expect(conflict.locator("tbody tr")).to_have_text(
        [
            re.compile(r"Printed when unseen for.*40 s"),
            re.compile(r"Stand-in when silent.*Wok"),
            re.compile("Silent for.*90 s"),
        ]
    )
    shot(office.page, "office-kitchen-conflict-en")
    office.page.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_have_count(0)
    office.tap("dialog-save")
    expect(office.page.get_by_role("dialog")).to_have_count(0)
    expect(table(office, "stations").filter(has_text="Cold")).to_contain_text("40 s")
    kept = boss.get(f"{kitchen}/stations/{cold['id']}").json
    assert {**kept, **theirs, "version": 3} == kept
    assert kept["printer"] == "tcp://192.168.1.50:9100"

    table(office, "routes").get_by_role("button", name="Edit").click()
    office.page.locator('[data-goal="Wok"]').click()
    theirs = {"channel": "takeaway", "weekdays": 31, "version": 1}
    assert boss.patch(f"{kitchen}/routes/{rule['id']}", theirs).status_code == 200
    office.tap("dialog-save")
    expect(conflict).to_contain_text("Mon–Fri")
    shot(office.page, "office-kitchen-rule-conflict-en")
    office.page.get_by_role("button", name="Take theirs").click()
    expect(conflict).to_have_count(0)
    office.page.get_by_role("button", name="Cancel").click()
    expect(table(office, "routes")).to_contain_text("Mon–Fri")
    (kept,) = boss.get(f"{kitchen}/routes").json["routes"]
    assert kept == {**rule, **theirs, "version": 2}
