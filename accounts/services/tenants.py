"""Brands: how one begins. No HTTP door leads here; the command line, the demo and tests use it."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid5

from accounts.models import Role, Staff, StaffRole, Tenant
from accounts.permissions import ALL, FIRST_ROLES
from accounts.services.secrets import accept_password
from accounts.store.tenants import find_tenant_id, get_tenant
from core import clock
from core.actor import Actor
from core.errors import Conflict, Unprocessable
from core.ids import new_id
from core.uow import Unit

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True)
class FirstUser:
    """The first person at head office, who lets in all others."""

    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Brand:
    """A new brand: its id, the ids of its first roles by key (``cashier``, …), and its first head-office user."""

    tenant_id: UUID
    roles: dict[str, UUID]
    staff_id: UUID


def enter_brand(unit: Unit, slug: str, acting: str) -> Tenant | None:
    """Act for a brand from the command line, with every permission, under a name that the audit log will show.

    None when there is no such brand.
    """
    tenant_id = find_tenant_id(unit, slug)
    if tenant_id is None:
        return None
    unit.enter_tenant(tenant_id)
    unit.actor = command_line(tenant_id, acting)
    return get_tenant(unit)


def command_line(tenant_id: UUID, acting: str) -> Actor:
    """Somebody at the machine itself, who may do everything; no person of the brand."""
    return Actor(tenant_id, uuid5(tenant_id, acting), acting, None, {None: ALL})


def create_brand(
    unit: Unit,
    slug: str,
    name: dict[str, str],
    currency: str,
    first_user: FirstUser,
    *,
    default_locale: str = "zh-CN",
    tenant_id: UUID | None = None,
) -> Brand:
    """Make a tenant with its first roles and its first head-office user, who from here on acts in this unit.

    Raises Conflict ``slug_taken``, Unprocessable ``slug_malformed`` or ``password_short``.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        raise Unprocessable("A slug has lower-case letters, digits and single dashes.", code="slug_malformed")
    if find_tenant_id(unit, slug) is not None:
        raise Conflict(f"There is a brand {slug} already.", code="slug_taken")
    tenant_id = tenant_id or new_id()
    unit.enter_tenant(tenant_id)
    tenant = {
        "slug": slug,
        "name": name,
        "currency": currency,
        "default_locale": default_locale,
        "created_at": clock.now(),
    }
    unit.add(Tenant, [tenant])
    roles = _add_first_roles(unit)
    staff_id = _add_first_user(unit, first_user, default_locale, roles["head_office"])
    permissions: dict[UUID | None, frozenset[str]] = {None: FIRST_ROLES["head_office"][1]}
    unit.actor = Actor(tenant_id, staff_id, first_user.name, None, permissions)
    unit.audit("brand.create", "brand", tenant_id, {"slug": slug})
    return Brand(tenant_id, roles, staff_id)


def _add_first_roles(unit: Unit) -> dict[str, UUID]:
    ids = {key: new_id() for key in FIRST_ROLES}
    rows = [
        {"id": ids[key], "name": name, "permissions": sorted(permissions), "archived_at": None}
        for key, (name, permissions) in FIRST_ROLES.items()
    ]
    unit.add(Role, rows)
    return ids


def _add_first_user(unit: Unit, user: FirstUser, locale: str, role_id: UUID) -> UUID:
    staff_id = new_id()
    person = {
        "id": staff_id,
        "name": user.name,
        "email": user.email.lower(),
        "password_hash": accept_password(user.password),
        "failed_passwords": 0,
        "failed_pins": 0,
        "locale": locale,
        "created_at": clock.now(),
    }
    unit.add(Staff, [person])
    unit.add(StaffRole, [{"id": new_id(), "staff_id": staff_id, "role_id": role_id, "store_id": None}])
    return staff_id
