"""Campaigns: whom they reach, when they run, and that nobody gets the same coupon twice."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core import clock, json
from core.errors import ChangedMeanwhile, Unprocessable
from core.ids import new_id
from core.rows import apply_changes
from core.uow import Unit
from membership.errors import CampaignOver
from membership.models.campaigns import CampaignRow
from membership.rules.promotions.naming import named_in_audience
from membership.services.brand_days import brand_day, next_day
from membership.services.coupons import check_template
from membership.services.daily_work import tell_given
from membership.services.own_ids import demand_own
from membership.store import audiences
from membership.store import campaigns as store
from membership.values.audiences import audience_of

SHOWN = (
    "id",
    "name",
    "promotion_id",
    "audience",
    "repeats",
    "state",
    "starts_at",
    "ends_on",
    "coupon_days",
    "next_at",
    "last_run_at",
    "version",
)
OVER = ("stopped", "done")
MOST_AT_ONCE = 20_000


def list_campaigns(
    unit: Unit, limit: int, state: str | None = None, after: UUID | None = None
) -> dict[str, Any]:
    """Campaigns, the newest first."""
    unit.actor.demand_somewhere("promotion.view")
    rows = store.list_campaigns(unit, state, after, limit + 1)
    shown = rows[:limit]
    return {"items": [_plain(row) for row in shown], "next": shown[-1].id if len(rows) > limit else None}


def get_campaign(unit: Unit, campaign_id: UUID) -> dict[str, Any]:
    """One campaign."""
    unit.actor.demand_somewhere("promotion.view")
    return _plain(store.get_campaign(unit, campaign_id))


def count_audience(unit: Unit, audience: dict[str, Any]) -> dict[str, Any]:
    """How many members it would reach now."""
    unit.actor.demand_somewhere("promotion.view")
    found = audience_of(_stored(unit, audience))
    return {"count": audiences.count_members_in(unit, found, brand_day(unit, clock.now()))}


def create_campaign(unit: Unit, given: dict[str, Any]) -> dict[str, Any]:
    """A new campaign; scheduled, it runs when its time comes."""
    unit.actor.demand("promotion.edit")
    check_template(unit, given["promotion_id"])
    now = clock.now()
    plain: dict[str, Any] = {"state": "draft", "repeats": "once", "starts_at": now, "ends_on": None}
    values = {**plain, "coupon_days": None, **given, "audience": _stored(unit, given["audience"])}
    _check_days(unit, values["starts_at"], values["ends_on"])
    row = CampaignRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        next_at=values["starts_at"] if values["state"] == "scheduled" else None,
        last_run_at=None,
        version=1,
        made_at=now,
        **values,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit("campaign.create", "campaign", row.id, {"name": row.name, "state": row.state})
    return _plain(row)


def change_campaign(
    unit: Unit, campaign_id: UUID, version: int, void_unused: bool = False, **given: Any
) -> dict[str, Any]:
    """Change, schedule, pause or stop it; refuses (409) what is over. ``void_unused``: with a stop, its unused coupons, too."""
    unit.actor.demand("promotion.edit")
    row = store.get_campaign(unit, campaign_id, lock=True)
    if row.version != version:
        raise ChangedMeanwhile(current=_plain(row))
    if row.state in OVER and given.get("state", row.state) != "stopped":
        raise CampaignOver(state=row.state)
    if "promotion_id" in given:
        check_template(unit, given["promotion_id"])
    if "audience" in given:
        given["audience"] = _stored(unit, given["audience"], row.audience)
    is_to_run = given.get("state", row.state) == "scheduled"
    starts_at = given.get("starts_at", row.starts_at)
    if {"starts_at", "ends_on"} & given.keys():
        _check_days(unit, starts_at, given.get("ends_on", row.ends_on))
    given["next_at"] = _next_time(unit, starts_at, row.last_run_at) if is_to_run else None
    changed = apply_changes(row, given)
    row.version += 1
    unit.session.flush()
    if void_unused and row.state == "stopped":
        store.void_unused(unit, campaign_id)
    unit.audit("campaign.change", "campaign", campaign_id, {"fields": sorted(changed), "state": row.state})
    return _plain(row)


def run_due(unit: Unit) -> int:
    """Run every campaign of the brand whose time has come; answers how many coupons were given.

    One that reaches very many gives MOST_AT_ONCE and stays due: run again, until nobody is given anything.
    """
    at = clock.now()
    given = 0
    due = store.lock_due(unit, at)
    today = brand_day(unit, at) if due else at.date()
    for row in due:
        if row.ends_on is None or today <= row.ends_on:
            until = at + timedelta(days=row.coupon_days) if row.coupon_days else None
            occasion = f"campaign:{row.id}"
            audience = audience_of(row.audience)
            count = audiences.give_to_audience(
                unit, audience, today, row.promotion_id, occasion, row.id, at, until, MOST_AT_ONCE
            )
            tell_given(unit, row.promotion_id, occasion, row.id, count)
            given += count
            if count == MOST_AT_ONCE:
                continue
        following = next_day(unit, at) if row.repeats == "daily" else None
        if following and row.ends_on is not None and today >= row.ends_on:
            following = None
        store.note_run(unit, row.id, at, following)
    return given


def _next_time(unit: Unit, starts_at: datetime, last_run_at: datetime | None) -> datetime:
    """A campaign that ran today already runs again tomorrow; one that did not, at its time."""
    return starts_at if last_run_at is None else max(starts_at, next_day(unit, last_run_at))


def _check_days(unit: Unit, starts_at: datetime, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < brand_day(unit, starts_at):
        fault = {"path": "ends_on", "code": "dates_reversed", "message": "It ends before it starts."}
        raise Unprocessable("The last day is before the first.", code="dates_reversed", errors=[fault])


def _stored(unit: Unit, audience: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(audience))
    demand_own(unit, named_in_audience(kept), named_in_audience(before or {}))
    return kept


def _plain(row: CampaignRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SHOWN}
