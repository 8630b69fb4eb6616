"""Queries of stored value. Lots are locked in order of their ids before anything else is read, so that uses of one
balance go one after the other and never in a ring; no row is shared by two members."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core import json
from core.ids import new_id
from core.sql import Prepared
from core.uow import Read, Unit
from membership.errors import JournalNotFound
from membership.store.merged import FAMILY
from membership.values.stored_value import Lot, Posting, Take

_LOT = "SELECT id, principal, bonus, expires_on, funded FROM membership_value_lot WHERE tenant_id = %(tenant_id)s"
_LEFT = f"{_LOT} AND member_id = %(member_id)s AND (principal > 0 OR bonus > 0) ORDER BY id"
_ALL_LOCKED = Prepared(f"{_LOT} AND member_id = %(member_id)s ORDER BY id FOR UPDATE", {})
_LEFT_LOCKED = Prepared(f"{_LEFT} FOR UPDATE", {})
_LEFT_SEEN = Prepared(_LEFT, {})
# A journal keeps whose it was; whose it is now is whom they turned out to be.
_OF_JOURNAL = """(SELECT coalesce(w.merged_into, w.id) FROM membership_value_journal j
    JOIN membership_member w ON w.tenant_id = j.tenant_id AND w.id = j.member_id
    WHERE j.tenant_id = %(tenant_id)s AND j.id = %(id)s)"""
# Not FOR UPDATE: whoever writes of the member, such as a spend's journal, need not wait.
_HOLD = Prepared(
    "SELECT id FROM membership_member WHERE tenant_id = %(tenant_id)s AND id = %(member_id)s FOR NO KEY UPDATE",
    {},
)
_LOTS_OF_JOURNAL = Prepared(f"{_LOT} AND member_id = {_OF_JOURNAL} ORDER BY id FOR UPDATE", {})
_COLUMNS = """SELECT j.id, j.kind, j.store_id, j.principal, j.bonus, j.takes, j.original_id, j.order_id, j.at, j.business_date"""
_USES = f"{_COLUMNS} FROM membership_value_journal j WHERE j.tenant_id = %(tenant_id)s"
_JOURNAL = Prepared(
    f"{_COLUMNS}, j.tender, {_OF_JOURNAL} AS member_id FROM membership_value_journal j WHERE j.tenant_id = %(tenant_id)s AND j.id = %(id)s",
    {},
)
_RETURNS = Prepared(f"{_USES} AND j.original_id = %(id)s ORDER BY j.id", {})
# Whose book the store's part went into, and that of each store that bore some of it: head office's cost names the store at hand.
_BOOKS_OF_JOURNAL = Prepared(
    """SELECT e.store_id, e.entity FROM membership_value_entry e
    JOIN membership_value_journal j ON j.tenant_id = e.tenant_id AND j.id = e.journal_id
    WHERE j.tenant_id = %(tenant_id)s AND j.id = %(id)s
        AND (e.account = 'revenue' OR (e.account = 'promotion_cost' AND e.store_id <> j.store_id))""",
    {},
)
_STATEMENT = Prepared(
    f"{_USES} AND j.member_id IN {FAMILY} ORDER BY j.at DESC, j.id DESC LIMIT %(limit)s::bigint", {}
)
# All that a use has to know beside the lots. The books are those of the store at hand and of whoever funds a bonus.
_STANDING = """SELECT m.id AS member_id, m.erased_at, m.merged_into, p.pin_hash, p.code_key, p.used_step, p.failed, p.locked_until,
        (SELECT s.chosen FROM membership_settings s WHERE s.tenant_id = m.tenant_id) AS chosen,
        (SELECT jsonb_object_agg(e.store_id, coalesce(e.entity_id::text, 'hq')) FROM membership_entity_store e
            WHERE e.tenant_id = m.tenant_id AND (e.store_id = %(store_id)s OR e.store_id IN (
                SELECT l.store_id FROM membership_value_lot l
                WHERE l.tenant_id = m.tenant_id AND l.member_id = m.id))) AS entities,
        (SELECT jsonb_agg(jsonb_build_array(q.id, q.store_id, q.terminal_id, q.unused, q.made_at, q.expires_at)) FROM membership_value_quota q
            WHERE q.tenant_id = m.tenant_id AND q.member_id = m.id AND q.unused > 0) AS quotas
    FROM membership_member m
    LEFT JOIN membership_value_proof p ON p.tenant_id = m.tenant_id AND p.member_id = m.id
    WHERE m.tenant_id = %(tenant_id)s AND m.id = """
# Who uses value is held, so that nobody turns out to be somebody else meanwhile.
_STANDING_HELD = Prepared(f"{_STANDING} %(member_id)s FOR KEY SHARE OF m", {})
_STANDING_SEEN = Prepared(f"{_STANDING} %(member_id)s", {})
_STANDING_OF_JOURNAL = Prepared(f"{_STANDING} {_OF_JOURNAL}", {})
# What was paid for the same order, or without one at the same store on the same business date.
_SPENT_SO_FAR = Prepared(
    """SELECT principal + bonus AS amount FROM membership_value_journal
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s AND kind = 'spend'
        AND (order_id = %(order_id)s::uuid OR (%(order_id)s::uuid IS NULL AND order_id IS NULL
            AND store_id = %(store_id)s AND business_date = %(today)s::date)) ORDER BY at, id""",
    {},
)
# All that a use writes, in one statement: what is left of the lots, the journal, the entries of every book.
_USE = Prepared(
    """WITH moved AS (
        UPDATE membership_value_lot l
        SET principal = v.principal, bonus = v.bonus, funded = coalesce(v.funded, l.funded)
        FROM jsonb_to_recordset(%(lots)s::jsonb) AS v(id uuid, principal bigint, bonus bigint, funded jsonb)
        WHERE l.tenant_id = %(tenant_id)s AND l.id = v.id),
    journal AS (
        INSERT INTO membership_value_journal (tenant_id, id, kind, member_id, store_id, business_date, principal,
            bonus, takes, original_id, order_id, at, by, tender)
        VALUES (%(tenant_id)s, %(id)s, %(kind)s, %(member_id)s::uuid, %(store_id)s::uuid, %(business_date)s,
            %(principal)s, %(bonus)s, %(takes)s::jsonb, %(original_id)s::uuid, %(order_id)s::uuid, %(at)s,
            %(by)s::uuid, %(tender)s::text))
    INSERT INTO membership_value_entry (tenant_id, id, journal_id, business_date, entity, account, other, amount,
        store_id)
    SELECT %(tenant_id)s, e.id, %(id)s, %(business_date)s, e.entity, e.account, e.other, e.amount, e.store_id
    FROM jsonb_to_recordset(%(entries)s::jsonb)
        AS e(id uuid, entity text, account text, other text, amount bigint, store_id uuid)""",
    {},
)
# Journals without a member, such as who funds an order's discounts, and all their entries.
_POST = Prepared(
    """WITH journals AS (
        INSERT INTO membership_value_journal (tenant_id, id, kind, store_id, business_date, principal, bonus, takes,
            order_id, at)
        SELECT %(tenant_id)s, j.id, j.kind, j.store_id, j.business_date, 0, 0, '[]', j.order_id, %(at)s
        FROM jsonb_to_recordset(%(journals)s::jsonb)
            AS j(id uuid, kind text, store_id uuid, business_date date, order_id uuid))
    INSERT INTO membership_value_entry (tenant_id, id, journal_id, business_date, entity, account, other, amount,
        store_id)
    SELECT %(tenant_id)s, e.id, e.journal_id, e.business_date, e.entity, e.account, e.other, e.amount, e.store_id
    FROM jsonb_to_recordset(%(entries)s::jsonb)
        AS e(id uuid, journal_id uuid, business_date date, entity text, account text, other text, amount bigint,
            store_id uuid)""",
    {},
)
_IN_DAYS = """FROM membership_value_entry WHERE tenant_id = %(tenant_id)s
        AND business_date BETWEEN %(first)s::date AND %(last)s::date"""
_ACCOUNTS = Prepared(
    f"""SELECT entity, account, other, sum(amount)::bigint AS amount, count(*) AS entries {_IN_DAYS}
    GROUP BY entity, account, other ORDER BY entity, account, other""",
    {},
)
_DUES = Prepared(
    f"""SELECT entity, account, other, store_id, sum(amount)::bigint AS amount {_IN_DAYS}
        AND entity = 'hq' AND account = 'due' GROUP BY entity, account, other, store_id ORDER BY store_id, other""",
    {},
)
_EXPIRED = Prepared(
    """SELECT id, member_id, principal, bonus, expires_on, funded FROM membership_value_lot
    WHERE tenant_id = %(tenant_id)s AND bonus > 0 AND expires_on < %(before)s::date
    ORDER BY id LIMIT %(limit)s::bigint FOR UPDATE SKIP LOCKED""",
    {},
)


def hold(tenant_id: UUID, member_id: UUID) -> Read:
    """Hold the member: of what holds them so, one goes after another. Before the lots, never after."""
    return _HOLD, {"tenant_id": tenant_id, "member_id": member_id}


def all_locked(tenant_id: UUID, member_id: UUID) -> Read:
    """Every lot, locked: those that are used up, too, for a refund may go back into them."""
    return _ALL_LOCKED, {"tenant_id": tenant_id, "member_id": member_id}


def left_locked(tenant_id: UUID, member_id: UUID) -> Read:
    """The lots of which something is left, locked."""
    return _LEFT_LOCKED, {"tenant_id": tenant_id, "member_id": member_id}


def left_seen(unit: Unit, member_id: UUID) -> Read:
    """The same for those who only look."""
    return _LEFT_SEEN, {"tenant_id": unit.tenant_id, "member_id": member_id}


def lots_of_journal(unit: Unit, journal_id: UUID) -> Read:
    """All lots of whoever has a journal's member's value, locked: those that are used up, too."""
    return _LOTS_OF_JOURNAL, {"tenant_id": unit.tenant_id, "id": journal_id}


def journal_read(tenant_id: UUID, journal_id: UUID) -> Read:
    """The journal of an id."""
    return _JOURNAL, {"tenant_id": tenant_id, "id": journal_id}


def standing_read(tenant_id: UUID, store_id: UUID, member_id: UUID) -> Read:
    """What a use by a member at a store has to know beside the lots; the member is held."""
    return _STANDING_HELD, {"tenant_id": tenant_id, "store_id": store_id, "member_id": member_id}


def standing_seen(unit: Unit, member_id: UUID) -> Read:
    """The same for those who only look."""
    return _STANDING_SEEN, {"tenant_id": unit.tenant_id, "store_id": member_id, "member_id": member_id}


def standing_of_journal(unit: Unit, store_id: UUID, journal_id: UUID) -> Read:
    """The same for the member of a journal."""
    return _STANDING_OF_JOURNAL, {"tenant_id": unit.tenant_id, "store_id": store_id, "id": journal_id}


def returns_of(unit: Unit, journal_id: UUID) -> Read:
    """What was given back of a journal so far."""
    return _RETURNS, {"tenant_id": unit.tenant_id, "id": journal_id}


def books_of_journal(unit: Unit, journal_id: UUID) -> Read:
    """Whose books a spend was posted in, by store."""
    return _BOOKS_OF_JOURNAL, {"tenant_id": unit.tenant_id, "id": journal_id}


def journals_read(unit: Unit, member_id: UUID, limit: int) -> Read:
    """The member's last uses, the latest first."""
    return _STATEMENT, {"tenant_id": unit.tenant_id, "member_id": member_id, "limit": limit}


