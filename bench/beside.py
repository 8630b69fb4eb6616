"""Paid orders a second beside the same orders without something, on another server and another database, in turn.

Bound: a bare script that writes the rows of the order with it. ``detail.vs_without``: how much of the speed without it is left.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from uuid import UUID

from bench import figures
from bench.bare import BareWriter
from bench.brand import Brand, moved
from bench.crowd import Crowd, in_turn
from bench.paid_order import WARM_UP, analyze, latencies, look_at_one
from bench.place import plain_dsn, say
from bench.server import Served
from bench.tills import PayingTill, Till, sign_in
from core.embedded import Embedded

Rows = dict[str, int]


@dataclass(frozen=True, slots=True)
class Side:
    """A database with its brand. ``body``: what a till sends there."""

    url: str
    brand: Brand
    body: Callable[[Till], str]

    def paying(self, tills: list[Till]) -> list[PayingTill]:
        """The tills at work."""
        return [PayingTill(till, self.body(till)) for till in tills]


def paid_orders_beside(
    postgres: Embedded,
    name: str,
    clients: int,
    sides: tuple[Side, Side],
    check: Callable[[Rows, Rows], None],
    *,
    rounds: int,
    seconds: float,
) -> str:
    """The figures' line for so many tills, with it (the first side) and without; ``check`` refuses sides that differ by more."""
    ours_side, plain_side = sides
    with Served(ours_side.url) as served:
        tills = sign_in(served.port, ours_side.brand, clients)
        working = ours_side.paying(tills)
        written, one = look_at_one(postgres, ours_side.url, served, working[0])  # while nobody else speaks
        with Served(plain_side.url) as without:
            beside_tills = plain_side.paying(sign_in(without.port, plain_side.brand, clients))
            _, one_without = look_at_one(postgres, plain_side.url, without, beside_tills[0])
            check(one["rows"], one_without["rows"])
            home = UUID(written.store_id)
            writers = [
                BareWriter(
                    plain_dsn(ours_side.url), written, moved(ours_side.brand, home, till.store_id), place
                )
                for place, till in enumerate(tills)
            ]
            with ExitStack() as crowds:
                # Each works as soon as it has connected: a server ends what was silent for long.
                measured = crowds.enter_context(Crowd(working))
                measured.times(max(WARM_UP // clients, 20))
                beside = crowds.enter_context(Crowd(beside_tills))
                beside.times(max(WARM_UP // clients, 20))
                bound = crowds.enter_context(Crowd(writers))
                bound.times(50)
                analyze(ours_side.url)
                analyze(plain_side.url)
                ours, plain, bare = in_turn(
                    (measured, beside, bound),
                    rounds,
                    seconds,
                    lambda text: say(f"{name}, without, bound: {text}"),
                )
    detail = {
        "vs_without": figures.share(ours, plain),
        "without": round(plain.rate, 1),
        "without_rounds": [round(r.rate, 1) for r in plain.rounds],
        "without_rows_per_order": one_without["rows_per_order"],
        "without_round_trips_per_order": one_without["round_trips_per_order"],
        **one,
        **latencies(ours, bare),
    }
    return figures.line(name, ours.rate, "orders/s", bare.rate, detail)
