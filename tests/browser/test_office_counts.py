"""Stock at a store: goods in and out as documents, and counting with a phone, by two people, with and without network."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.support.accounts import sign_in
from tests.support.brand import made
from tests.support.larder import Larder, make_larder
from tests.support.office import Office
from tests.support.photos import make_png
from tests.support.till import NoodleShop
from tests.support.waiting import wait_until

PHONE = {"viewport": "phone", "has_touch": True, "is_mobile": True}
ENTRIES = "**/entries"
# Whether the words that stand in an empty field are to be read to their end.
SHOWS_ITS_PLACEHOLDER = """(field) => {
    const style = getComputedStyle(field)
    const pen = document.createElement('canvas').getContext('2d')
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    return pen.measureText(field.placeholder).width <= room
}"""


@pytest.fixture
def larder(app: Any, noodle_shop: NoodleShop) -> Larder:
    larder = make_larder(app, noodle_shop)
    larder.receive(PORK=("20", "41"), FLOUR=("50", "5"), CABBAGE=("10", "4"))
    return larder


def on_phone(open_page: Any, shop: NoodleShop, who: str = "boss", **more: Any) -> Office:
    """Somebody signed in on a phone, where the navigation is behind a button."""
    office = Office(open_page("/office/", **PHONE, **more), shop.house)
    office.fill_sign_in(who, "correct horse battery")
    office.tap("sign-in")
    expect(office.find("open-menu")).to_be_visible()
    return office


def type_in(office: Office, quantity: str, unit: str | None = None, then: str = "count-next") -> None:
    """Press the keys of the pad."""
    pad = office.find("count-pad")
    if unit:
        pad.locator(f"[data-unit='{unit}']").click()
    for key in quantity:
        pad.get_by_role("button", name=key, exact=True).click()
    office.tap(then)


def start(office: Office) -> str:
    """Open a full, blind count; its address."""
    office.go("/stock/counts")
    office.tap("new-count")
    office.tap("dialog-save")
    expect(office.find("sheet")).to_be_visible()
    return office.page.url.split("/office")[1].split("?")[0]


def item(office: Office, code: str) -> Any:
    return office.page.locator(f"[data-item='{code}']")


def test_count_walks_the_places_survives_a_reload_is_recounted_and_approved(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    office = on_phone(open_page, noodle_shop, allow=("ERR_FAILED", "ERR_ABORTED"))
    page = office.page
    address = start(office)
    names = [text.split("\n")[0] for text in office.find("sheet").locator("li").all_inner_texts()]
    assert names == ["猪肉", "白菜", "肉臊"]  # in walking order
    expect(page.locator("main")).not_to_contain_text("账面")  # blind
    shot(page, "phone-count-sheet-zh")
    item(office, "PORK").click()
    shot(page, "phone-count-pad-zh")
    type_in(office, "1.5", "箱")  # 15 kg, far from 20
    expect(office.find("count-pad")).to_contain_text("白菜")

    def fail(route: Route) -> None:
        route.abort()

    page.route(ENTRIES, fail)
    type_in(office, "9.8", "kg", then="count-save")
    expect(office.find("unsent")).to_contain_text("1 笔待发送")
    shot(page, "phone-count-unsent-zh")
    page.reload()
    expect(item(office, "CABBAGE")).to_contain_text("9.8 kg")
    expect(item(office, "CABBAGE")).to_contain_text("待发送")
    page.unroute(ENTRIES)
    expect(item(office, "CABBAGE")).not_to_contain_text("待发送")
    expect(office.find("unsent")).to_have_count(0)

    page.locator("[data-place='干货间']").click()
    item(office, "FLOUR").click()
    type_in(office, "50", then="count-save")
    expect(item(office, "FLOUR")).to_contain_text("50 kg")
    office.tap("submit-count")
    page.get_by_role("dialog").get_by_role("button", name="提交").click()
    expect(office.find("recount-note")).to_be_visible()
    expect(office.find("sheet").locator("li")).to_have_count(1)  # pork alone is beyond its 5 %
    shot(page, "phone-count-again-zh")
    item(office, "PORK").click()
    type_in(office, "19.5", "kg", then="count-save")
    expect(item(office, "PORK")).to_contain_text("19.5 kg")
    office.tap("submit-count")
    page.get_by_role("dialog").get_by_role("button", name="提交").click()
    review = office.find("review")
    expect(review.locator("[data-row='PORK']")).to_contain_text("-0.5 kg")
    expect(review.locator("[data-row='PORK']")).to_contain_text("-¥20.00")  # at the standard price
    expect(office.find("review-total")).to_have_text("-¥20.80")
    shot(page, "phone-count-review-zh")
    wide = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    wide.go(address)
    shot(wide.page, "office-count-review-en")
    assert Decimal(larder.on_hand()["PORK"]) == 20
    wide.tap("approve-count")
    wide.page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(wide.find("count-state")).to_have_text("Approved")
    expect(wide.find("review-total")).to_have_text("-¥20.80")
    found = larder.on_hand()
    assert (Decimal(found["PORK"]), Decimal(found["CABBAGE"])) == (Decimal("19.5"), Decimal("9.8"))
    wide.go("/stock")
    wide.row("19.5 kg").get_by_role("button").click()
    moved = wide.page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Count")
    moved.get_by_role("link", name="Document").click()  # what was counted, not a document
    expect(wide.find("count-state")).to_have_text("Approved")


def start_spot(office: Office, code: str, name: str) -> str:
    """Open a blind count of one item; its address."""
    office.go("/stock/counts")
    office.tap("new-count")
    office.page.get_by_role("dialog").get_by_text("抽盘").click()
    office.pick(office.find("item-picker"), code, name)
    office.tap("dialog-save")
    expect(office.find("sheet").locator("li")).to_have_count(1)
    return office.page.url.split("/office")[1].split("?")[0]


def test_two_people_check_an_item_at_once_and_each_corrects_their_own(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, app: Any, shot: Any
) -> None:
    boss = on_phone(open_page, noodle_shop)
    address = start_spot(boss, "PORK", "猪肉")
    manager = on_phone(open_page, noodle_shop, "manager")
    manager.go(address)
    item(boss, "PORK").click()
    type_in(boss, "12", then="count-save")
    expect(item(boss, "PORK")).to_contain_text("12 kg")
    item(manager, "PORK").click()
    type_in(manager, "7", then="count-save")
    expect(item(manager, "PORK")).to_contain_text("7 kg")
    expect(item(manager, "PORK")).to_contain_text("12 kg")  # the other's, too
    expect(item(manager, "PORK")).to_contain_text("Boss")  # who counted it
    shot(manager.page, "phone-count-two-zh")
    item(manager, "PORK").click()
    type_in(manager, "8", then="count-save")  # corrects the 7
    expect(item(manager, "PORK")).not_to_contain_text("7 kg")
    item(manager, "PORK").click()
    manager.tap("add-more")
    type_in(manager, "0.5", then="count-save")
    expect(item(manager, "PORK")).to_contain_text("0.5 kg")

    def counted() -> list[Decimal]:
        path = f"{larder.at_store}/counts/{address.rsplit('/', 1)[1]}"
        lines = sign_in(app, noodle_shop.house, "boss").get(path).json["locations"][0]["lines"]
        (pork,) = [line for line in lines if line["item"]["code"] == "PORK"]
        return sorted(Decimal(entry["stock_quantity"]) for entry in pork["entries"])

    wait_until(lambda: counted() == [Decimal("0.5"), 8, 12], what="the entries to arrive")


def test_goods_are_received_sent_on_and_written_off(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    page = office.page
    office.go("/stock")
    expect(office.row("猪肉")).to_contain_text("20 kg")
    shot(page, "office-stock-zh")

    def add(code: str, name: str, quantity: str, price: str | None = None, place: int = 0) -> None:
        office.pick(office.find("item-picker"), code, name)
        office.fill(f"lines.{place}.quantity", quantity)
        if price:
            office.fill(f"lines.{place}.price", price)

    office.go("/stock/documents")
    office.tap("new-receipt")
    expect(office.find("post")).to_be_disabled()
    office.fill("supplier", "老李肉铺")
    add("PORK", "猪肉", "0", "420")
    expect(office.find("post")).to_be_disabled()  # nothing came
    office.fill("lines.0.quantity", "2")  # two boxes of ten kilos
    expect(office.find("document-total")).to_have_text("¥840.00")
    shot(page, "office-receipt-zh")
    office.tap("post")
    expect(office.find("document-state")).to_have_text("已过账")
    expect(office.find("document-lines")).to_contain_text("¥42.00 / kg")
    assert Decimal(larder.on_hand()["PORK"]) == 40

    office.go("/stock/documents")
    office.tap("new-waste")
    add("CABBAGE", "白菜", "1.2")
    expect(office.find("post")).to_be_disabled()  # why?
    office.choose(office.drop_down("原因"), "变质")
    photo = {"name": "IMG_0001.png", "mimeType": "image/png", "buffer": make_png(640, 480)}
    office.find("photo-file").set_input_files([photo])
    expect(office.find("photo-preview")).to_be_visible()
    shot(page, "office-waste-zh")
    office.tap("post")
    expect(office.find("document-state")).to_have_text("已过账")
    expect(office.find("photo")).to_be_visible()
    shot(page, "office-waste-posted-zh")
    assert Decimal(larder.on_hand()["CABBAGE"]) == Decimal("8.8")

    office.go(f"{page.url.split('/office')[1].rsplit('/', 1)[0]}/new?kind=production")
    add("SAUCE", "肉臊", "5")
    add("PORK", "猪肉", "6.5", place=1)
    expect(
        office.find("document-lines").locator("[data-line='SAUCE']").get_by_role("checkbox")
    ).to_be_checked()
    shot(page, "office-production-zh")
    office.tap("post")
    expect(office.find("document-state")).to_have_text("已过账")
    made = {code: Decimal(quantity) for code, quantity in larder.on_hand().items()}
    assert (made["SAUCE"], made["PORK"]) == (5, Decimal("33.5"))

    office.go("/stock/documents")
    office.tap("new-transfer")
    add("FLOUR", "面粉", "10")
    other = next(one for one in larder.boss.get("/stores").json["items"] if one["code"] != "S1")
    office.choose(office.drop_down("调往门店"), other["code"])
    office.tap("post")
    expect(office.find("document-state")).to_have_text("在途")
    assert Decimal(larder.on_hand()["FLOUR"]) == 40
    office.fill("arrived.1", "9.5")
    office.tap("receive")
    expect(office.find("document-state")).to_have_text("已收")
    expect(office.find("document-lines")).to_contain_text("短少 0.5 kg")
    shot(page, "office-transfer-zh")
    office.go("/stock/documents")
    expect(office.rows).to_have_count(5)
    expect(office.find("closed-until")).to_have_text("尚未结账")
    office.tap("close-books")
    office.fill("ends_on", "2020-01-31")
    page.keyboard.press("Tab")
    expect(office.find("dialog-save")).to_be_enabled()
    office.tap("dialog-save")
    expect(office.find("closed-until")).to_have_text("账已结至 2020年1月31日")
    shot(page, "office-documents-zh")


def test_a_price_is_corrected_by_the_receipt_that_it_was_on(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    lines = [
        {"item_id": larder.items["PORK"], "quantity": "2", "unit": "箱", "unit_price": "420"},
        {"item_id": larder.items["FLOUR"], "quantity": "10", "unit": "kg", "unit_cost": "5"},
    ]
    body = {"kind": "receipt", "supplier": "Li's meat", "lines": lines}
    receipt = made(larder.boss.post(f"{larder.at_store}/documents", body))
    made(larder.boss.post(f"{larder.at_store}/documents/{receipt['id']}/post"), 200)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go(f"/stock/documents/{noodle_shop.house.stores['own']}/new?kind=price_correction")
    office.choose(office.drop_down("Receipt that is corrected"), f"No. {receipt['number']}")
    expect(office.find("receipt-picker")).to_contain_text("Li's meat · Pork, Flour")
    expect(office.find("document-lines").locator("[data-line]")).to_have_count(2)
    expect(office.find("post")).to_be_disabled()  # no difference yet
    asked = office.page.locator('[name="lines.0.price"]')
    expect(asked).to_have_attribute("placeholder", "Difference per unit")
    assert asked.evaluate(SHOWS_ITS_PLACEHOLDER)
    office.fill("lines.0.price", "-20")
    expect(office.find("document-total")).to_have_text("-¥40.00")
    shot(office.page, "office-correction-en")
    office.tap("post")
    expect(office.find("document-state")).to_have_text("Posted")
    expect(office.find("document-total")).to_have_text("-¥40.00")
    expect(office.find("corrected-receipt")).to_contain_text(f"No. {receipt['number']}")
    found = larder.boss.get(f"{larder.at_store}/documents/{office.page.url.rsplit('/', 1)[1]}").json
    assert found["refers_to"] == receipt["id"]
    assert [(one["quantity"], one["unit_price"], one["unit_cost"]) for one in found["lines"]] == [
        ("2", "-20", "-2")
    ]
    office.tap("corrected-receipt")
    office.tap("correct-price")
    expect(office.find("receipt-picker")).to_contain_text(f"No. {receipt['number']}")


def test_stock_of_one_store_is_not_shown_under_another(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder
) -> None:
    other = noodle_shop.house.stores["franchised"]
    office = Office(open_page("/office/", allow=("ERR_FAILED",)), noodle_shop.house).sign_in()
    office.go("/stock?store=S1")
    expect(office.row("猪肉")).to_be_visible()
    office.page.route(f"**/stores/{other}/inventory/stock*", lambda route: route.abort())
    office.choose(office.drop_down("门店"), "S2")
    expect(office.find("refusal")).to_contain_text("无法连接服务器")
    expect(office.row("猪肉")).to_have_count(0)
    office.page.unroute_all()
    office.page.get_by_role("button", name="重试").click()
    expect(office.page.locator("main")).to_contain_text("还没有库存变动")


def test_places_and_par_levels_are_set(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/stock/storage")
    places = office.find("places").locator("li")
    expect(places).to_have_count(2)
    office.page.get_by_role("button", name="Move up: Dry store").click()
    expect(places.first).to_contain_text("Dry store")
    shot(office.page, "office-places-en")
    office.tap("tab-pars")
    office.pick(office.find("item-picker"), "pork", "Pork")
    office.fill("pars.0.par", "30")
    office.fill("pars.0.reorder", "25")
    office.save()
    office.go("/stock?only=low")
    expect(office.row("Pork")).to_contain_text("Low")
    assert [
        one["name"]["en"] for one in larder.boss.get(f"{larder.at_store}/locations").json["locations"]
    ] == [
        "Dry store",
        "Cold room",
    ]
