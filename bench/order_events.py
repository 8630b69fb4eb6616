"""Order events as the till tells them, many of them, without waiting for a till: one order's, again under other ids."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from uuid_utils import uuid7

from accounts.services.stores import get_store_settings
from app.adapters import fill_ports
from bench.brand import Brand, make_brand
from bench.place import VAR, plain_dsn
from core.actor import Actor
from core.database import make_engine
from core.ids import new_id
from core.uow import Unit
from inventory.models.recipes import ClosureRow
from pos.values import commands as c
from pos.values.specs import ComponentChoice
from tests.support.orders import CASHIER, Shop

ITEMS, COMPONENTS = 300, 8
PER_DAY = 1_000  # orders, over all stores
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Teller:
    """Writes the events of paid orders into a database, over stores, day by day."""

    url: str
    brand: Brand
    told: list[tuple[str, dict[str, Any]]]
    count: int = 0

    def tell(self, orders: int) -> int:
        """So many orders more; answers how many events that is."""
        with (
            psycopg.connect(plain_dsn(self.url)) as owner,
            owner.cursor().copy(
                "COPY core_event (tenant_id, id, type, store_id, at, payload) FROM STDIN"
            ) as copy,
        ):
            for _ in range(orders):
                self._one(copy)
        return orders * len(self.told)

    def _one(self, copy: Any) -> None:
        self.count += 1
        store = self.brand.stores[self.count % len(self.brand.stores)]
        at = BEGAN + timedelta(days=self.count // PER_DAY, seconds=36000 + self.count % PER_DAY * 30)
        fresh: dict[str, str] = {}
        for kind, payload in self.told:
            text = json.dumps(_with_ids(payload, fresh) | {"business_date": at.date().isoformat()})
            copy.write_row((self.brand.tenant_id, str(uuid7()), kind, store, at, text))


def make_teller(url: str, dishes: int = 120) -> Teller:
    """A brand with a menu, a recipe for every dish, and one real order to tell again."""
    fill_ports(VAR)
    engine = make_engine(url, pooled=False)
    brand = make_brand(engine, dishes, has_kitchens=False)
    with Unit(engine, brand.tenant_id) as unit:
        _add_recipes(unit, brand)
        unit.commit()
    _take_one(url, brand)
    with psycopg.connect(plain_dsn(url), autocommit=True) as owner:
        rows = owner.execute(
            "SELECT type, payload FROM core_event WHERE tenant_id = %s AND type IN ('LinesFired', 'OrderPaid') ORDER BY id",
            (brand.tenant_id,),
        ).fetchall()
        owner.execute("DELETE FROM core_event WHERE tenant_id = %s", (brand.tenant_id,))
    return Teller(url, brand, rows)


def _add_recipes(unit: Unit, brand: Brand) -> None:
    rows = []
    for place, product_id in enumerate(brand.products.values()):
        items = [UUID(int=1 + (place * 7 + n * 31) % ITEMS) for n in range(COMPONENTS)]
        needs = {str(item): f"0.{place % 9 + 1}{n}3" for n, item in enumerate(items)}
        row = {"id": new_id(), "node_kind": "product", "node_id": product_id, "version_id": new_id()}
        scope = {"variant_id": None, "store_id": None, "region_id": None}
        span = {"valid_from": BEGAN - timedelta(days=1), "valid_to": None, "replaced_at": None}
        rows.append({**row, **scope, **span, "needs": needs, "staged": needs})
    unit.add(ClosureRow, rows)


def _take_one(url: str, brand: Brand) -> None:
    """Three lines, one of them a set meal, paid: what the benchmarks' tills order."""
    with Unit(make_engine(url, pooled=False), brand.tenant_id) as unit:
        store = get_store_settings(unit, brand.stores[0])
        unit.actor = Actor(brand.tenant_id, new_id(), "Till", new_id(), {store.id: CASHIER}, store=store)
        shop = Shop(unit, store, brand.products)
        choice = (ComponentChoice(next(iter(brand.choices.values())), 1),)
        lines = [shop.line("D0000"), shop.line("D0001", 2), shop.line("SET", components=choice)]
        due = shop.run(shop.open(channel="takeaway"), *lines)["totals"]["due"]
        shop.run(c.Pay(payment_id=new_id(), tender="cash", amount=due))
        unit.commit()


def _with_ids(value: Any, fresh: dict[str, str]) -> Any:
    """The same with other ids for the order and its lines."""
    if isinstance(value, dict):
        return {
            key: fresh.setdefault(one, str(uuid7()))
            if key in ("order_id", "line_id")
            else _with_ids(one, fresh)
            for key, one in value.items()
        }
    return [_with_ids(one, fresh) for one in value] if isinstance(value, list) else value
