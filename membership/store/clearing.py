"""Queries of legal entities and of clearing."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core.ids import earliest_id, made_at
from core.sql import Prepared
from core.uow import Read, Unit
from membership.errors import ClearingNotFound, EntityNotFound

# What came too late for the last period may bear any day before it: an order's funding bears the day on which the order
# was opened. It was posted after that period was closed, though, or so shortly before that it was not there to be seen:
# longer than this no transaction lasts, and no server's clock is behind.
UNSEEN = timedelta(days=1)

_ENTITIES = Prepared(
    """SELECT e.id, e.name, array(SELECT s.store_id FROM membership_entity_store s
        WHERE s.tenant_id = e.tenant_id AND s.entity_id = e.id ORDER BY s.store_id) AS store_ids
    FROM membership_entity e WHERE e.tenant_id = %(tenant_id)s ORDER BY e.id""",
    {},
)
_OF_HEAD_OFFICE = Prepared(
    """SELECT store_id FROM membership_entity_store
    WHERE tenant_id = %(tenant_id)s AND entity_id IS NULL ORDER BY store_id""",
    {},
)
_BOOKS = Prepared(
    """SELECT store_id, coalesce(entity_id::text, 'hq') AS entity FROM membership_entity_store
    WHERE tenant_id = %(tenant_id)s AND store_id = ANY(%(ids)s::uuid[])""",
    {},
)
# In whose books who funded an order stands: the store's that was paid for it, and of each store that bore some of it.
_BOOKS_OF_ORDERS = Prepared(
    """SELECT j.order_id, e.store_id, e.entity FROM membership_value_journal j
    JOIN membership_value_entry e ON e.tenant_id = j.tenant_id AND e.journal_id = j.id
    WHERE j.tenant_id = %(tenant_id)s AND j.order_id = ANY(%(order_ids)s::uuid[]) AND j.kind = 'funding'
        AND (e.account = 'compensation' OR (e.account = 'promotion_cost' AND e.store_id <> j.store_id))""",
    {},
)
_NAME = Prepared(
    "SELECT id FROM membership_entity WHERE tenant_id = %(tenant_id)s AND id = %(id)s FOR KEY SHARE", {}
)
_ASSIGN = Prepared(
    """INSERT INTO membership_entity_store (tenant_id, store_id, entity_id)
    VALUES (%(tenant_id)s, %(store_id)s, %(entity_id)s::uuid)
    ON CONFLICT (tenant_id, store_id) DO UPDATE SET entity_id = excluded.entity_id""",
    {},
)
_CLEARINGS = """SELECT c.id, c.number, c.first, c.last, c.head_office_bears, c.closed_at, c.closed_by,
        (SELECT count(*) FROM membership_clearing_statement s
            WHERE s.tenant_id = c.tenant_id AND s.clearing_id = c.id) AS stores
    FROM membership_clearing c WHERE c.tenant_id = %(tenant_id)s"""
_LIST = Prepared(
    f"""{_CLEARINGS} AND (%(after)s::uuid IS NULL OR c.number < (SELECT o.number FROM membership_clearing o
        WHERE o.tenant_id = c.tenant_id AND o.id = %(after)s::uuid))
    ORDER BY c.number DESC LIMIT %(limit)s::bigint""",  # noqa: S608 - from constants
    {},
)
_ONE = Prepared(f"{_CLEARINGS} AND c.id = %(id)s", {})
_LAST = Prepared(f"{_CLEARINGS} ORDER BY c.number DESC LIMIT 1", {})
_FIRST_ENTRY = Prepared(
    "SELECT min(business_date) AS day FROM membership_value_entry WHERE tenant_id = %(tenant_id)s", {}
)
# Every entry between a store and head office goes into one statement, once: the key holds that against two who close.
# Of earlier days those alone are looked at that were posted since the last closing, by their ids: not all there ever were.
_UNMARKED = """SELECT e.tenant_id, e.id, %(clearing_id)s, e.store_id, e.other FROM membership_value_entry e
        WHERE e.tenant_id = %(tenant_id)s AND e.entity = 'hq' AND e.account = 'due'
            AND NOT EXISTS (SELECT FROM membership_cleared_entry c
                WHERE c.tenant_id = e.tenant_id AND c.entry_id = e.id)"""
_MARK = Prepared(
    f"""WITH marked AS (
        INSERT INTO membership_cleared_entry (tenant_id, entry_id, clearing_id, store_id, entity)
        {_UNMARKED} AND e.business_date BETWEEN %(first)s::date AND %(last)s::date
        UNION ALL
        {_UNMARKED} AND e.business_date < %(first)s::date AND e.id >= %(since)s
        RETURNING entry_id, store_id, entity)
    SELECT m.store_id, m.entity, j.kind, sum(e.amount)::bigint AS amount, count(*) AS entries
    FROM marked m
    JOIN membership_value_entry e ON e.tenant_id = %(tenant_id)s AND e.id = m.entry_id
    JOIN membership_value_journal j ON j.tenant_id = e.tenant_id AND j.id = e.journal_id
    GROUP BY m.store_id, m.entity, j.kind ORDER BY m.store_id, m.entity, j.kind""",  # noqa: S608 - from constants
    {},
)
_STATEMENTS = Prepared(
    """SELECT store_id, entity, store_name, entity_name, pays, entries, kinds FROM membership_clearing_statement
    WHERE tenant_id = %(tenant_id)s AND clearing_id = %(id)s
        AND (%(store_id)s::uuid IS NULL OR store_id = %(store_id)s::uuid) ORDER BY store_id, entity""",
    {},
)
_ENTRIES = Prepared(
    """SELECT c.entry_id, c.store_id, c.entity, j.at, e.business_date, j.kind, e.amount, j.id AS value_id, j.order_id,
        j.member_id, j.store_id AS used_at
    FROM membership_cleared_entry c
    JOIN membership_value_entry e ON e.tenant_id = c.tenant_id AND e.id = c.entry_id
    JOIN membership_value_journal j ON j.tenant_id = e.tenant_id AND j.id = e.journal_id
    WHERE c.tenant_id = %(tenant_id)s AND c.clearing_id = %(id)s
        AND (%(store_id)s::uuid IS NULL OR c.store_id = %(store_id)s::uuid)
        AND (%(after)s::uuid IS NULL OR c.entry_id > %(after)s::uuid)
    ORDER BY c.entry_id LIMIT %(limit)s::bigint""",
    {},
)
_DONE = Prepared(
    "SELECT id FROM membership_value_journal WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])",
    {},
)


def list_entities(unit: Unit) -> tuple[list[Any], list[UUID]]:
    """The legal entities with their stores, and the stores that are head office's own."""
    entities, own = unit.fetch(
        (_ENTITIES, {"tenant_id": unit.tenant_id}), (_OF_HEAD_OFFICE, {"tenant_id": unit.tenant_id})
    )
    return entities, [row.store_id for row in own]


