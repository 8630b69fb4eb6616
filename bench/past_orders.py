"""A database in which a million orders were paid before: made once by the server itself, and kept.

One order is taken over HTTP and read back; PostgreSQL then writes its rows a million times, under ids, times, stores and
numbers of half a year at four stores. Only what the product keeps for days and not for ever (answers to repeated requests,
the kitchen's streams) is made for the last orders alone.
"""

import pickle
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from app.wiring import AFTER_COMMIT
from bench.brand import Brand, make_brand
from bench.place import (
    ROOT,
    VAR,
    databases,
    drop_database,
    fingerprint,
    new_database,
    plain_dsn,
    rename_database,
    say,
)
from bench.server import Served
from bench.tills import PayingTill, order_body, sign_in
from bench.written import Reader, Row, TableRows, Written
from core.database import make_engine
from core.embedded import Embedded

ORDERS = 1_000_000
DAYS = 180
KEPT_FOR_DAYS = {"core_idempotent_answer", "kitchen_stream"}
AFTER_THE_REAL = 100  # numbers that the order, taken to be copied, left to be used
KEPT = 20_000  # the last orders, of which even that is still there
# What became of it afterwards.
SINCE_THEN = {
    ("kitchen_ticket", "state"): "'done'",
    ("kitchen_ticket", "done_at"): "moment",
    ("kitchen_item", "state"): "'served'",
    ("kitchen_item", "served_at"): "moment",
}
BUILD = Path(__file__)
# For order g: when, at which store, its number there (never again, whenever a day begins), and how the UUIDv7s of that moment begin.
ORDERS_OF = """
    SELECT *, lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' AS begin FROM (
        SELECT g, ((g - 1) % {stores})::int + 1 AS store, (g - 1) / {stores} + 1 AS number,
            now() - interval '1 day' * ({days} + 1) + interval '1 day' * ((g - 1)::float8 / {per_day}) AS moment
        FROM generate_series({first}::bigint, {last}::bigint) g
    ) orders
"""
ID = "overlay(overlay(md5(o.g || '/{slot}') PLACING o.begin FROM 1) PLACING '8' FROM 17)::uuid"


@dataclass(frozen=True, slots=True)
class Past:
    """The database, and what is known of it."""

    url: str
    brand: Brand
    written: Written


def past_orders(postgres: Embedded, orders: int = ORDERS) -> Past:
    """The database with so many past orders, made now if it was not made before."""
    prefix = f"bench_past_{orders}_"
    name = prefix + fingerprint(
        *(ROOT / "bench" / x for x in ("past_orders.py", "brand.py", "tills.py", "written.py"))
    )
    memory = VAR / f"{name}.pickle"
    if name not in databases(postgres, prefix):
        for old in databases(postgres, prefix):
            drop_database(postgres, old)
        made = _build(postgres, f"unfinished_{orders}", orders)
        memory.write_bytes(pickle.dumps(made))
        rename_database(postgres, f"unfinished_{orders}", name)
    brand, written = pickle.loads(memory.read_bytes())
    return Past(postgres.url_of(name), brand, written)


def _build(postgres: Embedded, database: str, orders: int) -> tuple[Brand, Written]:
    say(f"Making a database with {orders:,} past orders; it is kept for the next time.")
    url = new_database(postgres, database)
    brand = make_brand(make_engine(url, pooled=False))
    written = _one_order(url, brand)
    with psycopg.connect(postgres.dsn, autocommit=True) as owner:
        owner.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
        owner.execute("SELECT pg_reload_conf()")
    try:
        _fill(url, brand, written, orders)
    finally:
        with psycopg.connect(postgres.dsn, autocommit=True) as owner:
            owner.execute("ALTER SYSTEM RESET max_wal_size")
            owner.execute("SELECT pg_reload_conf()")
    return brand, written


def _one_order(url: str, brand: Brand) -> Written:
    with Served(url) as served:
        till = PayingTill(sign_in(served.port, brand, 1)[0], order_body(brand))
        till.begin()
        till.once()
        reader = Reader(plain_dsn(url))
        before = reader.keys()
        order_id = till.once_more()
        written = reader.written(order_id, before)
        reader.close()
    return written


def _fill(url: str, brand: Brand, written: Written, orders: int) -> None:
    parts = [part for part in written.parts if part.are_new]
    indexes = _drop_indexes(url, [part.table.name for part in parts])
    writer = _Writer(brand, written, orders, _xid(url))
    big = [part for part in parts if part.table.name in ("pos_order_line", "core_event", "pos_check")]
    halves = [big, [part for part in parts if part not in big]]
    _at_once([lambda half=half: _write(url, writer, half) for half in halves])
    _at_once([lambda half=indexes[n::2]: _run(url, half) for n in (0, 1)])
    _run(url, [*writer.counters(), *_cursors(written)])
    say("  vacuum")
    _run(url, ["VACUUM (ANALYZE)", "CHECKPOINT"])


