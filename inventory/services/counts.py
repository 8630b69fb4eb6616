"""Counting a store's stock: opened, walked through by several people at once, submitted, counted again, approved."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from inventory.errors import BadStock, NotNow
from inventory.models.counts import CountEntryRow, CountItemRow, CountRow
from inventory.models.items import ItemRow
from inventory.rules.count_entries import is_within
from inventory.rules.documents import in_stock
from inventory.services.drafts import known_items
from inventory.services.recipes import item_tag
from inventory.services.results import Result, books, entries_by_item, keep_results, recompute, results
from inventory.services.stores import at_store
from inventory.store import counts as store
from inventory.store.items import items_by_id
from inventory.store.ledger import Until, items_seen
from inventory.store.places import items_at, list_locations
from inventory.store.rows import of_tenant

View = dict[str, Any]
CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST = timedelta(days=2)
HEAD = ("id", "store_id", "kind", "at", "state", "is_blind", "note", "opened_at", "approved_at")


def list_counts(unit: Unit, store_id: UUID, **wanted: Any) -> Page[View]:
    """A page of the store's counts, newest first, and how far each has come."""
    at_store(unit, "inventory.count", store_id)
    found = store.list_counts(unit, store_id, **wanted)
    done = store.progress_of(unit, [row.id for row in found.items])
    return Page([_head(row, *done[row.id]) for row in found.items], found.next_cursor)


def open_count(unit: Unit, store_id: UUID, given: dict[str, Any]) -> View:
    """A new count of everything (full), or of the items or the category named (spot, cycle). ``at``: what it stands for."""
    at_store(unit, "inventory.count", store_id)
    now = clock.now()
    at = given.get("at") or now
    if at > now + CLOCKS_DIFFER or at < now - LONGEST * 30:
        raise BadStock("A count stands for a moment of the last weeks, not for one to come.", code="bad_at")
    row = CountRow(
        tenant_id=unit.tenant_id,
        id=given.get("id") or new_id(),
        store_id=store_id,
        kind=given["kind"],
        at=at,
        state="open",
        is_blind=given.get("is_blind", True),
        note=given.get("note"),
        opened_by=unit.actor.staff_id,
        opened_at=now,
    )
    items = _to_count(unit, store_id, given)
    if not items:
        raise BadStock("There is nothing to count.", code="nothing_to_count")
    unit.session.add(row)
    unit.session.flush()
    unit.add(CountItemRow, [{"count_id": row.id, "item_id": item_id, "round": 1} for item_id in items])
    unit.audit("count.open", "count", row.id, {"kind": row.kind, "items": len(items)}, store_id)
    return _head(row, len(items), 0)


