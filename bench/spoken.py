"""What the server's PostgreSQL is told for one request: counted in PostgreSQL's own log of statements."""

import re
import time
from collections.abc import Callable

import psycopg

from core.embedded import Embedded

_SPOKEN = re.compile(r"LOG:  (?:statement|execute [^:]*): (.*)")


def statements_of(postgres: Embedded, work: Callable[[], None]) -> list[str]:
    """Everything that anybody asks of this PostgreSQL while ``work`` runs."""
    log = postgres.folder / "server.log"
    with psycopg.connect(postgres.dsn, autocommit=True) as owner:
        owner.execute("ALTER SYSTEM SET log_statement = 'all'")
        owner.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)  # until every connection has heard of it
        start = log.stat().st_size
        try:
            work()
        finally:
            end = log.stat().st_size
            owner.execute("ALTER SYSTEM RESET log_statement")
            owner.execute("SELECT pg_reload_conf()")
    with log.open("rb") as file:
        file.seek(start)
        text = file.read(end - start).decode(errors="replace")
    return [found.group(1) for found in map(_SPOKEN.search, text.splitlines()) if found]
