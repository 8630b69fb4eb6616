"""New seasonal dishes first; none running, set meals first; both, they alternate."""

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from pos.rules.screen_order import screen_order
from pos.values.catalog import Category, Product

DAY = date(2026, 11, 21)
COLD = Category(new_id(), {"zh": "凉菜", "en": "Cold"}, sort=2)
WOK = Category(new_id(), {"zh": "热菜", "en": "Wok"}, sort=1)


def product(code: str, kind: str = "item", **more: Any) -> Product:
    name = {"zh": code, "en": code}
    return Product(
        **{"category_id": None, "tax_class_id": None} | more, id=new_id(), code=code, name=name, kind=kind
    )


def shown(*products: Product, day: date = DAY) -> list[str]:
    codes = {p.id: p.code for p in products}
    return [codes[i] for i in screen_order(products, [COLD, WOK], day)]


def test_running_seasonal_products_come_first() -> None:
    assert shown(product("a"), product("new", is_seasonal=True), product("b")) == ["new", "a", "b"]


def test_set_meals_come_first_when_nothing_seasonal_runs() -> None:
    over = product("over", is_seasonal=True, seasonal_to=DAY - timedelta(days=1), sort=9)
    ahead = product("ahead", is_seasonal=True, seasonal_from=DAY + timedelta(days=1), sort=8)
    assert shown(over, ahead, product("a"), product("set", "set_meal")) == ["set", "a", "ahead", "over"]


def test_both_alternate_and_the_longer_list_goes_on() -> None:
    seasonal = [product(f"n{i}", is_seasonal=True, sort=i) for i in range(2)]
    sets = [product(f"s{i}", "set_meal", sort=i) for i in range(3)]
    assert shown(product("a"), *sets, *seasonal) == ["n0", "s0", "n1", "s1", "s2", "a"]


def test_both_ends_of_a_season_are_in_it() -> None:
    one_day = product("z", is_seasonal=True, seasonal_from=DAY, seasonal_to=DAY)
    assert shown(product("a"), one_day) == ["z", "a"]


def test_the_rest_follows_by_category_and_sort() -> None:
    rows = [
        product("nowhere", sort=-5),
        product("cold", category_id=COLD.id),
        product("late", category_id=WOK.id, sort=2),
        product("early", category_id=WOK.id, sort=1),
    ]
    assert shown(*rows) == ["early", "late", "cold", "nowhere"]


products = st.builds(
    lambda kind, seasonal, option, sort, ends: product(
        f"p{sort}", kind, is_seasonal=seasonal, is_option=option, sort=sort, seasonal_to=ends
    ),
    st.sampled_from(["item", "set_meal", "weighed"]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
    st.none() | st.just(DAY) | st.just(DAY - timedelta(days=1)),
)


@given(st.lists(products, max_size=12), st.randoms())
def test_every_product_stands_once_in_an_order_of_its_own(menu: list[Product], chance: Random) -> None:
    shuffled = menu.copy()
    chance.shuffle(shuffled)
    order = screen_order(menu, [COLD, WOK], DAY)
    assert sorted(order) == sorted(p.id for p in menu if not p.is_option)
    assert order == screen_order(shuffled, [COLD, WOK], DAY)
