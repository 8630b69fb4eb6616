"""Counting a store's stock: opened, walked through by several people at once, submitted, counted again, approved."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from inventory.errors import BadStock, NotNow
from inventory.models.counts import CountItemRow, CountRow
from inventory.services.books import refuse_closed, refuse_to_come
from inventory.services.count_entries import refuse_finished
from inventory.services.count_sheets import Sheet, View, found_in, head_view, is_near, load_sheet, view
from inventory.services.recipes import item_tag
from inventory.services.results import keep, recompute
from inventory.services.stores import at_store
from inventory.store import counts as store
from inventory.store.count_results import lock_results, results_of
from inventory.store.items import countable_items, items_by_id
from inventory.store.ledger import closed_read, closed_until, days_of, items_seen
from inventory.store.places import way_read

OLDEST = timedelta(days=60)
RESULT = ("counted", "moved", "closing", "book", "computed_at")


def list_counts(unit: Unit, store_id: UUID, **wanted: Any) -> Page[View]:
    """A page of the store's counts, newest first, and how far each has come."""
    at_store(unit, "inventory.count", store_id)
    found = store.list_counts(unit, store_id, **wanted)
    done = store.progress_of(unit, [row.id for row in found.items])
    return Page([head_view(row, *done[row.id]) for row in found.items], found.next_cursor)


def open_count(unit: Unit, store_id: UUID, given: dict[str, Any]) -> View:
    """A new count of everything (full), or of the items or the category named (spot, cycle). ``at``: what it stands for."""
    settings = at_store(unit, "inventory.count", store_id)
    now = clock.now()
    at = given.get("at") or now
    refuse_to_come(at)
    if at < now - OLDEST:
        raise BadStock("A count stands for a moment of the last weeks.", code="bad_at")
    refuse_closed(settings, closed_until(unit, store_id), at)
    items = _to_count(unit, store_id, given)
    if not items:
        raise BadStock("There is nothing to count.", code="nothing_to_count")
    row = {
        "tenant_id": unit.tenant_id,
        "id": given.get("id") or new_id(),
        "store_id": store_id,
        "kind": given["kind"],
        "at": at,
        "state": "open",
        "is_blind": given.get("is_blind", True),
        "note": given.get("note"),
        "opened_by": unit.actor.staff_id,
        "opened_at": now,
    }
    unit.add(CountRow, [row])
    unit.add(CountItemRow, [{"count_id": row["id"], "item_id": item_id, "round": 1} for item_id in items])
    unit.audit("count.open", "count", row["id"], {"kind": row["kind"], "items": len(items)}, store_id)
    return head_view(CountRow(**row), len(items), 0)


def submit(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """Everything is counted. What is further from the book than its tolerance is asked for again, once."""
    settings = at_store(unit, "inventory.count", store_id)
    sheet, (closed,) = load_sheet(unit, store_id, count_id, closed_read(unit, store_id), lock=True)
    refuse_finished(sheet)
    refuse_closed(settings, days_of(closed), sheet.head.at)
    if not sheet.entries:
        raise BadStock("Nothing was counted yet.", code="nothing_counted")
    found = found_in(unit, sheet)
    items = sheet.known.items
    again = [i for i, result in found.items() if sheet.rounds[i] == 1 and not is_near(items[i], result)]
    sheet = _ask_again(unit, sheet, again, "recount" if again else "submitted")
    unit.audit("count.submit", "count", count_id, {"again": len(again)}, store_id)
    return view(unit, sheet, {i: result for i, result in found.items() if i in sheet.entries})


def ask_again(unit: Unit, store_id: UUID, count_id: UUID, item_ids: Collection[UUID]) -> View:
    """Have items counted once more; their entries so far no longer count."""
    settings = at_store(unit, "inventory.count_approve", store_id)
    sheet, (closed,) = load_sheet(unit, store_id, count_id, closed_read(unit, store_id), lock=True)
    if sheet.head.state not in ("open", "submitted", "recount"):
        raise NotNow("It is approved or given up.", state=sheet.head.state)
    refuse_closed(settings, days_of(closed), sheet.head.at)
    again = set(item_ids)
    if again - sheet.rounds.keys():
        raise BadStock("This item is not to be counted here.", code="not_on_sheet")
    sheet = _ask_again(unit, sheet, again, "recount")
    unit.audit("count.recount", "count", count_id, {"items": len(again)}, store_id)
    return view(unit, sheet)


def approve(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """Take what was counted for what was there: the stock is adjusted to it. What was not counted stays as the book says."""
    settings = at_store(unit, "inventory.count_approve", store_id)
    lock_results(unit, store_id)
    sheet, (closed,) = load_sheet(unit, store_id, count_id, closed_read(unit, store_id), lock=True)
    if sheet.head.state != "submitted":
        raise NotNow("Submit it first.", state=sheet.head.state)
    refuse_closed(settings, days_of(closed), sheet.head.at)
    found = found_in(unit, sheet)
    moments = [entry.counted_at for entries in sheet.entries.values() for entry in entries]
    sheet = _change(
        unit,
        sheet,
        state="approved",
        approved_by=unit.actor.staff_id,
        approved_at=clock.now(),
        counted_until=max([sheet.head.at, *moments]),
    )
    keep(unit, store_id, [sheet.tally], {count_id: found})
    # A count of an earlier moment that is approved after a later one is what that one stands on.
    recompute(unit, store_id, sheet.entries.keys(), sheet.head.at, but=count_id)
    unit.audit("count.approve", "count", count_id, {"items": len(sheet.entries)}, store_id)
    return view(unit, sheet, found)


def cancel(unit: Unit, store_id: UUID, count_id: UUID) -> None:
    """Give a count up that is not approved."""
    at_store(unit, "inventory.count_approve", store_id)
    row = store.get_count(unit, store_id, count_id, lock=True)
    if row.state == "approved":
        raise NotNow("An approved count stays. Count again instead.", state=row.state)
    unit.change(CountRow, {"id": count_id}, {"state": "cancelled"})
    unit.audit("count.cancel", "count", count_id, {}, store_id)


def results_view(unit: Unit, store_id: UUID, count_id: UUID) -> View:
    """What an approved count came to, item by item."""
    at_store(unit, "inventory.count_approve", store_id)
    store.get_count(unit, store_id, count_id)
    found = results_of(unit, count_id)
    items = items_by_id(unit, found)
    lines = [
        {
            "item": item_tag(items[item_id]),
            **{name: getattr(result, name) for name in RESULT},
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
    if given["kind"] != "full" and category_id is None:
        raise BadStock("Say which items, or which category.", code="nothing_to_count")
    known = countable_items(unit, category_id)
    (way,) = unit.fetch(way_read(unit, store_id))
    here = items_seen(unit, store_id) | {row.item_id for row in way}
    return [item_id for item_id in known if item_id in here] or known


def _ask_again(unit: Unit, sheet: Sheet, item_ids: Collection[UUID], state: str) -> Sheet:
    store.ask_again(unit, sheet.head.id, item_ids)
    return _change(unit, sheet, state=state).asked_again(item_ids)


def _change(unit: Unit, sheet: Sheet, **changes: Any) -> Sheet:
    unit.change(CountRow, {"id": sheet.head.id}, changes)
    return sheet.with_head(**changes)
