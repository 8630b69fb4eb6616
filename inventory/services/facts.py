"""Gathering what a store's report is made of, in a few round trips however many items there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from inventory import ports
from inventory.rules.book import recipes_of, versions_at
from inventory.rules.closure import Needs as ExactNeeds
from inventory.rules.closure import needs_of
from inventory.rules.days import span_of
from inventory.rules.windows import windows_of
from inventory.services.results import books
from inventory.store import facts as store
from inventory.store.book import load_below
from inventory.store.closures import load_closures
from inventory.store.items import standard_prices
from inventory.store.ledger import Until
from inventory.store.reports import closing_costs, last_closed
from inventory.store.usage import Between, usage_between
from inventory.values.book import Scope
from inventory.values.costs import ZERO, Usage
from inventory.values.recipes import Node, item_node
from inventory.values.report import CountResult, Eaten, Facts, Issue, Span, Theory, Window
from inventory.values.usage import GIVEN, NIL, SOLD

Needs = Mapping[UUID, Mapping[UUID, Fraction]]
Counts = Mapping[UUID, Sequence[CountResult]]
FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is looked at: items between their counts, until the end of a span; prices of a day."""

    span: Span
    counts: Counts
    windows: Mapping[UUID, Window]
    day: date
    in_order: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """What semi-finished items are made of: of those that are stocked or were counted, all the way down (``needs``); of
    those that are not stocked, what the staged view turns them back into."""

    needs: Needs
    unstocked: Needs

    def around(self, item_ids: Collection[UUID]) -> list[UUID]:
        """The items, what is in them, and all else that holds any of that."""
        parts = {part for item_id in item_ids for part in self.needs.get(item_id, (item_id,))}
        holders = (semi for semi, needs in self.needs.items() if not parts.isdisjoint(needs))
        return [*dict.fromkeys((*item_ids, *parts, *holders))]


def facts_of(
    unit: Unit, settings: StoreSettings, first: date, last: date, *, in_order: bool = False
) -> Facts:
    """Everything about the store's business days, both included; windows of single items may reach further back.

    ``in_order``: with each day's dishes, for the costing methods that ask what came first.
    """
    span = span_of(first, last, settings.timezone, settings.cutoff_minutes)
    counts = store.list_counts(unit, settings.id, span)
    prepared = prepared_items(unit, settings, span.until, counts)
    return _gather(unit, settings, Frame(span, counts, windows_of(counts, span), first, in_order), prepared)


def facts_until(
    unit: Unit, settings: StoreSettings, wanted: Collection[UUID], at: datetime, day: date, *, in_order: bool
) -> Facts:
    """Everything about these items, and what is in them, until an instant, as if what the book says then had been counted.

    Each from the count at which its last published report closed; never published, from its first count; at most
    ``FARTHEST`` back.
    """
    floor = at - FARTHEST
    prepared = prepared_items(unit, settings, at, wanted)
    item_ids = prepared.around(wanted)
    known = store.list_counts(unit, settings.id, Span(floor, at))
    new = [item_id for item_id in item_ids if item_id not in known]
    book = books(unit, settings.id, [*(Until(i, at) for i in item_ids), *(Until(i, floor) for i in new)])
    closed = last_closed(unit, settings.id, item_ids, floor, at)
    counts: dict[UUID, list[CountResult]] = {}
    windows: dict[UUID, Window] = {}
    for item_id in item_ids:
        found = known.get(item_id) or [CountResult(floor, Fraction(book[Until(item_id, floor)]))]
        now = CountResult(at, Fraction(book[Until(item_id, at)]))
        begin = next((count for count in found if count.at == closed.get(item_id)), found[0])
        counts[item_id] = [*(count for count in found if count.at < at), now]
        windows[item_id] = Window(Span(begin.at, at), begin.closing, now.closing)
    since = min((window.span.since for window in windows.values()), default=floor)
    return _gather(unit, settings, Frame(Span(since, at), counts, windows, day, in_order), prepared)


