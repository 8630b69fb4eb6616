"""How far a long command is: a bar on a terminal, a line now and then elsewhere; always on stderr."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress
from rich.text import Text

SECONDS_BETWEEN_LINES = 5.0


class _Rate(ProgressColumn):
    """So many a second."""

    def render(self, task: Task) -> Text:
        """The speed of the last moments."""
        return Text(f"{task.finished_speed or task.speed or 0:,.0f}/s")


class Progress:
    """``with Progress("orders", 21350) as progress: progress.advance(50)``."""

    def __init__(self, what: str, total: int | None) -> None:
        self._what, self._total, self._done = what, total, 0
        self._console = Console(stderr=True)
        self._bar = self._make_bar() if self._console.is_terminal else None
        self._task = self._bar.add_task(what, total=total) if self._bar else None
        self._started = self._told = time.monotonic()

    def _make_bar(self) -> RichProgress:
        return RichProgress(
            TextColumn("{task.description:>8}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self._console,
        )

    def advance(self, count: int) -> None:
        """So many more are done."""
        self._done += count
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, count)
        elif time.monotonic() - self._told > SECONDS_BETWEEN_LINES:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        rate = self._done / max(self._told - self._started, 0.001)
        ahead = (self._total or 0) - self._done  # none when the total was an estimate, and too low
        whole = f" of {self._total:,}" if ahead > 0 else ""
        left = f", {ahead / rate:.0f} s left" if ahead > 0 and rate else ""
        self._console.print(f"{self._what}: {self._done:,}{whole}, {rate:,.0f}/s{left}", highlight=False)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None and self._task is not None:
            if error is None:  # a total that was an estimate is what was done
                self._bar.update(self._task, total=self._done, completed=self._done)
            self._bar.stop()
        elif self._done:
            self._tell()
