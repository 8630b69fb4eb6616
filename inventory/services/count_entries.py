"""What people count: written down as often as it is sent, once; corrected by who counted it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory.errors import BadStock, IdReused, NotNow
from inventory.models.counts import CountEntryRow
from inventory.rules.documents import in_stock
from inventory.services.books import refuse_closed, refuse_to_come
from inventory.services.count_sheets import Sheet, View, load_sheet, view
from inventory.services.stores import at_store
from inventory.store.counts import Entry, entries_read
from inventory.store.ledger import closed_read, days_of

AROUND = timedelta(days=30)
SAID = ("item_id", "location_id", "quantity", "unit", "replaces")


def enter(unit: Unit, store_id: UUID, count_id: UUID, entries: Sequence[dict[str, Any]]) -> View:
    """Write down what was counted. The tablet made the ids: sent again, an entry is there already; another with its id is
    refused (409 ``id_reused``).

    Entries of several people and places add up; who has miscounted names the own entry that the new one ``replaces``.
    """
    settings = at_store(unit, "inventory.count", store_id)
    named = [entry["id"] for entry in entries] + [e["replaces"] for e in entries if e.get("replaces")]
    sheet, (rows, closed) = load_sheet(
        unit, store_id, count_id, entries_read(unit, named), closed_read(unit, store_id), lock=True
    )
    refuse_finished(sheet)
    refuse_closed(settings, days_of(closed), sheet.head.at)
    known = {row.id: Entry._make(row) for row in rows}
    new: list[Entry] = []
    for place, given in enumerate(entries):
        if given["id"] in known:
            _check_same(known[given["id"]], count_id, given)
        else:
            entry = _entry(unit, sheet, given, place)
            _check_replaced(unit, store_id, entry, known)
            known[entry.id] = entry
            new.append(entry)
    unit.add(CountEntryRow, [entry._asdict() for entry in new])
    return view(unit, sheet.with_entries(new))


def refuse_finished(sheet: Sheet) -> None:
    """Refuse (409) a count at which nobody counts any more."""
    if sheet.head.state not in ("open", "recount"):
        raise NotNow("Nobody counts here any more.", state=sheet.head.state)


def _entry(unit: Unit, sheet: Sheet, given: dict[str, Any], place: int) -> Entry:
    item_id, location_id = given["item_id"], given.get("location_id")
    if item_id not in sheet.rounds:
        raise BadStock("This item is not to be counted here.", code="not_on_sheet")
    if location_id is not None and location_id not in {row.id for row in sheet.way}:
        raise BadStock("There is no such location at this store.", code="location_unknown")
    factor = sheet.known.factor(item_id, given["unit"], f"entries.{place}.unit")
    return Entry(
        given["id"],
        sheet.head.id,
        location_id,
        item_id,
        given["quantity"],
        given["unit"],
        in_stock(given["quantity"], factor),
        _instant(sheet.head.at, given.get("counted_at")),
        unit.actor.staff_id,
        sheet.rounds[item_id],
        given.get("replaces"),
    )


def _check_same(known: Entry, count_id: UUID, given: Mapping[str, Any]) -> None:
    said = (count_id, *(given.get(name) for name in SAID))
    if (known.count_id, *(getattr(known, name) for name in SAID)) != said:
        raise IdReused("Another entry has this id.", entry_id=str(known.id))


def _instant(at: datetime, given: datetime | None) -> datetime:
    moment = given or clock.now()
    refuse_to_come(moment)
    if abs(moment - at) > AROUND:
        raise BadStock("It was counted around the count's moment.", code="bad_at")
    return moment


def _check_replaced(unit: Unit, store_id: UUID, entry: Entry, known: Mapping[UUID, Entry]) -> None:
    if entry.replaces is None:
        return
    before = known.get(entry.replaces)
    if before is None or (before.count_id, before.item_id) != (entry.count_id, entry.item_id):
        raise BadStock("There is no such entry to replace.", code="entry_unknown")
    mine = before.counted_by == unit.actor.staff_id
    if not mine and not unit.actor.may("inventory.count_approve", store_id):
        raise BadStock("Somebody else counted that; count your own.", code="not_your_entry")
