"""People."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from accounts.errors import StaffNotFound
from accounts.models import Role, Staff, StaffRole
from accounts.values import OnPad
from core.paging import Page, page
from core.uow import Unit


def list_staff(
    unit: Unit,
    within: Collection[UUID] | None,
    cursor: str | None,
    limit: int,
    store_id: UUID | None = None,
    text: str | None = None,
) -> Page[Staff]:
    """Who works here, by name.

    ``within`` None means everybody, else those with a role at one of these stores; ``store_id`` asks for one store's
    own people; ``text`` is part of a name, employee number or e-mail.
    """
    query = _living(unit)
    if within is not None:
        query = query.where(_works_at(within))
    if store_id is not None:
        query = query.where(_works_at([store_id]))
    if text is not None:
        columns = (Staff.name, Staff.employee_no, Staff.email)
        query = query.where(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return page(unit.session, query, [Staff.name, Staff.id], cursor, limit)


def find_staff(unit: Unit, staff_id: UUID, within: Collection[UUID] | None = None) -> Staff | None:
    """A person who works here; with ``within`` only if they have a role at one of these stores."""
    query = _living(unit).where(Staff.id == staff_id)
    if within is not None:
        query = query.where(_works_at(within))
    return unit.session.scalars(query).first()


def get_staff(unit: Unit, staff_id: UUID, within: Collection[UUID] | None = None) -> Staff:
    """The same; raises StaffNotFound."""
    found = find_staff(unit, staff_id, within)
    if found is None:
        raise StaffNotFound("There is no such person.")
    return found


def lock_staff(unit: Unit, staff_id: UUID) -> Staff:
    """A person who works here, held until the transaction ends."""
    query = _living(unit).where(Staff.id == staff_id).with_for_update(key_share=True)
    found = unit.session.scalars(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise StaffNotFound("There is no such person.")
    return found


def is_taken(unit: Unit, column: str, value: str, but: UUID | None = None) -> bool:
    """Whether somebody else who works here has this ``email`` or ``employee_no``."""
    query = _living(unit).where(getattr(Staff, column) == value)
    if but is not None:
        query = query.where(Staff.id != but)
    return unit.session.scalars(query).first() is not None


def list_on_pad(unit: Unit, store_id: UUID) -> list[OnPad]:
    """Who may sign in with a PIN at a store, by name, with the names of their roles there."""
    query = (
        select(Staff.id, Staff.name, Staff.color, Role.name)
        .join(StaffRole, (StaffRole.tenant_id == Staff.tenant_id) & (StaffRole.staff_id == Staff.id))
        .join(Role, (Role.tenant_id == StaffRole.tenant_id) & (Role.id == StaffRole.role_id))
        .where(
            Staff.tenant_id == unit.tenant_id,
            Staff.archived_at.is_(None),
            Staff.pin_hash.is_not(None),
            or_(StaffRole.store_id == store_id, StaffRole.store_id.is_(None)),
        )
        .order_by(Staff.name, Staff.id, StaffRole.id)
    )
    found: dict[UUID, OnPad] = {}
    for staff_id, name, color, role_name in unit.session.execute(query):
        person = found.setdefault(staff_id, OnPad(staff_id, name, color, []))
        if role_name not in person.role_names:
            person.role_names.append(role_name)
    return list(found.values())


def staff_names(unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
    """People's names, archived people's too."""
    query = select(Staff.id, Staff.name).where(Staff.tenant_id == unit.tenant_id, Staff.id.in_(staff_ids))
    return {staff_id: name for staff_id, name in unit.session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _living(unit: Unit) -> Select[Staff]:
    return select(Staff).where(Staff.tenant_id == unit.tenant_id, Staff.archived_at.is_(None))


def _works_at(store_ids: Collection[UUID]) -> ColumnElement[bool]:
    return (
        select(StaffRole.id)
        .where(
            StaffRole.tenant_id == Staff.tenant_id,
            StaffRole.staff_id == Staff.id,
            StaffRole.store_id.in_(store_ids),
        )
        .exists()
    )
