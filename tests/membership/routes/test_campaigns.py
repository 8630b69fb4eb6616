"""Campaigns over HTTP: counted before, given once to each, paused and stopped; and members as head office sees them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app.factory import App
from core import clock
from core.ids import new_id
from core.uow import Unit, transact
from membership.services import points
from membership.services.brand_days import brand_day
from membership.services.campaigns import run_due
from membership.services.daily_work import do_days_work
from membership.values.visits import Paid
from tests.support.accounts import Caller, House, name
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay
from tests.support.larder import make_larder
from tests.support.purse import signed_in_at

pytestmark = pytest.mark.usefixtures("alone")
NOON = datetime(2026, 12, 2, 4, tzinfo=UTC)  # in Shanghai
COUPON = {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 700}}


class Brand:
    """A brand with a coupon's template and a few members."""

    def __init__(self, engine: Engine, house: House, boss: Caller) -> None:
        self.engine, self.house, self.boss = engine, house, boss
        offer = {"name": name("Seven off"), "terms": COUPON, "state": "active"}
        self.template: str = made(boss.post("/promotions", offer))["id"]

    def do(self, act: Any) -> Any:
        return transact(self.engine, self.house.tenant_id, act)

    def member(self, phone: str, **more: Any) -> str:
        found: str = made(self.boss.post("/members", {"phone": phone, **more}))["id"]
        return found

    def paid(self, member_id: str, net: int, day: date | None = None) -> UUID:
        order_id, store_id = new_id(), self.house.stores["own"]
        day = day or clock.now().date()
        self.do(lambda unit: points.keep(unit, [Paid(UUID(member_id), order_id, store_id, day, net)]))
        return order_id

    def coupons(self, member_id: str) -> list[str]:
        page = made(self.boss.get(f"/members/{member_id}/page"), 200)
        return [coupon["occasion"] for coupon in page["coupons"]]

    def campaign(self, **more: Any) -> Any:
        given = {"name": name("Come back"), "promotion_id": self.template, "audience": {}, **more}
        return made(self.boss.post("/campaigns", given))


@pytest.fixture
def brand(engine: Engine, house: House, boss: Caller) -> Brand:
    return Brand(engine, house, boss)


def test_given_once_to_everybody_in_the_audience(brand: Brand) -> None:
    rich, poor = brand.member("13800000001"), brand.member("13800000002")
    brand.paid(rich, 60_000)
    audience = {"spent_from": 50_000, "store_ids": [str(brand.house.stores["own"])]}
    counted = brand.boss.post("/campaigns/audience", {"audience": audience})
    assert made(counted, 200) == {"count": 1}
    kept = brand.campaign(audience=audience, state="scheduled", coupon_days=14)
    assert [brand.do(run_due), brand.do(run_due)] == [1, 0]
    assert (brand.coupons(rich), brand.coupons(poor)) == ([f"campaign:{kept['id']}"], [])
    done = made(brand.boss.get(f"/campaigns/{kept['id']}"), 200)
    assert (done["state"], done["next_at"]) == ("done", None)
    path = f"/campaigns/{kept['id']}"
    again = brand.boss.patch(path, {"state": "scheduled", "version": 1})
    assert (again.status_code, again.json["code"]) == (409, "campaign_over")


def test_a_standing_campaign_reaches_whoever_comes_to_belong(brand: Brand) -> None:
    first = brand.member("13800000001")
    kept = brand.campaign(repeats="daily", state="scheduled")
    path = f"/campaigns/{kept['id']}"
    assert brand.do(run_due) == 1
    second = brand.member("13800000002")
    assert brand.do(run_due) == 0  # not before the next day
    paused = made(brand.boss.patch(path, {"state": "paused", "version": 1}), 200)
    assert paused["next_at"] is None
    tomorrow = clock.now() + timedelta(days=1, hours=1)
    with clock.frozen(tomorrow):
        assert brand.do(run_due) == 0
    resumed = made(brand.boss.patch(path, {"state": "scheduled", "version": 2}), 200)
    assert resumed["next_at"] > kept["next_at"]
    with clock.frozen(tomorrow):
        assert brand.do(run_due) == 1
    assert [len(brand.coupons(one)) for one in (first, second)] == [1, 1]
    stopped = {"state": "stopped", "version": 3, "void_unused": True}
    made(brand.boss.patch(path, stopped), 200)
    page = made(brand.boss.get(f"/members/{first}/page"), 200)
    assert [coupon["state"] for coupon in page["coupons"]] == ["voided"]


