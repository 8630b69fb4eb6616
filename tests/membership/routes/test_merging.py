"""A guest who joined twice is made one member: everything moves, nothing is lost, and what is refused changes nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from core import clock
from core.ids import new_id
from core.uow import Unit, transact
from membership.store.audiences import give_each
from tests.support.accounts import Caller, make_house, name, sign_in
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay

NOODLES, COLD = "N01", "C01"  # 28.80, 10.00
MINE, OTHERS = "13800001234", "13900005678"
pytestmark = pytest.mark.usefixtures("alone")
TABLES = ("member", "value_lot", "value_journal", "value_entry", "points_lot", "points_entry", "coupon", "visit", "cap", "reservation", "value_proof", "value_quota", "page_token")  # fmt: skip


class Two:
    """One guest as two members of a brand."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.boss = counter, counter.boss
        self.kept = counter.member(phone=MINE)
        self.other = counter.member("Li", phone=OTHERS, card_no="C77", birthday={"month": 2, "day": 29})

    def merge(self, kept: str | None = None, other: str | None = None, who: Caller | None = None) -> Any:
        path = f"/members/{kept or self.kept}/merge"
        return (who or self.boss).post(path, {"other_id": other or self.other})

    def use(self, act: str, member_id: str, amount: int, **more: Any) -> Any:
        path = f"/stores/{self.counter.store_id}/stored-value/{act}"
        body = {"value_id": str(new_id()), "member_id": member_id, "amount": amount, **more}
        if act == "refunds":
            del body["member_id"]
        return self.boss.post(path, body)

    def bought(self, member_id: str, quantity: int, *more: dict[str, Any]) -> UUID:
        order_id = new_id()
        order = self.counter.send(
            order_id, OPEN, of_member(member_id), self.counter.dish(NOODLES, quantity), *more
        )
        self.counter.send(order_id, pay(order["totals"]["due"]))
        self.counter.hear()
        return order_id

    def give(self, template: str, occasion: str) -> None:
        """A coupon for an occasion, to each of them."""

        def each(unit: Unit) -> None:
            wanted = [(UUID(one), UUID(template), occasion) for one in (self.kept, self.other)]
            give_each(unit, wanted, clock.now(), None)

        transact(self.counter.engine, self.counter.shop.house.tenant_id, each)

    def member(self, member_id: str | None = None) -> Any:
        return made(self.boss.get(f"/members/{member_id or self.kept}"), 200)

    def page(self) -> Any:
        return made(self.boss.get(f"/members/{self.kept}/page"), 200)

    def found(self, word: str) -> list[str]:
        return [one["id"] for one in made(self.boss.get("/members", find=word), 200)["members"]]

    def everything(self) -> list[Any]:
        return [self.counter.rows(f"SELECT t::text FROM membership_{table} t ORDER BY 1") for table in TABLES]


@pytest.fixture
def two(counter: Counter) -> Two:
    return Two(counter)


def test_everything_of_the_other_is_the_kept_members(two: Two) -> None:
    made(two.boss.put("/member-settings", {"recharge_plans": [{"amount": 1000, "bonus": 200}]}), 200)
    made(two.use("recharges", two.kept, 1000))
    made(two.use("recharges", two.other, 2000))
    two.bought(two.kept, 1)
    two.bought(two.other, 2)
    friend = two.counter.member("Friend", referrer=OTHERS)
    settled, books = (
        two.counter.settled(),
        two.counter.rows(
            "SELECT entity, account, sum(amount) FROM membership_value_entry GROUP BY 1, 2 ORDER BY 1, 2"
        ),
    )
    answer = made(two.merge(), 200)
    assert answer["moved"] == {
        "principal": 2000, "bonus": 200, "points": 57, "coupons": 0, "visits": 1, "voided_coupons": 0,
    }  # fmt: skip
    member = two.member()
    assert answer["member"] == member
    assert (member["balance"], member["points"], member["visits"]) == (
        {"principal": 3000, "bonus": 400},
        28 + 57,
        2,
    )
    assert (member["name"], member["phone"], member["card_no"]) == ("Wang", MINE, "C77")
    assert member["birthday"] == {"month": 2, "day": 29}
    assert two.found(OTHERS) == two.found("C77") == two.found(MINE) == [two.kept]
    assert two.member(two.other) == member
    page = two.page()
    assert sorted(visit["net"] for visit in page["visits"]) == [2880, 5760]
    assert [use["kind"] for use in page["stored_value"]] == ["recharge", "recharge"]
    assert sum(move["points"] for move in page["points"]) == member["points"]
    assert [one["id"] for one in page["referred"]] == [friend]
    assert [(one["id"], one["phone"]) for one in page["merged"]] == [(two.other, OTHERS)]
    statement = made(two.boss.get(f"/members/{two.kept}/stored-value"), 200)
    assert len(statement["uses"]) == 2
    assert two.counter.settled() == settled
    assert (
        two.counter.rows(
            "SELECT entity, account, sum(amount) FROM membership_value_entry GROUP BY 1, 2 ORDER BY 1, 2"
        )
        == books
    )
    listed = made(two.boss.get("/members/browse"), 200)["items"]
    assert {one["id"] for one in listed} == {two.kept, friend}
    assert (
        sum(
            made(two.boss.get("/member-segments", **{"from": "2026-01-01", "to": "2026-01-02"}), 200)[
                "today"
            ].values()
        )
        == 2
    )
    (audit,) = two.counter.rows(
        "SELECT subject_id, detail->>'other_id' FROM core_audit WHERE action = 'member.merge'"
    )
    assert audit == (two.kept, two.other)


