"""Who becomes a member: at the till, or by the QR code on their own phone. One phone number is one member."""

import secrets
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership import ports
from membership.events import MemberJoined
from membership.models.members import MemberRow
from membership.rules.people import masked, phone_spelling
from membership.services.brand_days import brand_day
from membership.services.daily_work import greet
from membership.services.members import PERSONAL, check_free, get_member, member_values
from membership.store import daily_work
from membership.store import members as store


def join(unit: Unit, given: dict[str, Any]) -> dict[str, Any]:
    """A new member at the till. Refuses (409) when the phone number or card is somebody's already."""
    unit.actor.demand_somewhere("member.edit")
    values = member_values(given)
    check_free(unit, values, None)
    own = unit.actor.store
    unit.tells_of = admit(unit, values, "till", own.id if own else None)
    return get_member(unit, unit.tells_of, "member.edit")


def show_brand(unit: Unit, brand: str) -> dict[str, Any]:
    """Whose member one becomes on this page."""
    return {"name": ports.brands.enter(unit, brand)}


def join_by_phone(unit: Unit, brand: str, store_id: UUID | None, given: dict[str, Any]) -> dict[str, Any]:
    """Somebody joins on their own phone. Whether the number was known already is nobody's business: the answer is the same."""
    ports.brands.enter(unit, brand)
    values = member_values(given)
    if not store.find_taken(unit, values["phone"], None):
        known = {one.id for one in ports.stores.stores(unit)}
        admit(unit, values, "phone", store_id if store_id in known else None)
    return {"phone": masked(values["phone"])}


def admit(unit: Unit, values: dict[str, Any], way: str, store_id: UUID | None) -> UUID:
    """Keep a new member, on the first tier unless another is given; ``referrer`` is who brought them."""
    values = dict(values)
    at = clock.now()
    place = ports.stores.settings(unit, store_id) if store_id else None
    day = clock.business_date(at, place.timezone, place.cutoff_minutes) if place else brand_day(unit, at)
    referrer_id = _referrer(unit, values.pop("referrer", None))
    row = MemberRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        code=new_code(),
        visits=0,
        joined_at=at,
        joined_on=day,
        joined_store_id=store_id,
        referred_by=referrer_id,
        **{"consent": {}, **dict.fromkeys((*PERSONAL, "tier_id")), **values},
    )
    if row.tier_id is None:
        row.tier_id = first_tier(unit)
    unit.session.add(row)
    unit.session.flush()
    daily_work.begin(unit, at)
    if row.born_month and row.born_day:
        greet(unit, {row.id: (row.born_month, row.born_day)}, day)
    unit.record(MemberJoined(store_id=store_id, at=at, member_id=row.id, way=way, referred_by=referrer_id))
    return row.id


def first_tier(unit: Unit) -> UUID | None:
    """The tier that nothing has to be spent for."""
    return next((tier.id for tier in store.list_tiers(unit) if tier.from_amount == 0), None)


def new_code() -> str:
    """What the guest's QR code holds: nobody guesses it."""
    return "M" + "".join(secrets.choice("0123456789") for _ in range(15))


def _referrer(unit: Unit, word: str | None) -> UUID | None:
    """The member whose phone number, card or code it is; a word that is nobody's keeps nobody from joining."""
    if not word:
        return None
    return store.find_id(unit, word, phone_spelling(word))
