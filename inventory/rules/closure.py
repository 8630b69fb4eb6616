"""What every dish needs of every raw item: the closure X = (I − A)⁻¹ = Σ Aᵏ (Vazsonyi 1954), by walking up from the raw.

Exact through all levels: a node's needs are whole numbers over one denominator, rounded once when they are kept.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from uuid import UUID

from inventory.errors import BadRecipe, RecipeCycle
from inventory.rules.exact import divided
from inventory.values.recipes import ByProduct, Component, Node, Recipe, item_node

Recipes = Mapping[Node, Recipe]
# Parts by the item's number over one denominator: numbers, because they are looked up far quicker than ids.
Numbered = tuple[dict[int, int], int]
PLACES = 12
MOST_YIELD = 100


@dataclass(frozen=True, slots=True)
class Needs:
    """Stock quantities of items for one of a node: ``parts`` over one ``denominator``."""

    parts: dict[UUID, int]
    denominator: int

    def exact(self) -> dict[UUID, Fraction]:
        """Each need as a fraction."""
        return {item_id: Fraction(part, self.denominator) for item_id, part in self.parts.items()}

    def kept(self) -> dict[UUID, Decimal]:
        """Each need rounded half-even to 12 decimals: the one rounding between recipes and figures."""
        return {item_id: divided(part, self.denominator, PLACES) for item_id, part in self.parts.items()}


def needs_of(
    recipes: Recipes, nodes: Iterable[Node] | None = None, stop: Collection[UUID] = frozenset()
) -> dict[Node, Needs]:
    """What one of each node needs; of all nodes unless some are named. Items without a recipe are raw.

    ``stop``: stocked semi-finished items that count as they are (the staged view); their own recipes are still exploded.
    Refuses a cycle by name, and a recipe that breaks a rule.
    """
    wanted = list(recipes if nodes is None else (node for node in nodes if node in recipes))
    numbers: dict[UUID, int] = {}
    known: dict[Node, Numbered] = {}
    for node in _bottom_up(recipes, wanted, stop):
        known[node] = _needs(recipes[node], known, stop, numbers)
    items = list(numbers)
    return {node: _named(known[node], items) for node in wanted}


def with_by_products(recipe: Recipe, by_products: Sequence[ByProduct]) -> list[Recipe]:
    """The recipe with the share that is left to it, and one for each by-product. Shares sum to at most 1."""
    taken = sum((x.share for x in by_products), Fraction(0))
    if taken > 1 or any(x.share < 0 for x in by_products):
        raise BadRecipe("By-products bear between nothing and the whole cost.", code="bad_cost_share")
    if any(x.quantity <= 0 for x in by_products):
        raise BadRecipe("A by-product has a quantity above zero.", code="bad_batch")
    main = Recipe(recipe.node, recipe.batch, recipe.components, recipe.share * (1 - taken))
    return [
        main,
        *(Recipe(item_node(x.item_id), x.quantity, recipe.components, x.share) for x in by_products),
    ]


def gross(component: Component, recipe: Recipe) -> Fraction:
    """a(j,i) = net / yield / batch: what one of the output takes of the item from stock, by the output's cost share."""
    return Fraction(*_gross(component, *_output(recipe)))


def _output(recipe: Recipe) -> tuple[int, int]:
    """share / batch, over one another."""
    batch, over = recipe.batch.as_integer_ratio()
    if batch <= 0:
        raise BadRecipe("A batch yields more than nothing.", code="bad_batch")
    share, parts = recipe.share.as_integer_ratio()
    return share * over, parts * batch


def _gross(component: Component, above: int, below: int) -> tuple[int, int]:
    """The gross in lowest terms: whole numbers, because a book of recipes has tens of thousands of these."""
    usable, of = component.usable.as_integer_ratio()
    if not 0 < usable <= MOST_YIELD * of:
        raise BadRecipe("A yield is above 0 and at most 10,000 %.", code="bad_yield")
    net, parts = component.net.as_integer_ratio()
    above, below = net * of * above, parts * usable * below
    shrink = gcd(above, below)
    return above // shrink, below // shrink


def _bottom_up(recipes: Recipes, wanted: Sequence[Node], stop: Collection[UUID]) -> list[Node]:
    """The wanted nodes and what they are made of, each after its components; without recursion, however deep."""
    done: dict[Node, None] = {}
    path: dict[Node, None] = {}
    for first in wanted:
        stack = [first]
        while stack:
            node = stack[-1]
            if node in done or node not in recipes:
                stack.pop()
            elif node in path:
                stack.pop()
                del path[node]
                done[node] = None
            else:
                path[node] = None
                for below in _below(recipes[node], stop):
                    if below in path:
                        ring = list(path)
                        raise RecipeCycle.of([*ring[ring.index(below) :], below])
                    if below in recipes and below not in done:
                        stack.append(below)
    return list(done)


def _below(recipe: Recipe, stop: Collection[UUID]) -> list[Node]:
    return [item_node(c.item_id) for c in recipe.components if c.item_id not in stop]


def _needs(
    recipe: Recipe, known: Mapping[Node, Numbered], stop: Collection[UUID], numbers: dict[UUID, int]
) -> Numbered:
    """The needs of a node whose components are known; items that are new get the next number."""
    output = _output(recipe)
    terms: list[tuple[int, int, Mapping[int, int]]] = []
    for component in recipe.components:
        taken, over = _gross(component, *output)
        below = None if component.item_id in stop else known.get(item_node(component.item_id))
        if below is None:
            terms.append((taken, over, {numbers.setdefault(component.item_id, len(numbers)): 1}))
        else:
            terms.append((taken, over * below[1], below[0]))
    denominator = lcm(*(over for _, over, _ in terms))
    parts: dict[int, int] = {}
    for taken, over, needs in terms:
        times = taken * (denominator // over)
        for number, part in needs.items():
            parts[number] = parts.get(number, 0) + times * part
    shrink = gcd(denominator, *parts.values())
    return {number: part // shrink for number, part in parts.items()}, denominator // shrink


def _named(needs: Numbered, items: Sequence[UUID]) -> Needs:
    parts, denominator = needs
    return Needs({items[number]: part for number, part in parts.items()}, denominator)
