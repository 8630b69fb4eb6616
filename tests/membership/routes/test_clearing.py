"""Clearing over HTTP: a month with everything in it, closed once, to the cent, and never changed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Engine, text

from app.factory import App
from core import clock
from core.ids import new_id
from core.uow import Unit, transact
from membership.services.clearing import Funding, post_fundings
from tests.support.accounts import Caller, House, name, sign_in_at_terminal
from tests.support.brand import made
from tests.support.purse import Purse, signed_in_at

NOW = datetime(2026, 12, 2, 4, tzinfo=UTC)  # noon in Shanghai
LATEST = NOW + timedelta(days=31)
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
At = Callable[[int, int], Any]


@pytest.fixture
def purse(app: App, house: House) -> Iterator[Purse]:
    with clock.frozen(NOW):
        found = Purse(signed_in_at(LATEST, app, house, "boss"), house)
        found.choose(recharge_plans=[{"amount": 500, "bonus": 100}], bonus_hq_percent=60)
        yield found


def day(month: int, number: int) -> Any:
    """Noon of that day."""
    return clock.frozen(NOW.replace(month=month, day=number))


def a_month_of_it(purse: Purse) -> None:
    """The definition's example, in November."""
    with day(11, 3):
        made(purse.use("recharges", "own", amount=500))
        first = made(purse.use("spends", "franchised", amount=240))
    with day(11, 20):
        made(purse.use("spends", "own", amount=60))
        made(purse.use("refunds", "franchised", amount=60, original_id=first["value_id"]))
    with day(11, 30):
        made(purse.use("withdrawals", "own"))


def test_a_month_of_the_definition_closes_to_the_cent_and_stays(purse: Purse) -> None:
    a_month_of_it(purse)
    boss = purse.boss
    ahead = made(boss.get("/clearings"), 200)
    assert ahead == {
        "items": [],
        "next_cursor": None,
        "next": {"from": "2026-11-03", "to": "2026-11-30", "can_close": True},
    }
    closed = made(boss.post("/clearings", NOVEMBER))
    assert (closed["number"], closed["head_office_bears"], purse.dues(closed["statements"])) == (
        1, 24, {"own": 156, "franchised": -180},
    )  # fmt: skip
    assert sum(row["pays"] for row in closed["entities"]) + closed["head_office_bears"] == 0
    own = str(purse.house.stores["own"])
    statement = made(boss.get(f"/clearings/{closed['id']}/stores/{own}"), 200)
    assert [(entry["kind"], entry["amount"]) for entry in statement["entries"]] == [
        ("recharge", 500), ("spend", 16), ("spend", -60), ("spend", 4), ("refund", -4), ("withdrawal", -300),
    ]  # fmt: skip
    assert {row["kind"]: row["amount"] for row in statement["statements"][0]["kinds"]} == {
        "recharge": 500, "spend": -40, "refund": -4, "withdrawal": -300,
    }  # fmt: skip
    made(purse.use("recharges", "own", amount=400))
    assert made(boss.get(f"/clearings/{closed['id']}"), 200) == closed
    # What is posted later, and what came too late, is in the next.
    with clock.frozen(LATEST):
        with day(11, 30):
            made(purse.use("spends", "franchised", amount=1))
        december = made(boss.post("/clearings", {"from": "2026-12-01", "to": "2026-12-31"}))
    assert (december["number"], purse.dues(december["statements"])) == (2, {"own": 400, "franchised": -1})
    assert [row["number"] for row in made(boss.get("/clearings"), 200)["items"]] == [2, 1]


