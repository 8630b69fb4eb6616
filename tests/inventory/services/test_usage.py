"""Usage from sales, over the real outbox: every dish once, whatever the batches, and again to the digit."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, update

from app.wiring import USAGE
from core import clock
from core.events import Recorded
from core.ids import new_id
from core.models import ParkedEvent
from core.outbox import Consumer, consume, replay
from core.uow import Unit
from inventory import ports
from inventory.models.recipes import ClosureRow
from inventory.models.usage import NetSalesDay, Sold, SoldDay, UsageDay
from inventory.services.usage import forget_usage, resolve_day
from inventory.store.usage import Between, usage_between
from kitchen.events import ItemRemade
from pos.values import commands as c
from tests.pos.conftest import FewStores, stores
from tests.support.orders import CASHIER, Shop, make_shop

pytestmark = pytest.mark.usefixtures("alone")

__all__ = ["stores"]
NOON = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
PORK, SHREDS = UUID(int=1), UUID(int=2)


class Eaten:
    """A shop whose dishes have recipes; each act is a transaction of its own."""

    def __init__(self, engine: Engine, tenant_id: UUID, few: FewStores) -> None:
        self.engine, self.tenant_id, self.store_id = engine, tenant_id, few.here.id
        with clock.frozen(NOON), Unit(engine, tenant_id) as unit:
            self.shop = make_shop(unit, CASHIER, id=few.here.id)
            self.actor = unit.actor
            for place, code in enumerate("ABCD", 1):
                self.recipe(unit, self.shop.products[code], f"0.{place}")
            self.recipe(unit, self.shop.options["extra"], "0.05")
            unit.commit()

    def recipe(self, unit: Unit, product_id: UUID, pork: str, **scope: UUID | datetime) -> None:
        """A closure row: so much pork, all of it in shreds."""
        row = {
            "id": new_id(),
            "node_kind": "product",
            "node_id": product_id,
            "variant_id": None,
            "store_id": None,
            "region_id": None,
            "valid_from": NOON - timedelta(days=1),
            "valid_to": None,
            "version_id": new_id(),
            "needs": {str(PORK): pork},
            "staged": {str(SHREDS): pork},
            "replaced_at": None,
        }
        unit.add(ClosureRow, [row | scope])

    def unit(self) -> Unit:
        """A transaction of the cashier's."""
        unit = Unit(self.engine, self.tenant_id)
        unit.actor = self.actor
        return unit

    def order(self, *steps: Callable[[Shop], c.Command], at: datetime = NOON) -> UUID:
        """An order to which these are done, one after the other."""
        order_id = new_id()
        with clock.frozen(at), self.unit() as unit:
            shop = Shop(unit, self.shop.store, self.shop.products, self.shop.options)
            shop.run(shop.open(), order_id=order_id)
            for step in steps:
                self.due = shop.run(step(shop), order_id=order_id)["totals"]["due"]
            unit.commit()
        return order_id

    def pay(self, order_id: UUID, at: datetime = NOON) -> None:
        """Pay all of it, the order having been the last, in cash."""
        with clock.frozen(at), self.unit() as unit:
            shop = Shop(unit, self.shop.store)
            shop.run(c.Pay(payment_id=new_id(), tender="cash", amount=self.due), order_id=order_id)
            unit.commit()

    def supersede(self, product_id: UUID, pork: str, valid_from: datetime) -> None:
        """Another recipe from a moment on."""
        with self.unit() as unit:
            unit.session.execute(
                update(ClosureRow).where(ClosureRow.node_id == product_id).values(valid_to=valid_from)
            )
            self.recipe(unit, product_id, pork, valid_from=valid_from)
            unit.commit()

    def order_again(self, order_id: UUID, command: c.Command, at: datetime = NOON) -> None:
        """One more command to an order."""
        with clock.frozen(at), self.unit() as unit:
            Shop(unit, self.shop.store).run(command, order_id=order_id)
            unit.commit()

    def sales(self) -> tuple[int, int]:
        """What all sales stood at by list, and what they brought, less what was given back."""
        with self.unit() as unit:
            rows = unit.session.scalars(select(NetSalesDay)).all()
            return sum(row.list for row in rows), sum(row.net for row in rows)

    def catch_up(self, batch: int = 500, consumer: Consumer = USAGE) -> None:
        """Let the consumer hear all that is waiting."""
        while consume(self.engine, consumer, self.tenant_id, batch):
            pass

    def used(self) -> dict[str, Decimal]:
        """The day's pork by cause."""
        with self.unit() as unit:
            rows = unit.session.scalars(select(UsageDay).where(UsageDay.item_id == PORK)).all()
            return {row.cause: row.quantity for row in rows if row.quantity}

    def facts(self) -> list[Any]:
        """Everything that stands, but for the order in which it came."""
        with self.unit() as unit:
            return [
                sorted(
                    tuple(str(getattr(row, column.name)) for column in model.__table__.columns)
                    for row in unit.session.scalars(select(model))
                )
                for model in (Sold, SoldDay, UsageDay, NetSalesDay)
            ]