def test_orders_and_payments_of_the_other_land_on_the_kept_member(two: Two) -> None:
    two.bought(two.other, 10)  # 288 points
    made(two.use("recharges", two.other, 5000))
    paid = made(two.use("spends", two.other, 3000))
    late = two.counter.send(
        order_id := new_id(),
        OPEN,
        of_member(two.other),
        two.counter.dish(COLD, 2),
        {"type": "use_points", "points": 100},
    )
    made(two.merge(), 200)
    # An order that was open goes on: its points, its stored value and what it brings are the kept member's.
    late = two.counter.send(order_id, two.counter.dish(COLD))
    assert late["deal"]["points_used"] == 100
    late = two.counter.send(order_id, pay(late["totals"]["due"] - 1000), pay(1000, "stored_value"))
    assert late["state"] == "paid"
    two.counter.hear()
    member = two.member()
    assert (member["balance"]["principal"], member["visits"], member["points"]) == (1000, 2, 288 - 100 + 29)
    # What the other paid comes back to the lots that are the kept member's now.
    made(two.use("refunds", two.kept, 3000, original_id=paid["value_id"]))
    two.counter.send(
        order_id, {"type": "refund", "refund_id": str(new_id()), "reason": "x"}, who=two.counter.manager
    )
    two.counter.hear()
    member = two.member()
    assert (member["balance"]["principal"], member["points"]) == (5000, 288)
    # A till that lost its answer asks again under the other's id, and is told what it did.
    again = two.use("spends", two.other, 3000, value_id=paid["value_id"])
    assert (again.status_code, again.json["value_id"]) == (201, paid["value_id"])
    assert two.use("spends", two.other, 5001).json["code"] == "not_enough_value"
    made(two.use("spends", two.other, 5000))
    made(two.use("recharges", two.other, 700))
    assert two.member()["balance"]["principal"] == 700
    assert two.counter.settled()["stores"] + two.counter.settled()["head_office"] == 0


def test_a_tier_and_caps_count_what_both_did(two: Two) -> None:
    made(two.boss.post("/member-tiers", {"name": name("Silver"), "from_amount": 0}))
    gold = made(two.boss.post("/member-tiers", {"name": name("Gold"), "from_amount": 8000}))["id"]
    terms = {"lane": 3, "benefit": {"kind": "amount_off", "amount": 100}, "caps": {"per_member": 2}}
    two.counter.promotion(terms)
    two.bought(two.kept, 1)
    two.bought(two.other, 2)
    assert two.member(two.kept)["tier_id"] != gold != two.member(two.other)["tier_id"]
    open_id = new_id()
    held = two.counter.send(open_id, OPEN, of_member(two.other), two.counter.dish(COLD))
    assert held["totals"]["discounts"] == 100
    made(two.merge(), 200)
    assert two.member()["tier_id"] == gold
    assert two.counter.rows("SELECT part, reserved, committed FROM membership_cap") == [
        (f"member:{two.kept}", 1, 2)
    ]
    refused = two.counter.send(new_id(), OPEN, of_member(two.kept), two.counter.dish(COLD))
    assert refused["totals"]["discounts"] == 0
    # What the open order holds is given back where it is counted now.
    two.counter.send(open_id, {"type": "cancel_order", "reason": "left"}, who=two.counter.manager)
    assert two.counter.rows("SELECT reserved, committed FROM membership_cap") == [(0, 2)]


