"""In which order the till shows products: what the house wants to sell comes first."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, zip_longest
from uuid import UUID

from pos.values.catalog import Category, Product

# Products without a category come last.
NOWHERE = (10**12, "")


def is_running(product: Product, day: date) -> bool:
    """Whether a seasonal product is new on that day; both ends of its season are included."""
    if not product.is_seasonal:
        return False
    return (product.seasonal_from is None or product.seasonal_from <= day) and (
        product.seasonal_to is None or day <= product.seasonal_to
    )


def screen_order(products: Iterable[Product], categories: Iterable[Category], day: date) -> list[UUID]:
    """Every product once: running seasonal ones first; none running, set meals first; both, they alternate.

    The rest follows by category and sort. Modifier options are not shown. The order of the arguments does not matter.
    """
    places = {category.id: (category.sort, str(category.id)) for category in categories}
    shown = sorted((p for p in products if not p.is_option), key=lambda product: _place(product, places))
    seasonal = [p.id for p in shown if is_running(p, day)]
    taken = set(seasonal)
    sets = [p.id for p in shown if p.kind == "set_meal" and p.id not in taken]
    taken.update(sets)
    return [*_alternate(seasonal, sets), *(p.id for p in shown if p.id not in taken)]


def _place(product: Product, places: Mapping[UUID, tuple[int, str]]) -> tuple[int, str, int, str, str]:
    category = places.get(product.category_id, NOWHERE) if product.category_id else NOWHERE
    return (*category, product.sort, product.code, str(product.id))


def _alternate(one: list[UUID], other: list[UUID]) -> list[UUID]:
    return [x for x in chain.from_iterable(zip_longest(one, other)) if x is not None]
