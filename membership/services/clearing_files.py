"""A clearing as a workbook: what each store owes or gets, and every entry of it, at the store's own time."""

from datetime import UTC
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from core.errors import Unprocessable
from core.sheets import cells as cell
from core.sheets.columns import Column, Sheet
from core.sheets.files import write_workbook
from core.uow import Unit
from membership import ports
from membership.services.clearing import MOST_ENTRIES
from membership.store import clearing as store

_TEXT = cell.text()
_STATEMENTS = Sheet(
    "statements",
    (
        *(Column(name, _TEXT) for name in ("store", "legal_entity")),
        *(Column(name, cell.day()) for name in ("from", "to")),
        Column("kind", _TEXT),
        Column("entries", cell.whole(0, 10**12)),
        Column("pays", cell.money()),
    ),
    ("store", "kind"),
)
_ENTRIES = Sheet(
    "entries",
    (
        *(Column(name, _TEXT) for name in ("store", "legal_entity")),
        Column("day", cell.day()),
        *(Column(name, _TEXT) for name in ("at", "kind")),
        Column("pays", cell.money()),
        *(Column(name, _TEXT) for name in ("used_at", "member", "order", "use")),
    ),
    ("store", "use"),
)


def export_xlsx(unit: Unit, clearing_id: UUID, store_id: UUID | None = None) -> bytes:
    """The workbook of a clearing, or of one store's statement. Refuses (422) more entries than a sheet is good for."""
    unit.actor.demand("value.report", store_id)
    head = store.get_clearing(unit, clearing_id)
    places = ports.stores.all_stores(unit)
    kept = store.list_statements(unit, clearing_id)
    names = {place.id: place.name["zh"] for place in places}
    # What is closed keeps the names that it was closed with.
    names |= {row.store_id: row.store_name["zh"] for row in kept if row.store_name}
    entities = {row.entity: row.entity_name["zh"] for row in kept if row.entity_name}
    zones = {place.id: ZoneInfo(place.timezone) for place in places}
    digits = get_currency_precision(places[0].currency) if places else 2
    rows = store.list_entries(unit, clearing_id, store_id, None, MOST_ENTRIES + 1)
    if len(rows) > MOST_ENTRIES:
        raise Unprocessable("Ask for one store at a time.", code="too_many_entries")

    def money(amount: int) -> Decimal:
        return Decimal(amount).scaleb(-digits)

    def named(place: UUID | None) -> str | None:
        return None if place is None else names.get(place, str(place))

    def owner(row: Any) -> str | None:
        return entities.get(row.entity) or named(row.store_id)

    statements: list[dict[str, Any]] = [
        {
            "store": named(row.store_id),
            "legal_entity": owner(row),
            "from": head.first,
            "to": head.last,
            "kind": kind,
            "entries": entries,
            "pays": money(amount),
        }
        for row in kept
        if store_id in (None, row.store_id)
        for kind, (amount, entries) in [*sorted(row.kinds.items()), ("total", (row.pays, row.entries))]
    ]
    entries = [
        {
            "store": named(row.store_id),
            "legal_entity": owner(row),
            "day": row.business_date,
            "at": row.at.astimezone(zones.get(row.store_id, UTC)).strftime("%Y-%m-%d %H:%M:%S"),
            "kind": row.kind,
            "pays": money(row.amount),
            "used_at": named(row.used_at),
            **{
                name: None if value is None else str(value)
                for name, value in (("member", row.member_id), ("order", row.order_id), ("use", row.value_id))
            },
        }
        for row in rows
    ]
    return write_workbook((_STATEMENTS, _ENTRIES), {"statements": statements, "entries": entries})
