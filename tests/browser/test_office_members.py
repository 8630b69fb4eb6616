"""Members and promotions at head office, and a member's own page on their phone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from core import clock
from core.ids import new_id
from tests.support.accounts import sign_in
from tests.support.office import Office
from tests.support.till import NoodleShop

PHONE = "13800001234"


@pytest.fixture
def office(open_page: Any, noodle_shop: NoodleShop) -> Office:
    """Head office, signed in."""
    return Office(open_page("/office/"), noodle_shop.house).sign_in()


def test_rule_is_said_in_words_and_tried_on_a_cart_while_it_is_written(office: Office, shot: Any) -> None:
    office.go("/promotions/new")
    office.tap("kind-percent_off")
    office.fill("percent", "25")
    office.page.keyboard.press("Tab")
    expect(office.find("rule-words")).to_contain_text("7.5 折")
    expect(office.find("own-verdict")).to_contain_text("已生效")
    expect(office.find("try-payable")).to_contain_text("¥31.50")
    shot(office.page, "office-promotion-zh")

    office.fill("name.zh", "全场七五折")
    office.fill("name.en", "A quarter off")
    office.tap("save")
    expect(office.find("promotion-state")).to_have_text("草稿")
    office.tap("start")
    expect(office.find("promotion-state")).to_have_text("进行中")
    office.go("/promotions")
    row = office.row("全场七五折")
    expect(row).to_contain_text("7.5 折")
    row.get_by_test_id("pause").click()
    expect(row.get_by_test_id("promotion-state")).to_have_text("已暂停")


def test_emptied_amount_of_the_rules_stays_what_it_was(office: Office) -> None:
    office.go("/member-rules")
    field = office.page.locator('[name="points_per"]')
    was = field.input_value()
    field.fill("")
    office.page.keyboard.press("Tab")
    expect(field).to_have_value(was)
    expect(office.find("save")).to_be_disabled()


def test_special_price_without_a_price_is_not_given_away(open_page: Any, noodle_shop: NoodleShop) -> None:
    office = Office(open_page("/office/", allow=("422",)), noodle_shop.house).sign_in()
    office.go("/promotions/new")
    office.tap("kind-special_price")
    expect(office.find("rule-words")).to_contain_text("特价 …")
    office.fill("name.zh", "周一特价")
    office.fill("name.en", "Monday price")
    office.tap("save")
    expect(office.page.locator("main")).to_contain_text("请查看标出的字段")


def test_two_people_at_one_promotion_keep_what_each_changed(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    boss = sign_in(app, noodle_shop.house, "boss")
    terms = {"lane": 3, "benefit": {"kind": "percent_off", "percent_bp": 2_000}}
    made = boss.post("/promotions", {"name": {"zh": "八折", "en": "A fifth off"}, "terms": terms}).json
    path = f"/promotions/{made['id']}"
    office = Office(open_page("/office/", allow=("409",)), noodle_shop.house).sign_in()
    office.go(path)
    office.fill("percent", "30")
    office.tap("fold-limits")
    office.fill("cap-total", "100")
    office.page.keyboard.press("Tab")
    theirs = {
        **terms,
        "benefit": {"kind": "percent_off", "percent_bp": 1_000},
        "conditions": {"members_only": True},
    }
    assert boss.patch(path, {"version": made["version"], "terms": theirs}).status_code == 200
    office.tap("save")
    conflict = office.find("conflict")
    expect(conflict.get_by_role("row", name="优惠方式")).to_contain_text("减免 10%")
    expect(conflict.get_by_role("row", name="优惠方式")).to_contain_text("减免 30%")
    expect(conflict.get_by_role("row", name="仅会员")).to_contain_text("是")
    expect(conflict.get_by_role("row", name="总次数")).to_have_count(0)
    shot(office.page, "office-promotion-conflict-zh")
    office.page.get_by_role("button", name="保留我的修改").click()
    office.save()
    kept = boss.get(path).json["terms"]
    assert kept["benefit"]["percent_bp"] == 3_000
    assert kept["caps"]["total"] == 100
    assert kept["conditions"] == {"members_only": True}


def test_member_joins_and_sees_balance_and_uses_on_their_phone(
    office: Office, noodle_shop: NoodleShop, app: Any, open_page: Any, shot: Any
) -> None:
    slug, store = noodle_shop.house.slug, noodle_shop.house.stores["own"]
    phone = open_page(f"/member/?brand={slug}", viewport="phone")
    expect(phone.locator("h1")).to_contain_text("加入")
    phone.locator('[name="phone"]').fill(PHONE)
    phone.locator('[name="name"]').fill("王小明")
    phone.get_by_test_id("agree-marketing").check()
    shot(phone, "member-join-zh")
    phone.get_by_test_id("join").click()
    expect(phone.get_by_test_id("joined")).to_be_visible()

    boss = sign_in(app, noodle_shop.house, "boss")
    member = boss.get("/members", find=PHONE).json["members"][0]
    recharge = {"value_id": str(new_id()), "member_id": member["id"], "amount": 20_000}
    assert boss.post(f"/stores/{store}/stored-value/recharges", recharge).status_code == 201
    spend = {"value_id": str(new_id()), "member_id": member["id"], "amount": 5_000}
    assert boss.post(f"/stores/{store}/stored-value/spends", spend).status_code == 201

    office.go("/members")
    office.fill("word", PHONE)
    office.page.keyboard.press("Enter")
    expect(office.find("member-figures")).to_contain_text("¥150.00")
    shot(office.page, "office-member-zh")
    office.tap("page-link")
    link = office.find("phone-link").get_attribute("href")
    assert link is not None
    own = open_page("/member/#" + link.partition("#")[2], viewport="phone", allow=("422",))
    expect(own.get_by_test_id("balance")).to_have_text("¥150.00")
    expect(own.get_by_test_id("use")).to_have_count(2)
    expect(own.get_by_test_id("pay-code")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    shot(own, "member-page-zh")
    own.get_by_test_id("pin").click()
    own.locator('[name="pin"]').fill("1111")
    own.get_by_test_id("keep-pin").click()
    expect(own.get_by_role("alert")).to_contain_text("密码过于简单")
    own.locator('[name="pin"]').fill("7391")
    own.get_by_test_id("keep-pin").click()
    expect(own.get_by_test_id("pin")).to_have_text("修改支付密码")
    own.reload()  # the link is used up; the phone keeps the page
    expect(own.get_by_test_id("balance")).to_have_text("¥150.00")
    own.get_by_test_id("leave").click()
    expect(own.get_by_test_id("balance")).to_have_count(0)


def test_campaign_counts_whom_it_reaches_and_clearing_shows_who_pays(
    office: Office, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    boss = sign_in(app, noodle_shop.house, "boss")
    stores = noodle_shop.house.stores
    terms = {"lane": 4, "benefit": {"kind": "amount_off", "amount": 1_000}, "needs_coupon": True}
    name = {"zh": "减十元券", "en": "Ten off"}
    assert boss.post("/promotions", {"name": name, "terms": terms, "state": "active"}).status_code == 201
    agreed = {"phone": PHONE, "agrees_to": ["marketing"]}
    member = boss.post("/members", agreed).json
    recharge = {"value_id": str(new_id()), "member_id": member["id"], "amount": 20_000}
    assert boss.post(f"/stores/{stores['own']}/stored-value/recharges", recharge).status_code == 201
    spend = {"value_id": str(new_id()), "member_id": member["id"], "amount": 5_000}
    assert boss.post(f"/stores/{stores['franchised']}/stored-value/spends", spend).status_code == 201

    office.go("/campaigns/new")
    expect(office.find("audience-size")).to_contain_text("0位会员")
    office.find("segment-sleeping").click()
    office.find("segment-new").click()
    expect(office.find("audience-size")).to_contain_text("1位会员")
    office.fill("name.zh", "欢迎新会员")
    office.fill("name.en", "Welcome")
    office.choose(office.page.get_by_role("combobox", name="优惠券"), "减十元券")
    office.tap("save")
    expect(office.find("campaign-state")).to_have_text("草稿")
    office.tap("schedule")
    # It starts at once: whether it has run yet is the server's business.
    expect(office.find("campaign-state")).to_have_text(re.compile("已排期|已完成"))
    shot(office.page, "office-campaign-zh")

    office.go("/clearing")
    figures = office.find("open-figures")
    expect(figures).to_contain_text("¥200.00")
    expect(figures).to_contain_text("¥50.00")
    expect(office.find("plot-bars").locator("svg")).to_contain_text("付给总部")
    shot(office.page, "office-clearing-zh")


def test_statement_of_a_store_that_changed_hands_shows_what_each_owner_pays(
    office: Office, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    boss, store = sign_in(app, noodle_shop.house, "boss"), noodle_shop.house.stores["own"]
    member = boss.post("/members", {"name": "王小明"}).json["id"]
    buyer = boss.post("/legal-entities", {"name": {"zh": "新东家", "en": "New owner"}}).json["id"]
    with clock.frozen(clock.now() - timedelta(days=40)):
        day = clock.now().date()
        old = sign_in(app, noodle_shop.house, "boss")
        for amount, entity in ((20_000, buyer), (5_000, buyer)):
            recharge = {"value_id": str(new_id()), "member_id": member, "amount": amount}
            assert old.post(f"/stores/{store}/stored-value/recharges", recharge).status_code == 201
            assert old.put(f"/stores/{store}/legal-entity", {"entity": entity}).status_code == 204
    days = {"from": str(day - timedelta(days=1)), "to": str(day + timedelta(days=1))}
    closed = boss.post("/clearings", days).json
    office.go(f"/clearing/{closed['id']}/stores/{store}")
    figures = office.find("statement-figures")
    expect(figures).to_have_count(2)
    for amount, owner in (("¥200.00", "独立主体"), ("¥50.00", "新东家")):
        expect(figures.filter(has_text=owner)).to_contain_text(amount)
        expect(office.row(owner)).to_contain_text(amount)
    shot(office.page, "office-clearing-hands-zh")


def test_audit_log_says_what_promotions_and_members_are_called_and_leads_to_them(
    office: Office, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    boss = sign_in(app, noodle_shop.house, "boss")
    terms = {"lane": 4, "benefit": {"kind": "amount_off", "amount": 1_000}, "needs_coupon": True}
    made = boss.post("/promotions", {"name": {"zh": "减十元券", "en": "Ten off"}, "terms": terms}).json
    path = f"/promotions/{made['id']}"
    less = {**terms, "benefit": {"kind": "amount_off", "amount": 500}}
    assert boss.patch(path, {"version": 1, "terms": less, "state": "active"}).status_code == 200
    member = boss.post("/members", {"name": "王小明", "phone": PHONE}).json
    coupon = boss.post(f"{path}/coupons", {"member_ids": [member["id"]]}).json["coupons"][0]
    assert boss.post(f"/coupons/{coupon['id']}/void").status_code == 200
    assert boss.patch(f"/members/{member['id']}", {"name": "王大明"}).status_code == 200

    office.go("/audit")
    expect(office.row("作废优惠券").get_by_role("link")).to_have_text(f"减十元券 · {coupon['code']}")
    change = office.row("修改促销")
    expect(change).to_contain_text("减 5 元")
    shot(office.page, "office-audit-zh")
    office.row("修改会员").get_by_role("button").click()
    expect(office.find("subject")).to_contain_text("王大明")
    office.page.keyboard.press("Escape")
    change.get_by_role("link").click()
    expect(office.page.locator("h1")).to_contain_text("减十元券")


def test_guest_who_joined_twice_is_made_one_member(
    office: Office, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    boss = sign_in(app, noodle_shop.house, "boss")
    store = noodle_shop.house.stores["own"]
    birthday = {"month": 5, "day": 18}
    people = (
        {"phone": PHONE, "name": "王小明", "birthday": birthday},
        {"phone": "13900005678", "name": "王小明", "birthday": birthday, "card_no": "C77"},
    )
    kept, _ = (boss.post("/members", one).json["id"] for one in people)
    for phone, amount in ((PHONE, 10_000), ("13900005678", 25_050)):
        (member,) = boss.get("/members", find=phone).json["members"]
        recharge = {"value_id": str(new_id()), "member_id": member["id"], "amount": amount}
        assert boss.post(f"/stores/{store}/stored-value/recharges", recharge).status_code == 201

    office.go("/members/" + kept)
    office.tap("merge")
    picker = office.page.get_by_test_id("member-picker")
    office.pick(picker, PHONE, PHONE)
    expect(office.find("refusal")).to_contain_text("同一个会员")
    expect(office.find("merge-do")).to_be_disabled()
    office.pick(picker, "13900005678", "13900005678")
    expect(office.find("merge-balance-1")).to_have_text("¥250.50")
    expect(office.find("merge-balance-2")).to_have_text("¥350.50")
    expect(office.find("merge-card-2")).to_have_text("C77")
    shot(office.page, "office-merge-zh")
    office.page.get_by_role("button", name="取消").click()
    expect(office.find("merge-sides")).to_have_count(0)

    office.go("/members-twice")
    office.in_english()
    expect(office.rows).to_have_count(1)
    shot(office.page, "office-twice-en")
    office.row("王小明").click()
    expect(office.find("merge-balance-2")).to_have_text("¥350.50")
    shot(office.page, "office-merge-en")
    office.tap("merge-do")
    expect(office.find("merge-done")).to_contain_text("¥250.50")
    shot(office.page, "office-merged-en")
    office.tap("merge-close")
    expect(office.find("member-figures")).to_contain_text("¥350.50")
    expect(office.page.locator('[name="card_no"]')).to_have_value("C77")
    expect(office.page.get_by_text("Also 王小明 · 13900005678")).to_be_visible()
    shot(office.page, "office-member-merged-en")

    office.go("/members")
    office.fill("word", "C77")
    office.page.keyboard.press("Enter")
    expect(office.find("member-figures")).to_contain_text("¥350.50")
