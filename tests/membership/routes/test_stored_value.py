"""Stored value over HTTP: the definition's example, limits, retries, and many who spend one balance at once."""

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from sqlalchemy import Engine, text

from app.factory import App
from core.ids import new_id
from core.pipeline import Pipeline
from core.uow import Unit
from tests.support.accounts import Caller, House, sign_in_at_terminal
from tests.support.brand import made
from tests.support.purse import Purse

THREADS = 64


@pytest.fixture
def purse(boss: Caller, house: House) -> Purse:
    chosen = {"recharge_plans": [{"amount": 500, "bonus": 100}], "bonus_hq_percent": 60}
    made(boss.put("/member-settings", chosen), 200)
    return Purse(boss, house)


def test_the_example_of_the_definition(purse: Purse) -> None:
    a, b = "own", "franchised"
    made(purse.use("recharges", a, amount=500))
    assert purse.balance() == (500, 100)
    first = made(purse.use("spends", b, amount=240))
    assert (first["principal"], first["bonus"], first["balance"]) == (
        200, 40, {"principal": 300, "bonus": 60},
    )  # fmt: skip
    second = made(purse.use("spends", a, amount=60))
    assert (second["principal"], second["bonus"]) == (50, 10)
    back = made(purse.use("refunds", b, amount=60, original_id=first["value_id"]))
    assert (back["principal"], back["bonus"]) == (50, 10)
    assert purse.balance() == (300, 60)
    made(purse.use("withdrawals", a))
    assert purse.balance() == (0, 0)
    found = purse.settlement()
    pays = {row["store_id"]: row["pays"] for row in found["stores"]}
    stores = purse.house.stores
    assert pays == {str(stores[a]): 156, str(stores[b]): -180}
    assert found["head_office_bears"] == 24
    sums: dict[str, int] = {}
    hq: dict[str, int] = {}
    for row in found["accounts"]:
        sums[row["entity"]] = sums.get(row["entity"], 0) + row["amount"]
        if row["entity"] == "hq" and row["other"] is None:
            hq[row["account"]] = row["amount"]
    assert set(sums.values()) == {0}
    assert hq == {"principal": 0, "bonus": 0, "bonus_deferred": 0, "promotion_cost": 24}


def test_the_same_use_asked_again_is_done_once(purse: Purse) -> None:
    made(purse.use("recharges", "own", amount=500))
    value_id = str(new_id())
    once = made(purse.use("spends", "own", amount=100, value_id=value_id))
    assert made(purse.use("spends", "own", amount=100, value_id=value_id)) == once
    for refused in (
        purse.use("spends", "own", amount=101, value_id=value_id),
        purse.use("spends", "franchised", amount=100, value_id=value_id),
        purse.use("recharges", "own", amount=100, value_id=value_id),
        purse.use("spends", "own", amount=100, value_id=value_id, order_id=str(new_id())),
    ):
        assert (refused.status_code, refused.json["code"]) == (409, "id_reused")
    assert sum(purse.balance()) == 500


def test_a_refund_reads_what_it_needs_at_once(purse: Purse) -> None:
    made(purse.use("recharges", "own", amount=500))
    spent = made(purse.use("spends", "own", amount=100))
    with patch.object(Pipeline, "run", autospec=True, side_effect=Pipeline.run) as asked:
        made(purse.use("refunds", "own", amount=40, original_id=spent["value_id"]))
    # Who asks; the spend, the lots and all else; whether an order was paid with it; the store's day; and what it writes.
    assert asked.call_count == 5


def test_a_recharge_asked_again_was_paid_alike(purse: Purse) -> None:
    value_id = str(new_id())
    asked = {"amount": 500, "tender": "cash", "value_id": value_id}
    once = made(purse.use("recharges", "own", **asked))
    assert made(purse.use("recharges", "own", **asked)) == once
    for other in ({"tender": "card"}, {"amount": 400}):
        refused = purse.use("recharges", "own", **{**asked, **other})
        assert (refused.status_code, refused.json["code"]) == (409, "id_reused")
    assert purse.balance() == (500, 100)


def test_a_store_that_was_archived_sells_and_takes_none_and_still_pays_it_back(purse: Purse) -> None:
    value_id, spent_id = str(new_id()), str(new_id())
    once = made(purse.use("recharges", "own", amount=600, value_id=value_id))
    spent = made(purse.use("spends", "own", amount=100, value_id=spent_id))
    made(purse.boss.delete(f"/stores/{purse.house.stores['own']}"), 204)
    before = purse.balance()
    for act in ("recharges", "spends"):
        refused = purse.use(act, "own", amount=500)
        assert (refused.status_code, refused.json["code"]) == (409, "store_archived")
    again = made(purse.use("recharges", "own", amount=600, value_id=value_id))
    assert (again["value_id"], again["principal"]) == (once["value_id"], once["principal"])
    assert made(purse.use("spends", "own", amount=100, value_id=spent_id)) == spent
    assert purse.balance() == before
    made(purse.use("withdrawals", "own"))
    assert purse.balance() == (0, 0)


def test_refund_asked_again_is_of_the_same_spend(purse: Purse) -> None:
    made(purse.use("recharges", "own", amount=500))
    one, two = (made(purse.use("spends", "own", amount=100))["value_id"] for _ in "ab")
    value_id = str(new_id())
    once = made(purse.use("refunds", "own", amount=40, value_id=value_id, original_id=one))
    assert made(purse.use("refunds", "own", amount=40, value_id=value_id, original_id=one)) == once
    refused = purse.use("refunds", "own", amount=40, value_id=value_id, original_id=two)
    assert (refused.status_code, refused.json["code"]) == (409, "id_reused")
    assert sum(purse.balance()) == 440


