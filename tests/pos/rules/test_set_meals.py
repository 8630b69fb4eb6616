"""Set meals: what may be picked, and how the price is shared by what was picked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from pos.errors import BadCommand
from pos.rules.bills import bill_of
from pos.rules.set_meals import components_of, shares_of
from pos.values.catalog import Product, SetFixed, SetGroup, SetOption
from pos.values.specs import ComponentChoice
from tests.support.books import Menu, Till, name

upcharges = st.lists(st.integers(0, 900), min_size=1, max_size=6)


def options(*amounts: int, most: int = 9, defaults: int = 0) -> tuple[SetOption, ...]:
    return tuple(
        SetOption(new_id(), new_id(), None, amount, place < defaults, most, place)
        for place, amount in enumerate(amounts)
    )


def group(choices: tuple[SetOption, ...], pick: int, *, repeat: bool = True, free: int = 0) -> SetGroup:
    return SetGroup(new_id(), name("g"), pick, repeat, choices, free)


def a_set(*groups: SetGroup, fixed: tuple[SetFixed, ...] = ()) -> Product:
    return Product(new_id(), "S", name("S"), "set_meal", None, None, set_groups=groups, set_fixed=fixed)


def refused(product: Product, *choices: ComponentChoice) -> str:
    with pytest.raises(BadCommand) as error:
        components_of(product, choices)
    return error.value.code


def test_exactly_as_many_are_picked_as_the_group_says() -> None:
    first, second = options(0, 500)
    product = a_set(group((first, second), 2))
    assert [c.quantity for c in components_of(product, (ComponentChoice(first.id, 2),))] == [2]
    assert refused(product, ComponentChoice(first.id)) == "set_group_count"
    assert refused(product, ComponentChoice(first.id, 2), ComponentChoice(second.id)) == "set_group_count"
    assert refused(product, ComponentChoice(new_id(), 2)) == "unknown_component"


def test_a_choice_is_repeated_only_where_the_group_allows_it() -> None:
    (only,) = options(0)
    assert (
        refused(a_set(group((only,), 2, repeat=False)), ComponentChoice(only.id, 2)) == "set_option_too_many"
    )
    (twice,) = options(0, most=2)
    assert refused(a_set(group((twice,), 3)), ComponentChoice(twice.id, 3)) == "set_option_too_many"
    split = ComponentChoice(only.id), ComponentChoice(only.id, 1, ())
    assert refused(a_set(group((only,), 2, repeat=False)), *split) == "set_option_too_many"


def test_without_a_choice_the_defaults_are_served_with_what_is_fixed() -> None:
    choices = options(0, 300, 500, defaults=2)
    fixed = SetFixed(new_id(), new_id(), None, 2)
    served = components_of(a_set(group(choices, 2), fixed=(fixed,)), None)
    assert [c.component_id for c in served] == [fixed.id, choices[0].id, choices[1].id]
    assert [c.upcharge for c in served] == [0, 0, 300]


@given(upcharges, st.integers(0, 6), st.data())
def test_the_cheapest_upcharges_are_waived(amounts: list[int], free: int, data: st.DataObject) -> None:
    choices = options(*amounts)
    picked = [data.draw(st.integers(1, 3)) for _ in choices]
    product = a_set(group(choices, sum(picked), free=free))
    asked = tuple(ComponentChoice(o.id, n) for o, n in zip(choices, picked, strict=True))
    pieces = sorted(a for a, n in zip(amounts, picked, strict=True) for _ in range(n) if a > 0)
    assert sum(c.upcharge for c in components_of(product, asked)) == sum(pieces[free:])


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**5), min_size=1, max_size=9))
def test_shares_come_to_the_price_and_what_costs_nothing_bears_nothing(total: int, prices: list[int]) -> None:
    shares = shares_of(total, prices)
    assert sum(shares) == total
    if any(prices):
        assert all(share == 0 for share, price in zip(shares, prices, strict=True) if price == 0)


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=6), st.integers(0, 20000), st.integers(1, 50))
def test_so_many_sets_come_to_so_many_times_the_price(prices: list[int], price: int, count: int) -> None:
    """Line totals are split, never unit prices: 3 at 50.00 are 150.00, not 149.98."""
    menu = Menu()
    for place, amount in enumerate(prices):
        menu.dish(f"P{place}", amount)
    menu.set_meal("S", price, {f"P{place}": place + 1 for place in range(len(prices))})
    till = Till(menu)
    book = till.run(till.open(), till.line("S", count))
    (line,) = book.top_lines()
    assert sum(part.share for part in book.components(line.id)) == price * count
    assert bill_of(book).nets[line.id] == price * count
