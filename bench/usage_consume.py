"""Order events consumed a second into usage from sales, beside paid orders a second over HTTP.

``vs_empty``: with ten times as much consumed before, how much of the speed on empty tables is left.
"""

import time

from app.wiring import USAGE
from bench import figures
from bench.brand import make_brand
from bench.crowd import Crowd
from bench.figures import Round, Rounds
from bench.order_events import Teller, make_teller
from bench.paid_order import analyze, paying
from bench.place import new_database, say
from bench.server import Served
from bench.tills import sign_in
from core.database import make_engine
from core.embedded import Embedded
from core.outbox import consume

CLIENTS = 8
ORDERS = 4_000  # of each round
TIMES = 10


def usage_consume(postgres: Embedded, name: str, *, rounds: int, seconds: float) -> str:
    """The figures' line."""
    full = make_teller(new_database(postgres, "bench_usage_full"))
    empty = make_teller(new_database(postgres, "bench_usage_empty"))
    say(f"{name}: consuming {TIMES} times as much beforehand")
    for _ in range(TIMES):
        _consume(full, ORDERS)
    _consume(empty, 200)
    for teller in (full, empty):
        analyze(teller.url)
    url = new_database(postgres, "bench_empty")
    brand = make_brand(make_engine(url, pooled=False))
    ours, on_empty, bound = Rounds(), Rounds(), Rounds()
    with Served(url) as served, Crowd(paying(brand, sign_in(served.port, brand, CLIENTS))) as tills:
        tills.times(25)
        for turn in range(rounds):
            bound.rounds.append(tills.round(seconds))
            ours.rounds.append(_consume(full, ORDERS))
            on_empty.rounds.append(_consume(empty, ORDERS // rounds))
            last = [x.rounds[-1].rate for x in (ours, on_empty, bound)]
            say(
                f"{name}: round {turn + 1}: {last[0]:.0f} events/s, empty {last[1]:.0f}, of {last[2]:.0f} orders/s"
            )
    detail = {
        "vs_empty": round(ours.rate / on_empty.rate, 3),
        "on_empty": round(on_empty.rate, 1),
        "events_before": TIMES * ORDERS * len(full.told),
        "rounds": [round(r.rate, 1) for r in ours.rounds],
        "on_empty_rounds": [round(r.rate, 1) for r in on_empty.rounds],
        "bound_rounds": [round(r.rate, 1) for r in bound.rounds],
    }
    return figures.line(name, ours.rate, "events/s", bound.rate, detail)


def _consume(teller: Teller, orders: int) -> Round:
    """Tell of so many orders, and consume them, as the server's background task does."""
    engine = make_engine(teller.url, pooled=False)
    told = teller.tell(orders)
    begun = time.perf_counter()
    passed = 0
    while passed < told:
        passed += consume(engine, USAGE, teller.brand.tenant_id)
    took = time.perf_counter() - begun
    return Round(passed / took, [took])
