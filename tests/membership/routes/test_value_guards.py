"""Who may pay with a member's stored value: PIN, one-time code, what offline tills keep back; and the member's own page."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from app.factory import App
from core import clock
from core.ids import new_id
from core.lockout import FREE_TRIES
from core.uow import Unit, transact
from membership.services import stored_value
from tests.support.accounts import Caller, House, sign_in_at_terminal
from tests.support.brand import made
from tests.support.purse import Purse, signed_in_at

PIN, OTHER_PIN = "4071", "8264"
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def purse(app: App, house: House) -> Iterator[Purse]:
    with clock.frozen(NOW):
        found = Purse(signed_in_at(NOW + timedelta(days=14), app, house, "boss"), house)
        made(found.use("recharges", "own", amount=1000))
        yield found


class Page:
    """A member's page, opened on their phone."""

    def __init__(self, purse: Purse, phone: Caller) -> None:
        self.phone = phone
        self.link = made(purse.boss.post(f"/members/{purse.member_id}/page-links", {}))
        self.token = self.open()["page_token"]

    def open(self) -> Any:
        return made(self.phone.post("/member-page/open", {"token": self.link["token"]}))

    def ask(self, act: str, **given: Any) -> Any:
        return self.phone.post(f"/member-page/{act}", {"page_token": self.token, **given})

    def code(self) -> str:
        found: str = made(self.ask("code"), 200)["code"]
        return found


def paid(purse: Purse, kind: str | None = None, typed: str = "", **given: Any) -> tuple[int, str | None]:
    proof = {"proof": {"kind": kind, "text": typed}} if kind else {}
    found = purse.use("spends", "own", **{"amount": 100, **proof, **given})
    return found.status_code, found.json.get("code")


def test_a_pin_where_the_brand_wants_one(purse: Purse) -> None:
    purse.choose(value_proof="pin", value_proof_from=50)
    assert paid(purse, amount=49) == (201, None)
    assert paid(purse) == (403, "proof_needed")
    assert paid(purse, "code", "123456") == (403, "proof_needed")
    assert paid(purse, "pin", PIN) == (403, "proof_wrong")  # there is none yet
    weak = purse.boss.put(f"/members/{purse.member_id}/value-pin", {"pin": "1234"})
    assert (weak.status_code, weak.json["code"]) == (422, "weak_pin")
    made(purse.boss.put(f"/members/{purse.member_id}/value-pin", {"pin": PIN}), 204)
    value_id = str(new_id())
    assert paid(purse, "pin", PIN, value_id=value_id) == (201, None)
    assert paid(purse, value_id=value_id) == (201, None)  # done already: nothing is asked again
    assert sum(purse.balance()) == 1000 - 49 - 100
    made(purse.boss.put(f"/members/{purse.member_id}/value-pin", {"pin": None}), 204)
    assert paid(purse, "pin", PIN) == (403, "proof_wrong")


def test_wrong_pins_are_counted_and_lock(purse: Purse) -> None:
    purse.choose(value_proof="either")
    made(purse.boss.put(f"/members/{purse.member_id}/value-pin", {"pin": PIN}), 204)
    for left in range(FREE_TRIES - 1, -1, -1):
        found = purse.use("spends", "own", amount=100, proof={"kind": "pin", "text": OTHER_PIN})
        assert (found.status_code, found.json["code"], found.json["attempts_left"]) == (
            403,
            "proof_wrong",
            left,
        )
    assert paid(purse, "pin", PIN) == (429, "proof_locked")
    assert sum(purse.balance()) == 1000
    with clock.frozen(NOW + timedelta(minutes=2)):
        assert paid(purse, "pin", PIN) == (201, None)
        assert paid(purse, "pin", OTHER_PIN) == (403, "proof_wrong")  # counted from none again
        assert paid(purse, "pin", PIN) == (201, None)


