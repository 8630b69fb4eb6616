"""Roles: named sets of permissions."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from accounts.models import Role
from accounts.permissions import PERMISSIONS
from accounts.services.changes import apply_changes
from accounts.services.rights import demand_to_give, keeping_an_administrator
from accounts.store import roles as store
from core import clock
from core.errors import Conflict
from core.ids import new_id
from core.paging import Page
from core.uow import Unit


def list_permissions(unit: Unit) -> list[dict[str, Any]]:
    """Everything that a role may allow, with its label in both languages."""
    unit.actor.demand_somewhere("staff.view")
    return [{"name": name, "label": label} for name, label in PERMISSIONS.items()]


def list_roles(unit: Unit, cursor: str | None, limit: int) -> Page[Role]:
    """A page of roles."""
    unit.actor.demand_somewhere("staff.view")
    return store.list_roles(unit, cursor, limit)


def get_role(unit: Unit, role_id: UUID) -> Role:
    """One role."""
    unit.actor.demand_somewhere("staff.view")
    return store.get_role(unit, role_id)


def add_role(unit: Unit, name: dict[str, str], permissions: Collection[str]) -> Role:
    """A new role, of no more than one's own permissions."""
    unit.actor.demand("role.edit")
    demand_to_give(unit, {None: frozenset(permissions)})
    role = Role(tenant_id=unit.tenant_id, id=new_id(), name=name, permissions=sorted(set(permissions)))
    unit.session.add(role)
    unit.audit("role.add", "role", role.id, {"name": name, "permissions": role.permissions})
    return role


def change_role(unit: Unit, role_id: UUID, values: dict[str, Any]) -> Role:
    """Change name or permissions, for everybody who has the role, at once. What is added must be one's own."""
    unit.actor.demand("role.edit")
    role = store.lock_role(unit, role_id)
    if "permissions" in values:
        values = {**values, "permissions": sorted(set(values["permissions"]))}
        demand_to_give(unit, {None: frozenset(values["permissions"]) - frozenset(role.permissions)})
    changed: dict[str, list[Any]] = {}
    keeping_an_administrator(unit, lambda: changed.update(apply_changes(role, values)))
    if changed:
        unit.audit("role.change", "role", role_id, changed)
    return role


def archive_role(unit: Unit, role_id: UUID) -> None:
    """Take a role out of use; raises Conflict ``role_in_use`` while somebody has it."""
    unit.actor.demand("role.edit")
    role = store.lock_role(unit, role_id, alone=True)
    if store.is_held(unit, role_id):
        raise Conflict("Give its people another role first.", code="role_in_use")
    role.archived_at = clock.now()
    unit.audit("role.archive", "role", role_id, {"name": role.name})