@pytest.fixture
def eaten(engine: Engine, tenant_id: UUID, stores: FewStores, monkeypatch: pytest.MonkeyPatch) -> Eaten:
    """A shop with recipes."""
    monkeypatch.setattr(ports, "stores", stores)
    return Eaten(engine, tenant_id, stores)


LINE = new_id


def add(code: str, line_id: UUID, quantity: int = 1, **more: Any) -> Callable[[Shop], c.Command]:
    return lambda shop: shop.line(code, quantity, line_id=line_id, **more)


def fire() -> Callable[[Shop], c.Command]:
    return lambda _: c.Fire()


def do(command: c.Command) -> Callable[[Shop], c.Command]:
    return lambda _: command


def busy_day(eaten: Eaten) -> None:
    """Every way in which a dish is made, unmade and given away; its pork stands beside each."""
    first, second, third, fourth = LINE(), LINE(), LINE(), LINE()
    eaten.pay(eaten.order(add("A", first, 3)))  # sold .3
    eaten.pay(eaten.order(add("S", second, 2), fire()))  # sold 2 × (.1 + .2 + .3)
    eaten.pay(
        eaten.order(
            add("B", third, 5),
            add("C", fourth),
            do(c.VoidLine(line_id=third)),  # before fire: nothing
            add("D", first_d := LINE(), 4),
            fire(),  # C .3, D 1.6
            do(c.VoidLine(line_id=first_d, reason="hair", quantity=Decimal(1))),  # D: 1.2, wasted .4
            do(c.CompLine(line_id=first_d, reason="late", quantity=Decimal(2))),  # D: .4, given .8
            do(c.RefireLine(line_id=fourth, reason="cold", refire_id=new_id())),  # refired .3
        )
    )
    held = LINE()
    eaten.order(add("A", held, 2), do(c.CompLine(line_id=held, reason="friend")), fire())  # given .2
    never = LINE()
    eaten.order(
        add("A", never, 2), do(c.CompLine(line_id=never, reason="friend")), do(c.CancelOrder(reason="gone"))
    )
    given_then_cancelled = LINE()
    eaten.order(
        add("A", given_then_cancelled, 2),
        fire(),
        do(c.CompLine(line_id=given_then_cancelled, reason="friend", quantity=Decimal(1))),
        do(c.CancelOrder(reason="gone")),
    )  # wasted .2
    with eaten.unit() as unit:
        unit.record(
            ItemRemade(
                store_id=eaten.store_id,
                at=NOON,
                order_id=new_id(),
                line_id=new_id(),
                making=new_id(),
                product_id=eaten.shop.products["B"],
                variant_id=None,
                quantity="1",
                modifiers=[{"option_id": str(eaten.shop.options["extra"]), "quantity": 2, "modifiers": []}],
                reason="burnt",
                business_date=DAY,
            )
        )  # remade .2 and twice .05 of its modifier
        unit.commit()


EXPECTED = {
    "sold": Decimal("0.3") + Decimal("1.2") + Decimal("0.3") + Decimal("0.4"),
    "comped": Decimal("0.8") + Decimal("0.2"),
    "voided": Decimal("0.4") + Decimal("0.2"),
    "refired": Decimal("0.3"),
    "remade": Decimal("0.3"),
}


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_everything_made_counts_once_under_its_cause(eaten: Eaten, batch: int) -> None:
    busy_day(eaten)
    eaten.catch_up(batch)
    assert eaten.used() == EXPECTED


