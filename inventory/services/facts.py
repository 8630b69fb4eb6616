"""Gathering what a store's report is made of, in a few round trips however many items there are."""

from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Read, Unit
from inventory import ports
from inventory.rules.book import recipes_of, versions_at
from inventory.rules.closure import Needs as ExactNeeds
from inventory.rules.closure import needs_of
from inventory.rules.days import day_of_prices, last_day_of, span_of
from inventory.rules.windows import windows_of
from inventory.services.results import BEGINNING
from inventory.store import facts as store
from inventory.store.book import load_below
from inventory.store.closures import load_closures
from inventory.store.items import price_histories_from, price_history_read
from inventory.store.reports import (
    closing_costs_from,
    closing_costs_read,
    closing_layers_from,
    last_closed_read,
)
from inventory.store.usage import Between, usage_from, usage_read
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
    """What is looked at: items in their ``windows``, until the end of a span; prices of a ``day``, else the first ones ``until``
    another, and for each item of the day on which its window begins.

    Where an item was not counted at an end of its window, what the book says stands in for the count.
    """

    span: Span
    counts: Counts
    windows: Mapping[UUID, Span]
    day: date
    until: date
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
    found, semis = unit.fetch(store.counts_read(unit, settings.id, span), store.semis_read(unit))
    counts = store.counts_from(found)
    prepared = _prepared(unit, settings, span.until, semis, counts)
    windows = {item_id: window.span for item_id, window in windows_of(counts, span).items()}
    return _gather(unit, settings, Frame(span, counts, windows, first, last, in_order), prepared)


def reads_until(unit: Unit, store_id: UUID, at: datetime) -> list[Read]:
    """What ``facts_until`` asks first, for whoever can have it read ahead."""
    floor = at - FARTHEST
    return [
        store.counts_read(unit, store_id, Span(floor, at)),
        store.semis_read(unit),
        last_closed_read(unit, store_id, floor, at),
    ]


def facts_until(
    unit: Unit, settings: StoreSettings, wanted: Collection[UUID], at: datetime, day: date, *, in_order: bool
) -> Facts:
    """Everything about these items, and what is in them, until an instant, as if what the book says then had been counted.

    Each from the count at which its last published report closed; never published, from its first count; at most
    ``FARTHEST`` back.
    """
    counts, semis, closed = unit.fetch(*reads_until(unit, settings.id, at))
    known = store.counts_from(counts)
    prepared = _prepared(unit, settings, at, semis, wanted)
    ends = {row.item_id: row.until for row in closed}
    windows: dict[UUID, Span] = {}
    for item_id in prepared.around(wanted):
        instants = [count.at for count in known.get(item_id, ())] or [at - FARTHEST]
        windows[item_id] = Span(ends[item_id] if ends.get(item_id) in instants else instants[0], at)
    span = Span(min((window.since for window in windows.values()), default=at - FARTHEST), at)
    held = {item_id: known.get(item_id, []) for item_id in windows}
    return _gather(unit, settings, Frame(span, held, windows, day, day, in_order), prepared)


def _gather(unit: Unit, settings: StoreSettings, frame: Frame, prepared: Prepared) -> Facts:
    """Two round trips: all that lies between the instants, and the recipes of the dishes that were made."""
    frozen = _frozen_on(settings, frame)
    rolls = _rolls(frame, prepared.needs)
    eaten = [Between(*roll) for roll in rolls]
    since = _looked_at_since(frame.windows, (prepared.needs, prepared.unstocked))
    inside = (window.within(frame.span) for window in frame.windows.values())
    spans = list(dict.fromkeys((frame.span, *frame.windows.values(), *inside)))
    begins = {item_id: window.since for item_id, window in frame.windows.items()}
    carried = (usage_read(unit, settings.id, eaten), store.moved_read(unit, settings.id, rolls))
    moves, made, prices, costs, paid, *more = unit.fetch(
        store.moves_read(unit, settings.id, since, frame.span.until),
        store.made_read(unit, settings.id, spans, by_day=frame.in_order),
        price_history_read(unit, [settings.id], *_first_and_last((frame.day, frame.until), *frozen.values())),
        closing_costs_read(unit, settings.id, begins),
        store.last_paid_read(unit, settings.id, _begins(frame.windows, prepared), FARTHEST),
        *(carried if rolls else ()),  # which would look at whatever was sold and moved, even for nothing
    )
    used, moved = more or ([], [])
    stock = _stock(frame, rolls, store.moved_from(rolls, moved), usage_from(eaten, used))
    history = price_histories_from([settings.id], prices)[settings.id]
    held = {days: history.on(*days) for days in {*frozen.values()}}
    return Facts(
        span=frame.span,
        windows={
            item_id: Window(window, *(stock[item_id, at] for at in window))
            for item_id, window in frame.windows.items()
        },
        stock=stock,
        moves=store.moves_from(moves),
        theory=_theory(unit, store.made_from(spans, made)),
        prices=history.on(frame.day, frame.until),
        opening_costs=closing_costs_from(costs),
        needs=prepared.needs,
        unstocked=prepared.unstocked,
        frozen={item_id: held[days] for item_id, days in frozen.items()},
        last_paid=store.last_paid_from(paid),
        opening_layers=closing_layers_from(costs),
    )