def test_what_came_of_it_by_day(counter: Counter) -> None:
    make_larder(counter.app, counter.shop)
    counter.tax("N02", "6")
    template = counter.promotion(COUPON)
    member = counter.member()
    given = {"name": name("Come back"), "promotion_id": template, "audience": {}, "state": "scheduled"}
    kept = made(counter.boss.post("/campaigns", given))
    assert transact(counter.engine, counter.shop.house.tenant_id, run_due) == 1
    order = counter.send(new_id(), OPEN, of_member(member), counter.dish("N02", 2))
    due = order["totals"]["due"]
    assert order["totals"]["discounts"] == 700
    paid = counter.send(UUID(order["id"]), pay(due))
    counter.hear()
    found = made(counter.boss.get(f"/campaigns/{kept['id']}/results"), 200)
    days = found.pop("days")
    margin = 2680 - 152 - 630  # without the 6 % that are in it
    assert found == {
        "issued": 1, "redeemed": 1, "revenue": 2680, "discount": 700, "food_cost": 630, "with_cost": 1, "margin": margin
    }  # fmt: skip
    assert sum(day["issued"] for day in days) == 1
    assert [day["revenue"] for day in days if day["date"] == paid["business_date"]] == [due]
    refund = {"type": "refund", "refund_id": str(new_id()), "reason": "cold", "amount": 1340}
    counter.send(UUID(order["id"]), refund, who=counter.manager)
    counter.hear()
    half = made(counter.boss.get(f"/campaigns/{kept['id']}/results"), 200)
    assert (half["revenue"], half["margin"]) == (1340, 2528 // 2 - 630)


def test_a_template_that_was_archived_gives_nobody_a_coupon(brand: Brand, app: App) -> None:
    with clock.frozen(NOON):
        brand.boss = signed_in_at(NOON, app, brand.house, "boss")
        settings = ("birthday_coupon_id", "referral_coupon_id", "friend_coupon_id")
        made(brand.boss.put("/member-settings", dict.fromkeys(settings, brand.template)), 200)
        old = brand.member("13800000001", birthday=born(3))
        standing = brand.campaign(repeats="daily", state="scheduled")
        path = f"/promotions/{brand.template}"
        made(brand.boss.patch(path, {"state": "archived", "version": 1}), 200)
        friend = brand.member("13800000002", birthday=born(2), referrer="13800000001")
        brand.paid(friend, 1_000)
        given = {"name": name("x"), "promotion_id": brand.template, "audience": {}}
        refused = [brand.boss.post(f"{path}/coupons", {"codes": 1}), brand.boss.post("/campaigns", given)]
        assert [(one.status_code, one.json["code"]) for one in refused] == [(409, "promotion_archived")] * 2
        assert [brand.do(run_due), brand.coupons(old), brand.coupons(friend)] == [0, [], []]
        assert made(brand.boss.get(f"/campaigns/{standing['id']}"), 200)["state"] == "scheduled"
    with clock.frozen(NOON + timedelta(days=1)):
        brand.do(do_days_work)
    with clock.frozen(NOON):
        assert brand.coupons(old) == []


def test_a_campaign_that_ends_before_it_starts_is_refused(brand: Brand) -> None:
    given = {"name": name("x"), "promotion_id": brand.template, "audience": {}, "repeats": "daily"}
    days = {
        "starts_at": "2027-01-10T20:00:00Z",
        "ends_on": "2027-01-10",
    }  # the 11th in Shanghai, from 04:00 on
    kept = made(brand.boss.post("/campaigns", {**given, **days, "ends_on": "2027-01-11"}))
    for refused in (
        brand.boss.post("/campaigns", {**given, **days}),
        brand.boss.post("/campaigns", {**given, "ends_on": "2020-01-01"}),
        brand.boss.patch(f"/campaigns/{kept['id']}", {"ends_on": "2027-01-10", "version": 1}),
        brand.boss.patch(f"/campaigns/{kept['id']}", {"starts_at": "2027-01-12T00:00:00Z", "version": 1}),
    ):
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "dates_reversed")
    assert made(brand.boss.get(f"/campaigns/{kept['id']}"), 200) == kept
    reversed_ = {"from": "2026-11-02", "to": "2026-11-01"}
    assert brand.boss.get("/member-segments", **reversed_).json["code"] == "dates_reversed"