def test_one_coupon_for_an_occasion_and_the_second_is_void(two: Two) -> None:
    terms = {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 700}}
    template = two.counter.promotion(terms)
    made(two.boss.post(f"/promotions/{template}/coupons", {"member_ids": [two.other]}))
    for occasion in ("birthday:2026", "campaign:spring"):
        two.give(template, occasion)
    answer = made(two.merge(), 200)
    assert (answer["moved"]["coupons"], answer["moved"]["voided_coupons"]) == (3, 2)
    assert len(answer["member"]["coupons"]) == 3
    coupons = two.page()["coupons"]
    assert sorted(str(one["occasion"]) for one in coupons if one["state"] == "issued") == [
        "None",
        "birthday:2026",
        "campaign:spring",
    ]
    assert [one["occasion"] for one in coupons if one["state"] == "voided"] == [None, None]
    order = two.counter.send(new_id(), OPEN, of_member(two.other), two.counter.dish(NOODLES, 4))
    assert order["totals"]["discounts"] == 700


def test_a_pin_holds_on_and_the_others_pages_end(two: Two, nobody: Caller) -> None:
    made(two.boss.put(f"/members/{two.other}/value-pin", {"pin": "4071"}), 204)
    made(two.use("recharges", two.other, 1000))
    link = made(two.boss.post(f"/members/{two.other}/page-links", {}))["token"]
    page = made(nobody.post("/member-page/open", {"token": link}))["page_token"]
    made(two.merge(), 200)
    assert nobody.post("/member-page/show", {"page_token": page}).json["code"] == "page_closed"
    made(two.boss.put("/member-settings", {"value_proof": "pin"}), 200)
    assert two.use("spends", two.kept, 100).json["code"] == "proof_needed"
    made(two.use("spends", two.other, 100, proof={"kind": "pin", "text": "4071"}))
    link = made(two.boss.post(f"/members/{two.other}/page-links", {}))["token"]
    page = made(nobody.post("/member-page/open", {"token": link}))["page_token"]
    assert made(nobody.post("/member-page/show", {"page_token": page}), 200)["balance"]["principal"] == 900


def test_a_number_of_the_other_is_theirs_to_use_again_and_nobody_elses(two: Two) -> None:
    made(two.merge(), 200)
    assert two.boss.post("/members", {"phone": OTHERS}).json["code"] == "already_member"
    assert made(two.boss.patch(f"/members/{two.other}", {"phone": OTHERS}), 200)["phone"] == OTHERS
    assert two.found(OTHERS) == [two.kept]
    assert two.found(MINE) == []
    assert made(two.boss.post("/members", {"phone": MINE}))["id"] != two.kept


def test_whoever_is_forgotten_is_forgotten_whole(two: Two) -> None:
    made(two.merge(), 200)
    exported = made(two.boss.post(f"/members/{two.kept}/export"), 200)
    assert [one["phone"] for one in exported["merged"]] == [OTHERS]
    assert two.boss.delete(f"/members/{two.other}").status_code == 204
    assert two.found(OTHERS) == two.found(MINE) == []
    assert two.boss.get(f"/members/{two.other}").status_code == 404
    left = two.counter.rows("SELECT phone, card_no, name, born_month FROM membership_member")
    assert left == [(None, None, None, None)] * 2


def test_merged_again_and_again_every_id_means_the_last(two: Two) -> None:
    third = two.counter.member("Zhao", phone="13700001111")
    made(two.use("recharges", two.other, 500))
    made(two.merge(), 200)
    made(two.merge(third, two.kept), 200)
    assert {two.member(one)["id"] for one in (two.other, two.kept, third)} == {third}
    made(two.use("spends", two.other, 500))
    assert two.found(OTHERS) == two.found(MINE) == [third]
    assert two.counter.rows(
        "SELECT count(*) FROM membership_member WHERE merged_into = (SELECT id FROM membership_member WHERE merged_into IS NULL)"
    ) == [(2,)]


def test_coupon_for_an_old_id_goes_to_whom_they_turned_out_to_be(two: Two) -> None:
    template = two.counter.promotion(
        {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 700}}
    )
    made(two.merge(), 200)
    coupons = f"/promotions/{template}/coupons"
    given = made(two.boss.post(coupons, {"member_ids": [two.other, two.kept]}))["coupons"]
    assert [one["member_id"] for one in given] == [two.kept]
    refused = two.boss.post(coupons, {"member_ids": [two.other, str(new_id())]})
    assert (refused.status_code, refused.json["code"]) == (404, "member_not_found")
    assert len(two.page()["coupons"]) == 1


