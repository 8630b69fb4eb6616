"""One line of migrations, up and down and up again, that ends where the models are."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, create_engine, text
from sqlalchemy.pool import NullPool

from app.database import ROOT
from app.tables import metadata
from core.embedded import Embedded
from tests.support.database import drop_database, empty_database

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
SHAPE = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2"
)


@pytest.fixture
def connection(postgres: Embedded) -> Iterator[Connection]:
    """The owner, in a database with nothing in it."""
    name = empty_database(postgres, "migrations")
    engine = create_engine(postgres.url_of(name), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    drop_database(postgres, name)


def configured(connection: Connection) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def test_there_is_one_head_and_one_line_to_it() -> None:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    parents = [revision.down_revision for revision in script.walk_revisions()]
    assert len(set(parents)) == len(parents), "two migrations follow the same one"


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_names_tell_when_and_what(path: Path) -> None:
    assert re.fullmatch(r"\d{8}_\d{4}_[a-z0-9_]+", path.stem)
    assert "\ndef downgrade() -> None:" in path.read_text(encoding="utf-8")


def test_up_down_and_up_again_without_drift(connection: Connection) -> None:
    config = configured(connection)
    command.upgrade(config, "head")
    shape = connection.execute(text(SHAPE)).all()
    differences = compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True}),
        metadata,
    )
    assert differences == [], "the models and the migrations differ"
    assert _check_constraints(connection) == {
        constraint.name: table.name
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    command.downgrade(config, "base")
    left = connection.scalars(
        text("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    ).all()
    assert set(left) <= {"alembic_version", "alembic_version_pkc"}
    functions = connection.scalar(
        text("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    )
    assert functions == 0
    command.upgrade(config, "head")
    assert connection.execute(text(SHAPE)).all() == shape


def _check_constraints(connection: Connection) -> dict[str, str]:
    """By name, which alembic does not compare: the table."""
    query = (
        "SELECT conname, conrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    )
    return {row.conname: row.conrelid for row in connection.execute(text(query))}


def test_each_step_can_be_gone_back_alone(connection: Connection) -> None:
    config = configured(connection)
    for revision in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        command.upgrade(config, revision.revision)
        command.downgrade(config, "-1")
        command.upgrade(config, revision.revision)
