"""Sales figures over the real outbox: each event once, in any batches, whatever breaks in between."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine, func, select

from core import clock
from core.errors import Forbidden, NotFound, Unprocessable
from core.events import Recorded
from core.ids import new_id
from core.models import EventRow, ParkedEvent
from core.outbox import Consumer, consume
from core.sql import prepared
from core.uow import Unit
from pos.handlers import SALES_FIGURES, keep_sales_figures
from pos.services import sales
from pos.values import commands as c
from tests.pos.conftest import FewStores
from tests.support.orders import CASHIER, Shop, make_shop

pytestmark = pytest.mark.usefixtures("alone")

NOON = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture
def seller(engine: Engine, tenant_id: UUID, stores: FewStores) -> "Seller":
    """Somebody who sells at a store, and commits it."""
    return Seller(engine, tenant_id, stores)


class Seller:
    """Sells, refunds and looks at the figures, each in a transaction of its own."""

    def __init__(self, engine: Engine, tenant_id: UUID, stores: FewStores) -> None:
        self.engine, self.tenant_id, self.stores = engine, tenant_id, stores
        with clock.frozen(NOON), Unit(engine, tenant_id) as unit:
            self.shop = make_shop(unit, CASHIER | {"sales.view"}, id=stores.here.id)
            self.actor = unit.actor
            unit.commit()

    def unit(self) -> Unit:
        """A transaction of the seller's."""
        unit = Unit(self.engine, self.tenant_id)
        unit.actor = self.actor
        return unit

    def sell(self, *codes: str, tender: str = "cash", channel: str = "dine_in", **line: Any) -> UUID:
        """One paid order; answers its id."""
        order_id = new_id()
        with clock.frozen(NOON), self.unit() as unit:
            shop = Shop(unit, self.shop.store, self.shop.products, self.shop.options)
            lines = [shop.line(code, **line) for code in codes]
            order = shop.run(shop.open(channel=channel, covers=2), *lines, order_id=order_id)
            pay = c.Pay(payment_id=new_id(), tender=tender, amount=order["totals"]["due"])
            shop.run(pay, order_id=order_id)
            unit.commit()
        return order_id

    def refund(self, order_id: UUID, amount: int, at: datetime = NOON) -> None:
        """Give some money back."""
        with clock.frozen(at), self.unit() as unit:
            shop = Shop(unit, self.shop.store)
            shop.run(c.GiveRefund(refund_id=new_id(), reason="cold", amount=amount), order_id=order_id)
            unit.commit()

    def figures(self, **days: date) -> dict[str, Any]:
        """The store's figures as a person sees them."""
        with clock.frozen(NOON), self.unit() as unit:
            return sales.store_sales(unit, self.shop.store.id, **days)

    def catch_up(self, batch: int = 500, consumer: Consumer = SALES_FIGURES) -> None:
        """Let the consumer hear all that is waiting."""
        while consume(self.engine, consumer, self.tenant_id, batch):
            pass

    def owner(self) -> psycopg.Connection[Any]:
        """A connection of the tables' owner."""
        return psycopg.connect(self.engine.url.render_as_string(False).replace("+psycopg", ""))

    def forget(self) -> None:
        """As if the consumer had heard nothing yet."""
        tables = ("pos_sales_day", "pos_sales_hour", "pos_sales_product", "pos_sales_staff")
        with self.owner() as owner:
            for table in (*tables, "core_consumer_cursor", "core_parked_event"):
                owner.execute(f"DELETE FROM {table} WHERE tenant_id = %s", (self.tenant_id,))


def test_a_day_is_seen_from_every_side(seller: Seller) -> None:
    order_id = seller.sell("S", "A", suggestion_id=new_id())
    seller.sell("B", "B", tender="card", channel="takeaway")
    seller.refund(order_id, 1200)
    seller.catch_up()
    found = seller.figures()
    assert (
        found["totals"]
        | {
            "orders": 2,
            "covers": 4,
            "gross": 9600,
            "net": 9600,
            "total": 9600,
            "refunds": 1200,
            "refund_count": 1,
        }
        == found["totals"]
    )
    assert found["totals"]["tax"] > 0
    assert [day["business_date"] for day in found["days"]] == [DAY]
    assert [(x["channel"], x["total"]) for x in found["channels"]] == [("dine_in", 7200), ("takeaway", 2400)]
    assert [(x["hour"], x["orders"]) for x in found["hours"]] == [(12, 2)]
    sold = {x["code"]: (x["units"], x["revenue"], x["set_revenue"]) for x in found["products"]}
    assert sold == {
        "S": (1, 5000, 0),
        "A": (1, 2200, 2500),
        "B": (2, 2400, 1364),
        "C": (0, 0, 1136),
    }
    (person,) = found["staff"]
    assert (person["name"], person["suggestions"], person["upsell_revenue"]) == ("Wang", 2, 7200)


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_batches_of_any_size_give_the_same_figures(seller: Seller, batch: int) -> None:
    for codes in ("A", "AB", "S", "CCD"):
        seller.refund(seller.sell(*codes), 100)
    seller.catch_up()
    whole = seller.figures()
    seller.forget()
    seller.catch_up(batch)
    assert seller.figures() == whole
    assert whole["totals"]["orders"] == whole["totals"]["refund_count"] == 4


