"""Whom the embedded PostgreSQL runs as."""

import os
import pwd
from pathlib import Path

import pytest

from core.embedded.account import NOBODY, Account
from core.embedded.errors import EmbeddedError


def nameless() -> int:
    """A user id that nobody on this machine has."""
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for uid in range(40_000, 60_000) if uid not in taken)


def test_a_user_without_a_name_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = nameless()
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    with pytest.raises(EmbeddedError, match="DATABASE_URL"):
        Account.for_folder(tmp_path)


def test_a_folder_that_belongs_to_nobody_with_a_name_is_served_as_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs as root on a folder of the host's."""
    owned = list(tmp_path.stat())
    owned[4] = owned[5] = nameless()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: os.stat_result(owned))
    assert Account.for_folder(tmp_path) == Account(NOBODY, NOBODY, is_ours=False)