def test_a_template_that_takes_no_coupon_is_refused(brand: Brand) -> None:
    plain = {"lane": 3, "benefit": {"kind": "amount_off", "amount": 1}}
    offer = made(brand.boss.post("/promotions", {"name": name("x"), "terms": plain}))["id"]
    given = {"name": name("x"), "promotion_id": offer, "audience": {}}
    assert brand.boss.post("/campaigns", given).json["code"] == "takes_no_coupon"


def test_both_get_a_coupon_once_the_friends_first_order_is_paid(brand: Brand) -> None:
    made(
        brand.boss.put(
            "/member-settings", {"referral_coupon_id": brand.template, "friend_coupon_id": brand.template}
        ),
        200,
    )
    old = brand.member("13800000001")
    friend = brand.member("13800000002", referrer="138 0000 0001")
    assert (brand.coupons(old), brand.coupons(friend)) == ([], [])
    brand.paid(friend, 1_000)
    brand.paid(friend, 1_000)
    assert brand.coupons(old) == brand.coupons(friend) == [f"referral:{friend}"]
    page = made(brand.boss.get(f"/members/{old}/page"), 200)
    assert [one["id"] for one in page["referred"]] == [friend]
    assert made(brand.boss.get(f"/members/{friend}/page"), 200)["referred_by"]["id"] == old


def test_the_days_work_is_done_once(brand: Brand, engine: Engine) -> None:
    settings = {"birthday_coupon_id": brand.template, "anniversary_coupon_id": brand.template}
    made(brand.boss.put("/member-settings", settings), 200)
    tomorrow = clock.now() + timedelta(days=1, hours=2)
    with clock.frozen(tomorrow):
        local = brand.do(_today)
    born = brand.member("13800000001", birthday={"month": local.month, "day": local.day})
    other = brand.member("13800000002", birthday={"month": local.month % 12 + 1, "day": 1})
    with clock.frozen(tomorrow):
        assert [brand.do(do_days_work), brand.do(do_days_work)] == [True, False]
    assert (brand.coupons(born), brand.coupons(other)) == ([f"birthday:{local.year}"], [])
    days = {"from": (local - timedelta(days=1)).isoformat(), "to": local.isoformat()}
    series = made(brand.boss.get("/member-segments", **days), 200)
    assert series["today"]["new"] == 2
    assert [(day["date"], day["new"]) for day in series["days"]] == [(local.isoformat(), 2)]


