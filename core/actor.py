"""Who is asking, where, and what they may do: the value every service checks first."""

from dataclasses import dataclass, field
from uuid import UUID

from core.errors import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a bill is rounded off (抹零): to ``unit`` minor units, ``down`` or ``half_up``; for every tender or for cash."""

    unit: int = 1
    mode: str = "none"
    scope: str = "all"


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """What other rooms need to know of a store at once."""

    id: UUID
    code: str
    name: dict[str, str]
    region_id: UUID | None
    timezone: str
    currency: str
    cutoff_minutes: int
    prices_include_tax: bool
    rounding: Rounding = field(default_factory=Rounding)
    service_charge_bp: int = 0
    service_charge_channels: tuple[str, ...] = ()
    pickup_wrap: int = 999
    approval_limit: int | None = None
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person: the brand, the session, and the permissions per store (``None``: at every store).

    ``store`` is set when the session belongs to a terminal; such an actor never acts at another store.
    """

    tenant_id: UUID
    staff_id: UUID
    staff_name: str
    session_id: UUID | None
    permissions: dict[UUID | None, frozenset[str]]
    terminal_id: UUID | None = None
    store: StoreSettings | None = None

    def may(self, permission: str, store_id: UUID | None = None) -> bool:
        """Whether the permission holds at the store; without a store, whether it holds for the whole brand."""
        if self.store is not None and store_id is not None and store_id != self.store.id:
            return False
        if permission in self.permissions.get(None, frozenset()):
            return True
        return store_id is not None and permission in self.permissions.get(store_id, frozenset())

    def may_somewhere(self, permission: str) -> bool:
        """Whether the permission holds at any store at all."""
        return any(permission in names for names in self.permissions.values())

    def stores_with(self, permission: str) -> frozenset[UUID] | None:
        """The stores at which the permission holds; ``None`` means every store of the brand."""
        if self.store is not None:
            return frozenset({self.store.id}) if self.may(permission, self.store.id) else frozenset()
        if permission in self.permissions.get(None, frozenset()):
            return None
        return frozenset(s for s, names in self.permissions.items() if s is not None and permission in names)

    def demand(self, permission: str, store_id: UUID | None = None) -> None:
        """Refuse unless the permission holds; a store out of reach is not even admitted to exist (404)."""
        if self.may(permission, store_id):
            return
        if store_id is not None and not self.knows(store_id):
            raise NotFound("There is no such store for you.", code="store_not_found")
        raise Forbidden(
            f"You need the permission {permission}.", code="permission_needed", permission=permission
        )

    def demand_somewhere(self, permission: str) -> None:
        """Refuse unless the permission holds at some store."""
        if not self.may_somewhere(permission):
            raise Forbidden(
                f"You need the permission {permission}.", code="permission_needed", permission=permission
            )

    def knows(self, store_id: UUID) -> bool:
        """Whether the store is within this person's reach at all."""
        if self.store is not None:
            return self.store.id == store_id
        return bool(self.permissions.get(None)) or bool(self.permissions.get(store_id))
