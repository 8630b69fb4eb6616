"""Every table belongs to tenants: by its keys, by row-level security, and by who owns it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, Table, create_engine, text
from sqlalchemy.pool import NullPool

from app.tables import metadata
from core.database import APP_ROLE
from core.rls import TENANT

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)
by_name = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
# Unique over all brands, each for a reason.
SHARED_KEYS = {"uq_accounts_tenant_slug": "a brand signs in by its slug, before its tenant is known"}
# The app may add rows and read them; of some it may move a row to where it belongs, and change nothing else.
APPEND_ONLY: dict[str, set[str]] = {
    "core_event": set(),
    "core_audit": set(),
    "pos_payment": {"order_id", "check_id"},
    "pos_adjustment": {"order_id"},
    "pos_refund": {"check_id"},
    "pos_cash_move": set(),
    "pos_day_close": set(),
    "kitchen_stream": set(),
    "inventory_move": set(),
    "inventory_count_entry": set(),
    "membership_points_entry": set(),
    "membership_promotion_version": set(),
    "membership_value_entry": set(),
    "membership_clearing": set(),
    "membership_clearing_statement": set(),
    "membership_cleared_entry": set(),
    "membership_value_journal": set(),
    "inventory_report": set(),
    "inventory_report_line": set(),
    "inventory_yield_test": set(),
    "inventory_photo": set(),
}
# Functions that see every tenant's rows; each yields no more than the ids of tenants.
SEE_ALL_TENANTS = {
    "core_tenants_behind": "a consumer asks who has news for it",
    "core_tenants_with_old_answers": "the tidying of answers asks where some are kept long enough",
    "accounts_tenant_of": "a brand is found by its slug at sign-in",
    "kitchen_tenants_to_watch": "the watch over tickets asks where there is something to watch",
    "kitchen_tenants_with_leftovers": "the tidying of rails asks where something is left over",
    "membership_tenants_due": "the clock of members' days and campaigns asks where something is due",
    "pos_tenants_with_courses_due": "the clock that fires courses asks where one is due",
}


@pytest.fixture(scope="module")
def owner(database_url: str) -> Iterator[Connection]:
    """The database as its owner sees it."""
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@by_name
def test_the_tenant_leads_every_key(table: Table) -> None:
    assert [column.name for column in table.primary_key][:1] == ["tenant_id"]
    assert not table.columns.tenant_id.nullable
    for index in table.indexes:
        if index.unique and index.name not in SHARED_KEYS:
            assert [column.name for column in index.columns][:1] == ["tenant_id"], index.name
    for constraint in table.constraints:
        if type(constraint).__name__ == "UniqueConstraint" and constraint.name not in SHARED_KEYS:
            assert [column.name for column in constraint.columns][:1] == ["tenant_id"], constraint.name  # type: ignore[attr-defined]


@by_name
def test_no_foreign_key_leaves_the_tenant_or_the_house(table: Table) -> None:
    for key in table.foreign_key_constraints:
        assert key.column_keys[0] == "tenant_id", key.name
        assert key.elements[0].column.name == "tenant_id", key.name
        assert key.referred_table.name.split("_")[0] == table.name.split("_")[0], key.name


def test_the_database_has_exactly_our_tables(owner: Connection) -> None:
    found = owner.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    assert set(found) - {"alembic_version"} == set(metadata.tables)


@by_name
def test_row_level_security_is_forced_by_one_rule(table: Table, owner: Connection) -> None:
    query = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = CAST(:name AS regclass)"
    assert owner.execute(text(query), {"name": table.name}).one() == (True, True)
    policies = owner.execute(
        text(
            "SELECT policyname, cmd, roles::text[], permissive, qual, with_check FROM pg_policies WHERE tablename = :name"
        ),
        {"name": table.name},
    ).all()
    rules = {row.policyname: row for row in policies}
    rule = rules.pop("tenant_rows")
    assert (rule.cmd, rule.roles, rule.permissive) == ("ALL", ["public"], "PERMISSIVE")
    assert "tenant_id" in rule.qual
    assert rule.qual == rule.with_check
    setting = TENANT.split("'")[3]
    assert setting in rule.qual
    for (
        name,
        more,
    ) in rules.items():  # the owner reads across tenants for the functions below, and never writes
        assert (name, more.cmd) == ("owner_reads", "SELECT")
        assert APP_ROLE not in more.roles
        assert "public" not in more.roles


@by_name
def test_the_app_may_no_more_than_it_needs(table: Table, owner: Connection) -> None:
    def may(act: str) -> bool:
        query = text("SELECT has_table_privilege(:role, :name, :act)")
        return bool(owner.scalar(query, {"role": APP_ROLE, "name": table.name, "act": act}))

    assert may("SELECT")
    assert may("INSERT")
    assert not any(may(act) for act in ("TRUNCATE", "REFERENCES", "TRIGGER"))
    is_fixed = table.name in APPEND_ONLY
    assert may("DELETE") is not is_fixed
    assert may("UPDATE") is not is_fixed
    changeable = {
        column.name
        for column in table.columns
        if owner.scalar(
            text("SELECT has_column_privilege(:role, :name, :column, 'UPDATE')"),
            {"role": APP_ROLE, "name": table.name, "column": column.name},
        )
    }
    assert not is_fixed or changeable == APPEND_ONLY[table.name]


def test_the_app_owns_nothing_and_cannot_get_round_the_rules(owner: Connection) -> None:
    role = owner.execute(
        text(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = :role"
        ),
        {"role": APP_ROLE},
    ).one()
    assert not any(role)
    owned = owner.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relowner = CAST(:role AS regrole) UNION ALL "
            "SELECT proname FROM pg_proc WHERE proowner = CAST(:role AS regrole) UNION ALL "
            "SELECT nspname FROM pg_namespace WHERE nspowner = CAST(:role AS regrole)"
        ),
        {"role": APP_ROLE},
    ).all()
    assert owned == []
    assert not owner.scalar(
        text("SELECT has_schema_privilege(:role, 'public', 'CREATE')"), {"role": APP_ROLE}
    )
    member_of = text("SELECT count(*) FROM pg_auth_members WHERE member = CAST(:role AS regrole)")
    assert owner.scalar(member_of, {"role": APP_ROLE}) == 0


def test_every_connection_of_the_app_works_as_its_role(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == APP_ROLE


def test_functions_that_see_all_tenants_are_few_and_cannot_be_fooled(owner: Connection) -> None:
    functions = owner.execute(
        text(
            "SELECT proname, proconfig, pg_get_function_result(oid) AS result FROM pg_proc"
            " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
    ).all()
    assert {row.proname for row in functions} == set(SEE_ALL_TENANTS)
    for row in functions:
        assert row.proconfig == ["search_path=public, pg_temp"], row.proname
        assert row.result in ("uuid", "SETOF uuid"), row.proname
