"""Figures: rates, percentiles, medians, and the line of JSON that a benchmark prints."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Round:
    """What one round yielded: how many a second, and how long each took (seconds)."""

    rate: float
    latencies: list[float]


@dataclass(slots=True)
class Rounds:
    """The rounds of one measured thing."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of the rounds' rates."""
        return statistics.median(r.rate for r in self.rounds)

    def percentile_ms(self, percent: float) -> float:
        """Of all rounds' latencies, in milliseconds."""
        return percentile_ms([x for r in self.rounds for x in r.latencies], percent)


def share(ours: Rounds, others: Rounds) -> float:
    """How much of the others' speed is ours: the median over rounds that ran side by side, so that a slow minute hits both."""
    pairs = zip(ours.rounds, others.rounds, strict=True)
    return round(statistics.median(one.rate / other.rate for one, other in pairs), 3)


def percentile_ms(seconds: Sequence[float], percent: float) -> float:
    """The latency that so many percent do not exceed, in milliseconds."""
    ordered = sorted(seconds)
    place = min(len(ordered) - 1, int(len(ordered) * percent / 100))
    return round(ordered[place] * 1000, 2)


def line(
    bench: str,
    value: float,
    unit: str,
    bound: float,
    detail: dict[str, Any],
    *,
    lower_is_better: bool = False,
) -> str:
    """The JSON of one benchmark. ``ratio`` is 1 when nothing is lost against the bound."""
    ratio = bound / value if lower_is_better else value / bound
    found = {
        "bench": bench,
        "value": round(value, 1),
        "unit": unit,
        "bound": round(bound, 1),
        "ratio": round(ratio, 3),
        "detail": detail,
    }
    return json.dumps(found, ensure_ascii=False)