def test_what_is_not_over_leaves_a_gap_or_overlaps_is_refused(purse: Purse, app: App) -> None:
    a_month_of_it(purse)
    boss = purse.boss
    refusals = [
        ({"from": "2026-11-04", "to": "2026-11-30"}, "period_not_next"),
        ({"from": "2026-11-01", "to": "2026-10-31"}, "period_not_next"),
        ({"from": "2026-11-01", "to": "2026-12-02"}, "period_not_over"),
    ]
    for days, code in refusals:
        refused = boss.post("/clearings", days)
        assert (refused.status_code, refused.json["code"]) == (409, code)
    shut = signed_in_at(LATEST, app, purse.house, "manager").post("/clearings", NOVEMBER)
    assert (shut.status_code, shut.json["permission"]) == (403, "value.close")
    assert made(boss.get("/clearings"), 200)["items"] == []
    made(boss.post("/clearings", NOVEMBER))
    again = boss.post("/clearings", NOVEMBER)
    assert (again.status_code, again.json["code"], again.json["first"]) == (
        409,
        "period_not_next",
        "2026-12-01",
    )


def test_closed_periods_are_listed_page_by_page(purse: Purse) -> None:
    for day in range(1, 6):
        made(purse.boss.post("/clearings", {"from": f"2026-11-0{day}", "to": f"2026-11-0{day}"}))
    numbers: list[list[int]] = []
    cursor: str | None = None
    while not numbers or cursor:
        asked = {"cursor": cursor} if cursor else {}
        page = made(purse.boss.get("/clearings", limit=2, **asked), 200)
        numbers.append([row["number"] for row in page["items"]])
        assert page["next"]["from"] == "2026-11-06"
        cursor = page["next_cursor"]
    assert numbers == [[5, 4], [3, 2], [1]]
    assert len(made(purse.boss.get("/clearings"), 200)["items"]) == 5


def test_two_who_close_at_once_close_it_once(purse: Purse, app: App) -> None:
    a_month_of_it(purse)

    def close(_turn: int) -> int:
        return Caller(app.test_client(), purse.boss.token).post("/clearings", NOVEMBER).status_code

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(close, range(6)))
    assert found == [201, 409, 409, 409, 409, 409]
    items = made(purse.boss.get("/clearings"), 200)["items"]
    assert [(row["number"], row["stores"]) for row in items] == [(1, 2)]


def test_the_database_lets_nobody_change_what_is_closed(purse: Purse, engine: Engine) -> None:
    a_month_of_it(purse)
    made(purse.boss.post("/clearings", NOVEMBER))
    for table in ("clearing", "clearing_statement", "cleared_entry"):
        for act in (f"DELETE FROM membership_{table}", f"UPDATE membership_{table} SET clearing_id = NULL"):
            with Unit(engine, purse.house.tenant_id) as unit, pytest.raises(Exception) as refused:
                unit.session.execute(
                    text(act.replace("clearing_id", "number") if table == "clearing" else act)
                )
            assert isinstance(refused.value.__cause__, InsufficientPrivilege)


def test_the_workbook_holds_every_entry_and_adds_up(purse: Purse, app: App) -> None:
    a_month_of_it(purse)
    closed = made(purse.boss.post("/clearings", NOVEMBER))
    path = f"/clearings/{closed['id']}/export.xlsx"
    book = load_workbook(BytesIO(purse.boss.get(path).data))
    totals = [row for row in book["statements"].iter_rows(min_row=2, values_only=True) if row[4] == "total"]
    entries = list(book["entries"].iter_rows(min_row=2, values_only=True))
    assert sorted(row[6] for row in totals) == [-1.8, 1.56]
    assert sum(round(row[5] * 100) for row in entries) == 156 - 180
    assert len(entries) == sum(row[5] for row in totals) == 8
    pays, at, use = (book["entries"][column] for column in "FDJ")
    assert {cell.number_format for cell in pays[1:]} == {"#,##0.00"}
    assert {datetime.fromisoformat(str(cell.value)).tzinfo for cell in at[1:]} == {
        None
    }  # the store's own wall clock
    assert book["entries"].column_dimensions["J"].width > max(len(str(cell.value)) for cell in use)
    # A franchisee sees the statement of their own store, and no other.
    franchisee = signed_in_at(LATEST, app, purse.house, "franchisee")
    theirs = str(purse.house.stores["franchised"])
    seen = franchisee.get(path, store_id=theirs)
    assert {
        row[0] for row in load_workbook(BytesIO(seen.data))["entries"].iter_rows(min_row=2, values_only=True)
    }
    assert len(made(franchisee.get(f"/clearings/{closed['id']}/stores/{theirs}"), 200)["entries"]) == 2
    shut = [franchisee.get(path), franchisee.get(f"/clearings/{closed['id']}")]
    assert [found.status_code for found in shut] == [403, 403]
    other = franchisee.get(f"/clearings/{closed['id']}/stores/{purse.house.stores['own']}")
    assert other.status_code == 404


