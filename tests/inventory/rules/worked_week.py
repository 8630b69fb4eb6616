"""The worked week of the food-cost semantics, in kg and ¥: what was there, came, went and was sold."""

from fractions import Fraction
from uuid import UUID

from inventory.rules.closure import needs_of
from inventory.values.costs import Amount, Flow, Period, Usage
from inventory.values.recipes import Component, Node, Recipe, item_node, product_node


def f(text: str) -> Fraction:
    return Fraction(text)


PORK, BAMBOO, WOOD_EAR, POTATO, SHREDS, POTATO_SHREDS, SOAKED = (UUID(int=n) for n in range(1, 8))
YUXIANG, POTATO_DISH, EXTRA_PORK = (product_node(UUID(int=n)) for n in (101, 102, 103))
STANDARD = {PORK: f("40"), BAMBOO: f("24"), WOOD_EAR: f("120"), POTATO: f("4")}
NET_SALES, LIST_SALES = f("26000"), f("26320")


def _recipe(node: Node, *components: tuple[UUID, str]) -> Recipe:
    return Recipe(node, f("1"), tuple(Component(item, f(net)) for item, net in components))


RECIPES = {
    recipe.node: recipe
    for recipe in (
        _recipe(YUXIANG, (SHREDS, "0.150"), (BAMBOO, "0.120"), (SOAKED, "0.040")),
        _recipe(POTATO_DISH, (POTATO_SHREDS, "0.255")),
        _recipe(EXTRA_PORK, (SHREDS, "0.075")),
        Recipe(item_node(SHREDS), f("1"), (Component(PORK, f("1"), f("0.9375")),)),
        Recipe(item_node(SOAKED), f("1"), (Component(WOOD_EAR, f("1"), f("8")),)),
        Recipe(item_node(POTATO_SHREDS), f("1"), (Component(POTATO, f("1"), f("0.85")),)),
    )
}
NEEDS = {node: {k: Fraction(v) for k, v in needs.kept().items()} for node, needs in needs_of(RECIPES).items()}
SOLD = {YUXIANG: 500, POTATO_DISH: 400, EXTRA_PORK: 20}
GIVEN = {YUXIANG: 5, POTATO_DISH: 15}
REFIRED = {YUXIANG: 3}
WASTED = {PORK: f("2"), POTATO: f("1.7") / f("0.85")}


def used(sold: dict[Node, int], item: UUID) -> Fraction:
    return sum((quantity * NEEDS[node].get(item, f("0")) for node, quantity in sold.items()), f("0"))


USAGE = {
    item: Usage(used(SOLD, item), used(GIVEN, item), used(REFIRED, item) + WASTED.get(item, f("0")))
    for item in STANDARD
}


def at(quantity: str, price: str) -> Amount:
    return Amount(f(quantity), f(quantity) * f(price))


def raw(quantity: str, semi: str, usable: str) -> str:
    """Raw and semi-finished stock together, as raw."""
    return str(f(quantity) + f(semi) / f(usable))


PERIODS = {
    PORK: Period(
        opening=at(raw("10.8", "3.0", "0.9375"), "40"),
        receipts=at("50", "41") + at("38", "45"),
        transfers_out=at("2", "41"),
        closing=f(raw("10.3", "1.5", "0.9375")),
    ),
    BAMBOO: Period(opening=at("10", "24"), receipts=at("70", "25"), closing=f("17.5")),
    WOOD_EAR: Period(opening=at("1", "120"), receipts=at("4", "115"), closing=f(raw("1.4", "8", "8"))),
    POTATO: Period(opening=at("30", "4"), receipts=at("130", "4.16"), closing=f(raw("26", "3.4", "0.85"))),
}
# Pork's week in order: the transfer leaves after both receipts, at 41; the rest is used.
PORK_FLOWS = (Flow(f("50"), f("41")), Flow(f("38"), f("45")), Flow(f("-2"), f("41")), Flow(f("-88.1")))
