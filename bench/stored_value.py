"""Stored value spent over HTTP by eight tills, each from a member's balance of its own.

Bound: a bare script that writes the same rows with one statement a spend, each its own transaction, as the application's
role and bound by row-level security. Each store is a legal entity of its own, and all their books meet in head office's.
``vs_entity_per_store`` compares with a brand all of whose stores are head office's own, one shared entity; ``vs_bare_http`` with
that one statement behind a bare view of the same server, which is the most that this stack can do.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from sqlalchemy import Engine
from uuid_utils import uuid7

from bench import figures
from bench.bare_http import BareHttp
from bench.brand import Brand, make_brand
from bench.crowd import Crowd, in_turn
from bench.place import new_database, plain_dsn, say
from bench.server import Served
from bench.tills import Till, sign_in
from bench.wire import Wire, ask, head, tail
from core.database import APP_ROLE, make_engine
from core.embedded import Embedded
from core.uow import Unit
from membership.models.clearing import EntityStoreRow

MUCH = 500_000
WARM_UP = 100
# All that a spend writes, in one statement: the balance, the journal, the entries of two books, the answer that is kept.
SPEND = """WITH taken AS (
        UPDATE membership_value_lot SET principal = principal - 1
        WHERE tenant_id = %(tenant)s AND id = %(lot)s AND principal >= 1 RETURNING member_id, store_id),
    journal AS (
        INSERT INTO membership_value_journal
        SELECT %(tenant)s, %(id)s, 'spend', member_id, store_id, current_date, 1, 0,
            jsonb_build_array(jsonb_build_object('lot_id', %(lot)s::text, 'principal', 1, 'bonus', 0, 'funded', '[]'::jsonb)),
            NULL, NULL, now(), NULL FROM taken RETURNING id, store_id),
    answer AS (
        INSERT INTO core_idempotent_answer
        SELECT %(tenant)s, store_id, id::text, 'x'::bytea, 201, repeat('x', 300), now() FROM journal)
    INSERT INTO membership_value_entry
    SELECT %(tenant)s, gen_random_uuid(), journal.id, current_date, entity, account, other, amount, journal.store_id FROM journal,
        (VALUES ('store', 'due', 'hq', 1), ('store', 'revenue', NULL, -1), ('hq', 'principal', NULL, 1),
            ('hq', 'due', 'store', -1)) AS e(entity, account, other, amount)"""


@dataclass(slots=True)
class SpendingTill:
    """Each time: one minor unit of a member's balance, paid."""

    till: Till
    member_id: str
    _wire: Wire = field(init=False, repr=False)
    _head: bytes = field(init=False, repr=False)

    def begin(self) -> None:
        """Connect."""
        self._wire = Wire(self.till.port)
        self._head = head(f"/stores/{self.till.store_id}/stored-value/spends", self.till.token)

    def once(self) -> None:
        """Spend once."""
        value_id = str(uuid7())
        body = json.dumps({"value_id": value_id, "member_id": self.member_id, "amount": 1}).encode()
        request = self._head + tail(body, value_id)
        try:
            status, answer = self._wire.send(request)
        except (RuntimeError, OSError):  # idle too long while the others worked: asked again, it is done once
            self._wire = Wire(self.till.port)
            status, answer = self._wire.send(request)
        if status != 201:
            raise RuntimeError(f"{status} {answer[:500]!r}")


@dataclass(slots=True)
class BareSpender:
    """Each time: the one statement, and a commit."""

    dsn: str
    tenant_id: str
    lot_id: str
    _line: Any = field(init=False, repr=False)

    def begin(self) -> None:
        """Connect."""
        self._line = psycopg.connect(self.dsn, autocommit=True, prepare_threshold=1)
        self._line.execute(f"SET ROLE {APP_ROLE}")
        self._line.execute("SELECT set_config('zaotai.tenant_id', %s, false)", (self.tenant_id,))

    def once(self) -> None:
        """Take one."""
        given = {"tenant": self.tenant_id, "lot": self.lot_id, "id": str(uuid7())}
        if self._line.execute(SPEND, given).rowcount != 4:
            raise RuntimeError("nothing is left to spend")


def stored_value_spend(postgres: Embedded, name: str, clients: int, *, rounds: int, seconds: float) -> str:
    """The figures' line: spends a second."""
    url = new_database(postgres, "bench_value")
    engine = make_engine(url, pooled=False)
    brand, shared = (make_brand(engine, dishes=8, has_kitchens=False) for _ in range(2))
    _share_one_entity(engine, shared)
    dsn, tenant_id = plain_dsn(url), str(brand.tenant_id)
    with Served(url) as served, BareHttp(dsn, tenant_id) as bare_http:
        works = [_work(served, till) for till in sign_in(served.port, brand, clients)]
        apart = [work for work, _ in works]
        together = [_work(served, till)[0] for till in sign_in(served.port, shared, clients)]
        plain = [SpendingTill(replace(work.till, port=bare_http.port), lot) for work, lot in works]
        bare = [BareSpender(dsn, tenant_id, _work(served, work.till)[1]) for work in apart]
        with (
            Crowd(apart) as measured,
            Crowd(together) as one_entity,
            Crowd(plain) as http,
            Crowd(bare) as bound,
        ):
            crowds = [measured, one_entity, http, bound]
            for crowd in crowds:
                crowd.times(WARM_UP)
            ours, at_one, bare_view, least = in_turn(
                crowds, rounds, seconds, lambda text: say(f"{name}: {text}")
            )
    detail = {
        "vs_entity_per_store": figures.share(at_one, ours),
        "vs_bare_http": figures.share(ours, bare_view),
        "p50_ms": ours.percentile_ms(50),
        "p99_ms": ours.percentile_ms(99),
        "bound_p50_ms": least.percentile_ms(50),
        "rounds": [round(r.rate, 1) for r in ours.rounds],
    }
    return figures.line(name, ours.rate, "spends/s", least.rate, detail)


def _share_one_entity(engine: Engine, brand: Brand) -> None:
    """Make all of a brand's stores head office's own."""
    with Unit(engine, brand.tenant_id) as unit:
        unit.add(EntityStoreRow, [{"store_id": store_id, "entity_id": None} for store_id in brand.stores])
        unit.commit()


def _work(served: Served, till: Till) -> tuple[SpendingTill, str]:
    """A member with a balance, and the till that spends it; and the id of the lot."""
    wire = Wire(served.port)
    member_id = ask(wire, "/members", {"name": "Wang"}, till.token, str(uuid7()))["id"]
    given = {"value_id": str(uuid7()), "member_id": member_id, "amount": MUCH}
    path = f"/stores/{till.store_id}/stored-value/recharges"
    lot_id = ask(wire, path, given, till.token, str(uuid7()))["value_id"]
    wire.close()
    return SpendingTill(till, member_id), lot_id
