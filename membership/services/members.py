"""Members: how they are found, what is shown of them, and that they can be forgotten."""

from datetime import date
from typing import Any
from uuid import UUID

from core import clock, kept_answers
from core.errors import Unprocessable
from core.rows import apply_changes
from core.uow import Unit
from membership.errors import AlreadyMember, MemberHasValue, MemberNotFound
from membership.models.members import MemberRow
from membership.rules.people import masked, phone_spelling
from membership.rules.segments import segment_of
from membership.services.brand_days import day_here
from membership.store import members as store
from membership.store import stored_value as value_store
from membership.store import value_guards as guards

PERSONAL = ("phone", "card_no", "name", "born_month", "born_day")


def find_members(unit: Unit, word: str) -> dict[str, Any]:
    """Whoever has this phone number, card or code: one at most of each."""
    unit.actor.demand_somewhere("member.view")
    today = day_here(unit)
    found = store.find_cards(unit, today, word=word, phone=phone_spelling(word))
    return {"members": _cards(unit, found, today)}


def get_member(unit: Unit, member_id: UUID, permission: str = "member.view") -> dict[str, Any]:
    """One member with points, balance and coupons."""
    unit.actor.demand_somewhere(permission)
    return find_card(unit, member_id)


def find_card(unit: Unit, member_id: UUID) -> dict[str, Any]:
    """The same for whoever may see it. Raises MemberNotFound."""
    today = day_here(unit)
    found = _cards(unit, store.find_cards(unit, today, member_id=member_id), today)
    if not found:
        raise MemberNotFound
    return found[0]


def change_member(unit: Unit, member_id: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """Change what is known of a member."""
    unit.actor.demand_somewhere("member.edit")
    row = store.get_member(unit, member_id, lock=True)
    values = member_values(given)
    check_free(unit, values, row.id)
    for merged in store.list_merged(unit, row.id):  # a number that they had before is theirs to use again
        for name in ("phone", "card_no"):
            if values.get(name) is not None and getattr(merged, name) == values[name]:
                setattr(merged, name, None)
    unit.session.flush()
    if values.get("tier_id"):
        store.get_tier(unit, values["tier_id"])
    changed = apply_changes(row, values)
    unit.session.flush()
    unit.audit("member.change", "member", row.id, {"fields": sorted(changed)})
    return get_member(unit, row.id, "member.edit")


def erase_member(unit: Unit, member_id: UUID) -> None:
    """Forget who a member was; refuses (409) while stored value is left. The books keep the id alone.

    Held with every lot, so that no recharge or refund comes in between: each is before it, or refused after it.
    """
    unit.actor.demand("member.erase")
    row, lots = _held_with_lots(unit, member_id)
    if any(lot.principal for lot in lots):
        raise MemberHasValue("Pay it back first.")
    everybody = (row, *store.list_merged(unit, row.id))
    gone = [one.id for one in everybody]
    for one in everybody:
        for name in PERSONAL:
            setattr(one, name, None)
        one.code = f"erased-{one.id}"
        one.consent = {}
        one.erased_at = clock.now()
    unit.session.flush()
    guards.forget(unit, row.id, clock.now())
    kept_answers.forget_of(unit, gone)
    unit.audit("member.erase", "member", row.id)


def _held_with_lots(unit: Unit, member_id: UUID) -> tuple[MemberRow, list[Any]]:
    while True:
        asked = store.get_member(unit, member_id).id
        _, lots = unit.fetch(
            value_store.hold(unit.tenant_id, asked), value_store.all_locked(unit.tenant_id, asked)
        )
        row = store.get_member(unit, asked, lock=True)
        if row.id == asked:
            return row, lots
        member_id = row.id  # merged while it was waited for


def shown_phone(unit: Unit, phone: str | None) -> str | None:
    """A phone number, masked but for those who may see it."""
    actor = unit.actor_or_none  # none: the member themselves, on whose screen others look
    return phone if actor is not None and actor.may_somewhere("member.phone") else masked(phone)


def member_values(given: dict[str, Any]) -> dict[str, Any]:
    """What was said of a member as it is kept; refuses (422) what is no phone number."""
    values = dict(given)
    if values.get("phone"):
        phone = phone_spelling(values["phone"])
        if phone is None:
            raise Unprocessable(
                "This is no phone number.",
                code="invalid",
                errors=[{"path": "phone", "code": "bad_phone", "message": "This is no phone number."}],
            )
        values["phone"] = phone
    birthday = values.pop("birthday", None)
    if "birthday" in given:
        values["born_month"] = birthday["month"] if birthday else None
        values["born_day"] = birthday["day"] if birthday else None
    agreed = values.pop("agrees_to", None)
    if agreed is not None:
        values["consent"] = {purpose: clock.now().isoformat() for purpose in agreed}
    return values


def check_free(unit: Unit, values: dict[str, Any], but: UUID | None) -> None:
    """Refuse (409) a phone number or card that is somebody else's."""
    if store.find_taken(unit, values.get("phone"), values.get("card_no"), but):
        raise AlreadyMember


def _cards(unit: Unit, rows: list[Any], today: date) -> list[dict[str, Any]]:
    coupons = store.coupons_of(unit, [row.id for row in rows], clock.now())
    return [
        {
            "id": row.id,
            "phone": shown_phone(unit, row.phone),
            "card_no": row.card_no,
            "code": row.code,
            "name": row.name,
            "birthday": {"month": row.born_month, "day": row.born_day} if row.born_month else None,
            "tier_id": row.tier_id,
            "segment": segment_of(row.joined_on, row.last_visit_on, row.lately, today),
            "points": row.points,
            "balance": {"principal": row.principal, "bonus": row.bonus},
            "visits": row.visits,
            "last_visit_on": row.last_visit_on,
            "joined_at": row.joined_at,
            "agrees_to": sorted(row.consent),
            "coupons": [
                {
                    "id": coupon.id,
                    "code": coupon.code,
                    "promotion_id": coupon.promotion_id,
                    "name": coupon.name,
                    "state": coupon.state,
                    "expires_at": coupon.expires_at,
                }
                for coupon in coupons
                if coupon.member_id == row.id
            ],
        }
        for row in rows
    ]