def _frozen_on(settings: StoreSettings, frame: Frame) -> dict[UUID, tuple[date, date]]:
    """By item that was counted, the day whose prices hold in its window, and the window's last."""
    clock = (settings.timezone, settings.cutoff_minutes)
    days = {
        window: (day_of_prices(window, *clock), last_day_of(window, *clock))
        for window in {*frame.windows.values()}
    }
    return {item_id: days[window] for item_id, window in frame.windows.items() if frame.counts.get(item_id)}


def _first_and_last(*spans: tuple[date, date]) -> tuple[date, date]:
    days = [day for both in spans for day in both]
    return min(days), max(days)


def _begins(windows: Mapping[UUID, Span], prepared: Prepared) -> set[tuple[UUID, datetime]]:
    """When the windows of items begin, also of what holds them."""
    found = {(item_id, window.since) for item_id, window in windows.items()}
    for semis in (prepared.needs, prepared.unstocked):
        for semi, needs in semis.items():
            found |= {(semi, windows[part].since) for part in needs if part in windows}
    return found


def _prepared(
    unit: Unit, settings: StoreSettings, moment: datetime, semis: Sequence[Any], counted: Collection[UUID]
) -> Prepared:
    """What one of each semi-finished item that is stocked, or was counted, is made of at the store, to the last digit: stock
    is turned back by it."""
    stocked = frozenset(semi.id for semi in semis if semi.is_stocked)
    held = [semi.id for semi in semis if semi.is_stocked or semi.id in counted]
    versions = load_below(unit, held, moment)
    recipes = recipes_of(versions_at(versions, Scope(settings.id), moment, {settings.id: settings.region_id}))
    found = needs_of(recipes, [item_node(semi) for semi in held])
    others = needs_of(recipes, [item_node(semi) for semi in held if semi not in stocked], stocked)
    return Prepared(_by_item(found), _by_item(others))


def _theory(unit: Unit, made: Sequence[store.Made]) -> Theory:
    """Usage from sales in each span, by item, in both views; and by day, where the days are told."""
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


def _looked_at_since(windows: Mapping[UUID, Span], holding: Iterable[Needs]) -> dict[UUID, datetime]:
    """From when on each item's moves matter: its own window's beginning, or that of what is in it."""
    since = {item_id: window.since for item_id, window in windows.items()}
    for semis in holding:
        for semi, needs in semis.items():
            begins = [windows[part].since for part in needs if part in windows]
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


def _rolls(frame: Frame, semis: Iterable[UUID]) -> list[store.Roll]:
    """Where stock has to be carried on by the book from the last count: at the ends of windows, and of semi-finished items
    that were ever counted, or are looked at themselves, at the ends of all."""
    instants = {at for window in frame.windows.values() for at in window}
    moments = {item_id: [*window] for item_id, window in frame.windows.items()}
    moments |= {semi: [*instants] for semi in semis}
    rolls: list[store.Roll] = []
    for item_id, wanted in moments.items():
        counted = [count.at for count in frame.counts.get(item_id, ())]
        counted = counted or [BEGINNING] if item_id in frame.windows else counted
        for at in wanted:
            place = bisect(counted, at)
            if place and counted[place - 1] < at:
                rolls.append(store.Roll(item_id, counted[place - 1], at))
    return rolls


def _stock(
    frame: Frame,
    rolls: Iterable[store.Roll],
    moved: Mapping[store.Roll, Decimal],
    used: Mapping[Between, Decimal],
) -> dict[tuple[UUID, datetime], Fraction]:
    """What was there at every instant that matters: by count, else by the book from the last count."""
    counted = {
        (item_id, count.at): count.closing for item_id, found in frame.counts.items() for count in found
    }
    stock = dict(counted)
    for roll in rolls:
        change = Fraction(moved.get(roll, 0)) - Fraction(used.get(Between(*roll), 0))
        stock[roll.item_id, roll.until] = counted.get((roll.item_id, roll.since), ZERO) + change
    return stock
