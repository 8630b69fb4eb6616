"""Queries of stored value. Lots are locked in order of their ids before anything else is read, so that uses of one
balance go one after the other and never in a ring; no row is shared by two members."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Read, Unit
from membership.errors import JournalNotFound
from membership.values.stored_value import Lot, Posting, Take

_LOT = "SELECT id, principal, bonus, expires_on, funded FROM membership_value_lot WHERE tenant_id = %(tenant_id)s"
_LEFT = f"{_LOT} AND member_id = %(member_id)s AND (principal > 0 OR bonus > 0) ORDER BY id"
_LEFT_LOCKED = Prepared(f"{_LEFT} FOR UPDATE", {})
_LEFT_SEEN = Prepared(_LEFT, {})
_PAYER = " AND member_id = (SELECT member_id FROM membership_value_journal WHERE tenant_id = %(tenant_id)s"
_OF_JOURNAL = Prepared(f"{_LOT}{_PAYER} AND id = %(id)s) ORDER BY id FOR UPDATE", {})
_COLUMNS = """SELECT j.id, j.kind, j.member_id, j.store_id, j.principal, j.bonus, j.takes, j.original_id, j.at,
    j.business_date FROM membership_value_journal j WHERE j.tenant_id = %(tenant_id)s"""
_JOURNAL = Prepared(f"{_COLUMNS} AND j.id = %(id)s", {})
_RETURNS = Prepared(f"{_COLUMNS} AND j.original_id = %(id)s ORDER BY j.id", {})
_STATEMENT = Prepared(
    f"{_COLUMNS} AND j.member_id = %(member_id)s ORDER BY j.at DESC, j.id DESC LIMIT 200", {}
)
_MEMBER = Prepared(
    "SELECT id FROM membership_member WHERE tenant_id = %(tenant_id)s AND id = %(member_id)s AND erased_at IS NULL",
    {},
)
_DUES = Prepared(
    """SELECT entity, account, other, sum(amount)::bigint AS amount, count(*) AS entries
    FROM membership_value_entry WHERE tenant_id = %(tenant_id)s
        AND business_date BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY entity, account, other ORDER BY entity, account, other""",
    {},
)


def left_locked(unit: Unit, member_id: UUID) -> Read:
    """The lots of which something is left, locked."""
    return _LEFT_LOCKED, {"tenant_id": unit.tenant_id, "member_id": member_id}


def left_seen(unit: Unit, member_id: UUID) -> Read:
    """The same for those who only look."""
    return _LEFT_SEEN, {"tenant_id": unit.tenant_id, "member_id": member_id}


def lots_of_journal(unit: Unit, journal_id: UUID) -> Read:
    """All lots of the member of a journal, locked: those that are used up, too."""
    return _OF_JOURNAL, {"tenant_id": unit.tenant_id, "id": journal_id}


def journal_read(unit: Unit, journal_id: UUID) -> Read:
    """The journal of an id."""
    return _JOURNAL, {"tenant_id": unit.tenant_id, "id": journal_id}


def returns_of(unit: Unit, journal_id: UUID) -> Read:
    """What was given back of a journal so far."""
    return _RETURNS, {"tenant_id": unit.tenant_id, "id": journal_id}


def member_read(unit: Unit, member_id: UUID) -> Read:
    """Whether there is such a member."""
    return _MEMBER, {"tenant_id": unit.tenant_id, "member_id": member_id}


def list_journals(unit: Unit, member_id: UUID) -> list[Any]:
    """The member's last uses, the latest first."""
    return unit.fetch_all(_STATEMENT, tenant_id=unit.tenant_id, member_id=member_id)


def list_sums(unit: Unit, first: date, last: date) -> list[Any]:
    """Every book's sums by account over business dates."""
    return unit.fetch_all(_DUES, tenant_id=unit.tenant_id, first=first, last=last)


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
    return Posting(row.entity, row.account, row.amount, row.other)
