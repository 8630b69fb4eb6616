"""Paid orders a second with the kitchen's tickets in the same transaction, beside the same where stores have no kitchen, in turn.

Bound: a bare script that writes the rows of the order with its tickets. ``detail.vs_without``: how much of the speed without
the kitchen is left. Without: another server on another database, whose stores have no stations, so that the same orders are
fired and heard of, and no ticket, item or stream entry is written.
"""

from contextlib import ExitStack

from bench import figures
from bench.brand import make_brand
from bench.crowd import Crowd, in_turn
from bench.paid_order import WARM_UP, analyze, latencies, look_at_one, paying, writing
from bench.place import new_database, say
from bench.server import Served
from bench.tills import sign_in
from core.database import make_engine
from core.embedded import Embedded

TABLES = ("kitchen_ticket", "kitchen_item", "kitchen_stream")


def paid_order_http_kitchen(
    postgres: Embedded, name: str, clients: int, *, rounds: int, seconds: float
) -> str:
    """The figures' line for so many tills."""
    url, without_url = new_database(postgres, "bench_empty"), new_database(postgres, "bench_no_kitchen")
    brand = make_brand(make_engine(url, pooled=False))
    without_brand = make_brand(make_engine(without_url, pooled=False), has_kitchens=False)
    with Served(url) as served:
        tills = sign_in(served.port, brand, clients)
        written, one = look_at_one(postgres, url, served, brand, tills[0])  # while nobody else speaks
        with Served(without_url) as without:
            without_tills = sign_in(without.port, without_brand, clients)
            _, one_without = look_at_one(postgres, without_url, without, without_brand, without_tills[0])
            check(one["rows"], one_without["rows"])
            with ExitStack() as crowds:
                # Each works as soon as it has connected: a server ends what was silent for long.
                measured = crowds.enter_context(Crowd(paying(brand, tills)))
                measured.times(max(WARM_UP // clients, 20))
                beside = crowds.enter_context(Crowd(paying(without_brand, without_tills)))
                beside.times(max(WARM_UP // clients, 20))
                bound = crowds.enter_context(Crowd(writing(url, brand, written, tills)))
                bound.times(50)
                analyze(url)
                analyze(without_url)
                crowded = (measured, beside, bound)
                ours, plain, bare = in_turn(
                    crowded, rounds, seconds, lambda text: say(f"{name}, without, bound: {text}")
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


def check(rows: dict[str, int], without: dict[str, int]) -> None:
    """Refuse to compare what does not differ by the kitchen's rows, and by nothing else."""
    if not all(rows.get(table) for table in TABLES) or any(without.get(table) for table in TABLES):
        raise RuntimeError(f"the kitchen's rows are not where they should be: {rows}, {without}")
    others = {table: count for table, count in rows.items() if not table.startswith("kitchen_")}
    if others != {table: count for table, count in without.items() if not table.startswith("kitchen_")}:
        raise RuntimeError(f"more than the kitchen differs: {rows}, {without}")
