"""Makes the chain: brand, regions, stores with their floors, people, menu; all through the services of head office."""

from datetime import date
from uuid import UUID

from sqlalchemy import Engine

from accounts.services import regions, staff, stores
from accounts.services.tenants import FirstUser, create_brand, enter_brand
from accounts.values import RoleAt
from app.demo.floors import FLOORS
from app.demo.menu import make_menu
from app.demo.places import CURRENCY, NAME, PASSWORD, PEOPLE, PINS, PLACES, REGIONS, SLUG, TIMEZONE, Member
from core.uow import Unit
from pos.services import floor

ACTING = "Demonstration"


def is_made(engine: Engine, slug: str = SLUG) -> bool:
    """Whether the brand is there."""
    with Unit(engine) as unit:
        return enter_brand(unit, slug, ACTING) is not None


def make_brand(engine: Engine, today: date, slug: str = SLUG) -> None:
    """All of it in one transaction; ``today`` decides what is in season."""
    with Unit(engine) as unit:
        first, *others = PEOPLE
        head = FirstUser(first.name, first.email or "", PASSWORD)
        brand = create_brand(unit, slug, NAME, CURRENCY, head)
        staff.set_pin(unit, brand.staff_id, PINS[first.role])
        region_ids = {
            key: regions.add_region(unit, {"zh": zh, "en": en}).id for key, (zh, en) in REGIONS.items()
        }
        store_ids = _make_stores(unit, region_ids)
        for member in others:
            _hire(unit, member, brand.roles, store_ids)
        make_menu(unit, today, region_ids)
        unit.commit()


def _make_stores(unit: Unit, region_ids: dict[str, UUID]) -> dict[str, UUID]:
    made: dict[str, UUID] = {}
    for place in PLACES:
        head = {"code": place.code, "name": {"zh": place.zh, "en": place.en}, "timezone": TIMEZONE}
        store = stores.add_store(unit, {**head, "region_id": region_ids[place.region], **place.settings})
        unit.session.flush()
        made[place.code] = store.id
        for sort, area in enumerate(FLOORS[place.code]):
            fields = {"name": {"zh": area.zh, "en": area.en}, "sort": sort}
            area_id = floor.create_area(unit, store.id, fields).id
            for table in area.tables():
                floor.create_table(unit, store.id, {**table, "area_id": area_id})
    return made


def _hire(unit: Unit, member: Member, role_ids: dict[str, UUID], store_ids: dict[str, UUID]) -> None:
    values = {"name": member.name, "color": member.color, "locale": member.locale}
    if member.email:
        values["email"] = member.email
    roles = [RoleAt(role_ids[member.role], store_ids[member.store] if member.store else None)]
    password = PASSWORD if member.email else None
    staff.add_staff(unit, values, roles, PINS[member.role], password)