def write_use(unit: Unit, journal: dict[str, Any], lots: Sequence[Lot], entries: Sequence[Posting]) -> None:
    """Write a use down: the lots that it moved, its journal, and the entries in every book."""
    told = [_row_of(entry) for entry in entries]
    left = [
        {"id": lot.id, "principal": lot.principal, "bonus": lot.bonus, "funded": lot.funded or None}
        for lot in lots
    ]
    texts = {"takes": json.dumps(journal["takes"]), "lots": json.dumps(left), "entries": json.dumps(told)}
    unit.write(_USE, tenant_id=unit.tenant_id, **{**journal, **texts})


def post(unit: Unit, journals: Sequence[tuple[dict[str, Any], Sequence[Posting]]], at: datetime) -> None:
    """Write journals without a member down, each (id, kind, store_id, business_date, order_id) with its entries."""
    entries = [
        {**_row_of(entry), "journal_id": journal["id"], "business_date": journal["business_date"]}
        for journal, postings in journals
        for entry in postings
    ]
    told = json.dumps([journal for journal, _ in journals])
    unit.write(_POST, tenant_id=unit.tenant_id, journals=told, entries=json.dumps(entries), at=at)


def spent_so_far(
    unit: Unit, member_id: UUID, store_id: UUID, today: date, order_id: UUID | None
) -> list[int]:
    """What a member paid for an order, or without one at a store on a business date, the earliest first."""
    named = {"member_id": member_id, "store_id": store_id, "today": today, "order_id": order_id}
    return [row.amount for row in unit.fetch_all(_SPENT_SO_FAR, tenant_id=unit.tenant_id, **named)]


