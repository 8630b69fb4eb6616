"""Every table of the accounts room."""

from accounts.models.roles import Role, StaffRole
from accounts.models.sessions import SignInSession
from accounts.models.staff import Staff
from accounts.models.stores import Region, Store
from accounts.models.tenants import Tenant
from accounts.models.terminals import EnrolmentCode, Terminal

__all__ = [
    "EnrolmentCode",
    "Region",
    "Role",
    "SignInSession",
    "Staff",
    "StaffRole",
    "Store",
    "Tenant",
    "Terminal",
]
