"""Countdowns are taken whole or not at all, never below nought, by however many at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core.database import make_engine
from core.ids import new_id
from core.uow import Unit, transact
from pos.errors import SoldOut
from pos.store.availability import (
    Availability,
    give_back,
    list_availability,
    set_availability,
    take_countdown,
)
from tests.support.menu import make_product, make_variant

STORE = new_id()
ONE = Decimal(1)
TAKERS = 64


def count_down(unit: Unit, product_id: UUID, left: str, variant_id: UUID | None = None) -> None:
    set_availability(unit, STORE, Availability(product_id, variant_id, "countdown", Decimal(left)))


def left(unit: Unit) -> dict[tuple[UUID, UUID | None], tuple[str, Decimal | None]]:
    return {(a.product_id, a.variant_id): (a.state, a.left) for a in list_availability(unit, STORE)}


def test_what_is_not_counted_is_not_limited(unit: Unit) -> None:
    assert take_countdown(unit, STORE, {(new_id(), None): Decimal(1000)}) == []
    assert take_countdown(unit, STORE, {}) == []


def test_taking_all_shows_as_out(unit: Unit) -> None:
    soup = make_product(unit, "soup")
    count_down(unit, soup, "3")
    assert take_countdown(unit, STORE, {(soup, None): Decimal(2)}) == [
        Availability(soup, None, "countdown", ONE)
    ]
    assert take_countdown(unit, STORE, {(soup, None): ONE}) == [Availability(soup, None, "out", Decimal(0))]
    assert left(unit) == {(soup, None): ("out", Decimal(0))}


def test_weighed_goods_are_taken_by_the_gram(unit: Unit) -> None:
    duck = make_product(unit, "duck", kind="weighed")
    count_down(unit, duck, "1.500")
    take_countdown(unit, STORE, {(duck, None): Decimal("0.350")})
    assert left(unit) == {(duck, None): ("countdown", Decimal("1.150"))}


def test_too_few_left_is_refused_by_name_and_takes_nothing(unit: Unit) -> None:
    soup, rice = make_product(unit, "soup", name={"zh": "汤", "en": "Soup"}), make_product(unit, "rice")
    count_down(unit, soup, "2")
    count_down(unit, rice, "9")
    with pytest.raises(SoldOut) as refused, unit.savepoint():
        take_countdown(unit, STORE, {(soup, None): Decimal(3), (rice, None): ONE})
    assert refused.value.code == "sold_out"
    assert refused.value.detail == "汤 Soup: 2 left."
    assert refused.value.extra["product_id"] == str(soup)
    assert refused.value.extra["left"] == "2"
    assert left(unit) == {(soup, None): ("countdown", Decimal(2)), (rice, None): ("countdown", Decimal(9))}


def test_what_is_86_cannot_be_taken(unit: Unit) -> None:
    soup = make_product(unit, "soup")
    set_availability(unit, STORE, Availability(soup, None, "out", None))
    with pytest.raises(SoldOut):
        take_countdown(unit, STORE, {(soup, None): ONE})


def test_a_variant_is_taken_off_its_own_countdown_and_its_products(unit: Unit) -> None:
    soup = make_product(unit, "soup")
    large, small = make_variant(unit, soup, "L"), make_variant(unit, soup, "S")
    count_down(unit, soup, "5")
    count_down(unit, soup, "2", large)
    take_countdown(unit, STORE, {(soup, large): ONE, (soup, small): ONE})
    assert left(unit) == {(soup, None): ("countdown", Decimal(3)), (soup, large): ("countdown", ONE)}
    with pytest.raises(SoldOut):
        take_countdown(unit, STORE, {(soup, small): Decimal(4)})


def test_the_same_dish_twice_counts_twice(unit: Unit) -> None:
    soup = make_product(unit, "soup")
    large, small = make_variant(unit, soup, "L"), make_variant(unit, soup, "S")
    count_down(unit, soup, "1")
    with pytest.raises(SoldOut):
        take_countdown(unit, STORE, {(soup, large): ONE, (soup, small): ONE})


def test_giving_back_reopens_a_countdown_and_makes_none(unit: Unit) -> None:
    soup, rice, tea = (make_product(unit, code) for code in ("soup", "rice", "tea"))
    count_down(unit, soup, "1")
    set_availability(unit, STORE, Availability(tea, None, "out", None))
    take_countdown(unit, STORE, {(soup, None): ONE})
    give_back(unit, STORE, {(soup, None): ONE, (rice, None): ONE, (tea, None): ONE})
    assert left(unit) == {(soup, None): ("countdown", ONE), (tea, None): ("out", None)}


def test_a_negative_take_gives_back(unit: Unit) -> None:
    soup = make_product(unit, "soup")
    count_down(unit, soup, "1")
    assert take_countdown(unit, STORE, {(soup, None): Decimal(-2)}) == [
        Availability(soup, None, "countdown", Decimal(3))
    ]


def test_another_stores_countdown_is_untouched(unit: Unit) -> None:
    soup = make_product(unit, "soup")
    count_down(unit, soup, "1")
    assert take_countdown(unit, new_id(), {(soup, None): Decimal(5)}) == []
    assert left(unit) == {(soup, None): ("countdown", ONE)}


def test_back_in_forgets_the_countdown(unit: Unit) -> None:
    soup = make_product(unit, "soup")
    count_down(unit, soup, "1")
    set_availability(unit, STORE, Availability(soup, None, "in", None))
    assert left(unit) == {}


@pytest.fixture
def wide_engine(database_url: str) -> Iterator[Engine]:
    """As many real connections as there are takers."""
    engine = make_engine(database_url, pool_size=TAKERS)
    yield engine
    engine.dispose()


def test_64_takers_at_once_sell_what_is_there_and_no_more(wide_engine: Engine, tenant_id: UUID) -> None:
    """Each wants two dishes, named in any order; some go back on it. No deadlock, nothing lost, never below nought."""

    def lay_out(unit: Unit) -> list[UUID]:
        dishes = [make_product(unit, f"dish{i}") for i in range(4)]
        for dish in dishes:
            count_down(unit, dish, "20")
        return dishes

    dishes: list[UUID] = transact(wide_engine, tenant_id, lay_out)

    def take(number: int) -> list[tuple[UUID, int]]:
        chance = Random(number)
        wanted = {(dish, None): Decimal(chance.randint(1, 2)) for dish in chance.sample(dishes, 2)}
        gives_back = number % 8 == 0

        def work(unit: Unit) -> None:
            take_countdown(unit, STORE, wanted)

        try:
            transact(wide_engine, tenant_id, work)
        except SoldOut:
            return []
        if gives_back:
            transact(wide_engine, tenant_id, lambda unit: give_back(unit, STORE, wanted))
            return []
        return [(dish, int(amount)) for (dish, _), amount in wanted.items()]

    with ThreadPoolExecutor(TAKERS) as pool:
        sold = [one for taken in pool.map(take, range(TAKERS)) for one in taken]
    standing = transact(wide_engine, tenant_id, left)
    for dish in dishes:
        remaining = standing[dish, None][1]
        assert remaining is not None
        assert remaining >= 0
        assert remaining == 20 - sum(amount for which, amount in sold if which == dish)


def test_64_takers_of_one_dish_get_one_each_until_it_is_gone(wide_engine: Engine, tenant_id: UUID) -> None:
    def lay_out(unit: Unit) -> UUID:
        soup = make_product(unit, "soup")
        count_down(unit, soup, "40")
        return soup

    soup: UUID = transact(wide_engine, tenant_id, lay_out)

    def take(_: int) -> bool:
        try:
            transact(wide_engine, tenant_id, lambda unit: take_countdown(unit, STORE, {(soup, None): ONE}))
        except SoldOut:
            return False
        return True

    with ThreadPoolExecutor(TAKERS) as pool:
        assert sum(pool.map(take, range(TAKERS))) == 40
    assert transact(wide_engine, tenant_id, left) == {(soup, None): ("out", Decimal(0))}
