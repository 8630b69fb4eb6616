"""The engine: every connection works as the application role, which owns nothing and is bound by row-level security."""

from typing import Any

import psycopg
import sqlalchemy.exc
from psycopg import errors as pg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

APP_ROLE = "zaotai_app"
STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 8_000
IDLE_TIMEOUT_MS = 60_000


def make_engine(url: str, *, pool_size: int = 10, role: str | None = APP_ROLE, pooled: bool = True) -> Engine:
    """An engine on PostgreSQL; ``role=None`` stays who it signed in as, for migrations only.

    Nothing is rolled back when a connection goes back into the pool: ``core.uow`` does it where something was begun.
    """
    options: dict[str, Any] = (
        {
            "pool_size": pool_size,
            "max_overflow": 0,
            "pool_timeout": 10,
            "pool_pre_ping": False,
            # The connection used last is the one whose plans are still at hand; those of a rush idle until the next.
            "pool_use_lifo": True,
            "pool_reset_on_return": None,
        }
        if pooled
        else {"poolclass": NullPool}
    )
    engine = create_engine(as_psycopg(url), connect_args={"application_name": "zaotai"}, **options)

    @event.listens_for(engine, "connect")
    def _become(connection: Any, _record: object) -> None:
        settings = {
            "statement_timeout": STATEMENT_TIMEOUT_MS,
            "lock_timeout": LOCK_TIMEOUT_MS,
            "idle_in_transaction_session_timeout": IDLE_TIMEOUT_MS,
        }
        connection.autocommit = True  # this is no transaction of ours
        with connection.cursor() as cursor:
            if role is not None:
                cursor.execute(f"SET ROLE {role}")
                for name, value in settings.items():
                    cursor.execute(f"SET {name} = {value}")
            cursor.execute("SET TIME ZONE 'UTC'")
        connection.autocommit = False

    return engine


def as_psycopg(url: str) -> str:
    """The address with the driver named: postgres://, postgresql:// and postgresql+psycopg:// are all taken."""
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def database_error(error: Exception) -> Exception:
    """The driver's own error behind what SQLAlchemy raised; any other error as it is."""
    if isinstance(error, sqlalchemy.exc.DBAPIError) and isinstance(error.orig, psycopg.Error):
        return error.orig
    return error


def passes_by(error: Exception) -> bool:
    """Whether the same may go well a little later: a lost connection, a deadlock, a lock waited for in vain, a full disk."""
    cause = database_error(error)
    return isinstance(
        cause, psycopg.OperationalError | psycopg.InterfaceError | sqlalchemy.exc.TimeoutError
    ) and not isinstance(cause, pg.ProgramLimitExceeded)
