"""A migrated database for every test run: copied from a template that is made once for each state of the migrations."""

import hashlib
import os
from pathlib import Path

import psycopg
from psycopg import errors, sql

from app.database import migrate
from core.embedded import Embedded

ROOT = Path(__file__).parents[2]
TEMPLATES_ARE_BEING_MADE = 7_101  # advisory lock


def new_database(postgres: Embedded, worker: str) -> str:
    """Make a migrated database of this run's own; answers its name."""
    with psycopg.connect(postgres.dsn, autocommit=True) as server:
        template = _template(postgres, server)
        name = f"test_{os.getpid()}_{worker}"
        _drop_left_over(server)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        _copy(server, template, name)
    return name


def empty_database(postgres: Embedded, purpose: str) -> str:
    """Make a database with nothing in it; answers its name."""
    name = f"test_{os.getpid()}_{purpose}"
    with psycopg.connect(postgres.dsn, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return name


def drop_database(postgres: Embedded, name: str) -> None:
    """Remove a database and whoever is still connected to it."""
    with psycopg.connect(postgres.dsn, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _template(postgres: Embedded, server: psycopg.Connection) -> str:
    name = f"migrated_{_fingerprint()}"
    server.execute("SELECT pg_advisory_lock(%s)", (TEMPLATES_ARE_BEING_MADE,))
    try:
        if name not in _databases(server, "migrated\\_%"):
            for old in _databases(server, "migrated\\_%"):
                _try_to_drop(server, old)
            _try_to_drop(server, "unfinished")
            server.execute("CREATE DATABASE unfinished")
            migrate(postgres.url_of("unfinished"))
            server.execute(sql.SQL("ALTER DATABASE unfinished RENAME TO {}").format(sql.Identifier(name)))
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", (TEMPLATES_ARE_BEING_MADE,))
    return name


def _copy(server: psycopg.Connection, template: str, name: str) -> None:
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    )
    # A test database need not survive a crash; tests of durability make a server of their own.
    server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))


def _fingerprint() -> str:
    """Of everything that shapes the tables: migrations, and the rules they are written with."""
    digest = hashlib.sha256()
    for path in sorted(
        [*(ROOT / "migrations").rglob("*.py"), ROOT / "core" / "rls.py", ROOT / "core" / "database.py"]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _databases(server: psycopg.Connection, pattern: str) -> list[str]:
    rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (pattern,)).fetchall()
    return [name for (name,) in rows]


def _drop_left_over(server: psycopg.Connection) -> None:
    """Databases of runs that were killed; one of a living run is connected to, and stays."""
    for name in _databases(server, "test\\_%"):
        if not _is_alive(int(name.split("_")[1])):
            _try_to_drop(server, name)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _try_to_drop(server: psycopg.Connection, name: str) -> None:
    try:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    except (errors.ObjectInUse, errors.InvalidCatalogName):
        return  # another run uses it, or was quicker
