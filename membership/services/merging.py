"""Two members who turn out to be one guest are made one, in one transaction."""

from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from membership.errors import MemberNotFound, NotEnoughValue, NotOneMember
from membership.events import MembersMerged
from membership.models.members import MemberRow
from membership.models.value_guards import ValueProofRow
from membership.rules.merging import HeldCoupon, made_one, second_coupons
from membership.services import points
from membership.services.brand_days import brand_day
from membership.services.members import get_member, shown_phone
from membership.store import duplicates
from membership.store import merging as store
from membership.store import value_guards as guards


def merge(unit: Unit, member_id: UUID, other_id: UUID) -> dict[str, Any]:
    """Make the other member one with this one, who has everything from then on; answers the member and what moved.

    Journals and entries keep whose they were, so every book stays as it is. Raises MemberNotFound, NotOneMember (``same_member``,
    ``already_merged`` with ``merged_into``), NotEnoughValue (``value_kept_back``) while a till keeps part of the other's back.
    """
    unit.actor.demand("member.edit")
    unit.tells_of = member_id
    kept, other = _both(unit, member_id, other_id)
    now = clock.now()
    kept_back, twice, has = store.look_at_other(unit, member_id, other_id, now)
    if kept_back:
        raise NotEnoughValue(
            "A till keeps part of the other's value back for offline use.",
            code="value_kept_back",
            kept_back=kept_back,
        )
    second = second_coupons(
        HeldCoupon(row.id, row.occasion, row.state, row.expires_at, row.member_id == member_id)
        for row in twice
    )
    store.give_way(unit, [coupon.id for coupon in second])
    store.move_over(unit, member_id, other_id)
    _take_over_guards(unit, member_id, other_id)
    changes = made_one(kept, other)
    unit.change(
        MemberRow,
        {"id": other_id},
        {
            "merged_into": member_id,
            "merged_at": now,
            "visits": 0,
            "referred_by": None,
            "consent": {},
            **{name: None for name in ("phone", "card_no") if name in changes},
        },
    )
    unit.change(MemberRow, {"id": member_id}, changes)
    points.settle_tier(unit, member_id, brand_day(unit, now))
    unit.record(MembersMerged(store_id=None, at=now, member_id=member_id, other_id=other_id))
    moved = {**has._asdict(), "voided_coupons": sum(coupon.state == "issued" for coupon in second)}
    unit.audit("member.merge", "member", member_id, {"other_id": str(other_id), **moved})
    return {"member": get_member(unit, member_id), "moved": moved}


def list_duplicates(unit: Unit, limit: int, after: UUID | None = None) -> dict[str, Any]:
    """Members who are likely to be one guest, by phone, card, or name and birthday; ``member`` is who joined first."""
    unit.actor.demand("member.edit")
    rows = duplicates.list_likely(unit, after, limit + 1)
    items = [
        {"reasons": row.reasons, "member": _shown(unit, row, ""), "other": _shown(unit, row, "other_")}
        for row in rows[:limit]
    ]
    return {"items": items, "next": items[-1]["other"]["id"] if len(rows) > limit else None}


def _shown(unit: Unit, row: Any, which: str) -> dict[str, Any]:
    names = ("id", "name", "phone", "card_no", "code", "joined_on", "visits")
    shown = {name: getattr(row, which + name) for name in names}
    return {**shown, "phone": shown_phone(unit, shown["phone"])}


def _both(unit: Unit, member_id: UUID, other_id: UUID) -> tuple[Any, Any]:
    if member_id == other_id:
        raise NotOneMember("This is the same member.", code="same_member")
    found = store.hold_both(unit, member_id, other_id)
    for row in (found.get(member_id), found.get(other_id)):
        if row is None or row.erased_at is not None:
            raise MemberNotFound
        if row.merged_into is not None:
            raise NotOneMember(
                "One of them was merged already.", code="already_merged", merged_into=str(row.merged_into)
            )
    return found[member_id], found[other_id]


def _take_over_guards(unit: Unit, member_id: UUID, other_id: UUID) -> None:
    """The other's pages end; their PIN holds on, with its wrong tries, where the member who stays has none."""
    own, others = guards.find_proof(unit, member_id), guards.lock_proof(unit, other_id)
    if others is not None and others.pin_hash is not None and (own is None or own.pin_hash is None):
        taken = {name: getattr(others, name) for name in ("pin_hash", "failed", "locked_until")}
        guards.keep_proof(unit, member_id, taken)
    unit.remove(ValueProofRow, {"member_id": other_id})
    guards.end_tokens(unit, other_id, clock.now())
