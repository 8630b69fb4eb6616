"""Coupons: issued from a template to members or as codes, and voided."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership.errors import BadPromotion, CouponNotFound, CouponNotUsable, MemberNotFound, PromotionArchived
from membership.models.coupons import CouponRow
from membership.services import uses
from membership.store import members as member_store
from membership.store import promotions as promotion_store

SHOWN = ("id", "promotion_id", "member_id", "code", "state", "issued_at", "expires_at", "order_id")
# No letters or figures that are read for one another.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def issue(
    unit: Unit,
    promotion_id: UUID,
    member_ids: list[UUID] | None = None,
    codes: int = 0,
    expires_at: datetime | None = None,
) -> dict[str, Any]:
    """One coupon for each of these members, and so many codes for whoever shows them. Who turned out to be another one counts as them."""
    unit.actor.demand("promotion.edit")
    check_template(unit, promotion_id)
    if expires_at is not None and expires_at <= clock.now():
        raise BadPromotion("They would be too old at once.", code="already_expired")
    asked = member_ids or []
    who = member_store.hold_members(unit, asked) if asked else {}
    if not who.keys() >= set(asked):
        raise MemberNotFound
    owners: list[UUID | None] = [*dict.fromkeys(who[one] for one in asked), *[None] * codes]
    rows = [
        {
            "id": new_id(),
            "promotion_id": promotion_id,
            "member_id": owner,
            "code": "".join(secrets.choice(_LETTERS) for _ in range(12)),
            "state": "issued",
            "issued_at": clock.now(),
            "expires_at": expires_at,
            "order_id": None,
        }
        for owner in owners
    ]
    unit.add(CouponRow, rows)
    unit.audit("coupon.issue", "promotion", promotion_id, {"count": len(rows)})
    return {"coupons": rows}


def check_template(unit: Unit, promotion_id: UUID) -> None:
    """Refuse what takes no coupon (422), and what was archived (409)."""
    template = promotion_store.get_promotion(unit, promotion_id)
    if not template.terms.get("needs_coupon"):
        raise BadPromotion("This promotion takes no coupon.", code="takes_no_coupon")
    if template.state == "archived":
        raise PromotionArchived


def void(unit: Unit, coupon_id: UUID) -> dict[str, Any]:
    """A coupon that nobody may use any more; refuses (409) once it is used, and while an order has it."""
    unit.actor.demand("promotion.edit")
    uses.release_late(unit, [coupon_id])
    row = unit.session.get(CouponRow, (unit.tenant_id, coupon_id), with_for_update=True)
    if row is None:
        raise CouponNotFound
    if row.state not in ("issued", "voided"):
        raise CouponNotUsable(f"It is {row.state}.", state=row.state)
    row.state = "voided"
    unit.session.flush()
    about = {"code": row.code, "promotion_id": row.promotion_id, "member_id": row.member_id}
    unit.audit("coupon.void", "coupon", coupon_id, about)
    return {name: getattr(row, name) for name in SHOWN}
