"""Publishing one recipe with 20 ancestors among 4,500, beside computing the whole closure anew."""

import statistics
import time
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from accounts.services.tenants import command_line
from app.adapters import fill_ports
from bench import figures
from bench.brand import make_brand
from bench.place import VAR, new_database, say
from bench.recipe_books import ALWAYS, Recipes, above_each, large_book, lines_of, write_book
from core import clock
from core.database import make_engine
from core.embedded import Embedded
from core.ids import new_id
from core.uow import Unit
from inventory.models.recipes import RecipeLineRow, RecipeVersionRow
from inventory.services.closures import rebuild
from inventory.services.publishing import publish_version
from inventory.values.recipes import Node

ANCESTORS = 20


def recipe_publish(postgres: Embedded, name: str, *, rounds: int) -> str:
    """The figures' line, in milliseconds; ``ratio``: the part of the whole closure's time that one publication takes."""
    url = new_database(postgres, "bench_recipes")
    fill_ports(VAR)
    engine = make_engine(url, pooled=False)
    brand = make_brand(engine, 12, has_kitchens=False)
    book = large_book()
    above = above_each(book)
    chosen = min(book, key=lambda node: abs(len(above[node]) - ANCESTORS))
    with _unit(engine, brand.tenant_id) as unit:
        recipe_ids = write_book(unit, book).recipe_ids
        unit.commit()
    with _unit(engine, brand.tenant_id) as unit:
        begun = time.perf_counter()
        rows = rebuild(unit, ALWAYS)
        unit.commit()
        say(f"{name}: {rows} closure rows made in {time.perf_counter() - begun:.1f} s")
    ours, whole = [], []
    for turn in range(rounds):
        ours.append(_publish(engine, brand.tenant_id, recipe_ids[chosen], book, chosen, turn + 2))
        with _unit(engine, brand.tenant_id) as unit:
            begun = time.perf_counter()
            rebuild(unit, clock.now())
            unit.commit()
            whole.append(time.perf_counter() - begun)
        say(f"{name}: round {turn + 1}: {ours[-1] * 1000:.1f} ms of {whole[-1] * 1000:.0f} ms")
    detail = {
        "ancestors": len(above[chosen]),
        "recipes": len(book),
        "rounds": [round(x * 1000, 1) for x in ours],
        "bound_rounds": [round(x * 1000, 1) for x in whole],
    }
    value, bound = (statistics.median(times) * 1000 for times in (ours, whole))
    return figures.line(name, value, "ms", bound, detail)


def _publish(engine: Any, tenant_id: UUID, recipe_id: UUID, book: Recipes, node: Node, number: int) -> float:
    """Write a draft with other quantities, and publish it; answers how long the publication took."""
    version_id = new_id()
    recipe = book[node]
    first = replace(recipe.components[0], net=recipe.components[0].net + Fraction(number, 1000))
    changed = replace(recipe, components=(first, *recipe.components[1:]))
    with _unit(engine, tenant_id) as unit:
        empty = dict.fromkeys(("valid_from", "valid_to", "note", "published_at", "published_by"))
        batch = {"batch": int(recipe.batch), "unit": "kg", "numerator": 1, "denominator": 1}
        head = {"id": version_id, "recipe_id": recipe_id, "number": number, "state": "draft", "edit": 1}
        unit.add(RecipeVersionRow, [{**head, **batch, **empty}])
        unit.add(RecipeLineRow, lines_of(version_id, changed))
        unit.commit()
    with _unit(engine, tenant_id) as unit:
        begun = time.perf_counter()
        publish_version(unit, version_id)
        unit.commit()
        return time.perf_counter() - begun


def _unit(engine: Any, tenant_id: UUID) -> Unit:
    unit = Unit(engine, tenant_id)
    unit.actor = command_line(tenant_id, "bench")
    return unit
