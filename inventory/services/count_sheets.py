"""A count's sheet: what is to be counted in walking order, everybody's entries, and for some what the book says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from core.uow import Read, Unit
from inventory import ports
from inventory.rules.count_entries import is_within
from inventory.services.drafts import Known, known_from
from inventory.services.recipes import item_tag
from inventory.services.results import Result, results, ways_of
from inventory.services.stores import at_store
from inventory.store import counts as store
from inventory.store.count_results import Tally
from inventory.store.counts import Entry
from inventory.store.places import way_read

View = dict[str, Any]
HEAD = ("id", "store_id", "kind", "at", "state", "is_blind", "note", "opened_at", "approved_at")
ENTRY = ("id", "location_id", "quantity", "unit", "stock_quantity", "counted_at", "counted_by")
ELSEWHERE = {"zh": "其他", "en": "Elsewhere"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A count with all that it shows: the round of each item, the entries that count, the items, the way."""

    head: Any
    rounds: Mapping[UUID, int]
    entries: Mapping[UUID, Sequence[Entry]]
    known: Known
    way: Sequence[Any]

    @property
    def tally(self) -> Tally:
        """What there is to add up; nothing was found before."""
        return Tally(self.head.id, self.head.at, self.head.approved_at, self.entries, {})

    def with_head(self, **changes: Any) -> Self:
        """The same with another head."""
        return replace(self, head=self.head._replace(**changes))

    def with_entries(self, new: Sequence[Entry]) -> Self:
        """The same with more entries, less those that they replace."""
        gone = {entry.replaces for entry in new}
        standing = [entry for rows in self.entries.values() for entry in rows if entry.id not in gone]
        entries = sorted((*standing, *new), key=lambda entry: (entry.counted_at, entry.id))
        return replace(self, entries=store.by_item(entry for entry in entries if entry.id not in gone))

    def asked_again(self, item_ids: Iterable[UUID]) -> Self:
        """The same with items in their next round, without entries."""
        again = set(item_ids)
        rounds = {item_id: number + (item_id in again) for item_id, number in self.rounds.items()}
        return replace(self, rounds=rounds, entries={k: v for k, v in self.entries.items() if k not in again})


def get_sheet(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """The count's sheet, in walking order, with everybody's entries. Of a blind one only who approves sees the book."""
    at_store(unit, "inventory.count", store_id)
    sheet, _ = load_sheet(unit, store_id, count_id)
    return view(unit, sheet)


def load_sheet(
    unit: Unit, store_id: UUID, count_id: UUID, *more: Read, lock: bool = False
) -> tuple[Sheet, list[list[Any]]]:
    """A count of the store with its sheet, and the rows of other statements; one round trip."""
    heads, asked, entries, items, units, way, *rest = unit.fetch(
        store.count_read(unit, store_id, count_id, lock=lock),
        *store.sheet_reads(unit, count_id),
        way_read(unit, store_id),
        *more,
    )
    rounds = {row.item_id: row.round for row in asked}
    sheet = Sheet(store.the_one(heads), rounds, store.by_item(entries), known_from(items, units), way)
    return sheet, rest


def found_in(unit: Unit, sheet: Sheet) -> dict[UUID, Result]:
    """What has been counted comes to, item by item, by what is known now."""
    found = results(unit, sheet.head.store_id, [sheet.tally], ways_of(sheet.way))
    return found.get(sheet.head.id, {})


def view(unit: Unit, sheet: Sheet, found: Mapping[UUID, Result] | None = None) -> View:
    """The sheet as people read it. ``found``: what it comes to, if that is known already."""
    may_see = not sheet.head.is_blind or unit.actor.may("inventory.count_approve", sheet.head.store_id)
    if not may_see:
        found = {}
    elif found is None:
        found = found_in(unit, sheet)
    people = {entry.counted_by for rows in sheet.entries.values() for entry in rows}
    names = ports.people.names(unit, people) if people else {}
    lines = {item_id: _line(sheet, item_id, found.get(item_id), names) for item_id in sheet.rounds}
    return {
        "count": head_view(sheet.head, len(sheet.rounds), len(sheet.entries)),
        "locations": _walk(sheet.way, lines),
    }


def head_view(row: Any, items: int, counted: int) -> View:
    """A count, and how many of its items are counted."""
    return {**{name: getattr(row, name) for name in HEAD}, "items": items, "counted": counted}


def is_near(item: Any, result: Result) -> bool:
    """Whether a count is within the item's tolerance of the book."""
    return is_within(result.closing, result.book, item.tolerance_percent)


def _line(sheet: Sheet, item_id: UUID, result: Result | None, names: Mapping[UUID, str]) -> View:
    item = sheet.known.items[item_id]
    return {
        "item": item_tag(item),
        "round": sheet.rounds[item_id],
        "units": _units(item, sheet.known.factors[item_id]),
        "entries": [_entry(entry, names) for entry in sheet.entries.get(item_id, ())],
        "counted": result.counted if result else None,
        "closing": result.closing if result else None,
        "book": result.book if result else None,
        "is_within": is_near(item, result) if result else None,
    }


def _entry(entry: Entry, names: Mapping[UUID, str]) -> View:
    return {
        **{name: getattr(entry, name) for name in ENTRY},
        "counted_by_name": names.get(entry.counted_by),
    }


def _units(item: Any, factors: Mapping[str, Any]) -> list[str]:
    """Units to count in, the stock unit first."""
    return [item.stock_unit, *sorted(unit for unit in factors if unit != item.stock_unit)]


def _walk(way: Sequence[Any], lines: Mapping[UUID, View]) -> list[View]:
    """Lines by place, in walking order; what lies nowhere comes last."""
    places: dict[UUID, View] = {}
    for row in way:
        place = places.setdefault(row.id, {"location_id": row.id, "name": row.name, "lines": []})
        if row.item_id in lines:
            place["lines"].append(lines[row.item_id])
    placed = {row.item_id for row in way}
    rest = [line for item_id, line in lines.items() if item_id not in placed]
    rest.sort(key=lambda line: str(line["item"]["code"]))
    elsewhere: View = {"location_id": None, "name": ELSEWHERE, "lines": rest}
    return [place for place in (*places.values(), elsewhere) if place["lines"]]