def test_rebuilding_from_events_gives_the_same_facts_to_the_digit(eaten: Eaten, engine: Engine) -> None:
    busy_day(eaten)
    eaten.catch_up(2)
    before = eaten.facts()
    assert all(before)
    with clock.frozen(NOON):
        assert replay(engine, USAGE, eaten.tenant_id, forget_usage) > 10
    assert eaten.facts() == before


def test_changed_modifiers_change_what_is_used(eaten: Eaten) -> None:
    line = LINE()
    extra = c.ModifierChoice(eaten.shop.options["extra"], 2)
    order_id = eaten.order(
        add("D", line, 3, modifiers=()),
        fire(),
        do(c.ChangeLine(line_id=line, revision=1, fields=frozenset({"modifiers"}), modifiers=(extra,))),
    )
    eaten.pay(order_id)
    eaten.catch_up()
    assert eaten.used() == {"sold": Decimal("1.2") + 3 * 2 * Decimal("0.05")}


def test_an_option_taken_off_for_less_after_the_fire_is_wasted(eaten: Eaten) -> None:
    line = LINE()
    extra = c.ModifierChoice(eaten.shop.options["extra"], 2)
    less = c.ChangeLine(
        line_id=line, revision=1, fields=frozenset({"modifiers"}), modifiers=(), reason="full"
    )
    eaten.pay(eaten.order(add("D", line, 3, modifiers=(extra,)), fire(), do(less)))
    eaten.catch_up()
    assert eaten.used() == {"sold": Decimal("1.2"), "voided": 3 * 2 * Decimal("0.05")}


def test_what_becomes_of_a_dish_goes_by_the_recipe_that_it_was_fired_by(eaten: Eaten, engine: Engine) -> None:
    """Fired by .4 each; from then on .9. A void, a comp and a change only say anew what was made; cooked again takes .9."""
    later = NOON + timedelta(hours=2)
    voided, given, changed, again = (LINE() for _ in range(4))
    extra = c.ModifierChoice(eaten.shop.options["extra"], 1)
    order_id = eaten.order(
        *(add("D", line, 3) for line in (voided, given, again)),
        add("D", changed, 3, modifiers=(extra,)),
        fire(),
    )
    eaten.supersede(eaten.shop.products["D"], "0.9", later - timedelta(hours=1))
    eaten.supersede(eaten.shop.options["extra"], "0.7", later - timedelta(hours=1))
    less = c.ChangeLine(
        line_id=changed, revision=1, fields=frozenset({"modifiers"}), modifiers=(), reason="full"
    )
    for command in (
        c.VoidLine(line_id=voided, reason="hair", quantity=Decimal(1)),
        c.VoidLine(line_id=voided, reason="hair"),
        c.CompLine(line_id=given, reason="late", quantity=Decimal(2)),
        less,
        c.VoidLine(line_id=changed, reason="hair", quantity=Decimal(1)),
        c.RefireLine(line_id=again, reason="cold", refire_id=new_id(), quantity=Decimal(1)),
    ):
        eaten.order_again(order_id, command, later)
    eaten.catch_up(2)
    made = {
        "sold": Decimal("0.4") * (1 + 2 + 3),
        "comped": Decimal("0.8"),
        "voided": Decimal("0.4") * (3 + 1) + Decimal("0.15"),
        "refired": Decimal("0.9"),
    }
    assert eaten.used() == made
    before = eaten.facts()
    with clock.frozen(later):
        replay(engine, USAGE, eaten.tenant_id, forget_usage)
    assert eaten.facts() == before
    with eaten.unit() as unit:
        resolve_day(unit, eaten.store_id, DAY)
        unit.commit()
    assert eaten.used() == made


def test_a_dish_without_a_recipe_waits_for_its_day_to_be_resolved(eaten: Eaten) -> None:
    extra = eaten.shop.options["no egg"]
    eaten.pay(eaten.order(add("D", LINE(), 2, modifiers=(c.ModifierChoice(extra, 1),))))
    eaten.catch_up()
    assert eaten.used() == {"sold": Decimal("0.8")}
    with eaten.unit() as unit:
        eaten.recipe(unit, extra, "-0.01")
        unit.commit()
    with eaten.unit() as unit:
        assert resolve_day(unit, eaten.store_id, DAY) == 2
        unit.commit()
    assert eaten.used() == {"sold": Decimal("0.78")}


