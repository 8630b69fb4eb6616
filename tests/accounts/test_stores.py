"""Regions and stores, kept by head office; a franchisee sees their own alone."""

from typing import Any

import pytest
from sqlalchemy import Engine

from accounts.schemas.stores import OfficeStoreShape
from accounts.services.regions import region_names
from accounts.services.stores import get_store_settings, list_store_settings
from core.actor import Rounding
from core.errors import NotFound
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import Caller, House, name

NEW = {"code": "S9", "name": name("New"), "timezone": "Asia/Shanghai"}
FULL = NEW | {
    "day_cutoff": "05:30",
    "prices_include_tax": False,
    "rounding": {"unit": 10, "mode": "down", "scope": "cash"},
    "service_charge": {"percent": "10", "channels": ["dine_in"]},
    "pickup_wrap": 500,
    "approval_limit": 10_000,
    "is_franchised": True,
    "legal_entity": "Noodle Ltd",
    "currency": "USD",
}


def test_a_new_store_has_quiet_defaults(boss: Caller) -> None:
    answer = boss.post("/stores", NEW)

    assert answer.status_code == 201
    assert OfficeStoreShape().validate(answer.json) == {}
    assert answer.json["day_cutoff"] == "04:00"
    assert answer.json["currency"] == "CNY"
    assert answer.json["rounding"] == {"unit": 1, "mode": "none", "scope": "all"}
    assert answer.json["service_charge"] is None


def test_a_store_comes_back_as_it_was_given(boss: Caller) -> None:
    made = boss.post("/stores", FULL).json

    found = boss.get(f"/stores/{made['id']}").json
    assert found == made
    assert {key: found[key] for key in FULL} == FULL


def test_other_rooms_read_the_settings_at_once(boss: Caller, engine: Engine, house: House) -> None:
    made = boss.post("/stores", FULL).json

    with Unit(engine, house.tenant_id) as unit:
        settings = get_store_settings(unit, made["id"])
        assert [store.code for store in list_store_settings(unit)] == ["S1", "S2", "S9"]
        with pytest.raises(NotFound):
            get_store_settings(unit, new_id())
    assert settings.cutoff_minutes == 330
    assert settings.rounding == Rounding(10, "down", "cash")
    assert (settings.service_charge_bp, settings.service_charge_channels) == (1000, ("dine_in",))
    assert settings.approval_limit == 10_000


def test_a_change_leaves_out_what_is_not_given(boss: Caller, house: House) -> None:
    path = f"/stores/{house.stores['own']}"
    before = boss.get(path).json

    answer = boss.patch(path, {"service_charge": {"percent": "8.25", "channels": ["dine_in"]}})

    changed = {"service_charge": {"percent": "8.25", "channels": ["dine_in"]}}
    assert answer.json == before | changed
    assert boss.patch(path, {"service_charge": None}).json == before


