"""The feed of changed orders: nothing is missed, however transactions overlap, and every round of pages ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core.actor import Actor
from core.errors import BadRequest
from core.ids import new_id
from core.uow import Unit
from pos.services import order_lists
from pos.services.orders import run_commands
from pos.values import commands as c
from tests.support.orders import Shop, make_shop


class Reader:
    """A screen that follows a store's orders through the feed."""

    def __init__(self, engine: Engine, actor: Actor, store_id: UUID) -> None:
        self._engine, self._actor, self._store_id = engine, actor, store_id
        self.seen: dict[UUID, int] = {}
        self.cursor: str | None = None
        self.read()

    def read(self, pages: int = 1000) -> int:
        """Read on to the end; answers how many pages that took."""
        for page in range(1, pages + 1):
            with Unit(self._engine, self._actor.tenant_id, only_reads=True) as unit:
                unit.actor = self._actor
                found = order_lists.list_changes(unit, self._store_id, self.cursor)
            self.cursor = found["cursor"]
            self.seen.update((order["id"], order["version"]) for order in found["orders"])
            if not found["more"]:
                return page
        raise AssertionError("the feed does not end")


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "MOST_CHANGES", 10)


@pytest.fixture
def shop(engine: Engine, tenant_id: UUID) -> Shop:
    """A shop whose menu is committed, so that other transactions sell there."""
    with Unit(engine, tenant_id) as unit:
        made = make_shop(unit)
        unit.commit()
    return made


@contextmanager
def selling(engine: Engine, shop: Shop) -> Iterator[Unit]:
    """A transaction of a till at the shop, undone unless it is committed."""
    with Unit(engine, shop.unit.tenant_id) as unit:
        unit.actor = shop.unit.actor
        yield unit


def open_orders(engine: Engine, shop: Shop, count: int) -> list[UUID]:
    """So many orders in one transaction."""
    ids = [new_id() for _ in range(count)]
    with selling(engine, shop) as unit:
        for order_id in ids:
            run_commands(unit, shop.store.id, order_id, [c.OpenOrder(channel="takeaway")])
        unit.commit()
    return ids


def write_without_committing(unit: Unit, shop: Shop, order_id: UUID) -> None:
    """Change an order, so that the transaction has its id and its row is written."""
    run_commands(unit, shop.store.id, order_id, [shop.line("A")])
    assert unit.session is not None  # sends what was kept back


def test_a_transaction_that_commits_late_is_not_skipped(engine: Engine, shop: Shop) -> None:
    (slow_id,) = open_orders(engine, shop, 1)
    reader = Reader(engine, shop.unit.actor, shop.store.id)
    reader.seen.clear()
    with selling(engine, shop) as slow:
        write_without_committing(slow, shop, slow_id)
        quick = [open_orders(engine, shop, 1)[0] for _ in range(3)]
        reader.read()
        assert set(quick) <= set(reader.seen)
        assert reader.seen.get(slow_id) != 2
        slow.commit()
    reader.read()
    assert reader.seen[slow_id] == 2


def test_more_orders_than_a_page_from_one_transaction_all_come(engine: Engine, shop: Shop) -> None:
    reader = Reader(engine, shop.unit.actor, shop.store.id)
    ids = open_orders(engine, shop, 2 * order_lists.MOST_CHANGES + 5)
    assert reader.read() == 3
    assert set(ids) <= set(reader.seen)


def test_pages_end_while_an_older_transaction_is_still_open(engine: Engine, shop: Shop) -> None:
    (slow_id,) = open_orders(engine, shop, 1)
    reader = Reader(engine, shop.unit.actor, shop.store.id)
    reader.seen.clear()
    with selling(engine, shop) as slow:
        write_without_committing(slow, shop, slow_id)
        ids = open_orders(engine, shop, order_lists.MOST_CHANGES + 5)
        reader.read(pages=2)
        assert set(ids) <= set(reader.seen)
        slow.commit()
    more = open_orders(engine, shop, 1)
    reader.read()
    assert set(more) <= set(reader.seen)
    assert reader.seen[slow_id] == 2


def test_a_change_between_two_pages_is_seen_with_its_new_version(engine: Engine, shop: Shop) -> None:
    reader = Reader(engine, shop.unit.actor, shop.store.id)
    ids = open_orders(engine, shop, order_lists.MOST_CHANGES + 3)
    with Unit(engine, shop.unit.tenant_id, only_reads=True) as unit:
        unit.actor = shop.unit.actor
        first = order_lists.list_changes(unit, shop.store.id, reader.cursor)
    reader.cursor = first["cursor"]
    assert first["more"]
    changed = first["orders"][0]["id"]
    with selling(engine, shop) as unit:
        run_commands(unit, shop.store.id, changed, [c.SetOrder(fields={"note": "late"})])
        unit.commit()
    reader.read()
    assert reader.seen[changed] == first["orders"][0]["version"] + 1
    assert set(ids) <= {order["id"] for order in first["orders"]} | set(reader.seen)


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1.2", "1.2.3", "9" * 30, "１", "1.2." + "g" * 32, "1\n"])
def test_a_cursor_of_something_else_is_refused(engine: Engine, shop: Shop, cursor: str) -> None:
    with selling(engine, shop) as unit, pytest.raises(BadRequest):
        order_lists.list_changes(unit, shop.store.id, cursor)