def sheet(purse: Purse, closed: Any, title: str) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(purse.boss.get(f"/clearings/{closed['id']}/export.xlsx").data))
    return list(book[title].iter_rows(min_row=2, values_only=True))


def test_a_statement_keeps_the_name_of_a_store_that_is_renamed_or_archived(purse: Purse) -> None:
    boss, gone = purse.boss, f"/stores/{purse.house.stores['franchised']}"
    a_month_of_it(purse)
    made(boss.delete(gone), 204)
    closed = made(boss.post("/clearings", NOVEMBER))
    assert {row["store_name"]["zh"] for row in closed["statements"]} == {"own", "franchised"}
    entries = sheet(purse, closed, "entries")
    assert {row[0] for row in entries} == {"own", "franchised"}
    assert {row[3].partition(" ")[2] for row in entries} == {"12:00:00"}  # its own wall clock still
    statements = sheet(purse, closed, "statements")
    made(boss.patch(f"/stores/{purse.house.stores['own']}", {"name": name("New")}), 200)
    assert (sheet(purse, closed, "statements"), sheet(purse, closed, "entries")) == (statements, entries)


def test_entries_of_a_store_that_changed_hands_tell_whose_they_are(purse: Purse) -> None:
    boss, own = purse.boss, str(purse.house.stores["own"])
    entity = made(boss.post("/legal-entities", {"name": name("New owner")}))
    with day(11, 3):
        made(purse.use("recharges", "own", amount=400))
        made(purse.use("spends", "own", amount=300))
        made(boss.put(f"/stores/{own}/legal-entity", {"entity": entity["id"]}), 204)
        made(purse.use("recharges", "own", amount=100))
    closed = made(boss.post("/clearings", NOVEMBER))
    found = made(boss.get(f"/clearings/{closed['id']}/stores/{own}"), 200)
    assert [(row["entity"], row["amount"]) for row in found["entries"]] == [
        (own, 400), (own, -300), (entity["id"], 100),
    ]  # fmt: skip
    assert {row["entity"]: row["pays"] for row in found["statements"]} == {own: 100, entity["id"]: 100}
    assert [row[1] for row in sheet(purse, closed, "entries")] == ["own", "own", "New owner"]


def test_a_refund_is_reversed_in_the_books_of_those_who_had_the_money(purse: Purse) -> None:
    boss, stores = purse.boss, purse.house.stores
    made(purse.use("recharges", "own", amount=500))
    before = purse.settlement()
    spent = made(purse.use("spends", "franchised", amount=240))
    entity = made(boss.post("/legal-entities", {"name": name("New owner")}))
    made(boss.put(f"/stores/{stores['franchised']}/legal-entity", {"entity": entity["id"]}), 204)
    made(boss.put(f"/stores/{stores['own']}/legal-entity", {"entity": "hq"}), 204)
    for part in (100, 140):
        made(purse.use("refunds", "franchised", amount=part, original_id=spent["value_id"]))
    after = purse.settlement()
    assert purse.dues(after["stores"]) == {"own": 500, "franchised": 0}
    assert after["head_office_bears"] == before["head_office_bears"]
    assert [row for row in after["accounts"] if row["amount"]] == before["accounts"]
    made(purse.use("spends", "franchised", amount=60))  # from now on it is the new owner's
    sums = {
        row["entity"]: row["amount"] for row in purse.settlement()["accounts"] if row["account"] == "revenue"
    }
    assert sums == {str(stores["franchised"]): 0, entity["id"]: -60}