def test_small_payments_add_up_to_what_needs_a_proof(purse: Purse) -> None:
    purse.choose(value_proof="pin", value_proof_from=300)
    made(purse.boss.put(f"/members/{purse.member_id}/value-pin", {"pin": PIN}), 204)
    one, other = str(new_id()), str(new_id())
    assert paid(purse, amount=299, order_id=one) == (201, None)
    assert paid(purse, amount=1, order_id=one) == (403, "proof_needed")
    assert paid(purse, "pin", PIN, amount=1, order_id=one) == (201, None)
    assert paid(purse, amount=100, order_id=other) == (201, None)
    assert paid(purse, amount=200) == (201, None)
    assert paid(purse, amount=100) == (403, "proof_needed")
    body = {"quota_id": str(new_id()), "member_id": purse.member_id, "amount": 100}
    refused = purse.boss.post(purse.path("own", "quotas"), body)
    assert (refused.status_code, refused.json["code"]) == (403, "proof_needed")
    elsewhere = purse.use("spends", "franchised", amount=99)
    assert elsewhere.status_code == 201
    with clock.frozen(NOW + timedelta(days=1)):
        assert paid(purse, amount=100) == (201, None)
    assert sum(purse.balance()) == 1000 - 299 - 1 - 100 - 200 - 99 - 100


def test_of_many_wrong_pins_at_once_no_more_are_told_than_one_after_another(purse: Purse, app: App) -> None:
    purse.choose(value_proof="pin")
    made(purse.boss.put(f"/members/{purse.member_id}/value-pin", {"pin": PIN}), 204)

    def try_it(_: int) -> str:
        caller = Caller(app.test_client(), purse.boss.token)
        proof = {"kind": "pin", "text": OTHER_PIN}
        return str(purse.use("spends", "own", caller, amount=100, proof=proof).json["code"])

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(try_it, range(16)))
    assert told.count("proof_wrong") == FREE_TRIES
    assert told.count("proof_locked") == len(told) - FREE_TRIES
    assert paid(purse, "pin", PIN) == (429, "proof_locked")
    assert sum(purse.balance()) == 1000


def test_a_code_of_the_phone_is_good_once_and_not_for_long(purse: Purse, nobody: Caller) -> None:
    purse.choose(value_proof="code")
    page = Page(purse, nobody)
    code = page.code()
    assert paid(purse, "code", code) == (201, None)
    assert paid(purse, "code", code) == (403, "proof_wrong")
    with clock.frozen(NOW + timedelta(seconds=60)):
        late = page.code()
    with clock.frozen(NOW + timedelta(seconds=120)):
        assert paid(purse, "code", late) == (403, "proof_wrong")
        assert paid(purse, "code", page.code()) == (201, None)


def test_the_members_page_shows_what_is_theirs(purse: Purse, nobody: Caller) -> None:
    made(purse.boss.patch(f"/members/{purse.member_id}", {"phone": "13800001234", "agrees_to": ["sms"]}), 200)
    made(purse.use("spends", "own", amount=300))
    page = Page(purse, nobody)
    shown = made(page.ask("show"), 200)
    assert (shown["name"], shown["phone"], shown["balance"]) == (
        "Wang", "138****1234", {"principal": 700, "bonus": 0},
    )  # fmt: skip
    assert [use["kind"] for use in shown["uses"]] == ["spend", "recharge"]
    assert (shown["has_pin"], shown["agrees_to"]) == (False, ["sms"])
    made(page.ask("pin", pin=PIN), 204)
    assert page.ask("pin", pin=OTHER_PIN).json["code"] == "proof_needed"
    assert page.ask("pin", pin=OTHER_PIN, old_pin=OTHER_PIN).json["code"] == "proof_wrong"
    made(page.ask("pin", pin=OTHER_PIN, old_pin=PIN), 204)
    assert made(page.ask("consent", agrees_to=["marketing"]), 200) == {"agrees_to": ["marketing"]}
    assert made(page.ask("show"), 200)["has_pin"] is True


