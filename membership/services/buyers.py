"""What promotions may know of the member at the till."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from core.uow import Read, Unit
from membership.errors import MemberNotFound
from membership.rules.segments import segment_of
from membership.store.members import BUYER, BUYERS
from membership.values.carts import Buyer


def buyer_read(unit: Unit, member_id: UUID | None, today: date, trading_day: date) -> Read:
    """The read of a member's facts, to go along with others. Conditions go by the calendar, points by the trading day."""
    days = {"today": today, "trading_day": trading_day}
    return BUYER, {"tenant_id": unit.tenant_id, "member_id": member_id, **days}


def buyers_of(unit: Unit, member_ids: Collection[UUID], today: date) -> dict[UUID, Buyer]:
    """Several members' facts in one round trip, by the ids asked for; who is not there any more is left out."""
    if not member_ids:
        return {}
    days = {"today": today, "trading_day": today}
    rows = unit.fetch_all(BUYERS, tenant_id=unit.tenant_id, member_ids=sorted(member_ids), **days)
    return {row.asked: _buyer(row, today) for row in rows}


def buyer_from(rows: list[Any], member_id: UUID | None, today: date) -> Buyer | None:
    """The member that such rows mean; raises MemberNotFound when one was asked for and is not there."""
    if member_id is None:
        return None
    if not rows:
        raise MemberNotFound
    return _buyer(rows[0], today)


def _buyer(row: Any, today: date) -> Buyer:
    segment = segment_of(row.joined_on, row.last_visit_on, row.lately, today)
    born = None if row.born_month is None or row.born_day is None else (row.born_month, row.born_day)
    return Buyer(row.id, row.tier_id, frozenset({segment}), born, row.joined_on, row.visits > 0, row.points)