def _gather(unit: Unit, settings: StoreSettings, frame: Frame, prepared: Prepared) -> Facts:
    windows = frame.windows
    since = _looked_at_since(windows, (prepared.needs, prepared.unstocked))
    spans = [frame.span, *(window.span for window in windows.values())]
    return Facts(
        span=frame.span,
        windows=windows,
        stock=_stock(unit, settings.id, frame.counts, windows, prepared.needs),
        moves=store.list_moves(unit, settings.id, since, frame.span.until),
        theory=theory_of(unit, settings.id, spans, in_order=frame.in_order),
        prices={k: Fraction(v) for k, v in standard_prices(unit, settings.id, frame.day).items()},
        opening_costs=closing_costs(unit, settings.id, {k: w.span.since for k, w in windows.items()}),
        needs=prepared.needs,
        unstocked=prepared.unstocked,
    )


def prepared_items(
    unit: Unit, settings: StoreSettings, moment: datetime, counted: Collection[UUID]
) -> Prepared:
    """What one of each semi-finished item that is stocked, or was counted, is made of at the store, to the last digit: stock
    is turned back by it."""
    semis = store.list_semis(unit, counted)
    versions = load_below(unit, semis, moment)
    held = versions_at(versions, Scope(settings.id), moment, {settings.id: settings.region_id})
    recipes = recipes_of(held)
    stocked = frozenset(semi for semi, is_stocked in semis.items() if is_stocked)
    found = needs_of(recipes, [item_node(semi) for semi in semis])
    others = needs_of(recipes, [item_node(semi) for semi in semis.keys() - stocked], stocked)
    return Prepared(_by_item(found), _by_item(others))


def theory_of(unit: Unit, store_id: UUID, spans: Iterable[Span], *, in_order: bool = False) -> Theory:
    """Usage from sales in each span, by item, in both views; ``in_order``: and by day."""
    made = store.list_made(unit, store_id, list(dict.fromkeys(spans)), by_day=in_order)
    known = load_closures(unit, {one.closure_id for one in made} - {NIL})
    return Theory(
        _eaten(made, {key: closure.needs for key, closure in known.items()}),
        _eaten(made, {key: closure.staged for key, closure in known.items()}),
    )


def _eaten(made: Iterable[store.Made], needs: Mapping[UUID, Mapping[UUID, Decimal]]) -> Eaten:
    usage: dict[Span, dict[UUID, Usage]] = {}
    days: dict[Span, dict[UUID, dict[datetime, Fraction]]] = {}
    for one in made:
        quantity = Fraction(one.quantity)
        items = usage.setdefault(one.span, {})
        for item_id, need in needs.get(one.closure_id, {}).items():
            used = quantity * Fraction(need)
            items[item_id] = items.get(item_id, Usage()) + _usage(one.cause, used)
            if one.at is not None:
                day = days.setdefault(one.span, {}).setdefault(item_id, {})
                day[one.at] = day.get(one.at, ZERO) + used
    return Eaten(
        usage,
        {
            span: {item_id: [Issue(*day) for day in found.items()] for item_id, found in items.items()}
            for span, items in days.items()
        },
    )


def _by_item(needs: Mapping[Node, ExactNeeds]) -> Needs:
    return {node.id: found.exact() for node, found in needs.items()}


def _looked_at_since(windows: Mapping[UUID, Window], holding: Iterable[Needs]) -> dict[UUID, datetime]:
    """From when on each item's moves matter: its own window's beginning, or that of what is in it."""
    since = {item_id: window.span.since for item_id, window in windows.items()}
    for semis in holding:
        for semi, needs in semis.items():
            begins = [windows[part].span.since for part in needs if part in windows]
            begins += [since[semi]] if semi in since else []
            if begins:
                since[semi] = min(begins)
    return since


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