def list_sums(unit: Unit, first: date, last: date) -> tuple[list[Any], list[Any]]:
    """Every book's sums by account over business dates, and what each store owes head office."""
    days = {"tenant_id": unit.tenant_id, "first": first, "last": last}
    accounts, dues = unit.fetch((_ACCOUNTS, days), (_DUES, days))
    return accounts, dues


def lock_expired(unit: Unit, before: date, limit: int) -> list[tuple[UUID, Lot]]:
    """Lots whose bonus has expired, with whose they are, locked; those that somebody uses just now are left for later."""
    rows = unit.fetch_all(_EXPIRED, tenant_id=unit.tenant_id, before=before, limit=limit)
    return [(row.member_id, lot_of(row)) for row in rows]


def only(rows: list[Any]) -> Any:
    """The row; raises JournalNotFound when there is none."""
    if not rows:
        raise JournalNotFound
    return rows[0]


def lot_of(row: Any) -> Lot:
    """A row as a value."""
    funded = tuple((who, amount) for who, amount in row.funded)
    return Lot(row.id, row.principal, row.bonus, row.expires_on, funded)


def takes_of(row: Any) -> list[Take]:
    """What a journal took of which lot."""
    return [
        Take(
            UUID(take["lot_id"]),
            take["principal"],
            take["bonus"],
            tuple((who, amount) for who, amount in take["funded"]),
        )
        for take in row.takes
    ]


def plain_takes(takes: Sequence[Take]) -> list[dict[str, Any]]:
    """Takes as they are stored."""
    return [
        {
            "lot_id": str(take.lot_id),
            "principal": take.principal,
            "bonus": take.bonus,
            "funded": [list(part) for part in take.funded],
        }
        for take in takes
    ]


def entry_of(row: Any) -> Posting:
    """A sum of entries as one posting."""
    return Posting(row.entity, row.account, row.amount, row.other, str(row.store_id))


def _row_of(entry: Posting) -> dict[str, Any]:
    return {
        "id": new_id(),
        "entity": entry.entity,
        "account": entry.account,
        "other": entry.other,
        "amount": entry.amount,
        "store_id": entry.store,
    }
