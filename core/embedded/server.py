"""Making, starting and stopping one PostgreSQL cluster; callers hold the lock for it."""

import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import structlog

from core.embedded.errors import EmbeddedError
from core.embedded.place import PORT, VERSION, Place

OWNER = "zaotai"
DATABASE = "zaotai"
PATIENCE = 300.0  # seconds: recovery after a crash replays what the log holds
SETTINGS = """\
# Written at every start; put your own settings into postgresql.conf, above the include.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
port = {port}
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = log  # the product reports its own statements' errors
"""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A living server process."""

    pid: int
    socket_folder: Path
    is_ready: bool


class Server:
    """The PostgreSQL of one place."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def running(self) -> Postmaster | None:
        """The server process that serves this cluster, ready or not."""
        try:
            lines = (self.place.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        pid = _pid_in(lines)
        if pid is None or len(lines) < 6:
            # Cut short by a crash, or being written this moment; the latter shows a living process.
            return (
                Postmaster(pid, Path(), is_ready=False) if pid and _serves(pid, self.place.cluster) else None
            )
        found = Postmaster(pid, Path(lines[4]), is_ready=len(lines) > 7 and lines[7].strip() == "ready")
        alive = _serves(found.pid, self.place.cluster) or _answers(found.socket_folder)
        return found if alive else None

    def ensure_running(self) -> Postmaster:
        """Make the cluster if there is none, start the server if it is not up, and wait until it is ready."""
        self._make()
        deadline = time.monotonic() + PATIENCE
        while True:
            found = self.running()
            if found is None:
                self._launch(deadline)
            elif found.is_ready:
                return found
            elif time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL does not become ready: {self._last_words()}")
            else:
                time.sleep(0.05)

    def stop(self) -> None:
        """End every connection, write everything out, and stop."""
        if self.running() is not None:
            self._pg_ctl("stop", "-m", "fast")
        if self.place.socket_folder != self.place.folder:
            shutil.rmtree(self.place.socket_folder, ignore_errors=True)

    def _make(self) -> None:
        cluster = self.place.cluster
        if cluster.exists():
            version = (cluster / "PG_VERSION").read_text().strip()
            if version != str(VERSION):
                raise EmbeddedError(
                    f"{cluster} was made by PostgreSQL {version}, and this is {VERSION}: dump it with the old version."
                )
            return
        # Built beside and moved into place, so that a half-made cluster never counts.
        fresh = cluster.with_name("cluster.new")
        shutil.rmtree(fresh, ignore_errors=True)
        run, program = self.place.account.run, self.place.program
        run(
            program("initdb"), "--pgdata", fresh, "--username", OWNER, "--encoding", "UTF8", "--locale", "C",
            "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--auth-local", "trust",
            "--auth-host", "reject", "--no-instructions",
        )  # fmt: skip
        with (fresh / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude 'zaotai.conf'\n")
        self._write_settings(fresh)
        run(program("postgres"), "--single", "-D", fresh, "postgres", stdin=f"CREATE DATABASE {DATABASE}\n")
        fresh.rename(cluster)
        log.info("database_made", folder=str(cluster))

    def _write_settings(self, cluster: Path) -> None:
        settings = cluster / "zaotai.conf"
        sockets = str(self.place.socket_folder).replace("'", "''")
        settings.write_text(SETTINGS.format(sockets=sockets, port=PORT))
        self.place.account.own(settings)

    def _launch(self, deadline: float) -> None:
        self._write_settings(self.place.cluster)
        self._forget_stale_pid()
        while True:
            try:
                self._pg_ctl("start", "--log", self.place.server_log)
            except EmbeddedError as error:
                words = self._last_words()
                # After a kill -9 the old server's children take a moment to notice and go.
                if "still in use" not in words or time.monotonic() > deadline:
                    raise EmbeddedError(f"PostgreSQL does not start: {error}\n{words}") from error
                time.sleep(0.2)
            else:
                return

    def _forget_stale_pid(self) -> None:
        """Drop the pid file when its number now belongs to a stranger, whom PostgreSQL would take for itself.

        Never otherwise: by that file PostgreSQL finds children of a killed server that still write.
        """
        pid_file = self.place.cluster / "postmaster.pid"
        if pid_file.exists():
            pid = _pid_in(pid_file.read_text().splitlines())
            if pid is None or (psutil.pid_exists(pid) and not _serves(pid, self.place.cluster)):
                pid_file.unlink()

    def _pg_ctl(self, action: str, *options: str | Path) -> None:
        self.place.account.run(
            self.place.program("pg_ctl"), action, "--pgdata", self.place.cluster, "--silent", "--wait",
            "--timeout", str(int(PATIENCE)), *options, timeout=PATIENCE + 60,
        )  # fmt: skip

    def _last_words(self) -> str:
        try:
            return "\n".join(self.place.server_log.read_text(errors="replace").splitlines()[-5:])
        except FileNotFoundError:
            return "it left no log"


def _pid_in(lines: list[str]) -> int | None:
    """The server's number in a pid file; a crash of the machine may have left the file empty."""
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def _serves(pid: int, cluster: Path) -> bool:
    """Whether the process is a PostgreSQL server of this cluster, and not a stranger with a reused number."""
    try:
        process = psutil.Process(pid)
        command = process.cmdline()
        return process.status() != psutil.STATUS_ZOMBIE and str(cluster) in command
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _answers(folder: Path) -> bool:
    """Whether somebody listens there; a server in another container shows no process, but it answers."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(folder / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
        return True
