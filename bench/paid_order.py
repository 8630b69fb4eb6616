"""Paid orders a second over HTTP: three lines, one of them a set meal, one payment, and all that belongs in the transaction.

Bound: a bare script that writes the same rows, one transaction an order, in as many processes as there are tills.
"""

from typing import Any
from uuid import UUID

import psycopg

from bench import figures
from bench.bare import BareWriter
from bench.brand import Brand, make_brand, moved
from bench.crowd import Crowd
from bench.figures import Rounds
from bench.place import new_database, plain_dsn, say
from bench.server import Served
from bench.spoken import statements_of
from bench.tills import PayingTill, Till, order_body, sign_in
from bench.written import Reader, Written
from core.database import make_engine
from core.embedded import Embedded

ROUTE = "/api/v1/stores/<uuid:store_id>/orders/<uuid:order_id>/commands"
WARM_UP = 150  # orders of each till before anything counts
COUNTED = 40


def paid_order_http(postgres: Embedded, name: str, clients: int, *, rounds: int, seconds: float) -> str:
    """The figures' line for so many tills."""
    url = new_database(postgres, "bench_empty")
    brand = make_brand(make_engine(url, pooled=False))
    with Served(url) as served:
        tills = sign_in(served.port, brand, clients)
        written, detail = look_at_one(postgres, url, served, paying(brand, tills[:1])[0])
        with Crowd(paying(brand, tills)) as measured, Crowd(writing(url, brand, written, tills)) as bound:
            measured.times(max(WARM_UP // clients, 20))
            bound.times(50)
            analyze(url)
            ours, bare = Rounds(), Rounds()
            for turn in range(rounds):
                bare.rounds.append(bound.round(seconds))
                ours.rounds.append(measured.round(seconds))
                say(
                    f"{name}: round {turn + 1}: {ours.rounds[-1].rate:.0f} of {bare.rounds[-1].rate:.0f} orders/s"
                )
    return figures.line(name, ours.rate, "orders/s", bare.rate, {**detail, **latencies(ours, bare)})


def paying(brand: Brand, tills: list[Till]) -> list[PayingTill]:
    """The tills at work."""
    return [PayingTill(till, order_body(brand)) for till in tills]


def writing(url: str, brand: Brand, written: Written, tills: list[Till]) -> list[BareWriter]:
    """As many bare writers, each for a till's store."""
    home = UUID(written.store_id)
    return [
        BareWriter(plain_dsn(url), written, moved(brand, home, till.store_id), place)
        for place, till in enumerate(tills)
    ]


def latencies(ours: Rounds, bare: Rounds) -> dict[str, Any]:
    """How long one took."""
    return {
        "p50_ms": ours.percentile_ms(50),
        "p99_ms": ours.percentile_ms(99),
        "bound_p50_ms": bare.percentile_ms(50),
        "rounds": [round(r.rate, 1) for r in ours.rounds],
        "bound_rounds": [round(r.rate, 1) for r in bare.rounds],
    }


def look_at_one(
    postgres: Embedded, url: str, served: Served, work: PayingTill
) -> tuple[Written, dict[str, Any]]:
    """What one order of a till writes, and what it costs: commits, round trips and statements, counted."""
    work.begin()
    for _ in range(20):  # the first orders find cold caches, and make the day's counter
        work.once()
    reader = Reader(plain_dsn(url))
    before = reader.keys()
    written = reader.written(work.once_more(), before)
    reader.close()

    def some() -> None:
        for _ in range(COUNTED):
            work.once()

    spoken = statements_of(postgres, some)
    trips = served.metric("zaotai_database_round_trips_total", ROUTE) / served.metric(
        "zaotai_request_seconds_count", ROUTE
    )
    commits = sum(1 for text in spoken if text.startswith("COMMIT"))
    return written, {
        "commits_per_order": round(commits / COUNTED, 2),
        "round_trips_per_order": round(trips, 2),
        "statements_per_order": round(len(spoken) / COUNTED, 1),
        "rows_per_order": sum(written.counts.values()),
        "rows": written.counts,
    }


def analyze(url: str) -> None:
    """Let PostgreSQL know its tables, as it does by itself a minute after the first rows came."""
    with psycopg.connect(plain_dsn(url), autocommit=True) as owner:
        owner.execute("ANALYZE")
