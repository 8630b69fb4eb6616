"""Promotions over HTTP: edited in versions, tried as drafts, priced with their trace."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership.services import points
from membership.values.visits import Paid
from tests.support.accounts import Caller, House, name
from tests.support.brand import made

TEN_OFF = {"lane": 3, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 5000, "value": 1000}]}}


def offer(boss: Caller, terms: dict[str, Any], state: str = "active") -> Any:
    return made(boss.post("/promotions", {"name": name("Offer"), "terms": terms, "state": state}))


def priced(caller: Caller, house: House, *prices: int, **more: Any) -> Any:
    lines = [
        {"id": str(new_id()), "product_id": str(new_id()), "quantity": "1", "unit_price": price}
        for price in prices
    ]
    body = {"lines": lines, "channel": "dine_in", **more}
    return made(caller.post(f"/stores/{house.stores['own']}/price", body), 200)


def codes(deal: Any) -> dict[str, str]:
    return {verdict["promotion_id"]: verdict["code"] for verdict in deal["trace"]}


def test_six_more_for_ten_off_at_the_till(boss: Caller, cashier: Caller, house: House) -> None:
    promotion = offer(boss, TEN_OFF)["id"]
    deal = priced(cashier, house, 4400)
    assert (deal["payable"], codes(deal)) == (4400, {promotion: "short_amount"})
    (nudge,) = deal["nudges"]
    assert (nudge["more_amount"], nudge["off"]) == (600, 1000)
    deal = priced(cashier, house, 4400, 600)
    assert (deal["payable"], codes(deal)) == (4000, {promotion: "applied"})
    assert sum(part["amount"] for part in deal["allocations"]) == 1000
    assert {part["funder"] for part in deal["allocations"]} == {"hq"}


def test_members_price_is_nobody_elses(boss: Caller, cashier: Caller, house: House) -> None:
    line = {"id": str(new_id()), "product_id": str(new_id()), "quantity": "2", "unit_price": 1000}
    body = {"channel": "dine_in", "lines": [{**line, "member_price": 500}]}
    path = f"/stores/{house.stores['own']}/price"
    deal = made(cashier.post(path, body), 200)
    assert (deal["payable"], deal["trace"]) == (2000, [])
    member = made(boss.post("/members", {"name": "Wang"}))["id"]
    assert made(cashier.post(path, {**body, "member_id": member}), 200)["payable"] == 1000


def test_a_pause_and_a_new_version_hold_at_once(
    boss: Caller, cashier: Caller, house: House, engine: Engine
) -> None:
    promotion = offer(boss, TEN_OFF)
    path = f"/promotions/{promotion['id']}"
    assert priced(cashier, house, 6000)["payable"] == 5000
    paused = made(boss.patch(path, {"state": "paused", "version": 1}), 200)
    assert paused["version"] == 1
    assert priced(cashier, house, 6000)["payable"] == 6000
    terms = {"lane": 3, "benefit": {"kind": "percent_off", "percent_bp": 5000}}
    changed = made(boss.patch(path, {"state": "active", "terms": terms, "version": 1}), 200)
    assert changed["version"] == 2
    deal = priced(cashier, house, 6000)
    assert (deal["payable"], deal["trace"][0]["version"]) == (3000, 2)
    late = boss.patch(path, {"state": "archived", "version": 1})
    assert (late.status_code, late.json["code"], late.json["current"]["version"]) == (
        409,
        "changed_meanwhile",
        2,
    )
    with Unit(engine, house.tenant_id) as unit:
        kept = unit.session.scalars(text("SELECT terms->'benefit'->>'kind' FROM membership_promotion_version ORDER BY version"))  # fmt: skip
        assert list(kept) == ["threshold_off", "percent_off"]


def test_a_draft_is_tried_on_a_cart_and_applies_to_nobody(
    boss: Caller, cashier: Caller, house: House
) -> None:
    offer(boss, TEN_OFF)
    offer(boss, {"lane": 3, "benefit": {"kind": "percent_off", "percent_bp": 9000}}, "draft")
    draft = {
        "id": str(new_id()),
        "terms": {"lane": 2, "benefit": {"kind": "percent_off", "percent_bp": 2000}},
    }
    deal = priced(cashier, house, 6000, drafts=[draft])
    assert (deal["payable"], deal["without_drafts"]["payable"]) == (4800, 5000)
    assert codes(deal)[draft["id"]] == "applied"
    assert priced(cashier, house, 6000)["payable"] == 5000


def test_what_is_left_of_a_cap_is_looked_at(
    boss: Caller, cashier: Caller, house: House, engine: Engine
) -> None:
    promotion = offer(boss, {**TEN_OFF, "caps": {"total": 1, "budget": 5000}})["id"]
    assert priced(cashier, house, 6000)["payable"] == 5000
    row = "INSERT INTO membership_cap (tenant_id, promotion_id, part, reserved, committed) VALUES (:t, :p, :part, :n, 0)"
    with Unit(engine, house.tenant_id) as unit:
        unit.session.execute(text(row), {"t": house.tenant_id, "p": promotion, "part": "budget", "n": 4500})
        unit.commit()
    assert codes(priced(cashier, house, 6000)) == {promotion: "budget"}
    with Unit(engine, house.tenant_id) as unit:
        unit.session.execute(text(row), {"t": house.tenant_id, "p": promotion, "part": "total", "n": 1})
        unit.commit()
    assert codes(priced(cashier, house, 6000)) == {promotion: "cap"}


def test_a_members_coupon_and_a_code_that_is_shown(boss: Caller, cashier: Caller, house: House) -> None:
    terms = {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 700}}
    promotion = offer(boss, terms)["id"]
    member = made(cashier.post("/members", {"phone": "+86 138 0000 1234"}))["id"]
    path = f"/promotions/{promotion}/coupons"
    issued = made(boss.post(path, {"member_ids": [member], "codes": 1}))["coupons"]
    mine, code = (next(c for c in issued if (c["member_id"] is None) is free) for free in (False, True))
    assert priced(cashier, house, 6000)["trace"] == []
    deal = priced(cashier, house, 6000, member_id=member)
    assert (deal["payable"], deal["trace"][0]["coupon_id"]) == (5300, mine["id"])
    assert priced(cashier, house, 6000, coupon_codes=[code["code"]])["payable"] == 5300
    assert priced(cashier, house, 6000, coupon_codes=[mine["code"]])["payable"] == 6000
    made(boss.post(f"/coupons/{code['id']}/void"), 200)
    assert priced(cashier, house, 6000, coupon_codes=[code["code"]])["payable"] == 6000
    (found,) = made(cashier.get("/members", find="138 0000 1234"), 200)["members"]
    assert [coupon["id"] for coupon in found["coupons"]] == [mine["id"]]


def test_coupons_that_would_be_too_old_at_once_are_not_given(boss: Caller) -> None:
    promotion = offer(
        boss, {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 700}}
    )["id"]
    path = f"/promotions/{promotion}/coupons"
    refused = boss.post(path, {"codes": 2, "expires_at": "2026-01-01T00:00:00+08:00"})
    assert (refused.status_code, refused.json["code"]) == (422, "already_expired")
    made(boss.post(path, {"codes": 2, "expires_at": "2199-01-01T00:00:00+08:00"}))


def test_no_more_points_than_the_member_has_and_only_as_much_as_is_allowed(
    cashier: Caller, house: House, engine: Engine
) -> None:
    member = made(cashier.post("/members", {}))["id"]
    assert priced(cashier, house, 6000, member_id=member, points=5000)["payable"] == 6000
    with Unit(engine, house.tenant_id) as unit:
        told = Paid(UUID(member), new_id(), house.stores["own"], clock.now().date(), 2_550 * 100)
        points.keep(unit, [told])
        unit.commit()
    deal = priced(cashier, house, 6000, member_id=member, points=5000)
    assert (deal["points_used"], deal["payable"]) == (2500, 3500)
    assert priced(cashier, house, 2000, member_id=member, points=5000)["payable"] == 1000


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        ({"lane": 1, "benefit": {"kind": "percent_off", "percent_bp": 1}}, "terms.lane"),
        ({"lane": 2, "benefit": {"kind": "percent_off"}}, "terms.benefit.percent_bp"),
        ({"lane": 2, "benefit": {"kind": "buy_get", "buy": 1}}, "terms.benefit.get"),
        ({**TEN_OFF, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 0, "value": 1}], "every": True}}, "terms.benefit.tiers"),
        ({**TEN_OFF, "group_mode": "best"}, "terms.group"),
        ({**TEN_OFF, "conditions": {"start_minute": 60}}, "terms.conditions.end_minute"),
        ({**TEN_OFF, "conditions": {"valid_from": "2026-12-02", "valid_to": "2026-12-01"}}, "terms.conditions.valid_to"),
        ({**TEN_OFF, "funders": [{"who": "me", "weight": 1}]}, "terms.funders.0.who"),
        ({**TEN_OFF, "benefit": {"kind": "magic"}}, "terms.benefit.kind"),
    ],
)  # fmt: skip
def test_terms_that_do_not_fit_together_are_refused(boss: Caller, terms: dict[str, Any], path: str) -> None:
    refused = boss.post("/promotions", {"name": name("x"), "terms": terms})
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, path)
    assert made(boss.get("/promotions"), 200)["items"] == []


def test_what_the_brand_does_not_have_is_told_where_it_is_named(boss: Caller, house: House) -> None:
    nobody, own = str(new_id()), str(house.stores["own"])
    terms = {
        **TEN_OFF,
        "scope": {"product_ids": [nobody]},
        "conditions": {"store_ids": [own, nobody], "region_ids": [nobody], "tier_ids": [nobody]},
        "funders": [{"who": "hq", "weight": 1}, {"who": nobody, "weight": 1}],
    }
    body = {"name": name("x"), "terms": terms, "state": "active"}
    days = {"from": "2026-11-01", "to": "2026-11-02"}
    kept = offer(boss, TEN_OFF)
    before = made(boss.get("/member-settings"), 200)
    refusals = [
        boss.post("/promotions", body),
        boss.patch(f"/promotions/{kept['id']}", {**body, "version": 1}),
        boss.post("/promotions/what-if", {"terms": TEN_OFF, **days, "store_ids": [nobody]}),
        boss.post("/campaigns/audience", {"audience": {"store_ids": [nobody], "tier_ids": [nobody]}}),
        boss.put("/member-settings", {"birthday_coupon_id": nobody, "friend_coupon_id": kept["id"]}),
    ]
    assert {(found.status_code, found.json["code"]) for found in refusals} == {(422, "unknown_id")}
    told = [[error["path"] for error in found.json["errors"]] for found in refusals]
    paths = [f"terms.{x}" for x in ("scope.product_ids.0", "conditions.store_ids.1", "conditions.region_ids.0", "conditions.tier_ids.0", "funders.1.who")]  # fmt: skip
    assert told == [
        paths, paths, ["store_ids.0"], ["audience.store_ids.0", "audience.tier_ids.0"], ["birthday_coupon_id"],
    ]  # fmt: skip
    assert made(boss.get("/promotions"), 200)["items"] == [kept]
    assert made(boss.get("/member-settings"), 200) == before


def test_a_funder_has_one_spelling(boss: Caller, cashier: Caller, house: House, engine: Engine) -> None:
    own = str(house.stores["own"])
    kept = offer(boss, {**TEN_OFF, "funders": [{"who": own.upper(), "weight": 1}]})
    assert kept["terms"]["funders"] == [{"who": own, "weight": 1}]
    with Unit(engine, house.tenant_id) as unit:  # as it was kept before the spelling was looked at
        unit.session.execute(
            text(
                "UPDATE membership_promotion SET terms = jsonb_set(terms, '{funders,0,who}', to_jsonb(CAST(:who AS text)))"
            ),
            {"who": own.upper()},
        )
        unit.session.execute(text("UPDATE membership_promotion_set SET version = version + 1"))
        unit.commit()
    assert {part["funder"] for part in priced(cashier, house, 6000)["allocations"]} == {own}


def test_what_a_rule_named_before_it_may_go_on_naming(boss: Caller, house: House, engine: Engine) -> None:
    own, gone = str(house.stores["own"]), str(new_id())
    kept = offer(boss, {**TEN_OFF, "conditions": {"store_ids": [own]}})
    with Unit(engine, house.tenant_id) as unit:  # a store that was closed since
        unit.session.execute(
            text("UPDATE membership_promotion SET terms = jsonb_set(terms, '{conditions,store_ids,0}', to_jsonb(CAST(:gone AS text)))"),
            {"gone": gone},
        )  # fmt: skip
        unit.commit()
    terms = {**TEN_OFF, "conditions": {"store_ids": [gone]}, "priority": 3}
    made(boss.patch(f"/promotions/{kept['id']}", {"terms": terms, "version": 1}), 200)


def test_a_rule_is_told_in_words_while_it_is_edited(boss: Caller) -> None:
    whole = made(boss.post("/promotions/words", {"terms": TEN_OFF}), 200)
    assert whole == {"words": {"zh": "全场满 50 减 10", "en": "¥10 off from ¥50"}, "faults": []}
    half = {"lane": 2, "benefit": {"kind": "buy_get", "buy": 2}, "scope": {"product_ids": [str(new_id())]}}
    found = made(boss.post("/promotions/words", {"terms": half}), 200)
    assert (found["words"]["zh"], found["faults"][0]["path"]) == ("1 种商品买 2 送 …", "terms.benefit.get")
    unpriced: dict[str, Any] = {"lane": 1, "benefit": {"kind": "special_price"}}
    found = made(boss.post("/promotions/words", {"terms": unpriced}), 200)
    assert [fault["path"] for fault in found["faults"]] == ["terms.benefit.price"]
    name = {"zh": "特价", "en": "Special"}
    assert boss.post("/promotions", {"name": name, "terms": unpriced}).status_code == 422
    assert (
        boss.post(
            "/promotions",
            {"name": name, "terms": {**unpriced, "benefit": {"kind": "special_price", "price": 0}}},
        ).status_code
        == 201
    )
    kept = offer(boss, TEN_OFF)
    assert kept["words"] == whole["words"]
    assert made(boss.get(f"/promotions/{kept['id']}"), 200)["words"] == whole["words"]


@pytest.mark.parametrize("who", ["nobody", "x" * 36, "urn:uuid:018f0000-0000-7000-8000-00000000000a", "HQ"])
def test_a_funder_is_head_office_or_an_id(boss: Caller, who: str) -> None:
    terms = {**TEN_OFF, "funders": [{"who": who, "weight": 1}]}
    for path, body in (
        ("/promotions", {"name": name("Offer"), "terms": terms}),
        ("/promotions/words", {"terms": terms}),
    ):
        refused = made(boss.post(path, body), 422)
        assert {error["path"] for error in refused["errors"]} == {"terms.funders.0.who"}


def test_more_units_than_can_be_looked_at_are_refused(boss: Caller, cashier: Caller, house: House) -> None:
    """A set meal's components count, because each of them is looked at, too."""
    offer(boss, TEN_OFF)
    path = f"/stores/{house.stores['own']}/price"
    line = {"id": str(new_id()), "product_id": str(new_id()), "quantity": "3001", "unit_price": 100}
    parts = [{"id": str(new_id()), "product_id": str(new_id()), "amount": 75_000} for _ in range(2)]
    for changes in ({}, {"quantity": "999999999"}, {"quantity": "1500", "components": parts}):
        body = {"channel": "dine_in", "lines": [{**line, **changes}]}
        assert made(cashier.post(path, body), 422)["code"] == "too_many_units"
    body = {"channel": "dine_in", "lines": [{**line, "quantity": "3000"}]}
    assert made(cashier.post(path, body), 200)["payable"] == 299_000