def test_a_link_opens_once_and_a_page_ends(purse: Purse, nobody: Caller) -> None:
    page, member = Page(purse, nobody), f"/members/{purse.member_id}"
    forged = page.token[:-9] + ("A" if page.token[-9] != "A" else "B") + page.token[-8:]
    closed = [
        nobody.post("/member-page/open", {"token": page.link["token"]}),  # used up
        nobody.post("/member-page/open", {"token": page.token}),  # no link
        nobody.post("/member-page/show", {"page_token": page.link["token"]}),
        nobody.post("/member-page/show", {"page_token": forged}),
    ]
    stale = made(purse.boss.post(f"{member}/page-links", {}))["token"]
    with clock.frozen(NOW + timedelta(minutes=16)):
        closed.append(nobody.post("/member-page/open", {"token": stale}))
    other = Page(purse, nobody)
    made(other.ask("close"), 204)
    closed.append(other.ask("show"))
    assert page.ask("show").status_code == 200
    made(purse.boss.delete(f"{member}/page-links"), 204)
    closed.append(page.ask("code"))
    assert {(found.status_code, found.json["code"]) for found in closed} == {(401, "page_closed")}


def test_a_page_whose_opening_was_not_answered_opens_again_with_its_key_alone(
    purse: Purse, nobody: Caller
) -> None:
    member = f"/members/{purse.member_id}"
    link = {"token": made(purse.boss.post(f"{member}/page-links", {}))["token"]}
    first = made(nobody.post("/member-page/open", link, "this phone"))
    assert made(nobody.post("/member-page/open", link, "this phone")) == first
    page = {"page_token": first["page_token"]}
    assert made(nobody.post("/member-page/show", page), 200)["has_pin"] is False
    closed = [nobody.post("/member-page/open", link, "that phone"), nobody.post("/member-page/open", link)]
    with clock.frozen(NOW + timedelta(minutes=16)):
        closed.append(nobody.post("/member-page/open", link, "this phone"))
        assert nobody.post("/member-page/show", page).status_code == 200
    made(purse.boss.delete(f"{member}/page-links"), 204)
    closed.append(nobody.post("/member-page/open", link, "this phone"))
    assert {(found.status_code, found.json["code"]) for found in closed} == {(401, "page_closed")}


def test_what_an_offline_till_keeps_back_is_its_own(purse: Purse) -> None:
    quota_id = str(new_id())
    body = {"quota_id": quota_id, "member_id": purse.member_id, "amount": 400}
    kept = made(purse.boss.post(purse.path("own", "quotas"), body))
    assert kept["amount"] == 400
    assert made(purse.boss.post(purse.path("own", "quotas"), body)) == kept
    short = purse.use("spends", "own", amount=601)
    assert (short.status_code, short.json["code"]) == (409, "not_enough_value")
    assert (short.json["balance"], short.json["free"]) == (1000, 600)
    assert paid(purse, amount=600) == (201, None)
    assert purse.use("withdrawals", "own").json["code"] == "value_kept_back"
    more = purse.boss.post(purse.path("own", "quotas"), {**body, "quota_id": str(new_id())})
    assert (more.status_code, more.json["code"]) == (409, "not_enough_value")
    purse.choose(value_proof="pin")  # asked when it is kept back: nobody can ask a guest who is gone
    assert paid(purse, amount=250, quota_id=quota_id) == (201, None)
    assert paid(purse, amount=1, quota_id=str(new_id())) == (403, "proof_needed")
    assert paid(purse, amount=151, quota_id=quota_id) == (403, "proof_needed")
    purse.choose()
    released = made(purse.boss.post(f"{purse.path('own', 'quotas')}/{quota_id}/release", {}), 200)
    assert released["amount"] == 250
    elsewhere = purse.boss.post(f"{purse.path('franchised', 'quotas')}/{quota_id}/release", {})
    assert (elsewhere.status_code, elsewhere.json["code"]) == (404, "quota_not_found")
    assert paid(purse, amount=150) == (201, None)
    assert purse.balance() == (0, 0)


def test_a_quota_is_the_terminals_that_keeps_it_back(purse: Purse, app: App) -> None:
    till = sign_in_at_terminal(app, purse.house, "manager")
    body = {"quota_id": str(new_id()), "member_id": purse.member_id, "amount": 400}
    made(till.post(purse.path("own", "quotas"), body))
    purse.choose(value_proof="pin")
    use = {"amount": 100, "quota_id": body["quota_id"]}
    for store in ("own", "franchised"):
        refused = purse.use("spends", store, **use)
        assert (refused.status_code, refused.json["code"]) == (403, "proof_needed")
    purse.choose()
    refused = purse.use("spends", "franchised", **{**use, "amount": 601})
    assert (refused.status_code, refused.json["free"]) == (409, 600)
    assert sum(purse.balance()) == 1000
    purse.choose(value_proof="pin")
    made(purse.use("spends", "own", till, **use))
    assert sum(purse.balance()) == 900


