"""Gathering what a store's report is made of, in a few round trips however many items there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from inventory import ports
from inventory.rules.book import recipes_of, versions_at
from inventory.rules.closure import needs_of
from inventory.rules.days import span_of
from inventory.rules.windows import windows_of
from inventory.store import facts as store
from inventory.store.book import load_below
from inventory.store.closures import load_closures
from inventory.store.items import standard_prices
from inventory.store.reports import closing_costs
from inventory.store.usage import Between, usage_between
from inventory.values.book import Scope
from inventory.values.costs import Usage
from inventory.values.recipes import item_node
from inventory.values.report import CountResult, Facts, Span, Theory, Window
from inventory.values.usage import GIVEN, NIL, SOLD

Needs = Mapping[UUID, Mapping[UUID, Fraction]]
Counts = Mapping[UUID, Sequence[CountResult]]
BySpan = dict[Span, dict[UUID, Usage]]


def facts_of(unit: Unit, settings: StoreSettings, first: date, last: date) -> Facts:
    """Everything about the store's business days, both included; windows of single items may reach further back."""
    span = span_of(first, last, settings.timezone, settings.cutoff_minutes)
    counts = store.list_counts(unit, settings.id, span)
    windows = windows_of(counts, span)
    needs = needs_of_semis(unit, settings, span.until)
    every = store.spans_of([span, *(window.span for window in windows.values())])
    return Facts(
        span=span,
        windows=windows,
        stock=_stock(unit, settings.id, counts, windows, needs),
        moves=store.list_moves(unit, settings.id, every),
        theory=theory_of(unit, settings.id, [span, *(window.span for window in windows.values())]),
        prices={k: Fraction(v) for k, v in standard_prices(unit, settings.id, first).items()},
        opening_costs=closing_costs(unit, settings.id, {k: w.span.since for k, w in windows.items()}),
        needs=needs,
    )


def needs_of_semis(unit: Unit, settings: StoreSettings, moment: datetime) -> Needs:
    """What one of each stocked semi-finished item is made of at the store, to the last digit: stock is turned back by it."""
    semis = store.stocked_semis(unit)
    versions = load_below(unit, semis, moment)
    regions = {settings.id: settings.region_id}
    held = versions_at(versions, Scope(settings.id), moment, regions)
    found = needs_of(recipes_of(held), [item_node(semi) for semi in semis])
    return {node.id: needs.exact() for node, needs in found.items()}


def theory_of(unit: Unit, store_id: UUID, spans: Iterable[Span]) -> Theory:
    """Usage from sales in each span, by item, in both views."""
    made = store.list_made(unit, store_id, list(dict.fromkeys(spans)))
    known = load_closures(unit, {one.closure_id for one in made} - {NIL})
    raw: BySpan = {}
    staged: BySpan = {}
    for one in made:
        closure = known.get(one.closure_id)
        if closure is None:
            continue
        quantity = Fraction(one.quantity)
        for into, needs in ((raw, closure.needs), (staged, closure.staged)):
            items = into.setdefault(one.span, {})
            for item_id, need in needs.items():
                items[item_id] = items.get(item_id, Usage()) + _usage(one.cause, quantity * Fraction(need))
    return Theory(raw, staged)


def store_settings(unit: Unit, store_id: UUID, permission: str = "inventory.report") -> StoreSettings:
    """The store, to somebody who may see its food cost."""
    unit.actor.demand(permission, store_id)
    return ports.stores.settings(unit, store_id)


def _usage(cause: str, quantity: Fraction) -> Usage:
    if cause == SOLD:
        return Usage(sold=quantity)
    return Usage(given=quantity) if cause in GIVEN else Usage(wasted=quantity)


def _stock(
    unit: Unit, store_id: UUID, counts: Counts, windows: Mapping[UUID, Window], needs: Needs
) -> dict[tuple[UUID, datetime], Fraction]:
    """What was there at every instant that matters: by count, else carried on by the book from the last count."""
    stock = {(item_id, count.at): count.closing for item_id, found in counts.items() for count in found}
    instants = {at for window in windows.values() for at in window.span}
    rolls: dict[store.Roll, Fraction] = {}
    for semi in needs:
        for at in instants:
            before = [count for count in counts.get(semi, ()) if count.at <= at]
            if before and before[-1].at < at:
                rolls[store.Roll(semi, before[-1].at, at)] = before[-1].closing
    if rolls:
        moved = store.moved_between(unit, store_id, list(rolls))
        used = usage_between(unit, store_id, [Between(*roll) for roll in rolls])
        for roll, counted in rolls.items():
            change = Fraction(moved.get(roll, 0)) - Fraction(used.get(Between(*roll), 0))
            stock[roll.item_id, roll.until] = counted + change
    return stock
