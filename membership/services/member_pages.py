"""A member as head office looks at them: what they have, when they came, what they were given, whom they brought."""

from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from membership.services.brand_days import brand_day
from membership.services.members import get_member, shown_phone
from membership.store import audiences
from membership.store import member_pages as store
from membership.values.audiences import Audience, audience_of

LATEST = 50


def show_page(unit: Unit, member_id: UUID) -> dict[str, Any]:
    """Everything that head office asks of one member, the latest first, in three round trips however much there is."""
    member = get_member(unit, member_id)
    visits, points, coupons, uses, friends, merged = store.page_of(unit, member["id"], LATEST)
    brought_by = next((row for row in friends if row.is_referrer), None)
    return {
        "member": member,
        "referred_by": _friend(unit, brought_by) if brought_by else None,
        "referred": [_friend(unit, row) for row in friends if not row.is_referrer],
        "merged": [{**row._asdict(), "phone": shown_phone(unit, row.phone)} for row in merged],
        "visits": [row._asdict() for row in visits],
        "points": [row._asdict() for row in points],
        "coupons": [row._asdict() for row in coupons],
        "stored_value": [row._asdict() for row in uses],
    }


def browse(
    unit: Unit, given: dict[str, Any], limit: int, word: str | None = None, after: UUID | None = None
) -> dict[str, Any]:
    """Members by segment, tier, birthday or part of a name or number, the newest first."""
    unit.actor.demand_somewhere("member.view")
    audience = _audience(given)
    today = brand_day(unit, clock.now())
    # Whoever may not see whole numbers cannot find out by trying, either.
    rows = audiences.list_members(
        unit, audience, today, word, after, limit + 1, unit.actor.may_somewhere("member.phone")
    )
    items = [{**row._asdict(), "phone": shown_phone(unit, row.phone)} for row in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None}


def _audience(given: dict[str, Any]) -> Audience:
    plain = {"segment": "segments", "tier_id": "tier_ids", "birthday_month": "birthday_months"}
    return audience_of({plain[name]: [value] for name, value in given.items() if name in plain})


def _friend(unit: Unit, row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "phone": shown_phone(unit, row.phone),
        "joined_on": row.joined_on,
        "visits": row.visits,
    }
