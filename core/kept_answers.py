"""Answers to keyed requests are kept for a time, and no longer than whom they tell of is known."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

# Longer than any till is without a network: it sends again what it got no answer to.
KEPT = timedelta(days=30)
MOST = 5_000
FORGOTTEN = 410  # the status of an answer of which nothing else is left

_TENANTS = Prepared("SELECT core_tenants_with_old_answers(%(before)s) AS tenant_id", {})
_FORGET_OLD = Prepared(
    """DELETE FROM core_idempotent_answer WHERE tenant_id = %(tenant_id)s AND (owner_id, key) IN (
        SELECT owner_id, key FROM core_idempotent_answer
        WHERE tenant_id = %(tenant_id)s AND answered_at < %(before)s
        ORDER BY answered_at LIMIT %(most)s::bigint FOR UPDATE SKIP LOCKED)
    RETURNING owner_id""",
    {},
)
_FORGET_OF = Prepared(
    """UPDATE core_idempotent_answer SET body = '', status = %(status)s
    WHERE tenant_id = %(tenant_id)s AND subject_id = ANY(%(ids)s::uuid[])""",
    {},
)


def tenants_with_old(unit: Unit, before: datetime) -> list[UUID]:
    """Brands with answers from before a moment: not all of them at once, when there are very many."""
    return [row.tenant_id for row in unit.fetch_all(_TENANTS, before=before)]


def forget_old(unit: Unit, before: datetime) -> int:
    """Delete a brand's answers from before a moment, at most MOST; answers how many there were."""
    return len(unit.fetch_all(_FORGET_OLD, tenant_id=unit.tenant_id, before=before, most=MOST))


def forget_of(unit: Unit, subject_ids: Collection[UUID]) -> None:
    """Blank the answers that tell of these: a key stays used, so that nothing is done twice."""
    unit.write(_FORGET_OF, tenant_id=unit.tenant_id, ids=list(subject_ids), status=FORGOTTEN)
