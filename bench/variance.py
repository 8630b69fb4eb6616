"""The food-cost report: a store's week computed live, and 500 stores' month answered from what was published."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine

from accounts.services.stores import add_store
from accounts.services.tenants import command_line
from app.adapters import fill_ports
from bench import figures
from bench.brand import make_brand
from bench.order_events import BEGAN, ITEMS, PER_DAY, make_teller
from bench.place import VAR, new_database, plain_dsn, say
from bench.usage_consume import _consume
from core.database import APP_ROLE, make_engine
from core.embedded import Embedded
from core.uow import Unit
from inventory.services.brand_variance import brand_variance
from inventory.services.variance import store_variance
from tests.support.menu import name as named

STORES, DAYS, MONTH_ITEMS = 500, 31, 300
WEEK = 7
FIRST = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and whose it is."""

    url: str
    tenant_id: UUID
    engine: Engine

    def unit(self) -> Unit:
        """A transaction of head office's, on a connection that is open already, as in a server."""
        unit = Unit(self.engine, self.tenant_id)
        unit.actor = command_line(self.tenant_id, "bench")
        return unit


def variance_store_week(postgres: Embedded, name: str, *, rounds: int) -> str:
    """One store's week of 300 items, in milliseconds. Bound: a bare SQL sum over the store's rows of that week."""
    teller = make_teller(new_database(postgres, "bench_variance"))
    for _ in range(WEEK):
        _consume(teller, PER_DAY)
    place = Place(teller.url, teller.brand.tenant_id, make_engine(teller.url))
    store_id = teller.brand.stores[0]
    _count_and_buy(place, store_id)
    last = FIRST + timedelta(days=WEEK - 1)

    def ours() -> None:
        with place.unit() as unit:
            found = store_variance(unit, store_id, FIRST, last)
            assert len(found["lines"]) == ITEMS, len(found["lines"])

    sums = (
        f"SELECT item_id, cause, sum(quantity) FROM inventory_usage_day WHERE store_id = '{store_id}' GROUP BY 1, 2",
        f"SELECT item_id, reason, sum(quantity), sum(quantity * unit_cost) FROM inventory_move WHERE store_id = '{store_id}' GROUP BY 1, 2",
        f"SELECT item_id, at, closing FROM inventory_count_result WHERE store_id = '{store_id}'",
        f"SELECT closure_id, cause, sum(quantity) FROM inventory_sold WHERE store_id = '{store_id}' GROUP BY 1, 2",
    )
    return _measured(
        name,
        place,
        ours,
        sums,
        rounds,
        {"items": ITEMS, "orders": PER_DAY * WEEK // len(teller.brand.stores)},
    )


def variance_stores_month(postgres: Embedded, name: str, *, rounds: int) -> str:
    """500 stores × 31 days × 300 items, while a person waits: the stores' ranking, the items' and the causes'.

    Bound: a bare SQL sum over the same days' usage rows. ``ratio``: how many times the bound it takes; at most 0.5.
    """
    place = _month(postgres, name)
    last = FIRST + timedelta(days=DAYS - 1)

    def ours() -> None:
        with place.unit() as unit:
            stores = brand_variance(unit, FIRST, last, "store")
            items = brand_variance(unit, FIRST, last, "item")
            assert len(stores["rows"]) == STORES
            assert len(items["rows"]) == MONTH_ITEMS

    sums = ("SELECT store_id, sum(quantity) FROM inventory_usage_day GROUP BY 1",)
    return _measured(name, place, ours, sums, rounds, {"usage_rows": STORES * DAYS * MONTH_ITEMS})


def _measured(
    name: str,
    place: Place,
    ours: Callable[[], None],
    sums: tuple[str, ...],
    rounds: int,
    detail: dict[str, Any],
) -> str:
    took: list[float] = []
    bare: list[float] = []
    with psycopg.connect(plain_dsn(place.url), autocommit=True) as bound:
        bound.execute("VACUUM ANALYZE")
        bound.execute(f"SET ROLE {APP_ROLE}")
        bound.execute("SELECT set_config('zaotai.tenant_id', %s, false)", (str(place.tenant_id),))

        def bare_sums() -> None:
            for text in sums:
                bound.execute(text.encode()).fetchall()

        for turn in range(rounds + 1):
            for times, act in ((took, ours), (bare, bare_sums)):
                begun = time.perf_counter()
                act()
                times.append((time.perf_counter() - begun) * 1000)
            say(f"{name}: round {turn}: {took[-1]:.1f} ms, bare {bare[-1]:.1f} ms")
    detail |= {"rounds": [round(x, 1) for x in took[1:]], "bound_rounds": [round(x, 1) for x in bare[1:]]}
    return figures.line(name, statistics.median(took[1:]), "ms", statistics.median(bare[1:]), detail)


def _count_and_buy(place: Place, store_id: UUID) -> None:
    """Items with prices, a receipt of each every day, and a count at either end of the week."""
    begins = datetime.combine(FIRST, datetime.min.time(), UTC) - timedelta(
        hours=4
    )  # 04:00 in Shanghai is the cut-off
    rows = {
        "begin": begins, "end": begins + timedelta(days=WEEK), "tenant": place.tenant_id, "store": store_id,
        "items": ITEMS, "days": WEEK,
    }  # fmt: skip
    with psycopg.connect(plain_dsn(place.url), autocommit=True) as owner:
        for text in _WEEK:
            owner.execute(text.encode(), rows)


_ITEM = "lpad(to_hex(n), 32, '0')::uuid"
_WEEK = (
    f"""INSERT INTO inventory_item (tenant_id, id, code, name, search, kind, stock_unit, is_stocked, is_catch_weight,
        allergens, version)
    SELECT %(tenant)s, {_ITEM}, 'I' || n, jsonb_build_object('zh', 'I' || n, 'en', 'I' || n), 'i' || n, 'raw', 'kg',
        true, false, '{{}}', 1 FROM generate_series(1, %(items)s) n""",
    f"""INSERT INTO inventory_standard_price (tenant_id, id, item_id, valid_from, price)
    SELECT %(tenant)s, gen_random_uuid(), {_ITEM}, '2020-01-01', 1 + n %% 40 FROM generate_series(1, %(items)s) n""",
    f"""INSERT INTO inventory_move (tenant_id, id, store_id, item_id, at, business_date, posted_at, reason, quantity, unit_cost)
    SELECT %(tenant)s, gen_random_uuid(), %(store)s, {_ITEM}, %(begin)s + interval '1 day' * d + interval '3 hours',
        (%(begin)s + interval '1 day' * d)::date, now(), 'receipt', 100 + n, 1 + n %% 40 + 0.25
    FROM generate_series(1, %(items)s) n, generate_series(0, %(days)s - 1) d""",
    """INSERT INTO inventory_count (tenant_id, id, store_id, kind, at, counted_until, state, is_blind, opened_by, opened_at)
    SELECT %(tenant)s, ('00000000-0000-7000-8000-00000000000' || which)::uuid, %(store)s, 'full', at, at, 'approved', true,
        gen_random_uuid(), at FROM (VALUES (1, %(begin)s::timestamptz), (2, %(end)s::timestamptz)) x(which, at)""",
    f"""INSERT INTO inventory_count_result (tenant_id, count_id, item_id, store_id, at, closing, counted, moved, book,
        approved_at, computed_at)
    SELECT tenant_id, id, {_ITEM}, store_id, at, 20, 20, 0, 20, at, at FROM inventory_count, generate_series(1, %(items)s) n
    WHERE store_id = %(store)s""",
)


def _month(postgres: Embedded, name: str) -> Place:
    url = new_database(postgres, "bench_month")
    fill_ports(VAR)
    brand = make_brand(make_engine(url, pooled=False), 12, has_kitchens=False)
    place = Place(url, brand.tenant_id, make_engine(url))
    with place.unit() as unit:
        for number in range(STORES - len(brand.stores)):
            add_store(
                unit, {"code": f"X{number}", "name": named(f"Store {number}"), "timezone": "Asia/Shanghai"}
            )
        unit.commit()
    say(f"{name}: writing {STORES * DAYS * MONTH_ITEMS:,} rows of usage")
    rows = {"tenant": brand.tenant_id, "first": FIRST, "days": DAYS, "items": MONTH_ITEMS, "began": BEGAN}
    with psycopg.connect(plain_dsn(url), autocommit=True) as owner:
        owner.execute("SET synchronous_commit = off")
        for text in _MONTH:
            owner.execute(text.encode(), rows)
    return place


_QUANTITIES = (
    "opening, receipts, returns, transfers_in, transfers_out, produced, closing, actual, theoretical, variance, given, "
    "wasted, yield_variance, unexplained, standard_price, average"
)
_VALUES = (
    "opening_value, receipts_value, returns_value, transfers_in_value, transfers_out_value, produced_value, "
    "closing_value, actual_value, theoretical_value, standard_value, price_variance, "
    "usage_variance, given_value, wasted_value, yield_value, unexplained_value"
)
_MONTH = (
    _WEEK[0],
    f"""INSERT INTO inventory_usage_day (tenant_id, store_id, business_date, item_id, cause, quantity, staged)
    SELECT s.tenant_id, s.id, %(first)s::date + d, {_ITEM}, 'sold', n * 1.125 + d * 0.333, n * 1.125 + d * 0.333
    FROM accounts_store s, generate_series(0, %(days)s - 1) d, generate_series(1, %(items)s) n
    WHERE s.tenant_id = %(tenant)s""",
    """INSERT INTO inventory_report (tenant_id, id, store_id, first, last, number, costing, published_at, published_by,
        coverage, expected, counted, list_sales, net_sales, purchases, stock_value, theoretical, at_standard, actual, price, usage, given,
        wasted, yield_variance, unexplained)
    SELECT tenant_id, gen_random_uuid(), id, %(first)s::date, %(first)s::date + %(days)s - 1, 1, 'periodic', now(), id,
        0.98, 244898.0847, 240000.123, 800000.5, 780000.25, 260000.125, 9000.5, 240000.123, 250000.5, 255000.75, 5000.25, 10000.377, 1000.5,
        2000.25, 100.125, 6899.502
    FROM accounts_store WHERE tenant_id = %(tenant)s""",
    f"""INSERT INTO inventory_report_line (tenant_id, report_id, item_id, since, until, {_QUANTITIES}, {_VALUES})
    SELECT r.tenant_id, r.id, {_ITEM}, %(began)s, %(began)s + interval '31 days',
        {", ".join(["n * 1.125"] * (_QUANTITIES.count(",") + 1))}, {", ".join(["n * 12.3456"] * (_VALUES.count(",") + 1))}
    FROM inventory_report r, generate_series(1, %(items)s) n WHERE r.tenant_id = %(tenant)s""",
)
