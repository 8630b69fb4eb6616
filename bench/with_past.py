"""Paid orders a second with a million past orders in the tables, beside the same on empty tables, in turn."""

from bench import figures
from bench.brand import make_brand
from bench.crowd import Crowd, in_turn
from bench.paid_order import WARM_UP, analyze, latencies, paying, writing
from bench.past_orders import ORDERS, past_orders
from bench.place import new_database, say
from bench.server import Served
from bench.tills import sign_in
from core.database import make_engine
from core.embedded import Embedded

CLIENTS = 8


def paid_order_http_1m(postgres: Embedded, name: str, *, rounds: int, seconds: float) -> str:
    """The figures' line; ``detail.vs_empty``: how much of the speed on empty tables is left."""
    past = past_orders(postgres)
    empty_url = new_database(postgres, "bench_empty")
    empty_brand = make_brand(make_engine(empty_url, pooled=False))
    with Served(past.url) as full, Served(empty_url) as empty:
        tills = sign_in(full.port, past.brand, CLIENTS)
        empty_tills = sign_in(empty.port, empty_brand, CLIENTS)
        with (
            Crowd(paying(past.brand, tills)) as measured,
            Crowd(paying(empty_brand, empty_tills)) as beside,
            Crowd(writing(past.url, past.brand, past.written, tills)) as bound,
        ):
            crowded = (measured, beside, bound)
            for crowd in crowded:
                crowd.times(WARM_UP // CLIENTS)
            analyze(empty_url)
            ours, on_empty, bare = in_turn(
                crowded, rounds, seconds, lambda text: say(f"{name}, empty, bound: {text}")
            )
    detail = {
        "vs_empty": figures.share(ours, on_empty),
        "past_orders": ORDERS,
        "on_empty": round(on_empty.rate, 1),
        "on_empty_rounds": [round(r.rate, 1) for r in on_empty.rounds],
        **latencies(ours, bare),
    }
    return figures.line(name, ours.rate, "orders/s", bare.rate, detail)
