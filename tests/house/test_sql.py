"""Straight in SQL as the application role: another tenant's rows cannot be seen, changed, taken away or added."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, InvalidTextRepresentation
from sqlalchemy import Engine

from app.tables import metadata
from tests.support.brand import FullBrand

pytestmark = pytest.mark.usefixtures("alone")

TABLES = sorted(metadata.tables)


@pytest.fixture
def line(engine: Engine) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection of the app's own, without the app."""
    with engine.connect() as connection:
        yield connection.connection.driver_connection  # type: ignore[misc]
        connection.connection.driver_connection.rollback()  # type: ignore[union-attr]


def enter(line: "psycopg.Connection[tuple[object, ...]]", tenant_id: UUID | None) -> None:
    line.rollback()
    line.execute("SELECT set_config('zaotai.tenant_id', %s, true)", (str(tenant_id) if tenant_id else "",))


@pytest.mark.parametrize("who", ["stranger", "nobody"])
@pytest.mark.parametrize("table", TABLES)
def test_another_tenants_rows_are_out_of_reach(
    line: "psycopg.Connection[tuple[object, ...]]",
    victim: FullBrand,
    stranger: FullBrand,
    table: str,
    who: str,
) -> None:
    before = victim.contents(table)
    as_whom = stranger.tenant_id if who == "stranger" else None
    name, ours = sql.Identifier(table), victim.tenant_id
    enter(line, as_whom)
    mine = sql.SQL("FROM {} WHERE tenant_id = {}").format(name, sql.Literal(ours))
    assert line.execute(sql.SQL("SELECT count(*) ") + mine).fetchone() == (0,)
    if who == "nobody":
        assert line.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone() == (0,)
    for act in (
        sql.SQL("UPDATE {} SET tenant_id = tenant_id WHERE tenant_id = {}").format(name, sql.Literal(ours)),
        sql.SQL("DELETE ") + mine,
    ):
        enter(line, as_whom)
        try:
            assert line.execute(act).rowcount == 0
        except InsufficientPrivilege:
            line.rollback()  # nobody may, not even on rows of their own
    assert victim.contents(table) == before


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_added_to_another_tenant(
    line: "psycopg.Connection[tuple[object, ...]]", victim: FullBrand, stranger: FullBrand, table: str
) -> None:
    """A row of one's own, made out to somebody else: as it is, and by changing whose it is."""
    before = victim.contents(table)
    columns = [column.name for column in metadata.tables[table].columns]
    others = [sql.Identifier(name) for name in columns if name != "tenant_id"]
    for tenant_id in (stranger.tenant_id, None):
        enter(line, tenant_id)
        blank = sql.SQL(", ").join(sql.SQL("NULL") for _ in others)
        insert = sql.SQL("INSERT INTO {} (tenant_id, {}) VALUES ({}, {})").format(
            sql.Identifier(table), sql.SQL(", ").join(others), sql.Literal(victim.tenant_id), blank
        )
        with pytest.raises(InsufficientPrivilege, match="row-level security"):
            line.execute(insert)
    enter(line, stranger.tenant_id)
    gift = sql.SQL("UPDATE {} SET tenant_id = {}").format(
        sql.Identifier(table), sql.Literal(victim.tenant_id)
    )
    try:
        assert line.execute(gift).rowcount == 0
    except InsufficientPrivilege:
        line.rollback()
    assert victim.contents(table) == before


def test_a_tenant_that_is_no_id_sees_nothing(line: "psycopg.Connection[tuple[object, ...]]") -> None:
    line.execute("SELECT set_config('zaotai.tenant_id', 'x'' OR true --', true)")
    with pytest.raises(InvalidTextRepresentation):
        line.execute("SELECT count(*) FROM pos_order")


def test_the_role_cannot_be_left_or_widened(line: "psycopg.Connection[tuple[object, ...]]") -> None:
    for act in (
        "ALTER TABLE pos_order DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant_rows ON pos_order",
        "CREATE TABLE public.mine (x int)",
        "TRUNCATE pos_order CASCADE",
    ):
        line.rollback()
        with pytest.raises(InsufficientPrivilege):
            line.execute(act)


def test_a_tenant_set_for_one_transaction_is_gone_with_it(
    line: "psycopg.Connection[tuple[object, ...]]", victim: FullBrand
) -> None:
    enter(line, victim.tenant_id)
    assert line.execute("SELECT count(*) > 0 FROM pos_order").fetchone() == (True,)
    line.commit()
    assert line.execute("SELECT count(*) FROM pos_order").fetchone() == (0,)
