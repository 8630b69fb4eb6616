"""Quotas: what a till keeps back of a balance, so that it can take it while it is offline."""

from datetime import date, timedelta
from uuid import UUID

from core import clock
from core.proofs import Proof
from core.uow import Unit
from membership.errors import AlreadyUsed, NotEnoughValue, QuotaNotFound
from membership.models.value_guards import ValueQuotaRow
from membership.services import value_proof
from membership.services.value_journals import Answer, Holding, day_at, standing_of
from membership.store import value_guards as store
from membership.values.stored_value import Quota

KEPT_FOR = timedelta(hours=12)


def reserve(
    unit: Unit, store_id: UUID, quota_id: UUID, member_id: UUID, amount: int, proof: Proof | None = None
) -> Answer:
    """Keep back up to ``amount`` of a balance for the till at hand, for twelve hours; refuses (409) when nothing is left.

    The guest proves now that it is them, since nobody can ask while the till is offline.
    """
    unit.actor.demand("value.spend", store_id)
    found = standing_of(unit, store_id, quota_id, member_id)
    found.must_be_member()
    known = store.lock_quota(unit, quota_id)
    if known is not None:
        if known.member_id != found.member_id or known.store_id != store_id:
            raise AlreadyUsed
        return {"quota_id": quota_id, "amount": known.amount, "expires_at": known.expires_at}
    now = clock.now()
    kept_back = found.kept_back(now)
    value_proof.demand(unit, found, value_proof.unproved(unit, found, store_id) + kept_back + amount, proof)
    granted = min(amount, found.balance - kept_back)
    if granted <= 0:
        raise NotEnoughValue("Nothing is left to keep back.", balance=found.balance, free=0)
    row = {
        "id": quota_id,
        "member_id": found.member_id,
        "store_id": store_id,
        "terminal_id": unit.actor.terminal_id,
        "amount": granted,
        "unused": granted,
        "made_at": now,
        "expires_at": now + KEPT_FOR,
    }
    unit.add(ValueQuotaRow, [row])
    return {"quota_id": quota_id, "amount": granted, "expires_at": row["expires_at"]}


def release(unit: Unit, store_id: UUID, quota_id: UUID) -> Answer:
    """Give back what was not used of a quota. Again: nothing more happens."""
    unit.actor.demand("value.spend", store_id)
    known = store.lock_quota(unit, quota_id)
    if known is None or known.store_id != store_id:
        raise QuotaNotFound
    if known.unused:
        unit.change(ValueQuotaRow, {"id": quota_id}, {"unused": 0})
    return {"quota_id": quota_id, "amount": known.amount - known.unused, "expires_at": known.expires_at}


def kept_for(
    standing: Holding, quota_id: UUID, store_id: UUID, terminal_id: UUID | None, amount: int
) -> Quota | None:
    """The quota, when so much is still kept back under it for the terminal of the store."""
    own = (quota_id, store_id, terminal_id)
    return next(
        (
            quota
            for quota in standing.quotas
            if (quota.id, quota.store_id, quota.terminal_id) == own and quota.unused >= amount
        ),
        None,
    )


def day_of(unit: Unit, quota: Quota) -> date:
    """The store's business date on which it was kept back: what could be spent then, the till could take."""
    return day_at(unit, quota.store_id, quota.made_at)
