"""One brand never sees or touches another's rows, neither through the API nor in SQL as the application role."""

from collections.abc import Callable

import psycopg
import pytest
import sqlalchemy.exc
from sqlalchemy import Engine, text

from accounts.models import Region
from app.factory import App
from core.ids import new_id
from core.models import Base
from core.uow import Unit
from tests.support.accounts import PINS, Caller, House, make_house, pin_body

TABLES = sorted(table for table in Base.metadata.tables if table.startswith("accounts_"))


@pytest.fixture
def other(engine: Engine) -> House:
    return make_house(engine)


@pytest.mark.parametrize("table", TABLES)
def test_sql_as_another_tenant_sees_and_changes_no_row(
    engine: Engine, house: House, other: House, table: str
) -> None:
    mine = text(f"SELECT count(*) FROM {table} WHERE tenant_id = '{house.tenant_id}'")
    with Unit(engine, house.tenant_id) as unit:
        before = unit.session.scalar(mine)
    with Unit(engine, other.tenant_id) as unit:
        assert unit.session.scalar(mine) == 0
        for act in (f"UPDATE {table} SET tenant_id = tenant_id", f"DELETE FROM {table}"):
            where = f"{act} WHERE tenant_id = '{house.tenant_id}'"
            assert unit.session.execute(text(where)).rowcount == 0  # type: ignore[attr-defined]
    with Unit(engine, house.tenant_id) as unit:
        assert unit.session.scalar(mine) == before


@pytest.mark.parametrize("table", TABLES)
def test_sql_without_a_tenant_sees_nothing(engine: Engine, house: House, table: str) -> None:
    with Unit(engine) as unit:
        assert unit.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_a_row_cannot_be_put_into_another_tenant(engine: Engine, house: House, other: House) -> None:
    stolen = Region(tenant_id=house.tenant_id, id=new_id(), name={})
    with Unit(engine, other.tenant_id) as unit:
        unit.session.add(stolen)
        with pytest.raises(sqlalchemy.exc.ProgrammingError) as refused:
            unit.session.flush()

    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)


def test_only_a_slugs_tenant_may_be_asked_before_one_is_known(engine: Engine, house: House) -> None:
    with Unit(engine) as unit:
        found = unit.session.scalar(text("SELECT accounts_tenant_of(:slug)"), {"slug": house.slug})
        assert found == house.tenant_id
        assert unit.session.scalar(text("SELECT accounts_tenant_of('no-such')")) is None


ASKS: dict[str, Callable[[Caller, House], object]] = {
    "a store": lambda c, h: c.get(f"/stores/{h.stores['own']}"),
    "a store's change": lambda c, h: c.patch(f"/stores/{h.stores['own']}", {"approval_limit": 1}),
    "a store's end": lambda c, h: c.delete(f"/stores/{h.stores['own']}"),
    "terminals": lambda c, h: c.get(f"/stores/{h.stores['own']}/terminals"),
    "a code": lambda c, h: c.post(f"/stores/{h.stores['own']}/terminals", {}),
    "a revocation": lambda c, h: c.post(f"/terminals/{h.terminals['own']}/revoke"),
    "a person": lambda c, h: c.get(f"/staff/{h.people['waiter']}"),
    "a person's change": lambda c, h: c.patch(f"/staff/{h.people['waiter']}", {"name": "x"}),
    "a PIN": lambda c, h: c.put(f"/staff/{h.people['waiter']}/pin", {"pin": "6402"}),
    "a password": lambda c, h: c.put(
        f"/staff/{h.people['manager']}/password", {"password": "taken over now"}
    ),
    "a person's roles": lambda c, h: c.put(f"/staff/{h.people['waiter']}/roles", {"roles": []}),
    "a person's end": lambda c, h: c.delete(f"/staff/{h.people['waiter']}"),
    "a role": lambda c, h: c.get(f"/roles/{h.roles['waiter']}"),
    "a role's change": lambda c, h: c.patch(f"/roles/{h.roles['waiter']}", {"permissions": []}),
    "a role's end": lambda c, h: c.delete(f"/roles/{h.roles['waiter']}"),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS.keys())
def test_what_is_anothers_is_not_there(
    boss: Caller, other: House, engine: Engine, ask: Callable[[Caller, House], object]
) -> None:
    def rows() -> list[str]:
        with Unit(engine, other.tenant_id) as unit:
            return [
                row
                for table in TABLES
                for row in unit.session.execute(text(f"SELECT t::text FROM {table} t ORDER BY 1")).scalars()
            ]

    before = rows()
    answer = ask(boss, other)
    assert answer.status_code == 404  # type: ignore[attr-defined]
    assert rows() == before


def test_roles_and_stores_of_another_brand_are_not_given(boss: Caller, house: House, other: House) -> None:
    role = {"role_id": str(other.roles["waiter"]), "store_id": None}
    store = {"role_id": str(house.roles["waiter"]), "store_id": str(other.stores["own"])}

    assert boss.post("/staff", {"name": "Li", "roles": [role]}).json["code"] == "role_not_found"
    assert boss.post("/staff", {"name": "Li", "roles": [store]}).json["code"] == "store_not_found"


def test_a_person_of_another_brand_signs_in_at_no_terminal_of_ours(
    app: App, nobody: Caller, house: House, other: House
) -> None:
    body = pin_body(house, "cashier") | {"staff_id": str(other.people["cashier"]), "pin": PINS["cashier"]}

    assert nobody.post("/sign-in/pin", body).json["code"] == "wrong_pin"
