"""The operating system's account that PostgreSQL runs under; it refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from core.embedded.errors import EmbeddedError

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group id, and whether we must change to them."""

    uid: int
    gid: int
    is_ours: bool

    @classmethod
    def for_folder(cls, folder: Path) -> "Account":
        """Ourselves; or, when we are root, the owner of the nearest existing folder, or ``nobody``.

        PostgreSQL runs only as somebody whom this machine has a name for; raises when that is not so of us.
        """
        if os.geteuid() != 0:
            if not _has_name(os.geteuid()):
                raise EmbeddedError(
                    f"PostgreSQL runs only as a user with a name, and user {os.geteuid()} has none in /etc/passwd: "
                    "add it there, or set DATABASE_URL to a PostgreSQL of your own."
                )
            return cls(os.geteuid(), os.getegid(), is_ours=True)
        while not folder.exists():
            folder = folder.parent
        owner = folder.stat()
        if owner.st_uid != 0 and _has_name(owner.st_uid):
            return cls(owner.st_uid, owner.st_gid, is_ours=False)
        return cls(NOBODY, NOBODY, is_ours=False)

    def run(self, *command: str | Path, stdin: str = "", timeout: float = 600) -> None:
        """Run a program under this account; raises with what it said when it fails."""
        done = self._run(command, stdin, timeout)
        if done.returncode != 0:
            said = f"{done.stderr}{done.stdout}".strip()
            raise EmbeddedError(f"{Path(command[0]).name} failed ({done.returncode}): {said}")

    def can_enter(self, path: Path) -> bool:
        """Whether this account may enter a folder or run a program there."""
        return self.is_ours or self._run(("test", "-x", path), "", 10).returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or folder, just made, to this account."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def _run(
        self, command: tuple[str | Path, ...], stdin: str, timeout: float
    ) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
        try:
            return subprocess.run(
                command,
                input=stdin,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=timeout,
                check=False,
                cwd="/",  # the account may not be able to enter ours
                env={**env, "LC_ALL": "C", "TZ": "UTC"},
                user=None if self.is_ours else self.uid,
                group=None if self.is_ours else self.gid,
                extra_groups=None if self.is_ours else [],
            )
        except PermissionError as error:
            raise EmbeddedError(
                f"PostgreSQL does not run as root, and this root may not become user {self.uid} ({error}). "
                "Run as an ordinary user, or set DATABASE_URL."
            ) from error


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