def test_stores_of_one_entity_net_to_one_sum_and_head_offices_own_to_nothing(purse: Purse) -> None:
    boss, stores = purse.boss, purse.house.stores
    entity = made(boss.post("/legal-entities", {"name": name("Two shops")}))
    for store_id in stores.values():
        made(boss.put(f"/stores/{store_id}/legal-entity", {"entity": entity["id"]}), 204)
    listed = made(boss.get("/legal-entities"), 200)
    assert {*listed["entities"][0]["store_ids"]} == {str(store_id) for store_id in stores.values()}
    a_month_of_it(purse)
    closed = made(boss.post("/clearings", NOVEMBER))
    assert purse.dues(closed["statements"]) == {"own": 156, "franchised": -180}
    assert [(row["entity"], row["name"], row["pays"]) for row in closed["entities"]] == [
        (entity["id"], name("Two shops"), -24)
    ]
    for store_id in stores.values():
        made(boss.put(f"/stores/{store_id}/legal-entity", {"entity": "hq"}), 204)
    made(purse.use("recharges", "own", amount=500))
    made(purse.use("spends", "franchised", amount=300))
    found = purse.settlement("2026-12-01", "2026-12-31")
    assert (found["stores"], found["head_office_bears"]) == ([], 0)
    assert {row["entity"] for row in found["accounts"]} == {"hq"}
    assert sum(row["amount"] for row in found["accounts"]) == 0
    made(boss.put(f"/stores/{stores['own']}/legal-entity", {"entity": None}), 204)
    unknown = boss.put(f"/stores/{stores['own']}/legal-entity", {"entity": str(new_id())})
    assert (unknown.status_code, unknown.json["code"]) == (404, "entity_not_found")
    listed = made(boss.get("/legal-entities"), 200)
    assert listed["head_office_store_ids"] == [str(stores["franchised"])]


def test_days_in_the_wrong_order_settle_nothing(purse: Purse) -> None:
    refused = purse.boss.get("/stored-value/settlement", **{"from": "2026-11-30", "to": "2026-11-01"})
    assert (refused.status_code, refused.json["code"]) == (422, "dates_reversed")


def test_with_central_collection_stores_owe_nothing_for_what_they_sold(purse: Purse) -> None:
    purse.choose(value_collection="head_office")
    made(purse.use("recharges", "own", amount=500))
    made(purse.use("spends", "franchised", amount=200))
    assert purse.dues(purse.settlement()["stores"]) == {"franchised": -200}
    made(purse.use("withdrawals", "own"))
    found = purse.settlement()
    assert purse.dues(found["stores"]) == {"franchised": -200}
    cash = {row["entity"]: row["amount"] for row in found["accounts"] if row["account"] == "cash"}
    assert cash == {"hq": 200}


def test_with_central_collection_a_store_still_owes_what_is_in_its_drawer(purse: Purse, app: App) -> None:
    purse.choose(value_collection="head_office")
    till = sign_in_at_terminal(app, purse.house, "manager")
    made(till.post(f"/stores/{purse.house.stores['own']}/shift", {"opening_float": 1000}))
    made(purse.use("recharges", "own", till, amount=500, tender="cash"))
    made(purse.use("recharges", "own", till, amount=150, tender="card"))
    made(purse.use("recharges", "own", till, amount=50, tender="scan"))
    assert purse.dues(purse.settlement()["stores"]) == {"own": 500}
    made(purse.use("withdrawals", "own", till))
    found = purse.settlement()
    assert purse.dues(found["stores"]) == {"own": -200}
    own = str(purse.house.stores["own"])
    cash = {row["entity"]: row["amount"] for row in found["accounts"] if row["account"] == "cash"}
    assert cash == {"hq": 200, own: -200}


