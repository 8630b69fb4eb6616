"""Members as a spreadsheet: out, and in again, all or nothing. Run again, it adds nobody twice."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.sheets.files import read_rows, write_workbook
from core.sheets.names import names_of
from core.sheets.parse import Report
from core.uow import Unit
from membership.models.members import MemberRow
from membership.models.points import PointsEntryRow, PointsLotRow
from membership.rules.member_sheet import MEMBERS, Known, new_members
from membership.rules.people import AGREES_TO
from membership.services.brand_days import brand_day
from membership.services.daily_work import greet
from membership.services.joining import first_tier, new_code
from membership.store import daily_work
from membership.store import members as store
from membership.store.settings import get_settings


def export_members(unit: Unit) -> bytes:
    """Every member who was not forgotten, as a workbook; imported again it changes nothing."""
    unit.actor.demand("member.erase")
    tiers = names_of((tier.id, tier.name) for tier in store.list_tiers(unit))
    rows = [_row(row, tiers) for row in store.list_for_sheet(unit, brand_day(unit, clock.now()))]
    return write_workbook((MEMBERS,), {MEMBERS.name: rows})


def import_members(unit: Unit, filename: str, content: bytes, *, dry_run: bool) -> Report:
    """Add the members of a file who are not known by their phone number yet; with a single error nobody is added."""
    unit.actor.demand("member.edit")
    report = Report()
    rows = read_rows(filename, content, report, (MEMBERS,)).get(MEMBERS.name, [])
    found = new_members(rows, _known(unit), AGREES_TO, brand_day(unit, clock.now()), report)
    if report.errors:
        report.refuse()
        return report
    report.created = len(found)
    if found and not dry_run:
        _add(unit, found)
        unit.audit(
            "member.import", "members", unit.tenant_id, {"file": filename[:200], "created": len(found)}
        )
    return report


def _known(unit: Unit) -> Known:
    rows = store.list_numbers(unit)
    tiers = store.list_tiers(unit)
    return Known(
        frozenset(row.phone for row in rows if row.phone),
        {row.card_no: row.phone for row in rows if row.card_no},
        {tier.name["en"]: tier.id for tier in tiers}
        | {word: key for key, word in names_of((tier.id, tier.name) for tier in tiers).items()},
    )


def _add(unit: Unit, found: list[dict[str, Any]]) -> None:
    at = clock.now()
    today = brand_day(unit, at)
    tier_id = first_tier(unit)
    days = get_settings(unit).points_days
    expires_on = None if days is None else today + timedelta(days=days)
    members: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for values in found:
        agreed = {purpose: at.isoformat() for purpose in values.pop("agrees_to")}
        brought, joined_on = values.pop("points"), values.pop("joined_on") or today
        members.append(_member(values, tier_id, joined_on, agreed))
        if brought:
            points.append({"id": new_id(), "member_id": members[-1]["id"], "points": brought})
    unit.add(MemberRow, members)
    unit.add(
        PointsLotRow,
        [
            {"id": p["id"], "member_id": p["member_id"], "points_left": p["points"], "expires_on": expires_on, "made_at": at}
            for p in points
        ],
    )  # fmt: skip
    nothing = {"order_id": None, "store_id": None, "points_per": None, "base": 0, "kind": "accrue", "at": at}
    unit.add(
        PointsEntryRow,
        [
            {"id": new_id(), "member_id": p["member_id"], "lot_id": p["id"], "points": p["points"], **nothing}
            for p in points
        ],
    )
    daily_work.begin(unit, at)
    greet(
        unit, {row["id"]: (row["born_month"], row["born_day"]) for row in members if row["born_month"]}, today
    )


def _member(
    values: dict[str, Any], tier_id: UUID | None, joined_on: date, agreed: dict[str, str]
) -> dict[str, Any]:
    nothing = dict.fromkeys(("joined_store_id", "referred_by", "last_visit_on", "erased_at"))
    return {
        **nothing,
        **values,
        "id": new_id(),
        "code": new_code(),
        "tier_id": values["tier_id"] or tier_id,
        "consent": agreed,
        "visits": 0,
        "joined_at": clock.now(),
        "joined_on": joined_on,
    }


def _row(row: Any, tiers: dict[UUID, str]) -> dict[str, Any]:
    born = f"{row.born_month:02}-{row.born_day:02}" if row.born_month else None
    return {
        "phone": row.phone,
        "name": row.name,
        "birthday": born,
        "card_no": row.card_no,
        "tier": tiers.get(row.tier_id) if row.tier_id else None,
        "joined_on": row.joined_on,
        "points": max(row.points, 0),
        "agrees_to": tuple(sorted(row.consent)),
    }
