"""Where the database is: yours, or our own; and bringing it up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from app.config import Settings, SettingsError
from core.database import APP_ROLE, as_psycopg, make_engine
from core.embedded import Embedded, start

ROOT = Path(__file__).parents[1]
_claims: dict[Path, Embedded] = {}


def owner_url(settings: Settings) -> str:
    """The owner's address: DATABASE_URL, or that of the app's own PostgreSQL, started when it is not up.

    The claim to the own one is kept until this process ends, however it ends.
    """
    if settings.database_url is not None:
        return as_psycopg(settings.database_url)
    if settings.var not in _claims:
        _claims[settings.var] = start(settings.var)
    return _claims[settings.var].url


def open_engine(settings: Settings) -> Engine:
    """The application's engine."""
    return make_engine(owner_url(settings), pool_size=settings.pool_size)


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to a revision, one migrator at a time."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    engine = create_engine(as_psycopg(url), poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(7001)"))
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    engine.dispose()


def check_role(engine: Engine) -> None:
    """Refuse to serve when row-level security would not bind us."""
    with engine.connect() as connection:
        row = connection.execute(
            text("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ).one()
    if row[0] != APP_ROLE or row[1]:
        raise SettingsError(f"The database lets us work as {row[0]}, not as {APP_ROLE}: run `flask migrate`.")