@pytest.mark.parametrize(
    "bad",
    [
        {"code": "S 1"},
        {"timezone": "Asia/Nowhere"},
        {"day_cutoff": "24:00"},
        {"rounding": {"unit": 10, "mode": "up", "scope": "all"}},
        {"rounding": {"unit": 10}},
        {"service_charge": {"percent": "101", "channels": ["dine_in"]}},
        {"service_charge": {"percent": "10", "channels": ["on_the_moon"]}},
        {"pickup_wrap": 0},
        {"approval_limit": -1},
        {"approval_limit": 10**13},
        {"name": {"zh": "只有"}},
        {"name": {"zh": "a\u0000b", "en": "x"}},
        {"currency": "EUR"},
        {"prices_include_tax": "yes"},
        {"unknown": 1},
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(
    boss: Caller, house: House, bad: dict[str, Any], snapshot: Any
) -> None:
    before = snapshot()

    answer = boss.patch(f"/stores/{house.stores['own']}", bad)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["path"].split(".")[0] == next(iter(bad))
    assert snapshot() == before


def test_a_code_belongs_to_one_store(boss: Caller, house: House, snapshot: Any) -> None:
    before = snapshot()

    for answer in (
        boss.post("/stores", NEW | {"code": "S1"}),
        boss.patch(f"/stores/{house.stores['own']}", {"code": "S2"}),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "store_code_taken")
    assert snapshot() == before


def test_a_franchisee_sees_and_edits_their_own_store_alone(
    franchisee: Caller, house: House, snapshot: Any
) -> None:
    own, other = (f"/stores/{house.stores[key]}" for key in ("franchised", "own"))

    assert [store["code"] for store in franchisee.get("/stores").json["items"]] == ["S2"]
    assert franchisee.patch(own, {"approval_limit": 5000}).status_code == 200
    before = snapshot()
    assert franchisee.get(other).json["code"] == "store_not_found"
    assert franchisee.patch(other, {"approval_limit": 5000}).json["code"] == "store_not_found"
    assert franchisee.post("/stores", NEW).json["code"] == "permission_needed"
    assert franchisee.delete(own).json["code"] == "permission_needed"
    assert snapshot() == before


@pytest.mark.parametrize(
    "change", [{"is_franchised": False}, {"legal_entity": "Mine"}, {"region_id": None}, {"code": "MINE"}]
)
def test_what_ties_a_store_to_the_brand_is_not_the_franchisees_to_change(
    franchisee: Caller, house: House, change: dict[str, Any], snapshot: Any
) -> None:
    before = snapshot()

    answer = franchisee.patch(f"/stores/{house.stores['franchised']}", change)

    assert answer.json["code"] == "permission_needed"
    assert snapshot() == before


def test_a_closed_store_leaves_the_lists(boss: Caller, house: House) -> None:
    assert boss.delete(f"/stores/{house.stores['own']}").status_code == 204

    assert [store["code"] for store in boss.get("/stores").json["items"]] == ["S2"]
    assert boss.get(f"/stores/{house.stores['own']}").status_code == 404


def test_stores_are_found_by_code_name_and_region(boss: Caller, house: House) -> None:
    region = boss.post("/regions", {"name": name("North")}).json["id"]
    boss.patch(f"/stores/{house.stores['own']}", {"region_id": region})

    def codes(**query: str) -> list[str]:
        return [store["code"] for store in boss.get("/stores", **query).json["items"]]

    assert codes(q="s2") == ["S2"]
    assert codes(q="FRANCH") == ["S2"]
    assert codes(q="%") == []
    assert codes(region_id=region) == ["S1"]


def test_a_region_with_stores_stays(boss: Caller, house: House, engine: Engine, snapshot: Any) -> None:
    region = boss.post("/regions", {"name": name("North")}).json
    boss.patch(f"/stores/{house.stores['own']}", {"region_id": region["id"]})
    before = snapshot()

    answer = boss.delete(f"/regions/{region['id']}")

    assert (answer.status_code, answer.json["code"]) == (409, "region_in_use")
    assert snapshot() == before
    with Unit(engine, house.tenant_id) as unit:
        assert list(region_names(unit).values()) == [name("North")]


def test_a_region_is_renamed_and_taken_out_of_use(boss: Caller) -> None:
    region = boss.post("/regions", {"name": name("North")}).json

    assert boss.patch(f"/regions/{region['id']}", {"name": name("South")}).json["name"] == name("South")
    assert boss.delete(f"/regions/{region['id']}").status_code == 204
    assert boss.get(f"/regions/{region['id']}").json["code"] == "region_not_found"
    assert boss.get("/regions").json == {"items": [], "next_cursor": None}


def test_an_unknown_region_is_refused(boss: Caller, snapshot: Any) -> None:
    before = snapshot()

    answer = boss.post("/stores", NEW | {"region_id": str(new_id())})

    assert (answer.status_code, answer.json["code"]) == (404, "region_not_found")
    assert snapshot() == before


def test_pages_show_every_store_once(boss: Caller) -> None:
    for number in range(7):
        boss.post("/stores", NEW | {"code": f"N{number}"})

    seen, cursor = [], None
    while True:
        page = boss.get("/stores", limit="2", **({"cursor": cursor} if cursor else {})).json
        seen += [store["code"] for store in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == [*(f"N{number}" for number in range(7)), "S1", "S2"]


def test_the_same_key_adds_a_store_once(boss: Caller) -> None:
    first, again = (boss.post("/stores", NEW, key="once") for _ in range(2))

    assert first.json == again.json
    assert boss.post("/stores", NEW | {"code": "S8"}, key="once").json["code"] == "idempotency_key_reused"
    assert len(boss.get("/stores").json["items"]) == 3
