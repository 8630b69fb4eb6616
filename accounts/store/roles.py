"""Roles, and who has them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from accounts.errors import RoleNotFound
from accounts.models import Role, Staff, StaffRole
from accounts.rules.grants import gathered
from accounts.values import HeldRole, RoleAt
from core.paging import Page, page
from core.uow import Unit


def list_roles(unit: Unit, cursor: str | None, limit: int) -> Page[Role]:
    """The roles in use, oldest first."""
    query = select(Role).where(Role.tenant_id == unit.tenant_id, Role.archived_at.is_(None))
    return page(unit.session, query, [Role.id], cursor, limit)


def get_role(unit: Unit, role_id: UUID) -> Role:
    """A role in use."""
    found = unit.session.get(Role, (unit.tenant_id, role_id))
    if found is None or found.archived_at:
        raise RoleNotFound("There is no such role.")
    return found


def lock_role(unit: Unit, role_id: UUID, *, alone: bool = False) -> Role:
    """A role in use, held until the transaction ends; ``alone``: nobody can even be given it meanwhile."""
    query = select(Role).where(
        Role.tenant_id == unit.tenant_id, Role.id == role_id, Role.archived_at.is_(None)
    )
    query = query.with_for_update(key_share=not alone).execution_options(populate_existing=True)
    found = unit.session.scalars(query).first()
    if found is None:
        raise RoleNotFound("There is no such role.")
    return found


def roles_by_id(unit: Unit, role_ids: Collection[UUID]) -> dict[UUID, Role]:
    """The roles in use among these; raises RoleNotFound when one is missing."""
    query = select(Role).where(
        Role.tenant_id == unit.tenant_id, Role.id.in_(role_ids), Role.archived_at.is_(None)
    )
    found = {role.id: role for role in unit.session.scalars(query)}
    if len(found) < len(set(role_ids)):
        raise RoleNotFound("There is no such role.")
    return found


def is_held(unit: Unit, role_id: UUID) -> bool:
    """Whether anybody who works here has the role."""
    query = (
        select(StaffRole.id)
        .join(Staff, (Staff.tenant_id == StaffRole.tenant_id) & (Staff.id == StaffRole.staff_id))
        .where(
            StaffRole.tenant_id == unit.tenant_id, StaffRole.role_id == role_id, Staff.archived_at.is_(None)
        )
    )
    return unit.session.scalars(query.limit(1)).first() is not None


def held_by(unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, list[HeldRole]]:
    """The roles of these people, in the order in which they were given."""
    query = (
        select(StaffRole, Role.name)
        .join(Role, (Role.tenant_id == StaffRole.tenant_id) & (Role.id == StaffRole.role_id))
        .where(StaffRole.tenant_id == unit.tenant_id, StaffRole.staff_id.in_(staff_ids))
        .order_by(StaffRole.id)
    )
    found: dict[UUID, list[HeldRole]] = {staff_id: [] for staff_id in staff_ids}
    for has, name in unit.session.execute(query):
        found[has.staff_id].append(HeldRole(has.role_id, name, has.store_id))
    return found


def grants_of(unit: Unit, staff_id: UUID) -> dict[UUID | None, frozenset[str]]:
    """What a person's roles allow, per store; None is the whole brand."""
    query = (
        select(StaffRole.store_id, Role.permissions)
        .join(Role, (Role.tenant_id == StaffRole.tenant_id) & (Role.id == StaffRole.role_id))
        .where(StaffRole.tenant_id == unit.tenant_id, StaffRole.staff_id == staff_id)
    )
    return gathered((store_id, permissions) for store_id, permissions in unit.session.execute(query))


def replace_roles(unit: Unit, staff_id: UUID, roles: Collection[RoleAt]) -> None:
    """Give a person exactly these roles."""
    unit.session.execute(
        delete(StaffRole).where(StaffRole.tenant_id == unit.tenant_id, StaffRole.staff_id == staff_id)
    )
    for held in roles:
        unit.session.add(
            StaffRole(
                tenant_id=unit.tenant_id, staff_id=staff_id, role_id=held.role_id, store_id=held.store_id
            )
        )
    unit.session.flush()


def administrators(unit: Unit, needed: frozenset[str]) -> int:
    """How many people can sign in at head office and hold all of these permissions for the whole brand."""
    query = (
        select(StaffRole.staff_id, Role.permissions)
        .join(Role, (Role.tenant_id == StaffRole.tenant_id) & (Role.id == StaffRole.role_id))
        .join(Staff, (Staff.tenant_id == StaffRole.tenant_id) & (Staff.id == StaffRole.staff_id))
        .where(
            StaffRole.tenant_id == unit.tenant_id,
            StaffRole.store_id.is_(None),
            Staff.archived_at.is_(None),
            Staff.email.is_not(None),
            Staff.password_hash.is_not(None),
        )
    )
    held: dict[UUID, set[str]] = {}
    for staff_id, permissions in unit.session.execute(query):
        held.setdefault(staff_id, set()).update(permissions)
    return sum(needed <= permissions for permissions in held.values())
