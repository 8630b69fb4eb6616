"""Alembic's door: migrates the database that the settings name, as its owner, with a lock timeout."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from app.tables import metadata
from core.database import as_psycopg


def run() -> None:
    """Apply migrations on a connection of our own, or on the one given by a test."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        from app.config import Settings
        from app.database import owner_url

        url = owner_url(Settings.load())
    engine = create_engine(as_psycopg(url), poolclass=NullPool)
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


def _migrate(connection) -> None:  # type: ignore[no-untyped-def] - Alembic hands it over untyped
    context.configure(
        connection=connection, target_metadata=metadata, compare_type=True, compare_server_default=True
    )
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        context.run_migrations()


run()