def get_entity(unit: Unit, entity_id: UUID) -> None:
    """Hold an entity; raises EntityNotFound."""
    if unit.fetch_one(_NAME, tenant_id=unit.tenant_id, id=entity_id) is None:
        raise EntityNotFound


def assign(unit: Unit, store_id: UUID, entity_id: UUID | None) -> None:
    """Make a store an entity's, or head office's own."""
    unit.write(_ASSIGN, tenant_id=unit.tenant_id, store_id=store_id, entity_id=entity_id)


def books_read(unit: Unit, store_ids: Iterable[UUID]) -> Read:
    """Whose books these stores' business goes into, where it is not their own."""
    return _BOOKS, {"tenant_id": unit.tenant_id, "ids": list(store_ids)}


def books_of_orders(unit: Unit, order_ids: Iterable[UUID]) -> Read:
    """Whose books the funding of these orders was posted in, by order and store."""
    return _BOOKS_OF_ORDERS, {"tenant_id": unit.tenant_id, "order_ids": list(order_ids)}


def journals_read(unit: Unit, journal_ids: Iterable[UUID]) -> Read:
    """Which of these journals there are."""
    return _DONE, {"tenant_id": unit.tenant_id, "ids": list(journal_ids)}


def list_clearings(unit: Unit, after: UUID | None, limit: int) -> list[Any]:
    """Clearings, the latest first, from the one after ``after`` on."""
    return unit.fetch_all(_LIST, tenant_id=unit.tenant_id, after=after, limit=limit)


def find_ends(unit: Unit) -> tuple[Any, date | None]:
    """The last clearing, or None, and the first day on which anything was posted."""
    last, first = unit.fetch(
        (_LAST, {"tenant_id": unit.tenant_id}), (_FIRST_ENTRY, {"tenant_id": unit.tenant_id})
    )
    return last[0] if last else None, first[0].day


def get_clearing(unit: Unit, clearing_id: UUID) -> Any:
    """A clearing; raises ClearingNotFound."""
    row = unit.fetch_one(_ONE, tenant_id=unit.tenant_id, id=clearing_id)
    if row is None:
        raise ClearingNotFound
    return row


def mark(unit: Unit, clearing_id: UUID, first: date, last: date, before: UUID | None) -> list[Any]:
    """Put every entry that is in no statement yet into this one; answers sums by store, entity and kind.

    ``before``: the clearing before it.
    """
    since = earliest_id(made_at(before) - UNSEEN) if before else UUID(int=0)
    days = {"first": first, "last": last, "since": since}
    return unit.fetch_all(_MARK, tenant_id=unit.tenant_id, clearing_id=clearing_id, **days)


def list_statements(unit: Unit, clearing_id: UUID, store_id: UUID | None = None) -> list[Any]:
    """A clearing's statements, or one store's."""
    return unit.fetch_all(_STATEMENTS, tenant_id=unit.tenant_id, id=clearing_id, store_id=store_id)


def list_entries(
    unit: Unit, clearing_id: UUID, store_id: UUID | None, after: UUID | None, limit: int
) -> list[Any]:
    """The entries of a clearing, or of one store's statement, in order."""
    return unit.fetch_all(
        _ENTRIES, tenant_id=unit.tenant_id, id=clearing_id, store_id=store_id, after=after, limit=limit
    )
