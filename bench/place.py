"""Where it is measured: a PostgreSQL of the benchmarks' own, as durable as the product's, with databases to fill."""

import hashlib
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from app.database import migrate
from core.embedded import Embedded

ROOT = Path(__file__).parents[1]
VAR = ROOT / ".bench_var"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def say(text: str) -> None:
    """Progress, for people: stdout belongs to the figures."""
    print(text, file=sys.stderr, flush=True)


def check_durable(postgres: Embedded) -> None:
    """Refuse to measure a server that could lose what it has committed."""
    with psycopg.connect(postgres.dsn) as server:
        for name, wanted in DURABLE.items():
            found = server.execute(f"SHOW {name}").fetchone()
            if found is None or found[0] != wanted:
                raise RuntimeError(f"{name} is {found}, and figures only count with {name} = {wanted}")


def new_database(postgres: Embedded, name: str) -> str:
    """A migrated, empty database in place of an older one; answers the owner's address, as DATABASE_URL wants it."""
    with psycopg.connect(postgres.dsn, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = postgres.url_of(name)
    migrate(url)
    return url


def databases(postgres: Embedded, prefix: str) -> list[str]:
    """The databases whose names begin so."""
    with psycopg.connect(postgres.dsn) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,))
        return [name for (name,) in rows.fetchall()]


def rename_database(postgres: Embedded, name: str, new_name: str) -> None:
    """Give a database, to which nobody is connected, its final name."""
    with psycopg.connect(postgres.dsn, autocommit=True) as server:
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new_name))
        )


def drop_database(postgres: Embedded, name: str) -> None:
    """Remove a database."""
    with psycopg.connect(postgres.dsn, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def plain_dsn(url: str) -> str:
    """The same address for psycopg itself."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def fingerprint(*more: Path) -> str:
    """Of everything that shapes the tables, and of the given files."""
    digest = hashlib.sha256()
    shaping = [ROOT / "core" / "rls.py", ROOT / "core" / "database.py", *more]
    for path in sorted([*(ROOT / "migrations").rglob("*.py"), *shaping]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