def test_what_was_kept_back_is_good_though_its_bonus_expires_before_the_till_is_back(purse: Purse) -> None:
    made(purse.use("withdrawals", "own"))
    purse.choose(recharge_plans=[{"amount": 500, "bonus": 100}], value_days=1)
    made(purse.use("recharges", "own", amount=500))
    quota_id = str(new_id())
    last_hour = datetime(
        2026, 11, 23, 19, tzinfo=UTC
    )  # three at night in Shanghai: the last day of the bonus
    with clock.frozen(last_hour):
        body = {"quota_id": quota_id, "member_id": purse.member_id, "amount": 400}
        made(purse.boss.post(purse.path("own", "quotas"), body))
    with clock.frozen(last_hour + timedelta(hours=2)):
        assert purse.balance() == (500, 0)
        spent = made(purse.use("spends", "own", amount=360, quota_id=quota_id))
        assert (spent["principal"], spent["bonus"]) == (300, 60)
        assert spent["balance"] == {"principal": 200, "bonus": 0}
        assert paid(purse, amount=161) == (409, "not_enough_value")  # 40 are kept back still
        assert paid(purse, amount=160) == (201, None)


def test_a_quota_that_nobody_settles_in_time_is_free_again(purse: Purse) -> None:
    body = {"quota_id": str(new_id()), "member_id": purse.member_id, "amount": 1000}
    made(purse.boss.post(purse.path("own", "quotas"), body))
    assert paid(purse) == (409, "not_enough_value")
    with clock.frozen(NOW + timedelta(hours=13)):
        assert paid(purse) == (201, None)


def test_a_bonus_expires_in_the_books_and_costs_nobody(purse: Purse, engine: Engine) -> None:
    purse.choose(
        recharge_plans=[{"amount": 500, "bonus": 100}], value_days=10, bonus_hq_percent=50,
        largest_balance=2000,
    )  # fmt: skip
    made(purse.use("recharges", "own", amount=500))
    spent = made(purse.use("spends", "own", amount=60))  # of the lot that expires first: 50 + 10

    def expire(days: int) -> int:
        later = NOW.date() + timedelta(days=days)
        found: int = transact(engine, purse.house.tenant_id, lambda unit: stored_value.expire(unit, later))
        return found

    assert [expire(days) for days in (10, 11)] == [0, 0]
    assert purse.balance() == (1450, 90)
    assert [expire(12), expire(12)] == [1, 0]
    assert purse.balance() == (1450, 0)
    # What comes back of it by a refund is expired, too, with the next look.
    with clock.frozen(NOW + timedelta(days=13)):
        made(purse.use("refunds", "own", amount=60, original_id=spent["value_id"]))
        assert expire(13) == 1
        assert purse.balance() == (1500, 0)
    books = purse.settlement()
    hq = {
        row["account"]: row["amount"]
        for row in books["accounts"]
        if row["entity"] == "hq" and not row["other"]
    }
    assert hq == {"principal": -1500, "bonus": 0, "bonus_deferred": 0, "promotion_cost": 0}
    assert (
        made(purse.boss.get(f"/members/{purse.member_id}/stored-value"), 200)["uses"][0]["kind"] == "expiry"
    )


def test_a_member_who_is_forgotten_opens_nothing(purse: Purse, nobody: Caller, engine: Engine) -> None:
    made(purse.use("withdrawals", "own"))
    page = Page(purse, nobody)
    made(page.ask("pin", pin=PIN), 204)
    made(purse.boss.delete(f"/members/{purse.member_id}"), 204)
    assert page.ask("show").status_code == 401
    with Unit(engine, purse.house.tenant_id) as unit:
        assert unit.session.scalar(text("SELECT count(*) FROM membership_value_proof")) == 0
