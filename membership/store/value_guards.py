"""Queries of what guards stored value: proofs, quotas, and the phone page's tokens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit
from membership.models.value_guards import ValueProofRow

_PROOF = """SELECT member_id, pin_hash, code_key, used_step, failed, locked_until FROM membership_value_proof
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s"""
_FIND_PROOF = Prepared(_PROOF, {})
_LOCK_PROOF = Prepared(f"{_PROOF} FOR UPDATE", {})
_QUOTA = Prepared(
    """SELECT id, member_id, store_id, amount, unused, expires_at FROM membership_value_quota
    WHERE tenant_id = %(tenant_id)s AND id = %(id)s FOR UPDATE""",
    {},
)
_USE_QUOTA = Prepared(
    """UPDATE membership_value_quota SET unused = greatest(0, unused - %(amount)s::bigint)
    WHERE tenant_id = %(tenant_id)s AND id = %(id)s""",
    {},
)
_LATE_QUOTAS = Prepared(
    """UPDATE membership_value_quota SET unused = 0
    WHERE tenant_id = %(tenant_id)s AND unused > 0 AND expires_at < %(at)s""",
    {},
)
_HELD = """SELECT t.id, coalesce(m.merged_into, m.id) AS member_id, t.kind, t.secret_hash, t.expires_at, t.ended_at, m.erased_at
    FROM membership_page_token t JOIN membership_member m ON m.tenant_id = t.tenant_id AND m.id = t.member_id
    WHERE t.tenant_id = %(tenant_id)s AND t.id = %(id)s"""
_FIND_TOKEN = Prepared(_HELD, {})
_LOCK_TOKEN = Prepared(f"{_HELD} FOR UPDATE OF t", {})
_END_TOKENS = Prepared(
    """UPDATE membership_page_token SET ended_at = %(at)s
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s AND ended_at IS NULL""",
    {},
)


def find_proof(unit: Unit, member_id: UUID) -> Any:
    """A member's PIN and code, or None."""
    return unit.fetch_one(_FIND_PROOF, tenant_id=unit.tenant_id, member_id=member_id)


def lock_proof(unit: Unit, member_id: UUID) -> Any:
    """The same, held, so that tries are counted one after another."""
    return unit.fetch_one(_LOCK_PROOF, tenant_id=unit.tenant_id, member_id=member_id)


def keep_proof(unit: Unit, member_id: UUID, changes: dict[str, Any]) -> None:
    """Change what is kept, or begin to keep it."""
    if lock_proof(unit, member_id) is None:
        blank = {"pin_hash": None, "code_key": None, "used_step": 0, "failed": 0, "locked_until": None}
        unit.add(ValueProofRow, [{"member_id": member_id, **blank, **changes}])
    else:
        unit.change(ValueProofRow, {"member_id": member_id}, changes)


def lock_quota(unit: Unit, quota_id: UUID) -> Any:
    """A quota, held, or None."""
    return unit.fetch_one(_QUOTA, tenant_id=unit.tenant_id, id=quota_id)


def use_quota(unit: Unit, quota_id: UUID, amount: int) -> None:
    """Less of a quota is kept back."""
    unit.write(_USE_QUOTA, tenant_id=unit.tenant_id, id=quota_id, amount=amount)


def end_late_quotas(unit: Unit, at: datetime) -> None:
    """What nobody settled in time is free again."""
    unit.write(_LATE_QUOTAS, tenant_id=unit.tenant_id, at=at)


def find_token(unit: Unit, token_id: UUID, *, lock: bool = False) -> Any:
    """A page's token with whether its member is still one, or None."""
    statement = _LOCK_TOKEN if lock else _FIND_TOKEN
    return unit.fetch_one(statement, tenant_id=unit.tenant_id, id=token_id)


def forget(unit: Unit, member_id: UUID, at: datetime) -> None:
    """Nothing that a member knew or had opens anything any more."""
    unit.remove(ValueProofRow, {"member_id": member_id})
    end_tokens(unit, member_id, at)


def end_tokens(unit: Unit, member_id: UUID, at: datetime) -> None:
    """End every link and page of a member."""
    unit.write(_END_TOKENS, tenant_id=unit.tenant_id, member_id=member_id, at=at)