@pytest.fixture
def kept_back(two: Two) -> Callable[[], Any]:
    made(two.use("recharges", two.other, 1000))
    body = {"quota_id": str(new_id()), "member_id": two.other, "amount": 400}
    path = f"/stores/{two.counter.store_id}/stored-value/quotas"
    made(two.boss.post(path, body))
    return lambda: made(two.boss.post(f"{path}/{body['quota_id']}/release", {}), 200)


def test_while_a_till_keeps_value_back_nothing_moves(two: Two, kept_back: Callable[[], Any]) -> None:
    before = two.everything()
    refused = two.merge()
    assert (refused.status_code, refused.json["code"], refused.json["kept_back"]) == (
        409,
        "value_kept_back",
        400,
    )
    assert two.everything() == before
    kept_back()
    made(two.merge(), 200)


def test_what_cannot_be_is_refused_and_changes_nothing(two: Two, app: Any, engine: Any) -> None:
    gone = two.counter.member("Gone")
    assert two.boss.delete(f"/members/{gone}").status_code == 204
    merged = two.counter.member("Merged")
    made(two.merge(two.other, merged), 200)
    elsewhere = sign_in(app, make_house(engine), "boss")
    theirs = made(elsewhere.post("/members", {"name": "Wang"}))["id"]
    before = two.everything()
    refusals = [
        (two.merge(two.kept, two.kept), 409, "same_member"),
        (two.merge(two.kept, merged), 409, "already_merged"),
        (two.merge(merged, two.kept), 409, "already_merged"),
        (two.merge(two.kept, gone), 404, "member_not_found"),
        (two.merge(gone, two.kept), 404, "member_not_found"),
        (two.merge(two.kept, theirs), 404, "member_not_found"),
        (two.merge(theirs, two.kept), 404, "member_not_found"),
        (two.merge(two.kept, str(new_id())), 404, "member_not_found"),
        (two.merge(who=elsewhere), 404, "member_not_found"),
        (two.merge(who=two.counter.cashier), 403, "permission_needed"),
        (two.merge(who=two.counter.manager), 403, "permission_needed"),
    ]
    assert [(found.status_code, found.json["code"]) for found, *_ in refusals] == [
        (status, code) for _, status, code in refusals
    ]
    assert two.everything() == before
    assert two.merge(two.kept, merged).json["merged_into"] == two.other
    assert made(elsewhere.get(f"/members/{theirs}"), 200)["id"] == theirs


def test_likely_pairs_are_found_with_why_and_page_by_page(two: Two) -> None:
    birthday = {"month": 2, "day": 29}
    by_phone = two.counter.member("X", phone="86" + MINE)
    by_card = two.counter.member("Y", card_no="c-0077")
    by_name = two.counter.member("l I", phone="0" + OTHERS, birthday=birthday)
    two.counter.member("Li", birthday={"month": 2, "day": 28})

    def listed(**query: Any) -> Any:
        return made(two.boss.get("/member-duplicates", **query), 200)

    found = [(one["member"]["id"], one["other"]["id"], one["reasons"]) for one in listed()["items"]]
    assert found == [
        (two.other, by_name, ["name_and_birthday", "phone"]),
        (two.kept, by_phone, ["phone"]),
    ]
    made(two.boss.patch(f"/members/{two.other}", {"card_no": "C0077"}), 200)
    first = listed(limit=1)
    assert (len(first["items"]), first["next"]) == (1, by_name)
    second = listed(limit=2, after=by_name)
    assert [one["other"]["id"] for one in second["items"]] == [by_card, by_phone]
    assert second["next"] is None
    made(two.merge(two.other, by_name), 200)
    assert [one["other"]["id"] for one in listed()["items"]] == [by_card, by_phone]
    assert two.counter.cashier.get("/member-duplicates").json["code"] == "permission_needed"


def test_a_merge_asked_twice_under_one_key_is_done_once(two: Two) -> None:
    key = str(new_id())
    path, body = f"/members/{two.kept}/merge", {"other_id": two.other}
    first = made(two.boss.post(path, body, key), 200)
    assert made(two.boss.post(path, body, key), 200) == first
    assert two.merge().json["code"] == "already_merged"
