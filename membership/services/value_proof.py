"""Proof at the till: a member's PIN, or the one-time code of their phone page. Wrong tries are counted, and lock."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core import clock, hashing
from core.errors import Unprocessable
from core.lockout import attempts_left, lock_seconds
from core.pins import is_pin, is_weak
from core.proofs import Proof
from core.uow import Unit
from membership.errors import ProofLocked, ProofNeeded, ProofWrong
from membership.models.value_guards import ValueProofRow
from membership.rules.one_time_codes import step_at, step_of
from membership.rules.stored_value import proving
from membership.services.value_journals import Holding
from membership.store import members as member_store
from membership.store import stored_value as value_store
from membership.store import value_guards as store
from membership.values.settings import Settings


def accepted(settings: Settings, amount: int) -> list[str]:
    """Which proofs will do for an amount; none: none is asked for."""
    if settings.value_proof == "none" or amount < settings.value_proof_from:
        return []
    return ["pin", "code"] if settings.value_proof == "either" else [settings.value_proof]


def unproved(unit: Unit, standing: Holding, store_id: UUID, order_id: UUID | None = None) -> int:
    """What the member paid without a proof for the same order, or without one at the store today, where such adds up to one."""
    least = standing.settings.value_proof_from
    if standing.settings.value_proof == "none" or not least:
        return 0
    spent = value_store.spent_so_far(unit, standing.member_id, store_id, standing.today, order_id)
    return proving.unproved(spent, least)


def demand(unit: Unit, standing: Holding, amount: int, proof: Proof | None) -> None:
    """Refuse unless the member proved that it is them, where the brand asks for it: ``amount`` with what was not proved before.

    Raises ProofNeeded, ProofLocked, or ProofWrong; a wrong try is counted, and everything else of the transaction undone.
    """
    accepts = accepted(standing.settings, amount)
    if not accepts:
        return
    if proof is None or proof.kind not in accepts:
        raise ProofNeeded(accepts=accepts)
    guard = store.lock_proof(unit, standing.member_id)
    refuse_while_locked(guard)
    changes = _matched(guard, proof)
    if changes is None:
        raise wrong_try(unit, standing.member_id)
    if guard.failed:
        changes |= {"failed": 0, "locked_until": None}
    if changes:
        unit.change(ValueProofRow, {"member_id": standing.member_id}, changes)


def refuse_while_locked(guard: Any) -> None:
    """Refuse while wrong tries keep the lock shut: nothing is looked at."""
    until = guard.locked_until if guard is not None else None
    wait = -int((clock.now() - until).total_seconds() // 1) if until else 0
    if wait > 0:
        raise ProofLocked(retry_after=wait)


def wrong_try(unit: Unit, member_id: UUID) -> ProofWrong:
    """Count a wrong try, alone: the rest of the transaction must not be kept with it. Answers the refusal.

    Raises ProofLocked when others, at the same time, were wrong so often that this one was one too many.
    """
    unit.forget()
    guard = store.lock_proof(unit, member_id)
    refuse_while_locked(guard)
    if guard is None:  # nothing to guess; the answer is the same
        return ProofWrong(attempts_left=attempts_left(1))
    failed = guard.failed + 1
    seconds = lock_seconds(failed)
    until = clock.now() + timedelta(seconds=seconds) if seconds else None
    unit.change(ValueProofRow, {"member_id": member_id}, {"failed": failed, "locked_until": until})
    if seconds:
        unit.audit("value.proof_locked", "member", member_id, {"failed": failed})
    return ProofWrong(attempts_left=attempts_left(failed), keeps_writes=True)


def set_pin(unit: Unit, member_id: UUID, pin: str | None) -> None:
    """Give a member a PIN, or (None) take it away. At the till the guest types it."""
    unit.actor.demand_somewhere("value.pin")
    member_id = member_store.get_member(unit, member_id).id
    keep_pin(unit, member_id, pin)
    unit.audit("value.pin", "member", member_id, {"has_pin": pin is not None})


def keep_pin(unit: Unit, member_id: UUID, pin: str | None) -> None:
    """Keep a PIN's hash; refuses (422) one that anybody would guess."""
    if pin is not None and (not is_pin(pin) or is_weak(pin)):
        raise Unprocessable("4 to 8 digits that nobody would guess.", code="weak_pin")
    kept = hashing.hash_of(pin) if pin is not None else None
    store.keep_proof(unit, member_id, {"pin_hash": kept, "failed": 0, "locked_until": None})


def _matched(guard: Any, proof: Proof) -> dict[str, Any] | None:
    """What a right proof changes; None when it is wrong. A code is good once."""
    if proof.kind == "pin":
        kept = guard.pin_hash if guard is not None else None
        return {} if hashing.verify(kept, proof.text) else None
    if guard is None or guard.code_key is None:
        return None
    now = step_at(int(clock.now().timestamp()))
    step = step_of(bytes(guard.code_key), proof.text, now, guard.used_step)
    return None if step is None else {"used_step": step}
