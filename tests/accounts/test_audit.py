"""The audit log is read by those who may, newest first, and never changed."""

import psycopg
import pytest
import sqlalchemy.exc
from sqlalchemy import Engine, text

from accounts.schemas.staff import AuditShape
from core.uow import Unit
from tests.support.accounts import Caller, House, name


def test_head_office_sees_everything_newest_first(boss: Caller, house: House) -> None:
    boss.post("/regions", {"name": name("North")})

    items = boss.get("/audit", limit="200").json["items"]

    assert AuditShape(many=True).validate(items) == {}
    assert items[0]["action"] == "region.add"
    assert items[-1]["action"] == "brand.create"
    assert [item["id"] for item in items] == sorted((item["id"] for item in items), reverse=True)


def test_pages_go_back_to_the_beginning_without_gaps(boss: Caller) -> None:
    whole = [item["id"] for item in boss.get("/audit", limit="200").json["items"]]

    seen, cursor = [], None
    while True:
        page = boss.get("/audit", limit="3", **({"cursor": cursor} if cursor else {})).json
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole


def test_a_store_sees_what_was_done_there_alone(manager: Caller, house: House) -> None:
    items = manager.get("/audit", limit="200").json["items"]

    assert {item["store_id"] for item in items} == {str(house.stores["own"])}
    assert manager.get("/audit", store_id=str(house.stores["franchised"])).status_code == 404


def test_a_cashier_sees_nothing_of_it(cashier: Caller) -> None:
    assert cashier.get("/audit").json["code"] == "permission_needed"


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4Il0", "AAAA", "é", "Wy" * 200])
def test_a_cursor_of_something_else_is_refused(boss: Caller, cursor: str) -> None:
    answer = boss.get("/audit", cursor=cursor)

    assert (answer.status_code, answer.json["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize("act", ["UPDATE core_audit SET action = 'x'", "DELETE FROM core_audit"])
def test_nobody_rewrites_it_even_in_sql(engine: Engine, house: House, act: str) -> None:
    with Unit(engine, house.tenant_id) as unit, pytest.raises(sqlalchemy.exc.ProgrammingError) as refused:
        unit.session.execute(text(act))

    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)