def _write(url: str, writer: "_Writer", parts: list[TableRows]) -> None:
    for part in parts:
        with psycopg.connect(plain_dsn(url)) as owner:
            owner.execute(
                "SET session_replication_role = replica"
            )  # rows of one order fit together by construction
            owner.execute("SET synchronous_commit = off")
            owner.execute("SET jit = off")
            for row in part.rows:
                owner.execute(writer.insert(part, row))
        say(f"  {part.table.name}: {len(part.rows)} for each order")


class _Writer:
    """Turns one order's rows into statements that write those of all orders."""

    def __init__(self, brand: Brand, written: Written, orders: int, xid: int) -> None:
        self._brand = brand
        self._written = written
        self._orders = orders
        self._xid = xid
        self._stores = [str(store) for store in brand.stores]
        stations = zip(*brand.stations.values(), strict=True)
        self._places = {str(s): [str(x) for x in row] for row in stations for s in row}

    def insert(self, part: TableRows, row: Row) -> str:
        """An INSERT … SELECT over all orders, or the last ones, of one of the order's rows."""
        name = part.table.name
        first = max(1, self._orders - KEPT + 1) if name in KEPT_FOR_DAYS else 1
        per_day = max(self._orders // DAYS, len(self._stores))
        source = ORDERS_OF.format(
            per_day=per_day, stores=len(self._stores), days=DAYS, first=first, last=self._orders
        )
        xid = {"core_event": "xid", "pos_order": "changed_xid"}.get(name)
        columns = [c for c in part.table.columns if c != xid]
        cells = [self._cell(name, column, row[column]) for column in columns]
        if xid:  # as if the transactions so far had been these orders'
            columns.append(xid)
            cells.append(f"3 + o.g * {self._xid - 3} / {self._orders}")
        return f"INSERT INTO {name} ({','.join(columns)}) SELECT {','.join(cells)} FROM ({source}) o ORDER BY o.g"

    def counters(self) -> list[str]:
        """The days' last numbers, and the stations'."""
        tenant = f"'{self._written.tenant_id}'"
        return [
            f"""INSERT INTO pos_day_counter (tenant_id, store_id, business_date, last_number)
            SELECT tenant_id, store_id, business_date, max(number) FROM pos_order WHERE tenant_id = {tenant}
            GROUP BY 1, 2, 3 ON CONFLICT (tenant_id, store_id, business_date) DO UPDATE
            SET last_number = greatest(pos_day_counter.last_number, excluded.last_number)""",
            f"UPDATE kitchen_station SET stream_seq = {self._orders + AFTER_THE_REAL} WHERE tenant_id = {tenant}",
        ]

    def _cell(self, table: str, column: str, value: str | None) -> str:
        if (table, column) in SINCE_THEN:
            return SINCE_THEN[table, column].replace("moment", "o.moment")
        if value is None:
            return "NULL"
        if (table, column) == ("pos_order", "number") or column == "order_number":
            return "o.number"
        if (table, column) in self._written.counted:
            return f"o.g + {AFTER_THE_REAL}"
        if column == "business_date":
            return "o.moment::date"
        if column.endswith("_at") or column == "at":
            return "o.moment"
        if value in self._written.new_ids:
            made = ID.format(slot=self._written.new_ids.index(value))
            return f"{made}::text" if column == "key" else made
        places = self._stores if value == self._written.store_id else self._places.get(value)
        if places:
            return "(ARRAY[" + ",".join(f"'{x}'" for x in places) + "])[o.store]::uuid"
        return psycopg.sql.quote(value)


def _drop_indexes(url: str, tables: list[str]) -> list[str]:
    """Take away what can be made faster afterwards; answers how."""
    with psycopg.connect(plain_dsn(url), autocommit=True) as owner:
        rows = owner.execute(
            """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
            JOIN pg_class t ON t.oid = i.indrelid LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
            WHERE t.relname = ANY(%s) AND c.oid IS NULL""",
            (tables,),
        ).fetchall()
        for name, _ in rows:
            owner.execute(f"DROP INDEX {name}")
    return [text for _, text in rows]


def _cursors(written: Written) -> list[str]:
    """Consumers have heard all of it; their figures of the past are not what is measured."""
    return [
        f"""INSERT INTO core_consumer_cursor (tenant_id, consumer, xid, event_id, moved_at)
        SELECT '{written.tenant_id}', '{consumer.name}', max(xid), 'ffffffff-ffff-ffff-ffff-ffffffffffff', now()
        FROM core_event ON CONFLICT (tenant_id, consumer)
        DO UPDATE SET xid = excluded.xid, event_id = excluded.event_id"""
        for consumer in AFTER_COMMIT
    ]


def _xid(url: str) -> int:
    with psycopg.connect(plain_dsn(url)) as owner:
        row = owner.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone()
        assert row is not None
        return int(row[0])


def _run(url: str, statements: list[str]) -> None:
    with psycopg.connect(plain_dsn(url), autocommit=True) as owner:
        owner.execute("SET maintenance_work_mem = '512MB'")
        for text in statements:
            owner.execute(text)


def _at_once(acts: list[Any]) -> None:
    faults: list[BaseException] = []

    def guarded(act: Any) -> None:
        try:
            act()
        except BaseException as fault:  # noqa: BLE001 - raised again below
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
