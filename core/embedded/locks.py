"""Locks that the operating system takes back when their holder dies, even by kill -9."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class FileLock:
    """An ``flock`` on a file. A forked child shares it: it is free once the last copy is closed."""

    def __init__(self, path: Path) -> None:
        # Never removed, or two processes could lock two files of one name.
        self._fd: int | None = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self) -> Self:
        """Wait until nobody holds it alone, and hold it with others."""
        fcntl.flock(self._open_fd(), fcntl.LOCK_SH)
        return self

    def hold(self) -> Self:
        """Wait until nobody else holds it, and hold it alone."""
        fcntl.flock(self._open_fd(), fcntl.LOCK_EX)
        return self

    def try_hold(self) -> bool:
        """Hold it alone, if that is possible at once."""
        try:
            fcntl.flock(self._open_fd(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go. Closing, not unlocking: a forked sibling may still hold the same lock."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _open_fd(self) -> int:
        if self._fd is None:
            raise ValueError("this lock was let go")
        return self._fd

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
