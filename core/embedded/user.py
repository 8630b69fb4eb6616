"""Using the embedded PostgreSQL: being counted as one of its users, for as long as this process lives."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from core.embedded.locks import FileLock
from core.embedded.place import Place
from core.embedded.server import DATABASE, OWNER, Server

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Embedded:
    """A running PostgreSQL and our claim to it. The claim ends with ``leave``, or with the process."""

    folder: Path
    socket_folder: Path
    _claim: FileLock

    @property
    def url(self) -> str:
        """SQLAlchemy's address of the owner's database."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """SQLAlchemy's address of another database on the same server."""
        return self.dsn_of(database).replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def dsn(self) -> str:
        """The same for psycopg and psql."""
        return self.dsn_of(DATABASE)

    def dsn_of(self, database: str) -> str:
        """The address of another database, for psycopg and psql."""
        return f"postgresql://{OWNER}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def leave(self) -> None:
        """Be a user no longer; the keeper stops the server when nobody is."""
        self._claim.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()


def start(var: Path) -> Embedded:
    """Join the users of the PostgreSQL under ``var``, starting (and on first use making) it when it is not up.

    Raises EmbeddedError, saying what to do, when it cannot be had.
    """
    place = Place.under(var)
    claim = FileLock(place.lock("users")).share()  # waits while a keeper is stopping the server
    try:
        with FileLock(place.lock("start")).hold():
            postmaster = Server(place).ensure_running()
            _ensure_keeper(place, var)
    except BaseException:
        claim.close()
        raise
    return Embedded(place.folder, postmaster.socket_folder, claim)


def _ensure_keeper(place: Place, var: Path) -> None:
    with FileLock(place.lock("keeper")) as keeper:
        if not keeper.try_hold():
            return  # one is at work
    with place.keeper_log.open("ab") as said:
        subprocess.run(
            [sys.executable, "-m", "core.embedded.keeper", str(var.resolve())],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=True,
        )
