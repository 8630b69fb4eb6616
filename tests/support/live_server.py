"""The real server in a process of its own, for tests that need sockets, kills or a browser."""

import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from core.embedded.redis_server import free_port
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
SECRET_KEY = "for tests alone, and nothing else at all"
# What the server inherits; nothing of the developer's own settings leaks in.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")


class LiveServer:
    """`python -m app` (what `flask serve` does) on a loopback port that stays the same when it is killed and started again."""

    def __init__(self, database_url: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = Path(tempfile.mkdtemp(prefix="zaotai-live-"))
        self._log = self.folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        ours = {"DATABASE_URL": database_url, "SECRET_KEY": SECRET_KEY, "ZAOTAI_RATE_LIMITS": "off"}
        self._env = {**kept, **ours, "ZAOTAI_VAR": str(self.folder / "var"), **settings}

    def start(self, seconds: float = 120) -> Self:
        """Start, and return once it is ready to serve."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app", "--port", str(self.port)],
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that a kill takes the workers too
            )
        wait_until(self._is_ready, seconds, "the server")
        return self

    def kill(self) -> None:
        """End it and its workers with kill -9, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        self._end(signal.SIGTERM)

    def said(self) -> str:
        """Everything it has logged."""
        return self._log.read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        """Whether it was started, and not stopped since."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The number of the process that we started."""
        assert self._process is not None
        return self._process.pid

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            if how is signal.SIGKILL:
                os.killpg(self._process.pid, how)
            else:
                self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            raise
        finally:
            self._process = None

    def _is_ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the server ended ({self._process.returncode}):\n{self.said()[-4000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