def test_whoever_joins_on_their_birthday_has_the_coupon_at_once(brand: Brand, app: App) -> None:
    with clock.frozen(NOON):
        brand.boss = signed_in_at(NOON + timedelta(hours=2), app, brand.house, "boss")
        made(brand.boss.put("/member-settings", {"birthday_coupon_id": brand.template}), 200)
        first = brand.member("13800000001", birthday=born(2))
        later = brand.member("13800000002", birthday=born(3))
        given = {"brand": brand.house.slug, "phone": "13800000003", "agrees_to": [], "birthday": born(2)}
        made(Caller(app.test_client()).post("/member-page/join", given), 200)
        bring(brand.boss, "phone,birthday\n13800000004,12-02\n13800000005,12-03\n")
        third, fourth, fifth = [
            made(brand.boss.get("/members", find=f"1380000000{n}"), 200)["members"][0]["id"]
            for n in (3, 4, 5)
        ]
        found = [brand.coupons(one) for one in (first, third, fourth)]
    assert found == [["birthday:2026"]] * 3
    with clock.frozen(NOON + timedelta(hours=2)):
        brand.do(do_days_work)
        assert [brand.coupons(one) for one in (first, third, fourth)] == found
        assert [brand.coupons(one) for one in (later, fifth)] == [[], []]


def test_a_birthday_lasts_as_long_as_where_the_guest_joins(brand: Brand, app: App) -> None:
    with clock.frozen(NOON):
        brand.boss = signed_in_at(NOON, app, brand.house, "boss")
        made(brand.boss.put("/member-settings", {"birthday_coupon_id": brand.template}), 200)
        far = str(brand.house.stores["franchised"])
        made(brand.boss.patch(f"/stores/{far}", {"timezone": "America/Los_Angeles"}), 200)
        given = {"brand": brand.house.slug, "phone": "13800000001", "agrees_to": [], "birthday": born(1)}
        made(Caller(app.test_client()).post("/member-page/join", {**given, "store_id": far}), 200)
        (member,) = made(brand.boss.get("/members", find="13800000001"), 200)["members"]
        here = brand.member("13800000002", birthday=born(1))
        assert (brand.coupons(member["id"]), brand.coupons(here)) == (["birthday:2026"], [])


def test_days_that_the_work_missed_are_kept_afterwards(brand: Brand, app: App) -> None:
    with clock.frozen(NOON):
        brand.boss = signed_in_at(NOON + timedelta(days=4), app, brand.house, "boss")
        made(brand.boss.put("/member-settings", {"birthday_coupon_id": brand.template}), 200)
        ids = [brand.member(f"138000000{day:02}", birthday=born(day)) for day in (3, 5, 6, 20)]
    with clock.frozen(NOON + timedelta(days=1)):
        brand.do(do_days_work)
    with clock.frozen(NOON + timedelta(days=4)):
        joined = brand.member("13800000099", birthday=born(5))  # it was over by then
        brand.do(do_days_work)
        assert [len(brand.coupons(one)) for one in (*ids, joined)] == [1, 1, 1, 0, 0]


def born(day: int) -> dict[str, int]:
    return {"month": 12, "day": day}


def test_members_are_found_by_what_they_are(brand: Brand, cashier: Caller) -> None:
    wang = brand.member("13800000001", name="王芳", birthday={"month": 5, "day": 18})
    brand.member("13800000002", name="李雷")
    brand.paid(wang, 4_000)
    items = made(brand.boss.get("/members/browse", birthday_month=5, segment="new"), 200)["items"]
    assert [(row["id"], row["spent"]) for row in items] == [(wang, 4_000)]
    first = made(brand.boss.get("/members/browse", limit=1), 200)
    rest = made(brand.boss.get("/members/browse", limit=1, after=first["next"]), 200)
    assert [row["name"] for row in (*first["items"], *rest["items"])] == ["李雷", "王芳"]
    assert rest["next"] is None
    assert len(made(brand.boss.get("/members/browse", word="0000"), 200)["items"]) == 2
    assert made(cashier.get("/members/browse", word="0000"), 200)["items"] == []
    assert made(cashier.get("/members/browse", word="芳"), 200)["items"][0]["phone"] == "138****0001"