def test_what_is_refused_changes_nothing(purse: Purse, cashier: Caller) -> None:
    made(purse.use("recharges", "own", amount=400))
    spent = made(purse.use("spends", "own", amount=100))
    before = purse.settlement()
    refusals = [
        (purse.use("spends", "own", amount=301), 409, "not_enough_value"),
        (purse.use("refunds", "own", amount=101, original_id=spent["value_id"]), 409, "refund_exceeds_spend"),
        (purse.use("refunds", "franchised", amount=1, original_id=spent["value_id"]), 404, "value_not_found"),
        (purse.use("refunds", "own", amount=1, original_id=str(new_id())), 404, "value_not_found"),
        (purse.use("recharges", "own", amount=500_001), 422, "over_limit"),
        (purse.use("withdrawals", "own", cashier), 403, "permission_needed"),
        (purse.use("spends", "franchised", cashier, amount=1), 404, "store_not_found"),
    ]
    for found, status, code in refusals:
        assert (found.status_code, found.json["code"]) == (status, code)
    assert (purse.balance(), purse.settlement()) == ((300, 0), before)


def test_refunds_in_parts_bring_back_the_mix_to_the_cent(purse: Purse) -> None:
    made(purse.use("recharges", "own", amount=997))
    before = purse.balance()
    spent = made(purse.use("spends", "franchised", amount=1001))
    for part in (333, 1, 667):
        made(purse.use("refunds", "franchised", amount=part, original_id=spent["value_id"]))
    assert purse.balance() == before
    assert purse.settlement()["head_office_bears"] == -997  # what it was given to hold


def test_sixty_four_who_spend_one_balance_never_spend_more(purse: Purse, app: App) -> None:
    """Each sends the same request twice, as a till does that heard no answer."""
    made(purse.use("recharges", "own", amount=500))

    def try_it(turn: int) -> list[int]:
        caller = Caller(app.test_client(), purse.boss.token)
        value_id = str(new_id())
        return [
            purse.use(
                "spends", ("own", "franchised")[turn % 2], caller, amount=17, value_id=value_id
            ).status_code
            for _ in "ab"
        ]

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(try_it, range(THREADS)))
    paid = [codes for codes in found if 201 in codes]
    assert len(paid) == 600 // 17
    assert {code for codes in found for code in codes} == {201, 409}
    assert all(codes == [201, 201] for codes in paid)
    assert sum(purse.balance()) == 600 - 17 * len(paid)
    sums: dict[str, int] = {}
    for row in purse.settlement()["accounts"]:
        sums[row["entity"]] = sums.get(row["entity"], 0) + row["amount"]
    assert set(sums.values()) == {0}


def test_many_recharges_at_once_do_not_pass_the_limit_together(purse: Purse, app: App) -> None:
    purse.choose(largest_balance=1000, largest_recharge=300)

    def try_it(_: int) -> tuple[int, str | None]:
        found = purse.use("recharges", "own", Caller(app.test_client(), purse.boss.token), amount=300)
        return found.status_code, found.json.get("code")

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(try_it, range(8)))
    assert found == [(201, None)] * 3 + [(422, "over_limit")] * 5
    assert purse.balance() == (900, 0)


def test_a_member_erased_at_the_very_moment_of_a_recharge_leaves_nothing_behind(
    purse: Purse, app: App, engine: Engine
) -> None:
    for _ in range(6):
        one = Purse(purse.boss, purse.house)

        def try_it(turn: int, one: Purse = one) -> tuple[int, str | None]:
            caller = Caller(app.test_client(), one.boss.token)
            if turn == 1:
                found = caller.delete(f"/members/{one.member_id}")
                return found.status_code, found.json["code"] if found.status_code != 204 else None
            found = one.use("recharges", "own", caller, amount=100)
            return found.status_code, found.json.get("code")

        with ThreadPoolExecutor(3) as pool:
            first, erased, last = pool.map(try_it, range(3))
        recharged = [first, last].count((201, None))
        assert (recharged > 0, erased) in [(True, (409, "member_has_value")), (False, (204, None))]
        assert {first, last} <= {(201, None), (404, "member_not_found")}
    held = """SELECT count(*) FROM membership_value_lot l JOIN membership_member m USING (tenant_id)
        WHERE m.id = l.member_id AND m.erased_at IS NOT NULL AND l.principal > 0"""
    with Unit(engine, purse.house.tenant_id) as unit:
        assert unit.session.scalar(text(held)) == 0


def test_a_book_that_does_not_balance_is_refused_by_the_database(purse: Purse, engine: Engine) -> None:
    made(purse.use("recharges", "own", amount=500))
    entry = """INSERT INTO membership_value_entry SELECT tenant_id, gen_random_uuid(), journal_id, business_date,
        entity, account, other, 1 FROM membership_value_entry WHERE tenant_id = :tenant LIMIT 1"""
    with Unit(engine, purse.house.tenant_id) as unit, pytest.raises(Exception, match="does not balance"):
        unit.session.execute(text(entry), {"tenant": purse.house.tenant_id})


def test_cash_for_stored_value_is_in_the_drawer(purse: Purse, app: App) -> None:
    till = sign_in_at_terminal(app, purse.house, "manager")
    shift = f"/stores/{purse.house.stores['own']}/shift"
    made(till.post(shift, {"opening_float": 1000}))
    made(purse.use("recharges", "own", till, amount=400, tender="cash"))
    made(purse.use("recharges", "own", till, amount=500, tender="card"))
    made(purse.use("withdrawals", "own", till))
    moves = made(till.get(shift), 200)["shift"]["moves"]
    assert [(move["kind"], move["amount"]) for move in moves] == [("paid_in", 400), ("paid_out", 900)]
