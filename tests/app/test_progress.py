"""What a long command says while it runs, where there is no terminal."""

import pytest

from app.cli import progress


def test_a_total_that_was_too_low_is_no_longer_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", -1.0)
    with progress.Progress("orders", 10) as shown:
        shown.advance(4)
        shown.advance(8)
    first, second, last = capsys.readouterr().err.splitlines()
    assert first.startswith("orders: 4 of 10, ")
    assert first.endswith(" s left")
    assert second.startswith("orders: 12, ")
    assert second.endswith("/s")
    assert last.startswith("orders: 12, ")
