"""The closure: exact through all levels, rounded once, and never round in a circle."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.errors import BadRecipe, RecipeCycle
from inventory.rules.closure import needs_of, with_by_products
from inventory.values.recipes import ByProduct, Component, Node, Recipe, item_node, product_node


def item(number: int) -> UUID:
    return UUID(int=number)


def recipe(node: Node, *components: Component, batch: str = "1") -> Recipe:
    return Recipe(node, Fraction(batch), components)


def takes(number: int, net: str, usable: str = "1") -> Component:
    return Component(item(number), Fraction(net), Fraction(usable))


def book(*recipes: Recipe) -> dict[Node, Recipe]:
    return {r.node: r for r in recipes}


DISH = product_node(item(900))


def test_net_is_divided_by_yield_and_batch() -> None:
    recipes = book(recipe(DISH, takes(1, "0.150", "0.9375"), takes(2, "0.040", "8"), batch="2"))
    assert needs_of(recipes)[DISH].kept() == {item(1): Decimal("0.08"), item(2): Decimal("0.0025")}


def test_thirty_two_levels_are_rounded_once() -> None:
    levels = [recipe(item_node(item(n)), takes(n + 1, "1", "0.9")) for n in range(32)]
    needs = needs_of(book(*levels))[item_node(item(0))]
    assert needs.exact() == {item(32): Fraction(10, 9) ** 32}
    assert needs.kept()[item(32)] == round(Decimal(10) ** 32 / Decimal(9) ** 32, 12)


def test_thirty_two_levels_of_two_are_four_thousand_million_ways_and_quickly_known() -> None:
    """Each level takes both of the next: as many ways down as there are, each item is looked at once."""
    levels = [
        recipe(
            item_node(item(100 * level + place)), takes(100 * level + 100, "1"), takes(100 * level + 101, "1")
        )
        for level in range(32)
        for place in (0, 1)
    ]
    needs = needs_of(book(*levels), [item_node(item(0))])[item_node(item(0))]
    assert needs.exact() == {item(3200): Fraction(2**31), item(3201): Fraction(2**31)}


def test_a_staged_explosion_stops_at_stocked_items_but_opens_their_own_recipes() -> None:
    recipes = book(recipe(DISH, takes(1, "0.255")), recipe(item_node(item(1)), takes(2, "1", "0.85")))
    staged = needs_of(recipes, stop={item(1)})
    assert staged[DISH].exact() == {item(1): Fraction("0.255")}
    assert staged[item_node(item(1))].exact() == {item(2): 1 / Fraction("0.85")}
    assert needs_of(recipes)[DISH].exact() == {item(2): Fraction("0.3")}


def test_modifiers_take_away() -> None:
    no_egg = product_node(item(901))
    assert needs_of(book(recipe(no_egg, takes(1, "-1"))))[no_egg].kept() == {item(1): Decimal(-1)}


def ring_of(recipes: dict[Node, Recipe], *nodes: Node) -> list[UUID]:
    with pytest.raises(RecipeCycle) as refused:
        needs_of(recipes, nodes or None)
    assert {node["kind"] for node in refused.value.extra["cycle"]} == {"item"}
    return [UUID(node["id"]) for node in refused.value.extra["cycle"]]


def test_a_cycle_of_five_is_named() -> None:
    ring = [recipe(item_node(item(n)), takes((n + 1) % 5, "1")) for n in range(5)]
    recipes = book(*ring, recipe(DISH, takes(2, "1")))
    assert ring_of(recipes, DISH) == [item(n % 5) for n in range(2, 8)]
    assert ring_of(recipes) == [item(n % 5) for n in range(6)]


def test_a_recipe_of_itself_is_a_cycle_of_one() -> None:
    assert ring_of(book(recipe(item_node(item(1)), takes(1, "1")))) == [item(1)] * 2


@pytest.mark.parametrize("usable", ["0", "-0.5", "100.01"])
def test_yields_beyond_reason_are_refused(usable: str) -> None:
    with pytest.raises(BadRecipe) as refused:
        needs_of(book(recipe(DISH, takes(1, "1", usable))))
    assert refused.value.code == "bad_yield"


def test_an_empty_batch_is_refused() -> None:
    with pytest.raises(BadRecipe):
        needs_of(book(recipe(DISH, takes(1, "1"), batch="0")))


def test_by_products_share_the_batch_and_the_whole_stays_whole() -> None:
    beef = recipe(item_node(item(1)), takes(9, "100"), batch="80")
    main, trim = with_by_products(beef, [ByProduct(item(2), Fraction(15), Fraction("0.1"))])
    needs = needs_of(book(main, trim))
    assert 80 * needs[main.node].exact()[item(9)] + 15 * needs[trim.node].exact()[item(9)] == 100
    with pytest.raises(BadRecipe):
        with_by_products(beef, [ByProduct(item(2), Fraction(15), Fraction("1.1"))])


FRACTIONS = st.fractions(min_value=Fraction(1, 50), max_value=3, max_denominator=60)


@st.composite
def books(draw: st.DrawFn) -> dict[Node, Recipe]:
    """Items 0…n−1 with recipes that only take items of higher numbers; some of those are raw."""
    size = draw(st.integers(1, 12))
    made = []
    for number in range(size):
        below = draw(st.lists(st.integers(number + 1, size + 4), min_size=1, max_size=4))
        components = tuple(Component(item(n), draw(FRACTIONS), draw(FRACTIONS)) for n in below)
        made.append(Recipe(item_node(item(number)), draw(FRACTIONS), components))
    return book(*made)


def naive(recipes: dict[Node, Recipe], node: Node, times: Fraction, into: dict[UUID, Fraction]) -> None:
    if node not in recipes:
        into[node.id] = into.get(node.id, Fraction(0)) + times
        return
    for c in recipes[node].components:
        naive(recipes, item_node(c.item_id), times * c.net / c.usable / recipes[node].batch, into)


@given(books())
def test_the_closure_is_the_naive_explosion(recipes: dict[Node, Recipe]) -> None:
    for node, needs in needs_of(recipes).items():
        expected: dict[UUID, Fraction] = {}
        naive(recipes, node, Fraction(1), expected)
        assert needs.exact() == expected


@given(books())
def test_staged_needs_times_the_closure_are_the_raw_needs(recipes: dict[Node, Recipe]) -> None:
    stocked = {node.id for node in recipes if node.id.int % 2}
    raw, staged = needs_of(recipes), needs_of(recipes, stop=stocked)
    for node, needs in staged.items():
        total: dict[UUID, Fraction] = {}
        for item_id, need in needs.exact().items():
            below = raw[item_node(item_id)].exact() if item_id in stocked else {item_id: Fraction(1)}
            for raw_id, x in below.items():
                total[raw_id] = total.get(raw_id, Fraction(0)) + need * x
        assert total == raw[node].exact()
