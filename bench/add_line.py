"""A line added to an open order at a table, over HTTP: how long a tap waits for the server.

Bound: a bare script that writes the same rows: the order's row changed, the line and the answer inserted, one transaction.
"""

from uuid_utils import uuid7

from bench import figures
from bench.brand import Brand, make_brand
from bench.crowd import Crowd
from bench.figures import Rounds
from bench.paid_order import analyze, latencies, writing
from bench.place import new_database, plain_dsn, say
from bench.server import Served
from bench.tills import TableTill, Till, line_body, sign_in
from bench.written import Reader, Written
from core.database import make_engine
from core.embedded import Embedded

CLIENTS = 8


def add_line_http(postgres: Embedded, name: str, *, rounds: int, seconds: float) -> str:
    """The figures' line: one till alone; in ``detail`` also eight at once."""
    url = new_database(postgres, "bench_empty")
    brand = make_brand(make_engine(url, pooled=False))
    with Served(url) as served:
        tills = sign_in(served.port, brand, CLIENTS)
        written = look_at_one(url, brand, tills[0])
        works = [TableTill(till, line_body(brand)) for till in tills]
        with (
            Crowd(works[:1]) as alone,
            Crowd(works) as together,
            Crowd(writing(url, brand, written, tills[:1])) as bound,
        ):
            together.times(30)
            alone.times(60)
            bound.times(30)
            analyze(url)
            ours, bare, eight = Rounds(), Rounds(), Rounds()
            for turn in range(rounds):
                bare.rounds.append(bound.round(seconds))
                ours.rounds.append(alone.round(seconds))
                eight.rounds.append(together.round(seconds))
                last = [x.rounds[-1].rate for x in (ours, bare, eight)]
                say(
                    f"{name}: round {turn + 1}: {last[0]:.0f} of {last[1]:.0f} lines/s; eight tills {last[2]:.0f}"
                )
    detail = {
        **latencies(ours, bare),
        "rows": written.counts,
        "eight_tills": {
            "lines_per_second": round(eight.rate, 1),
            "p50_ms": eight.percentile_ms(50),
            "p99_ms": eight.percentile_ms(99),
        },
    }
    return figures.line(name, ours.rate, "lines/s", bare.rate, detail)


def look_at_one(url: str, brand: Brand, till: Till) -> Written:
    """What one line writes."""
    work = TableTill(till, line_body(brand))
    work.begin()
    reader = Reader(plain_dsn(url))
    order_id = str(uuid7())
    work.open(order_id)
    work.add(str(uuid7()))
    before = reader.keys()
    work.add(str(uuid7()))
    written = reader.written(order_id, before)
    reader.close()
    return written