def test_members_come_in_by_spreadsheet_once(brand: Brand) -> None:
    sheet = "phone,name,birthday,tier,points,agrees_to\n138 0000 0001,王芳,05-18,,120,marketing\n+8613800000002,李雷,,,,\n"
    found = bring(brand.boss, sheet, dry_run=True)
    assert (found["created"], found["errors"]) == (2, [])
    assert made(brand.boss.get("/members/browse"), 200)["items"] == []
    assert [bring(brand.boss, sheet)["created"], bring(brand.boss, sheet)["created"]] == [2, 0]
    (member,) = made(brand.boss.get("/members", find="13800000001"), 200)["members"]
    assert (member["points"], member["birthday"], member["agrees_to"]) == (
        120,
        {"month": 5, "day": 18},
        ["marketing"],
    )
    exported = brand.boss.get("/members/export.xlsx").data
    assert bring(brand.boss, exported, "members.xlsx")["created"] == 0


def test_members_of_tiers_with_long_names_and_many_points_come_back(brand: Brand) -> None:
    made(brand.boss.post("/member-tiers", {"name": name("金" * 200), "from_amount": 10**9}))
    sheet = f"phone,tier,points\n13800000001,{'金' * 200},{10**12}\n+860086 13800000002,,\n"
    assert [bring(brand.boss, sheet)["created"], bring(brand.boss, sheet)["created"]] == [2, 0]
    found = bring(brand.boss, brand.boss.get("/members/export.xlsx").data, "members.xlsx")
    assert (found["rows"], found["created"], found["errors"]) == (2, 0, [])


def test_what_is_wrong_is_told_row_by_row_and_nobody_is_added(brand: Brand) -> None:
    tomorrow = brand.do(_today) + timedelta(days=1)
    sheet = "phone,name,birthday,tier,joined_on\n13800000001,a,02-30,,\nabc,b,,,\n13800000003,c,,Gold,\n13800000001,d,,,\n"
    found = bring(brand.boss, f"{sheet}13800000004,e,,,{tomorrow}\n")
    told = [(error["row"], error["column"], error["code"]) for error in found["errors"]]
    assert told == [
        (2, "birthday", "no_such_day"),
        (3, "phone", "bad_phone"),
        (4, "tier", "unknown_tier"),
        (5, "phone", "twice"),
        (6, "joined_on", "in_future"),
    ]
    assert made(brand.boss.get("/members/browse"), 200)["items"] == []


def test_whoever_joins_by_phone_is_one_member_and_the_answer_tells_nothing(
    brand: Brand, nobody: Caller
) -> None:
    given = {"brand": brand.house.slug, "phone": "13800000009", "agrees_to": ["sms"], "name": "赵"}
    assert made(nobody.post("/member-page/brand", {"brand": brand.house.slug}), 200)["name"] == name("Brand")
    answers = [made(nobody.post("/member-page/join", given), 200) for _ in "ab"]
    assert answers == [{"phone": "138****0009"}] * 2
    (member,) = made(brand.boss.get("/members", find="13800000009"), 200)["members"]
    assert (member["name"], member["agrees_to"]) == ("赵", ["sms"])
    unknown = nobody.post("/member-page/join", {**given, "brand": "no-such-brand"})
    assert (unknown.status_code, unknown.json["code"]) == (404, "brand_not_found")


def bring(caller: Caller, sheet: str | bytes, filename: str = "members.csv", *, dry_run: bool = False) -> Any:
    content = sheet.encode() if isinstance(sheet, str) else sheet
    answer = caller._client.post(
        "/api/v1/members/import",
        data={"file": (BytesIO(content), filename), "dry_run": str(dry_run).lower()},
        headers={"Authorization": f"Bearer {caller.token}"},
    )
    return made(answer, 200)


def _today(unit: Unit) -> date:
    return brand_day(unit, clock.now())


def test_eight_taps_at_once_are_one_member(app: App, brand: Brand) -> None:
    given = {"brand": brand.house.slug, "phone": "13800000008", "agrees_to": []}
    callers = [Caller(app.test_client()) for _ in range(8)]
    with ThreadPoolExecutor(len(callers)) as pool:
        answers = list(pool.map(lambda caller: caller.post("/member-page/join", given).status_code, callers))
    assert answers == [200] * 8
    assert len(made(brand.boss.get("/members/browse"), 200)["items"]) == 1
