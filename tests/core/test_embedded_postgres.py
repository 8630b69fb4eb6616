"""The PostgreSQL of the product's own: durable, shared by processes, gone with its last user."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from core.embedded import EmbeddedError, place, start
from core.embedded.account import NOBODY
from core.embedded.place import Place
from core.embedded.server import Server
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
NewUser = Callable[..., "User"]
WE_ARE_ROOT = os.geteuid() == 0
# As root both: root itself, and the same code as an ordinary user. Else we are the ordinary user.
ACCOUNTS = ["root", "nobody"] if WE_ARE_ROOT else ["ourselves"]
USER = """
import sys
from pathlib import Path
from core.embedded import start
with start(Path(sys.argv[1])) as postgres:
    print(postgres.dsn, flush=True)
    sys.stdin.read()
"""


class User:
    """Another process that uses the database until it is told to leave."""

    def __init__(self, var: Path, account: str = "ourselves") -> None:
        self._process = subprocess.Popen(
            [*as_account(account), sys.executable, "-c", USER, str(var)],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def dsn(self) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:  # after what it logs
            if line.startswith("postgresql://"):
                return line.strip()
        raise AssertionError("the user did not get its database")

    def leave(self) -> None:
        self._process.communicate(timeout=30)

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate(timeout=30)


def as_account(account: str) -> list[str]:
    """The words before a command that make it run as the account."""
    if account != "nobody":
        return []
    # The interpreter may stand in root's private folder; reading there is all that this user may do beyond others.
    return [
        "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
        "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search",
    ]  # fmt: skip


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder that any account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="zt-"))
    folder.chmod(0o755)
    yield folder
    if (folder / "postgres").exists():
        wait_until_stopped(folder)
    shutil.rmtree(folder)


@pytest.fixture
def new_user(var: Path) -> Iterator[NewUser]:
    """Makes users of the database; whoever is left at the end of the test is killed."""
    users: list[User] = []

    def make(account: str = "ourselves") -> User:
        users.append(User(var, account))
        return users[-1]

    yield make
    for user in users:
        user.kill()


def server_pid(var: Path) -> int | None:
    running = Server(Place.under(var)).running()
    return running.pid if running else None


def wait_until_stopped(var: Path) -> None:
    """Until the server is down, and its keeper has seen that."""
    wait_until(lambda: server_pid(var) is None and not has_keeper(var), what="the end of the server")


def has_keeper(var: Path) -> bool:
    # By its number, not by trying its lock, which would be in the way of a keeper that is just starting.
    number = Place.under(var).lock("keeper").read_text()
    return number != "" and psutil.pid_exists(int(number))


def write_a_row(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")


def read_the_row(dsn: str) -> int | None:
    try:
        with psycopg.connect(dsn) as connection:
            row = connection.execute("SELECT value FROM kept").fetchone()
    except psycopg.OperationalError:
        return None
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("account", ACCOUNTS)
def test_data_outlives_a_clean_stop(var: Path, new_user: NewUser, account: str) -> None:
    if account == "nobody":
        os.chown(var, NOBODY, NOBODY)
    first = new_user(account)
    write_a_row(first.dsn())
    first.leave()
    wait_until_stopped(var)
    second = new_user(account)
    assert read_the_row(second.dsn()) == 7
    second.leave()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_killed_server_comes_back_with_its_data(var: Path, new_user: NewUser, account: str) -> None:
    if account == "nobody":
        os.chown(var, NOBODY, NOBODY)
    user = new_user(account)
    dsn = user.dsn()
    write_a_row(dsn)
    killed = server_pid(var)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert wait_until(lambda: read_the_row(dsn), what="the server") == 7
    assert server_pid(var) != killed
    user.leave()


def test_a_busy_child_of_a_killed_server_is_waited_for(var: Path) -> None:
    with start(var) as postgres, psycopg.connect(postgres.dsn) as busy:
        write_a_row(postgres.dsn)
        backend = busy.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        killed = server_pid(var)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        server_log = Place.under(var).server_log
        wait_until(lambda: "still in use" in server_log.read_text(), what="the refusal to start beside it")
        os.kill(backend, signal.SIGCONT)
        assert wait_until(lambda: read_the_row(postgres.dsn)) == 7


def test_the_server_stops_when_its_last_user_leaves(var: Path, new_user: NewUser) -> None:
    first, second = new_user(), new_user()
    dsn = first.dsn()
    assert second.dsn() == dsn
    write_a_row(dsn)
    first.leave()
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT pg_sleep(1)")  # five glances of the keeper
    assert read_the_row(dsn) == 7
    second.leave()
    wait_until_stopped(var)


def test_a_user_killed_with_9_is_no_longer_counted(var: Path, new_user: NewUser) -> None:
    user = new_user()
    user.dsn()
    user.kill()
    wait_until_stopped(var)


def test_processes_that_start_at_once_share_one_server(var: Path, new_user: NewUser) -> None:
    users = [new_user() for _ in range(5)]
    servers = set()
    for user in users:
        with psycopg.connect(user.dsn()) as connection:
            servers.add(connection.execute("SELECT pg_postmaster_start_time()").fetchone())
    assert len(servers) == 1
    for user in users:
        user.leave()


def test_a_server_left_alone_by_a_killed_keeper_is_adopted(var: Path, new_user: NewUser) -> None:
    user = new_user()
    dsn = user.dsn()
    write_a_row(dsn)
    os.kill(int(Place.under(var).lock("keeper").read_text()), signal.SIGKILL)
    wait_until(lambda: not has_keeper(var), what="the keeper's end")
    user.kill()
    before = server_pid(var)
    assert before is not None
    with start(var) as postgres:
        assert read_the_row(postgres.dsn) == 7
        assert server_pid(var) == before
    wait_until_stopped(var)


def test_a_pid_file_that_names_a_stranger_is_dropped(var: Path) -> None:
    with start(var) as postgres:
        write_a_row(postgres.dsn)
    wait_until_stopped(var)
    stale = var / "postgres" / "cluster" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1700000000\n5432\n{var}\n\n 1 1\nready\n")
    with start(var) as postgres:
        assert read_the_row(postgres.dsn) == 7


def test_an_empty_pid_file_does_no_harm(var: Path) -> None:
    with start(var):
        pass
    wait_until_stopped(var)
    (var / "postgres" / "cluster" / "postmaster.pid").write_text("")
    with start(var) as postgres:
        write_a_row(postgres.dsn)


def test_a_cluster_whose_making_was_cut_short_is_made_anew(var: Path) -> None:
    half = var / "postgres" / "cluster.new"
    Place.under(var)
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with start(var) as postgres:
        write_a_row(postgres.dsn)


def test_a_folder_with_a_long_name_gets_a_short_socket(var: Path) -> None:
    deep = var / ("long " * 15) / ("名" * 40)
    deep.mkdir(parents=True)
    with start(deep) as postgres:
        write_a_row(postgres.dsn)
        assert postgres.socket_folder.is_dir()
    wait_until_stopped(deep)
    wait_until(lambda: not postgres.socket_folder.exists(), what="the end of the socket's folder")


def test_a_server_whose_folder_was_removed_ends(var: Path) -> None:
    with start(var):
        running = server_pid(var)
        assert running is not None
        wait_until(lambda: has_keeper(var))
        shutil.rmtree(var / "postgres" / "cluster")
        wait_until(lambda: not psutil.pid_exists(running) or psutil.Process(running).status() == "zombie")


def test_the_database_is_durable_and_speaks_to_nobody_else(var: Path) -> None:
    with start(var) as postgres, psycopg.connect(postgres.dsn) as connection:
        row = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), "
            "current_setting('listen_addresses'), current_setting('TimeZone'), current_setting('server_encoding')"
        ).fetchone()
        assert row == ("on", "on", "", "UTC", "UTF8")
        assert postgres.socket_folder.stat().st_mode & 0o077 == 0


def test_a_cluster_of_another_version_is_refused_in_words(var: Path) -> None:
    cluster = Place.under(var).cluster
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 16"):
        start(var)
    shutil.rmtree(cluster)


if WE_ARE_ROOT:

    def test_root_keeps_data_elsewhere_when_the_project_is_private(
        var: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        private = var / "private"
        private.mkdir(mode=0o700)
        monkeypatch.setattr(place, "ROOT_HOME", var / "lib")
        found = Place.under(private / "var")
        assert found.folder.parent == var / "lib"
        server = Server(found)
        server.ensure_running()
        assert server_pid(private / "var") is not None
        server.stop()

    def test_root_runs_programs_from_a_copy_when_they_are_private(
        var: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(place, "ROOT_HOME", var / "lib")
        found = Place.under(var)
        wheel = found.program("initdb").parents[2]
        copied = place._copied(wheel)
        assert copied.is_relative_to(var / "lib")
        found.account.run(copied / place.PROGRAMS / "initdb", "--version")
        found.account.run(copied / place.PROGRAMS / "psql", "--version")