def get_sheet(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """The count's sheet, in walking order, with everybody's entries. Of a blind one only who approves sees the book."""
    at_store(unit, "inventory.count", store_id)
    row = store.get_count(unit, store_id, count_id)
    wanted = store.items_of(unit, row.id)
    entries = store.entries_of(unit, row.id)
    known = known_items(unit, set(wanted))
    standing = entries_by_item(entries, {item_id: one.round for item_id, one in wanted.items()})
    may_see = not row.is_blind or unit.actor.may("inventory.count_approve", store_id)
    found: Mapping[UUID, Result] = results(unit, row, standing) if may_see else {}
    lines = {
        item_id: {
            "item": item_tag(known.items[item_id]),
            "round": one.round,
            "units": _units(known.items[item_id], known.factors[item_id]),
            "entries": [_entry(entry) for entry in standing.get(item_id, [])],
            "counted": found[item_id].counted if item_id in found else None,
            "closing": found[item_id].closing if item_id in found else None,
            "book": found[item_id].book if item_id in found else None,
            "is_within": _near(known.items[item_id], found[item_id]) if item_id in found else None,
        }
        for item_id, one in wanted.items()
    }
    count = _head(row, len(wanted), len(standing))
    return {"count": count, "locations": _walk(unit, store_id, lines)}


def enter(unit: Unit, store_id: UUID, count_id: UUID, entries: Sequence[dict[str, Any]]) -> View:
    """Write down what was counted. The tablet made the ids: sent again, an entry is there already.

    Entries of several people and places add up; who has miscounted names the own entry that the new one ``replaces``.
    """
    at_store(unit, "inventory.count", store_id)
    row = _unfinished(unit, store_id, count_id)
    wanted = store.items_of(unit, row.id)
    known = known_items(unit, {entry["item_id"] for entry in entries})
    places = {place.id for place in list_locations(unit, store_id)}
    standing = store.find_entries(unit, [entry["id"] for entry in entries])
    replaced = store.find_entries(unit, [e["replaces"] for e in entries if e.get("replaces")])
    rows = []
    for place, entry in enumerate(entries):
        if entry["id"] in standing:
            continue
        if entry["item_id"] not in wanted:
            raise BadStock("This item is not to be counted here.", code="not_on_sheet")
        if entry.get("location_id") is not None and entry["location_id"] not in places:
            raise BadStock("There is no such location at this store.", code="location_unknown")
        factor = known.factor(entry["item_id"], entry["unit"], f"entries.{place}.unit")
        _check_replaced(unit, store_id, row, entry, replaced)
        counted_at = _instant(row, entry.get("counted_at"))
        rows.append(
            {
                "id": entry["id"],
                "count_id": row.id,
                "location_id": entry.get("location_id"),
                "item_id": entry["item_id"],
                "quantity": entry["quantity"],
                "unit": entry["unit"],
                "stock_quantity": in_stock(entry["quantity"], factor),
                "counted_at": counted_at,
                "counted_by": unit.actor.staff_id,
                "round": wanted[entry["item_id"]].round,
                "replaces": entry.get("replaces"),
            }
        )
    unit.add(CountEntryRow, rows)
    return get_sheet(unit, store_id, count_id)


def submit(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """Everything is counted. What is further from the book than its tolerance is asked for again, once."""
    at_store(unit, "inventory.count", store_id)
    row = _unfinished(unit, store_id, count_id)
    wanted = store.items_of(unit, row.id)
    standing = entries_by_item(
        store.entries_of(unit, row.id), {item_id: one.round for item_id, one in wanted.items()}
    )
    if not standing:
        raise BadStock("Nothing was counted yet.", code="nothing_counted")
    items = items_by_id(unit, standing)
    found = results(unit, row, standing)
    again = [i for i, result in found.items() if wanted[i].round == 1 and not _near(items[i], result)]
    _ask_again(wanted, again)
    row.state = "recount" if again else "submitted"
    unit.session.flush()
    unit.audit("count.submit", "count", row.id, {"again": len(again)}, store_id)
    return get_sheet(unit, store_id, count_id)


def ask_again(unit: Unit, store_id: UUID, count_id: UUID, item_ids: Collection[UUID]) -> View:
    """Have items counted once more; their entries so far no longer count."""
    at_store(unit, "inventory.count_approve", store_id)
    row = store.get_count(unit, store_id, count_id, lock=True)
    if row.state not in ("open", "submitted", "recount"):
        raise NotNow("It is approved or given up.", state=row.state)
    wanted = store.items_of(unit, row.id)
    if set(item_ids) - wanted.keys():
        raise BadStock("This item is not to be counted here.", code="not_on_sheet")
    _ask_again(wanted, item_ids)
    row.state = "recount"
    unit.session.flush()
    unit.audit("count.recount", "count", row.id, {"items": len(set(item_ids))}, store_id)
    return get_sheet(unit, store_id, count_id)


def approve(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """Take what was counted for what was there: the stock is adjusted to it. What was not counted stays as the book says."""
    at_store(unit, "inventory.count_approve", store_id)
    row = store.get_count(unit, store_id, count_id, lock=True)
    if row.state != "submitted":
        raise NotNow("Submit it first.", state=row.state)
    rounds = {item_id: one.round for item_id, one in store.items_of(unit, row.id).items()}
    standing = entries_by_item(store.entries_of(unit, row.id), rounds)
    moments = [entry.counted_at for entries in standing.values() for entry in entries]
    row.state, row.approved_by, row.approved_at = "approved", unit.actor.staff_id, clock.now()
    row.counted_until = max([row.at, *moments])
    unit.session.flush()
    keep_results(unit, row, results(unit, row, standing))
    # A count of an earlier moment that is approved after a later one is what that one stands on.
    recompute(unit, store_id, set(standing), row.at)
    unit.audit("count.approve", "count", row.id, {"items": len(standing)}, store_id)
    return get_sheet(unit, store_id, count_id)


def cancel(unit: Unit, store_id: UUID, count_id: UUID) -> None:
    """Give a count up that is not approved."""
    at_store(unit, "inventory.count_approve", store_id)
    row = store.get_count(unit, store_id, count_id, lock=True)
    if row.state == "approved":
        raise NotNow("An approved count stays. Count again instead.", state=row.state)
    row.state = "cancelled"
    unit.session.flush()
    unit.audit("count.cancel", "count", row.id, {}, store_id)


def results_view(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """What an approved count came to, item by item."""
    at_store(unit, "inventory.count_approve", store_id)
    row = store.get_count(unit, store_id, count_id)
    found = store.results_of(unit, row.id)
    items = items_by_id(unit, found)
    names = ("counted", "moved", "closing", "book", "computed_at")
    lines = [
        {
            "item": item_tag(items[item_id]),
            **{name: getattr(result, name) for name in names},
            "adjusted": result.closing - result.book,
        }
        for item_id, result in found.items()
    ]
    return {"results": sorted(lines, key=lambda line: str(line["item"]["code"]))}


def _to_count(unit: Unit, store_id: UUID, given: dict[str, Any]) -> list[UUID]:
    item_ids, category_id = given.get("item_ids"), given.get("category_id")
    if item_ids:
        if set(item_ids) - items_by_id(unit, item_ids).keys():
            raise BadStock("There is no such item.", code="item_unknown")
        return list(dict.fromkeys(item_ids))
    query = of_tenant(unit, ItemRow, archived=False).where(
        (ItemRow.kind != "semi") | ItemRow.is_stocked.is_(True)
    )
    if category_id is not None:
        query = query.where(ItemRow.category_id == category_id)
    known = [row.id for row in unit.session.scalars(query.order_by(ItemRow.code))]
    here = items_seen(unit, store_id) | set(store.ways_of(unit, store_id))
    if given["kind"] == "full" or category_id is not None:
        return [item_id for item_id in known if item_id in here] or known
    raise BadStock("Say which items, or which category.", code="nothing_to_count")


def _walk(unit: Unit, store_id: UUID, lines: Mapping[UUID, View]) -> list[View]:
    rows = list_locations(unit, store_id)
    lying = items_at(unit, [row.id for row in rows])
    walked: list[View] = [
        {"location_id": row.id, "name": row.name, "lines": [lines[i] for i in lying[row.id] if i in lines]}
        for row in rows
    ]
    placed = {item_id for found in lying.values() for item_id in found}
    rest = [line for item_id, line in lines.items() if item_id not in placed]
    rest.sort(key=lambda line: str(line["item"]["code"]))
    elsewhere: View = {"location_id": None, "name": {"zh": "其他", "en": "Elsewhere"}, "lines": rest}
    return [place for place in (*walked, elsewhere) if place["lines"]]


def _units(item: ItemRow, factors: Mapping[str, Any]) -> list[str]:
    """Units to count in, the stock unit first."""
    return [item.stock_unit, *sorted(unit for unit in factors if unit != item.stock_unit)]


def _near(item: ItemRow, result: Result) -> bool:
    return is_within(result.closing, result.book, item.tolerance_percent)


def _ask_again(wanted: Mapping[UUID, CountItemRow], item_ids: Iterable[UUID]) -> None:
    for item_id in set(item_ids):
        wanted[item_id].round += 1


def _unfinished(unit: Unit, store_id: UUID, count_id: UUID) -> CountRow:
    row = store.get_count(unit, store_id, count_id, lock=True)
    if row.state not in ("open", "recount"):
        raise NotNow("Nobody counts here any more.", state=row.state)
    return row


def _instant(row: CountRow, given: datetime | None) -> datetime:
    now = clock.now()
    moment = given or now
    if moment > now + CLOCKS_DIFFER or abs(moment - row.at) > LONGEST * 15:
        raise BadStock("It was counted around the count's moment, and not later than now.", code="bad_at")
    return moment


def _check_replaced(
    unit: Unit, store_id: UUID, row: CountRow, entry: dict[str, Any], known: Mapping[UUID, CountEntryRow]
) -> None:
    if entry.get("replaces") is None:
        return
    before = known.get(entry["replaces"])
    if before is None or (before.count_id, before.item_id) != (row.id, entry["item_id"]):
        raise BadStock("There is no such entry to replace.", code="entry_unknown")
    mine = before.counted_by == unit.actor.staff_id
    if not mine and not unit.actor.may("inventory.count_approve", store_id):
        raise BadStock("Somebody else counted that; count your own.", code="not_your_entry")


def _entry(row: CountEntryRow) -> View:
    names = ("id", "location_id", "quantity", "unit", "stock_quantity", "counted_at", "counted_by")
    return {name: getattr(row, name) for name in names}


def _head(row: CountRow, items: int, counted: int) -> View:
    return {**{name: getattr(row, name) for name in HEAD}, "items": items, "counted": counted}


def book_of(unit: Unit, store_id: UUID, item_ids: Iterable[UUID], at: datetime) -> dict[UUID, Decimal]:
    """What the ledger says of items at a moment."""
    found = books(unit, store_id, [Until(item_id, at) for item_id in item_ids])
    return {one.item_id: quantity for one, quantity in found.items()}