def test_a_consumer_that_dies_in_the_middle_counts_nothing_twice(seller: Seller) -> None:
    seller.sell("A")

    def die(unit: Unit, events: Sequence[Recorded]) -> None:
        keep_sales_figures(unit, events)
        pid = unit.fetch_one(prepared(select(func.pg_backend_pid().label("pid")))).pid
        with seller.owner() as owner:
            owner.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    with pytest.raises(psycopg.OperationalError):
        consume(seller.engine, Consumer(SALES_FIGURES.name, SALES_FIGURES.events, die), seller.tenant_id)
    assert seller.figures()["totals"]["orders"] == 0
    seller.catch_up()
    seller.catch_up()
    assert seller.figures()["totals"]["orders"] == 1


def test_what_passes_by_is_tried_again_and_parks_nothing(seller: Seller) -> None:
    """A lock that another holds is no fault of the event's."""
    seller.sell("A")

    def wait_in_vain(unit: Unit, events: Sequence[Recorded]) -> None:
        keep_sales_figures(unit, events)
        raise psycopg.errors.LockNotAvailable("waited too long")

    with pytest.raises(psycopg.errors.LockNotAvailable):
        consume(
            seller.engine,
            Consumer(SALES_FIGURES.name, SALES_FIGURES.events, wait_in_vain),
            seller.tenant_id,
        )
    seller.catch_up()
    assert seller.figures()["totals"]["orders"] == 1
    with seller.unit() as unit:
        assert unit.session.query(ParkedEvent).filter_by(tenant_id=seller.tenant_id).count() == 0


def test_an_event_that_cannot_be_counted_is_parked_and_stops_nobody(seller: Seller) -> None:
    seller.sell("A")
    with seller.unit() as unit:
        broken = {"id": new_id(), "type": "OrderPaid", "store_id": new_id(), "at": NOON, "payload": {}}
        unit.add(EventRow, [broken])
        unit.commit()
    seller.sell("B")
    seller.catch_up()
    assert seller.figures()["totals"]["total"] == 3400
    with seller.unit() as unit:
        (parked,) = unit.session.query(ParkedEvent).filter_by(tenant_id=seller.tenant_id)
        assert (parked.event_id, parked.consumer) == (broken["id"], "pos.sales_figures")


def test_a_refund_counts_on_the_day_on_which_it_was_given(seller: Seller) -> None:
    seller.refund(seller.sell("A"), 2200, at=NOON + timedelta(days=1))
    seller.catch_up()
    found = seller.figures(first=DAY, last=DAY + timedelta(days=1))
    assert [(x["total"], x["refunds"]) for x in found["days"]] == [(2200, 0), (0, 2200)]


def test_what_guests_left_unpaid_stands_beside_refunds_on_the_day_of_the_sale(seller: Seller) -> None:
    seller.sell("A")
    order_id = new_id()
    with clock.frozen(NOON), seller.unit() as unit:
        shop = Shop(unit, seller.shop.store, seller.shop.products)
        pay = c.Pay(payment_id=new_id(), tender="cash", amount=500)
        shop.run(shop.open(), shop.line("B"), c.Fire(), pay, order_id=order_id)
        unit.commit()
    with clock.frozen(NOON + timedelta(days=1)), seller.unit() as unit:
        Shop(unit, seller.shop.store).run(c.WriteOff(reason="ran away"), order_id=order_id)
        unit.commit()
    seller.catch_up()
    found = seller.figures()
    assert [day["business_date"] for day in found["days"]] == [DAY]
    told = {name: found["totals"][name] for name in ("orders", "total", "comps", "refunds", "written_off")}
    assert told == {"orders": 2, "total": 3400, "comps": 0, "refunds": 0, "written_off": 700}


def test_stores_stand_beside_each_other_those_that_sold_most_first(seller: Seller) -> None:
    seller.sell("A")
    seller.catch_up()
    with clock.frozen(NOON), seller.unit() as unit:
        unit.actor = type(unit.actor)(
            seller.tenant_id, new_id(), "Office", None, {None: frozenset({"sales.view"})}
        )
        found = sales.brand_sales(unit)
    assert [(row["code"], row["total"]) for row in found["stores"]] == [("S1", 2200), ("S2", 0)]
    assert found["totals"]["total"] == 2200


def test_a_person_sees_the_figures_of_their_own_stores_alone(seller: Seller) -> None:
    with clock.frozen(NOON), seller.unit() as unit:
        rows = sales.brand_sales(unit)["stores"]
        assert [row["store_id"] for row in rows] == [seller.shop.store.id]
        with pytest.raises(NotFound):
            sales.store_sales(unit, seller.stores.there.id)


def test_figures_need_their_permission(unit: Unit, stores: FewStores) -> None:
    shop = make_shop(unit, id=stores.here.id)
    with pytest.raises(Forbidden):
        sales.store_sales(unit, shop.store.id)
    with pytest.raises(Forbidden):
        sales.brand_sales(unit)


@pytest.mark.parametrize(("first", "last"), [(DAY, DAY - timedelta(days=1)), (date(2020, 1, 1), DAY)])
def test_days_the_wrong_way_round_or_too_many_are_refused(
    unit: Unit, stores: FewStores, first: date, last: date
) -> None:
    shop = make_shop(unit, CASHIER | {"sales.view"}, id=stores.here.id)
    with pytest.raises(Unprocessable):
        sales.store_sales(unit, shop.store.id, first, last)