def fund(engine: Engine, purse: Purse, parts: list[tuple[str, int]], **more: Any) -> None:
    """Post what others bear of an order at the franchised store."""
    funding = Funding(
        more.get("key") or new_id(),
        more.get("order_id") or new_id(),
        purse.house.stores["franchised"],
        more.get("day", NOW.date()),
        tuple(parts),
        more.get("reverse", False),
    )
    transact(engine, purse.house.tenant_id, lambda unit: post_fundings(unit, [funding]))


def test_what_comes_weeks_late_is_in_the_next_however_old_its_day_is(purse: Purse, engine: Engine) -> None:
    opened = {"day": NOW.date().replace(month=10, day=20)}
    fund(engine, purse, [("hq", 60)], **opened)
    october = made(purse.boss.post("/clearings", {"from": "2026-10-01", "to": "2026-10-31"}))
    fund(engine, purse, [("hq", 40)], **opened)  # an order that stood open until November
    november = made(purse.boss.post("/clearings", NOVEMBER))
    assert [purse.dues(closed["statements"]) for closed in (october, november)] == [
        {"franchised": -60}, {"franchised": -40},
    ]  # fmt: skip
    assert (october["head_office_bears"], november["head_office_bears"]) == (60, 40)
    assert purse.settlement()["head_office_bears"] == 100
    with clock.frozen(LATEST):  # and it is in that one alone
        december = made(purse.boss.post("/clearings", {"from": "2026-12-01", "to": "2026-12-31"}))
    assert december["statements"] == []


def test_what_others_fund_of_a_discount_is_cleared_and_a_refund_takes_it_back(
    purse: Purse, engine: Engine
) -> None:
    stores = purse.house.stores
    a, b = str(stores["own"]), stores["franchised"]
    keys = [new_id(), new_id()]

    def post(parts: list[tuple[str, int]], key: UUID, reverse: bool) -> None:
        fund(engine, purse, parts, key=key, reverse=reverse)

    for _ in "ab":  # said twice, done once
        post([("hq", 60), (a, 40), (str(b), 25)], keys[0], reverse=False)
    assert purse.dues(purse.settlement()["stores"]) == {"own": 40, "franchised": -100}
    post([("hq", 6), (a, 4)], keys[1], reverse=True)
    found = purse.settlement()
    assert purse.dues(found["stores"]) == {"own": 36, "franchised": -90}
    assert found["head_office_bears"] == 54
    sums: dict[str, int] = {}
    for row in found["accounts"]:
        sums[row["entity"]] = sums.get(row["entity"], 0) + row["amount"]
    assert set(sums.values()) == {0}


def test_a_refund_takes_back_of_those_who_funded_it_then(purse: Purse, engine: Engine) -> None:
    boss, stores = purse.boss, purse.house.stores
    a, b = str(stores["own"]), str(stores["franchised"])
    parts, order = [("hq", 60), (a, 40)], new_id()
    fund(engine, purse, parts, order_id=order)
    entity = made(boss.post("/legal-entities", {"name": name("New owner")}))
    made(boss.put(f"/stores/{b}/legal-entity", {"entity": entity["id"]}), 204)
    made(boss.put(f"/stores/{a}/legal-entity", {"entity": "hq"}), 204)
    fund(engine, purse, [("hq", 30), (a, 20)], order_id=order, reverse=True)
    fund(engine, purse, [("hq", 30), (a, 20)], order_id=order, reverse=True)
    found = purse.settlement()
    assert (purse.dues(found["stores"]), found["head_office_bears"]) == ({"own": 0, "franchised": 0}, 0)
    assert [row for row in found["accounts"] if row["amount"]] == []
    fund(engine, purse, parts)  # from now on it is of whoever has them
    costs = {(row["entity"], row["account"]): row["amount"] for row in purse.settlement()["accounts"]}
    assert (costs[entity["id"], "compensation"], costs["hq", "promotion_cost"]) == (-100, 100)
