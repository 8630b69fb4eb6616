"""Everything that is kept of a member, for them to take along."""

from typing import Any
from uuid import UUID

from core.uow import Unit
from membership.services.members import PERSONAL
from membership.store import member_pages as store
from membership.store import members as member_store
from membership.store import value_guards as guards

OWN = (*PERSONAL, "code", "consent", "joined_at")
STANDING = ("tier_id", "joined_on", "joined_store_id", "referred_by", "last_visit_on")


def export_member(unit: Unit, member_id: UUID) -> dict[str, Any]:
    """All of it, however much: of other people it names no more than their ids, and of secrets that there are some."""
    unit.actor.demand("member.erase")
    row = member_store.get_member(unit, member_id)
    visits, points, coupons, uses, friends, _ = store.page_of(unit, row.id, None)
    benefits, points_left, value_left, kept_back, pages = store.kept_beside(unit, row.id)
    proof = guards.find_proof(unit, row.id)
    merged = member_store.list_merged(unit, row.id)
    unit.audit("member.export", "member", row.id)
    return {
        "id": row.id,
        **{name: getattr(row, name) for name in (*OWN, *STANDING)},
        "merged": [{"id": one.id, **{name: getattr(one, name) for name in OWN}} for one in merged],
        "referred": [friend.id for friend in friends if not friend.is_referrer],
        "visits": _plain(visits),
        "benefits": _plain(benefits),
        "points": _plain(points),
        "points_left": _plain(points_left),
        "coupons": _plain(coupons),
        "stored_value": _plain(uses),
        "stored_value_left": _plain(value_left),
        "kept_back": _plain(kept_back),
        "pages": _plain(pages),
        "has_pin": bool(proof and proof.pin_hash),
    }


def _plain(rows: list[Any]) -> list[dict[str, Any]]:
    return [row._asdict() for row in rows]