def test_the_nearest_recipe_holds(eaten: Eaten, stores: FewStores) -> None:
    assert stores.here.region_id is not None
    with eaten.unit() as unit:
        eaten.recipe(unit, eaten.shop.products["A"], "7", region_id=stores.here.region_id)
        eaten.recipe(unit, eaten.shop.products["B"], "5", region_id=stores.here.region_id)
        eaten.recipe(unit, eaten.shop.products["B"], "9", store_id=stores.there.id)
        unit.commit()
    eaten.order(add("A", LINE()), add("B", LINE()), fire())
    eaten.catch_up()
    assert eaten.used() == {"sold": Decimal(12)}


def test_a_late_order_restates_only_its_day(eaten: Eaten) -> None:
    eaten.pay(eaten.order(add("A", LINE()), at=NOON))
    eaten.catch_up()
    before = eaten.facts()
    eaten.pay(eaten.order(add("A", LINE()), at=NOON + timedelta(days=1)), at=NOON + timedelta(days=1))
    eaten.catch_up()
    assert [[row for row in rows if str(DAY) in row] for rows in eaten.facts()] == before


def test_an_event_that_comes_twice_is_refused(eaten: Eaten) -> None:
    eaten.order(add("A", LINE()), fire())
    eaten.catch_up()

    def twice(unit: Unit, events: Sequence[Recorded]) -> None:
        USAGE.handle(unit, events)

    eaten.catch_up(consumer=Consumer("again", USAGE.events, twice))
    assert eaten.used() == {"sold": Decimal("0.1")}
    with eaten.unit() as unit:
        assert {row.consumer for row in unit.session.scalars(select(ParkedEvent))} == {"again"}


def test_what_a_dish_used_is_known_by_the_instant(eaten: Eaten) -> None:
    eaten.order(add("A", LINE()), fire(), at=NOON)
    eaten.order(add("B", LINE()), fire(), at=NOON + timedelta(minutes=5))
    eaten.catch_up()
    early, late = (
        Between(SHREDS, NOON + timedelta(minutes=m), NOON + timedelta(minutes=m + 5)) for m in (-5, 0)
    )
    nothing = Between(PORK, NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    with eaten.unit() as unit:
        used = usage_between(unit, eaten.store_id, [early, late, nothing])
    assert used == {early: Decimal("0.1"), late: Decimal("0.2")}


def test_sales_stand_at_list_and_net_by_product_without_the_tax_in_them(eaten: Eaten) -> None:
    busy_day(eaten)
    eaten.catch_up()
    with eaten.unit() as unit:
        rows = unit.session.scalars(select(NetSalesDay)).all()
    of = {row.product_id: (row.units, row.list, row.net) for row in rows}
    products = eaten.shop.products
    assert of[products["D"]] == (1, 1698, 1698)
    gross = 3 * 2200 + 2 * 5000 + 1000 + 1800
    assert sum(row.net for row in rows) == gross - 374 - 566 - 57 - 102


def test_money_given_back_lowers_sales_by_what_it_had_brought(eaten: Eaten) -> None:
    """What it stood at by list stays: the dishes were made, so their mix is what it was."""
    order_id = eaten.order(add("D", LINE(), 3))
    eaten.pay(order_id)
    eaten.order_again(order_id, c.GiveRefund(refund_id=new_id(), reason="sick", amount=1000))
    eaten.catch_up()
    assert eaten.sales() == (5400 - 306, 5400 - 306 - 943)
    eaten.order_again(order_id, c.GiveRefund(refund_id=new_id(), reason="sick"))
    eaten.catch_up()
    assert eaten.sales() == (5400 - 306, 0)


def test_what_guests_never_paid_lowers_sales_and_no_use(eaten: Eaten) -> None:
    order_id = eaten.order(add("D", LINE(), 3), fire())
    eaten.catch_up()
    used = eaten.used()
    eaten.order_again(order_id, c.WriteOff(reason="ran away"))
    eaten.catch_up()
    assert eaten.used() == used == {"sold": Decimal("1.2")}
    assert eaten.sales() == (5400 - 306, 0)
