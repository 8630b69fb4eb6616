"""Several processes that repeat a piece of work for the same seconds, when told: the clients, and the bare bounds.

They start once and then wait on a pipe, so that a round measures the work and not the start. What is measured and its
bound have as many processes as each other.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Protocol, Self

from bench.figures import Round, Rounds


class Work(Protocol):
    """Something to repeat. It travels to its process, so it holds plain values until ``begin``."""

    def begin(self) -> None:
        """Connect, in the process that will do the work."""

    def once(self) -> None:
        """Do it one time; raises when it did not succeed."""


class Crowd:
    """A process for each piece of work."""

    def __init__(self, works: Sequence[Work]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for work in works:
            ours, theirs = context.Pipe()
            process = context.Process(target=_repeat, args=(work, theirs), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            _hear(pipe)

    def round(self, seconds: float) -> Round:
        """Let all of them work for so long; their rates add up. A piece begun in time counts, and so does its time."""
        rate, latencies = 0.0, []
        for pipe in self._pipes:
            pipe.send(("for", seconds))
        for pipe in self._pipes:
            took, mine = _hear(pipe)
            rate += len(mine) / took
            latencies += mine
        return Round(rate, latencies)

    def times(self, count: int) -> None:
        """Let each of them work so often."""
        for pipe in self._pipes:
            pipe.send(("times", count))
        for pipe in self._pipes:
            _hear(pipe)

    def close(self) -> None:
        """Send them home."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _hear(pipe: Connection) -> Any:
    outcome, value = pipe.recv()
    if outcome == "failed":
        raise RuntimeError(f"a process of the benchmark failed: {value}")
    return value


def in_turn(
    crowds: Sequence[Crowd], rounds: int, seconds: float, tell: Callable[[str], None]
) -> list[Rounds]:
    """The rounds of each, one after the other; the one that begins changes from round to round."""
    found = [Rounds() for _ in crowds]
    for turn in range(rounds):
        for step in range(len(crowds)):
            place = (turn + step) % len(crowds)
            found[place].rounds.append(crowds[place].round(seconds))
        tell(f"round {turn + 1}: " + ", ".join(f"{x.rounds[-1].rate:.0f}" for x in found))
    return found


def _repeat(work: Work, pipe: Connection) -> None:
    try:
        work.begin()
        pipe.send(("ready", None))
        while True:
            try:
                kind, amount = pipe.recv()
            except EOFError:
                return
            pipe.send(("done", _run(work, kind, amount)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other process tells it
        pipe.send(("failed", f"{type(error).__name__}: {error}"))


def _run(work: Work, kind: str, amount: float) -> tuple[float, list[float]]:
    latencies: list[float] = []
    clock = time.perf_counter
    began = now = clock()
    while (now - began < amount) if kind == "for" else (len(latencies) < amount):
        before = now
        work.once()
        now = clock()
        latencies.append(now - before)
    return now - began, latencies
