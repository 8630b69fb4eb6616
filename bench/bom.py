"""Exploding recipes: exact, beside the same walk with floats and no care."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import figures
from bench.place import say
from bench.recipe_books import Recipes, large_book, two_levels
from core.embedded import Embedded
from inventory.rules.closure import needs_of
from inventory.values.recipes import Node, item_node


def bom_explode(_postgres: Embedded, name: str, *, rounds: int) -> str:
    """Dishes exploded a second: 200 dishes × 2 levels × 8 components."""
    book = two_levels()
    dishes = [node for node in book if node.kind == "product"]
    ours, bare = _in_turn(lambda: needs_of(book, dishes), lambda: _floats(book, dishes), rounds)
    detail = {"dishes": len(dishes), "rounds": [round(len(dishes) / x) for x in ours]}
    value, bound = (len(dishes) / statistics.median(times) for times in (ours, bare))
    return figures.line(name, value, "dishes/s", bound, detail)


def bom_closure(_postgres: Embedded, name: str, *, rounds: int) -> str:
    """The whole closure of 4,500 recipes as it is kept, in milliseconds; ``ratio``: how many times the bound."""
    book = large_book()

    def whole() -> None:
        for needs in needs_of(book).values():
            needs.kept()

    ours, bare = _in_turn(whole, lambda: _floats(book, list(book)), rounds)
    found = needs_of(book)
    detail = {
        "recipes": len(book),
        "needs": sum(len(needs.parts) for needs in found.values()),
        "rounds": [round(x * 1000, 1) for x in ours],
        "bound_rounds": [round(x * 1000, 1) for x in bare],
    }
    value, bound = (statistics.median(times) * 1000 for times in (ours, bare))
    return figures.line(name, value, "ms", bound, detail)


def _in_turn(
    ours: Callable[[], Any], bare: Callable[[], Any], rounds: int
) -> tuple[list[float], list[float]]:
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        for times, act in zip(took, (ours, bare), strict=True):
            begun = time.perf_counter()
            act()
            times.append(time.perf_counter() - begun)
        say(f"round {turn + 1}: {took[0][-1] * 1000:.1f} ms, bare {took[1][-1] * 1000:.1f} ms")
    return took


def _floats(book: Recipes, nodes: list[Node]) -> dict[Node, dict[Any, float]]:
    """The bound: the same needs in floats, each node once, with no guard against rings or bad yields."""
    plain = {
        node: [(c.item_id, float(c.net / c.usable / recipe.batch)) for c in recipe.components]
        for node, recipe in book.items()
    }
    known: dict[Node, dict[Any, float]] = {}

    def of(node: Node) -> dict[Any, float]:
        if node not in known:
            sums: dict[Any, float] = {}
            for item_id, share in plain[node]:
                below = item_node(item_id)
                for raw, need in of(below).items() if below in plain else ((item_id, 1.0),):
                    sums[raw] = sums.get(raw, 0.0) + share * need
            known[node] = sums
        return known[node]

    for node in nodes:
        of(node)
    return known
