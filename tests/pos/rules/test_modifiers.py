"""Modifiers: what may be chosen, and what it costs per unit."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from pos.errors import BadCommand
from pos.rules.modifiers import MAX_DEPTH, price_modifiers
from pos.values import commands as c
from pos.values.catalog import Catalog, GroupLink, ModifierGroup, ModifierOption, Product
from pos.values.specs import ModifierChoice
from tests.support.books import Menu, Till, name


class Bar:
    """A catalog of modifier options with prices, and links to their groups."""

    def __init__(self) -> None:
        self.products: dict[UUID, Product] = {}
        self.groups: dict[UUID, ModifierGroup] = {}
        self.prices: dict[UUID, int] = {}

    def option(self, price: int, *links: GroupLink) -> UUID:
        product = Product(new_id(), "x", name("x"), "item", None, None, group_links=links, is_option=True)
        self.products[product.id] = product
        self.prices[product.id] = price
        return product.id

    def link(self, options: dict[UUID, int], *, least: int = 0, most: int = 99, free: int = 0) -> GroupLink:
        """A group of options, each at most so often; those named first are no defaults."""
        made = tuple(ModifierOption(option_id, limit) for option_id, limit in options.items())
        group = ModifierGroup(new_id(), name("g"), made)
        self.groups[group.id] = group
        return GroupLink(group.id, least, most, free)

    def price(self, links: list[GroupLink], *choices: ModifierChoice) -> int:
        catalog = Catalog(new_id(), 1, self.products, {}, self.groups, {})
        return price_modifiers(catalog, links, choices, self.prices.__getitem__)[1]


def refused(bar: Bar, links: list[GroupLink], *choices: ModifierChoice) -> str:
    with pytest.raises(BadCommand) as error:
        bar.price(links, *choices)
    return error.value.code


def test_counts_of_a_group_are_kept() -> None:
    bar = Bar()
    egg, ham = bar.option(200), bar.option(500)
    links = [bar.link({egg: 2, ham: 1}, least=1, most=2)]
    assert bar.price(links, ModifierChoice(egg, 2)) == 400
    assert refused(bar, links) == "modifier_missing"
    assert refused(bar, links, ModifierChoice(egg, 2), ModifierChoice(ham)) == "modifier_too_many"
    assert refused(bar, links, ModifierChoice(ham, 2)) == "modifier_too_many"
    assert refused(bar, links, ModifierChoice(new_id())) == "unknown_modifier"


def test_an_options_limit_holds_over_pieces_with_different_choices() -> None:
    bar = Bar()
    spicy = bar.option(0)
    inner = bar.link({spicy: 1})
    egg = bar.option(200, inner)
    links = [bar.link({egg: 1})]
    twice = ModifierChoice(egg), ModifierChoice(egg, 1, (ModifierChoice(spicy),))
    assert refused(bar, links, *twice) == "modifier_too_many"


def test_the_cheapest_pieces_are_free_and_discounts_stay() -> None:
    bar = Bar()
    cheap, dear, less = bar.option(100), bar.option(300), bar.option(-50)
    links = [bar.link({cheap: 5, dear: 5, less: 5}, free=2)]
    assert bar.price(links, ModifierChoice(cheap), ModifierChoice(dear, 2), ModifierChoice(less)) == 250


def test_choices_within_choices_are_priced_and_bounded() -> None:
    bar = Bar()
    links: list[GroupLink] = []
    chosen: tuple[ModifierChoice, ...] = ()
    for _ in range(MAX_DEPTH):
        option = bar.option(10, *links)
        links = [bar.link({option: 9})]
        chosen = (ModifierChoice(option, 2, chosen or None),)
    assert bar.price(links, *chosen) == 10 * (2 + 4 + 8 + 16)
    option = bar.option(10, *links)
    assert refused(bar, [bar.link({option: 9})], ModifierChoice(option, 1, chosen)) == "modifiers_too_deep"


@given(
    st.lists(st.tuples(st.integers(-300, 900), st.integers(1, 4)), min_size=1, max_size=6),
    st.integers(0, 6),
    st.randoms(),
)
def test_the_order_of_choices_changes_no_price(
    picks: list[tuple[int, int]], free: int, chance: object
) -> None:
    bar = Bar()
    choices = [ModifierChoice(bar.option(price), quantity) for price, quantity in picks]
    links = [bar.link({choice.option_id: 9 for choice in choices}, free=free)]
    expected = bar.price(links, *choices)
    chance.shuffle(choices)  # type: ignore[attr-defined]
    assert bar.price(links, *choices) == expected
    every = sum(price * quantity for price, quantity in picks)
    assert expected <= every
    if not free:
        assert expected == every


def test_what_was_declined_stays_so_when_the_line_is_changed() -> None:
    menu = Menu()
    (sauces,) = menu.options({"egg": 200})
    group = menu.groups[sauces.group_id]
    menu.groups[group.id] = replace(group, options=(replace(group.options[0], is_default=True),))
    links = menu.options({"beef": 500})
    beef = menu.products[menu.ids["beef"]]
    menu.products[beef.id] = replace(beef, group_links=(sauces,))
    menu.dish("N", 1000, group_links=links)
    till = Till(menu)
    plain, usual = (till.line("N", modifiers=(ModifierChoice(beef.id, 1, own),)) for own in ((), None))
    till.run(till.open(), plain, usual)
    for line in (plain, usual):
        more = c.ChangeLine(
            line_id=line.line_id, revision=1, fields=frozenset({"quantity"}), quantity=Decimal(2)
        )
        book = till.run(more)
    assert [book.lines[line.line_id].line_total for line in (plain, usual)] == [3000, 3400]
