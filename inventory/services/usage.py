"""Usage from sales: order events become facts of the day, each exactly once, whatever the batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Context, Decimal
from uuid import UUID

from core.events import Recorded
from core.uow import Unit
from inventory import ports
from inventory.rules.usage import news_of
from inventory.services.books import places_of, refuse_day_closed
from inventory.services.results import BEGINNING, recompute
from inventory.store import usage as store
from inventory.store.closures import Closure, Wanted, closure_ids_at, load_closures
from inventory.store.ledger import all_closed
from inventory.values.book import Scope
from inventory.values.recipes import product_node
from inventory.values.usage import NIL, News, SoldPart

# Wide enough that no product or sum of quantities and needs is ever rounded.
EXACT = Context(prec=60)
REBUILDING = "inventory.usage.rebuilding"
Sums = defaultdict[tuple[object, ...], dict[str, Decimal]]


def keep_usage(unit: Unit, events: Sequence[Recorded]) -> None:
    """Add the events to what was sold and used."""
    news = news_of(events, places_of(unit, events))
    if REBUILDING in unit.notes:
        news = _in_open_books(news, unit.notes[REBUILDING])
    _write(unit, news.parts)
    store.add_takings(unit, news.takings)
    if REBUILDING not in unit.notes:
        _correct_counts(unit, news.parts)


def forget_usage(unit: Unit) -> None:
    """Forget all of it before it is made anew in the same transaction; counts are brought to it at the end, once.

    What lies in closed books stays, and is not made again.
    """
    unit.notes[REBUILDING] = {row.store_id: row.ends_on for row in all_closed(unit)}
    store.forget_all(unit)
    stores = sorted(settings.id for settings in ports.stores.stores(unit))

    def correct() -> None:
        for store_id in stores:
            recompute(unit, store_id, None, BEGINNING)

    unit.before_commit(correct)


def resolve_day(unit: Unit, store_id: UUID, day: date) -> int:
    """Resolve a day's sales anew against the recipes as they stand now; answers how many parts have one now.

    For what was sold before its recipe was written, and after a recipe was published for the past. Refuses (409
    ``books_closed``) a day whose books are closed.
    """
    refuse_day_closed(unit, Scope(store_id), day)
    parts = store.list_sold(unit, store_id, day)
    store.forget_day(unit, store_id, day)
    resolved = _write(unit, [replace(part, closure_id=NIL) for part in parts])
    _correct_counts(unit, parts)
    return resolved


def _in_open_books(news: News, closed: Mapping[UUID, date]) -> News:
    """Without what counts on a closed day (``closed``: each store's last)."""

    def is_open(store_id: UUID, day: date) -> bool:
        return store_id not in closed or day > closed[store_id]

    return News(
        [part for part in news.parts if is_open(part.store_id, part.business_date)],
        {key: takings for key, takings in news.takings.items() if is_open(*key[:2])},
    )


def _correct_counts(unit: Unit, parts: Iterable[SoldPart]) -> None:
    """Counts that were approved before these sales were known come right: what was counted stays, what moved is more."""
    since: dict[UUID, datetime] = {}
    for part in parts:
        since[part.store_id] = min(part.at, since.get(part.store_id, part.at))
    for store_id, at in sorted(since.items()):  # in one order, so that no two wait for each other in a ring
        recompute(unit, store_id, None, at)


def _write(unit: Unit, parts: Sequence[SoldPart]) -> int:
    if not parts:
        return 0
    resolved = _resolve(unit, parts)
    known = load_closures(unit, {part.closure_id for part in resolved} - {NIL})
    store.keep_sold(unit, resolved)
    store.add_days(unit, _by_product(resolved), _by_item(resolved, known))
    return sum(part.closure_id != NIL for part in resolved)


def _resolve(unit: Unit, parts: Sequence[SoldPart]) -> list[SoldPart]:
    """Each with the closure that held at its store and moment."""
    regions = {settings.id: settings.region_id for settings in ports.stores.stores(unit)}
    wanted = [
        Wanted(
            product_node(part.product_id, None if part.variant_id == NIL else part.variant_id),
            part.store_id,
            regions.get(part.store_id),
            part.fired_at or part.at,
        )
        for part in parts
    ]
    found = closure_ids_at(unit, list(dict.fromkeys(wanted)))
    return [replace(part, closure_id=found.get(one, NIL)) for part, one in zip(parts, wanted, strict=True)]


def _by_product(parts: Iterable[SoldPart]) -> Sums:
    sums: Sums = defaultdict(lambda: {"quantity": Decimal(0)})
    for part in parts:
        key = (
            part.store_id,
            part.business_date,
            part.product_id,
            part.variant_id,
            part.closure_id,
            part.cause,
        )
        sums[key]["quantity"] += part.quantity
    return sums


def _by_item(parts: Iterable[SoldPart], known: dict[UUID, Closure]) -> Sums:
    """Quantities first summed by recipe, then exploded: one multiplication for each recipe of a batch, not each dish."""
    made: defaultdict[tuple[UUID, date, str, UUID], Decimal] = defaultdict(Decimal)
    for part in parts:
        if part.closure_id != NIL:
            made[part.store_id, part.business_date, part.cause, part.closure_id] += part.quantity
    sums: Sums = defaultdict(lambda: {"quantity": Decimal(0), "staged": Decimal(0)})
    for (store_id, day, cause, closure_id), quantity in made.items():
        closure = known[closure_id]
        for column, needs in (("quantity", closure.needs), ("staged", closure.staged)):
            for item_id, need in needs.items():
                row = sums[store_id, day, item_id, cause]
                row[column] = EXACT.add(row[column], EXACT.multiply(quantity, need))
    return sums
