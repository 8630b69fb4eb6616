"""Members over HTTP: found in one field, masked, exported and forgotten."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import Caller, House, name
from tests.support.brand import made


def test_found_by_phone_card_or_code_in_one_field(cashier: Caller, boss: Caller, house: House) -> None:
    given = {
        "phone": "+86 138-0000-1234",
        "card_no": "C77",
        "name": "王芳",
        "birthday": {"month": 2, "day": 29},
    }
    member = made(cashier.post("/members", given))
    assert (member["phone"], member["segment"], member["points"]) == ("138****1234", "new", 0)
    for word in ("13800001234", "138 0000 1234", "+8613800001234", "C77", member["code"]):
        (found,) = made(cashier.get("/members", find=word), 200)["members"]
        assert found["id"] == member["id"]
    assert made(cashier.get("/members", find="13800001235"), 200)["members"] == []
    assert made(boss.get(f"/members/{member['id']}"), 200)["phone"] == "13800001234"


@pytest.mark.parametrize(
    "card", ["6688-0001", "00861234567", "(123)4567", "１２３４５６", "123456", "VIP 001"]
)
def test_a_card_is_found_as_it_is_written_though_it_looks_like_a_phone_number(
    cashier: Caller, card: str
) -> None:
    member = made(cashier.post("/members", {"card_no": card}))
    assert [one["id"] for one in made(cashier.get("/members", find=card), 200)["members"]] == [member["id"]]
    friend = made(cashier.post("/members", {"phone": "13800001234", "referrer": card}))
    made(cashier.post("/members", {"referrer": "nobody's"}))
    page = made(cashier.get(f"/members/{member['id']}/page"), 200)
    assert [one["id"] for one in page["referred"]] == [friend["id"]]


@pytest.mark.parametrize(
    "given", [{"phone": "138 0000 1234"}, {"phone": "＋８６　１３８－００００－１２３４"}, {"card_no": "C77"}]
)
def test_one_member_for_a_phone_or_card(cashier: Caller, given: dict[str, Any]) -> None:
    first = made(cashier.post("/members", {"phone": "13800001234", "card_no": "C77"}))
    refused = cashier.post("/members", given)
    assert (refused.status_code, refused.json["code"]) == (409, "already_member")
    made(cashier.patch(f"/members/{first['id']}", given), 200)


@pytest.mark.parametrize(
    ("given", "path"),
    [({"phone": "abc"}, "phone"), ({"birthday": {"month": 2, "day": 30}}, "birthday.day")],
)
def test_what_cannot_be_is_refused(cashier: Caller, given: dict[str, Any], path: str) -> None:
    refused = cashier.post("/members", given)
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, path)


def test_a_new_member_stands_on_the_first_tier(boss: Caller, cashier: Caller) -> None:
    made(boss.post("/member-tiers", {"name": name("Gold"), "from_amount": 100}))
    silver = made(boss.post("/member-tiers", {"name": name("Silver"), "from_amount": 0}))
    assert made(cashier.post("/members", {}))["tier_id"] == silver["id"]
    assert [t["name"]["en"] for t in made(cashier.get("/member-tiers"), 200)["tiers"]] == ["Silver", "Gold"]


def test_whoever_is_forgotten_is_found_no_more_and_the_books_still_add_up(boss: Caller, house: House) -> None:
    member = made(boss.post("/members", {"phone": "13800001234", "name": "Wang", "agrees_to": ["marketing"]}))
    path, store = f"/members/{member['id']}", house.stores["own"]
    use = {"value_id": str(new_id()), "member_id": member["id"], "amount": 100}
    made(boss.post(f"/stores/{store}/stored-value/recharges", use))
    exported = made(boss.post(f"{path}/export"), 200)
    assert (exported["phone"], exported["name"], len(exported["stored_value"])) == ("13800001234", "Wang", 1)
    refused = boss.delete(path).json
    assert (refused["code"], refused["title"]) == ("member_has_value", "The member has stored value")
    back = {"value_id": str(new_id()), "member_id": member["id"]}
    made(boss.post(f"/stores/{store}/stored-value/withdrawals", back))
    assert boss.delete(path).status_code == 204
    assert boss.get(path).status_code == 404
    assert made(boss.get("/members", find="13800001234"), 200)["members"] == []
    assert made(boss.post("/members", {"phone": "13800001234"}))["id"] != member["id"]
    days = {"from": "2026-01-01", "to": "2099-01-01"}
    assert made(boss.get("/stored-value/settlement", **days), 200)["head_office_bears"] == 0


def test_no_answer_tells_of_whoever_is_forgotten(boss: Caller, house: House, engine: Engine) -> None:
    key, theirs = str(new_id()), {"phone": "13800001234", "card_no": "C77", "name": "Zhuge"}
    member = made(boss.post("/members", theirs, key))
    other = made(boss.post("/members", {"phone": "13800009999", "name": "Sima"}))["id"]
    third = made(boss.post("/members", {"name": "Cao"}, "third"))
    path = f"/members/{member['id']}"
    made(boss.post(f"{path}/export"), 200)
    made(boss.post(f"{path}/merge", {"other_id": other}), 200)
    assert boss.delete(path).status_code == 204
    with Unit(engine, house.tenant_id) as unit:
        kept = " ".join(unit.session.scalars(text("SELECT body FROM core_idempotent_answer")))
    assert [word for word in ("13800001234", "13800009999", "C77", "Zhuge", "Sima") if word in kept] == []
    refused = boss.post("/members", theirs, key)
    assert (refused.status_code, refused.json["code"]) == (409, "answer_forgotten")
    assert made(boss.get("/members", find="13800001234"), 200)["members"] == []
    assert made(boss.post("/members", {"name": "Cao"}, "third")) == third


def test_settings_have_defaults_and_keep_what_is_chosen(boss: Caller, cashier: Caller) -> None:
    assert made(cashier.get("/member-settings"), 200)["value_mix"] == "proportional"
    chosen = {
        "value_mix": "bonus_first",
        "recharge_plans": [{"amount": 100, "bonus": 5}],
        "holidays": ["2026-10-01"],
    }
    found = made(boss.put("/member-settings", chosen), 200)
    assert {key: found[key] for key in chosen} == chosen
    assert cashier.put("/member-settings", {}).status_code == 403
    assert made(boss.get("/member-settings"), 200) == found
