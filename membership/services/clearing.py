"""Clearing between stores and head office: closed once, never changed; what comes late is in the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership import ports
from membership.errors import ClearingNotFound, PeriodNotNext, PeriodNotOver
from membership.models.clearing import ClearingRow, ClearingStatementRow
from membership.rules import periods
from membership.rules.stored_value import postings
from membership.services.brand_days import brand_day
from membership.store import clearing as store
from membership.store.stored_value import post
from membership.values.promotions import HEAD_OFFICE
from membership.values.stored_value import Books, Posting

Answer = dict[str, Any]
# A payment that began before the day's end has long ended by then.
GRACE = timedelta(minutes=10)
MOST_ENTRIES = 100_000


@dataclass(frozen=True, slots=True)
class Funding:
    """What others bear of the discounts of an order: ``parts`` of (``hq`` or a store's id, amount), given back for a refund.

    ``id`` is the journal's: said twice, it is done once.
    """

    id: UUID
    order_id: UUID
    store_id: UUID
    business_date: date
    parts: tuple[tuple[str, int], ...]
    is_refund: bool


def post_fundings(unit: Unit, fundings: Sequence[Funding]) -> None:
    """Charge those who fund orders' discounts, and pay the stores that gave them.

    A refund takes it back in the books in which it was posted, whoever has the stores by now.
    """
    asked = {funding.id: funding for funding in fundings if funding.parts}
    if not asked:
        return
    stores = {funding.store_id for funding in asked.values()}
    others = {UUID(who) for one in asked.values() for who, _ in one.parts if who != HEAD_OFFICE}
    given_back = [funding.order_id for funding in asked.values() if funding.is_refund]
    done, today, posted = unit.fetch(
        store.journals_read(unit, asked),
        store.books_read(unit, stores | others),
        store.books_of_orders(unit, given_back),
    )
    is_done = {row.id for row in done}
    entities = {str(row.store_id): row.entity for row in today}
    kept: dict[UUID, dict[str, str]] = {}
    for row in posted:
        kept.setdefault(row.order_id, {})[str(row.store_id)] = row.entity
    journals = []
    for funding in asked.values():
        books = Books({**entities, **(kept.get(funding.order_id, {}) if funding.is_refund else {})})
        entries = postings.funding(str(funding.store_id), funding.parts, books)
        if entries and funding.id not in is_done:
            journals.append(_journal(funding, entries))
    if journals:
        post(unit, journals, clock.now())


def list_clearings(unit: Unit, limit: int, after: UUID | None = None) -> Answer:
    """What is closed, the latest first, in pages, and which period is next."""
    unit.actor.demand("value.report")
    last, first_entry = store.find_ends(unit)
    today = brand_day(unit, clock.now())
    first = periods.next_first(last.last if last else None, first_entry, today)
    until = periods.end_of_month(first)
    rows = store.list_clearings(unit, after, limit + 1)
    return {
        "items": [_head(row) for row in rows[:limit]],
        "next_cursor": str(rows[limit - 1].id) if len(rows) > limit else None,
        "next": {"first": first, "last": until, "can_close": until <= _over_through(unit)},
    }


def close(unit: Unit, first: date, last: date) -> Answer:
    """Close a period: what each store owes head office, or gets, with every entry. It never changes again.

    Raises PeriodNotNext when it leaves a gap, overlaps, or somebody has just closed it; PeriodNotOver.
    """
    unit.actor.demand("value.close")
    before, first_entry = store.find_ends(unit)
    closed = before.last if before else None
    if not periods.joins(first, last, closed, first_entry):
        wanted = periods.next_first(closed, first_entry, first)
        raise PeriodNotNext(f"The next period begins on {wanted}.", first=wanted.isoformat())
    over = _over_through(unit)
    if last > over:
        raise PeriodNotOver(f"Only days up to {over} are over.", over=over.isoformat())
    clearing_id = new_id()
    statements = _statements(unit, clearing_id, first, last, before.id if before else None)
    bears = -sum(row["pays"] for row in statements)
    row = {
        "id": clearing_id,
        "number": before.number + 1 if before else 1,
        "first": first,
        "last": last,
        "head_office_bears": bears,
        "closed_at": clock.now(),
        "closed_by": unit.actor.staff_id,
    }
    unit.add(ClearingRow, [row])
    unit.add(ClearingStatementRow, [{"clearing_id": clearing_id, **statement} for statement in statements])
    unit.audit("value.close", "clearing", clearing_id, {"number": row["number"], "bears": bears})
    return get_clearing(unit, clearing_id)


def get_clearing(unit: Unit, clearing_id: UUID) -> Answer:
    """A closed period with every store's statement, and what each legal entity pays for all of its stores."""
    unit.actor.demand("value.report")
    row = store.get_clearing(unit, clearing_id)
    statements = store.list_statements(unit, clearing_id)
    dues = {(str(s.store_id), s.entity): s.pays for s in statements}
    names = {s.entity: s.entity_name or s.store_name for s in statements}
    return {
        **_head(row),
        "statements": [_statement(s) for s in statements],
        "entities": [
            {"entity": entity, "name": names[entity], "pays": pays}
            for entity, pays in postings.net_of_entities(dues).items()
        ],
    }


def get_statement(
    unit: Unit, clearing_id: UUID, store_id: UUID, after: UUID | None = None, limit: int = 200
) -> Answer:
    """A store's statement with its entries, a page at a time: for head office, and for whoever runs the store."""
    unit.actor.demand("value.report", store_id)
    head = store.get_clearing(unit, clearing_id)
    statements = store.list_statements(unit, clearing_id, store_id)
    if not statements:
        raise ClearingNotFound
    rows = store.list_entries(unit, clearing_id, store_id, after, limit + 1)
    return {
        "clearing": _head(head),
        "statements": [_statement(s) for s in statements],
        "entries": [entry_view(row) for row in rows[:limit]],
        "next_cursor": str(rows[limit - 1].entry_id) if len(rows) > limit else None,
    }


def entry_view(row: Any) -> Answer:
    """One entry between a store and head office: positive: the store owes it."""
    names = ("entry_id", "store_id", "entity", "at", "business_date", "kind", "amount", "value_id", "order_id", "member_id", "used_at")  # fmt: skip
    return {name: getattr(row, name) for name in names}


def _journal(funding: Funding, entries: list[Posting]) -> tuple[Answer, list[Posting]]:
    row = {
        "id": funding.id,
        "kind": "funding_back" if funding.is_refund else "funding",
        "store_id": funding.store_id,
        "business_date": funding.business_date,
        "order_id": funding.order_id,
    }
    return row, postings.reversed_(entries) if funding.is_refund else entries


def _statements(unit: Unit, clearing_id: UUID, first: date, last: date, before: UUID | None) -> list[Answer]:
    """The statements to keep, one a store and entity, from the entries that are now marked as theirs."""
    names = {place.id: place.name for place in ports.stores.all_stores(unit)}
    entities = {str(row.id): row.name for row in store.list_entities(unit)[0]}
    found: dict[tuple[UUID, str], Answer] = {}
    for row in store.mark(unit, clearing_id, first, last, before):
        statement = found.setdefault(
            (row.store_id, row.entity),
            {
                "store_id": row.store_id,
                "entity": row.entity,
                "store_name": names.get(row.store_id, {}),
                "entity_name": entities.get(row.entity),
                "pays": 0,
                "entries": 0,
                "kinds": {},
            },
        )
        statement["pays"] += row.amount
        statement["entries"] += row.entries
        statement["kinds"][row.kind] = [row.amount, row.entries]
    return list(found.values())


def _over_through(unit: Unit) -> date:
    """The last business date that is over at every store."""
    moment = clock.now() - GRACE
    days = [
        clock.business_date(moment, place.timezone, place.cutoff_minutes)
        for place in ports.stores.stores(unit)
    ]
    return min(days, default=moment.date()) - timedelta(days=1)


def _head(row: Any) -> Answer:
    names = ("id", "number", "first", "last", "head_office_bears", "closed_at", "stores")
    return {name: getattr(row, name) for name in names}


def _statement(row: Any) -> Answer:
    return {
        "store_id": row.store_id,
        "store_name": row.store_name or None,
        "entity": row.entity,
        "entity_name": row.entity_name,
        "pays": row.pays,
        "entries": row.entries,
        "kinds": [
            {"kind": kind, "amount": amount, "entries": entries}
            for kind, (amount, entries) in sorted(row.kinds.items())
        ],
    }
