"""The keeper of the embedded PostgreSQL: one small process beside it.

It stops the server when its last user is gone (a user killed with -9 is gone too), and starts it again when it dies
under its users. Should the keeper itself be killed, the server runs on, and the next user starts a new keeper.
"""

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from core.embedded.errors import EmbeddedError
from core.embedded.locks import FileLock
from core.embedded.place import Place
from core.embedded.server import Postmaster, Server

GLANCE = 0.2  # seconds between two looks


class Keeper:
    """Watches one server until it is no longer needed."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._server = Server(place)
        self._users = FileLock(place.lock("users"))
        self._last = self._server.running()
        self._told_to_stop = False

    def watch(self) -> None:
        """Return once the server is stopped because nobody uses it, or because we were told to."""
        signal.signal(signal.SIGTERM, self._on_signal)
        while self._place.cluster.exists() and not (self._users.try_hold() or self._told_to_stop):
            self._last = self._server.running() or self._revive()
            time.sleep(GLANCE)
        if self._place.cluster.exists():
            self._server.stop()
        elif self._last is not None:
            _end(self._last.pid)  # somebody removed the folder under us

    def _revive(self) -> Postmaster | None:
        """Start a server that died under its users; a failure is in its log, and the next look tries again."""
        with FileLock(self._place.lock("start")) as turn:
            if not turn.try_hold():
                return None  # a new user is doing it
            try:
                return self._server.ensure_running()
            except EmbeddedError as error:
                sys.stderr.write(f"{error}\n")
                time.sleep(1)
                return None

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._told_to_stop = True


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGQUIT)
    except ProcessLookupError:
        return


def main(var: Path) -> None:
    """Step into the background and watch, unless another keeper does."""
    if os.fork() > 0:
        return
    os.setsid()
    place = Place.under(var)
    keeper = Keeper(place)
    with FileLock(place.lock("keeper")) as alone:
        if alone.try_hold():
            place.lock("keeper").write_text(f"{os.getpid()}\n")
            keeper.watch()
        # Here `alone` is let go, and only then, with the process, the users' lock: whoever waits for that
        # finds no keeper and starts one.


if __name__ == "__main__":
    main(Path(sys.argv[1]))
