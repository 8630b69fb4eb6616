"""What every menu write begins with: the right to it, the line it stands in, and who hears of it."""

from typing import Any
from weakref import WeakSet

from core import live
from core.uow import Unit
from pos import ports
from pos.store.catalog import CATALOG_VERSION
from pos.store.menu_version import bump_menu

_announced: WeakSet[Unit] = WeakSet()


def begin_edit(unit: Unit, permission: str = "menu.edit") -> None:
    """Demand the right for the whole brand, and give the menu its next version.

    Menu writes of one brand run one after the other from here on. After the commit every store's screens hear of the
    new version; several writes in one transaction are told once.
    """
    unit.actor.demand(permission)
    bump_menu(unit)
    if unit not in _announced:
        _announced.add(unit)
        _announce(unit)


def _announce(unit: Unit) -> None:
    tenant_id = unit.tenant_id
    stores = [store.id for store in ports.accounts.stores(unit)]
    version = unit.fetch_one(CATALOG_VERSION, tenant_id=tenant_id).version

    def tell() -> None:
        for store_id in stores:
            live.publish(tenant_id, store_id, "menu", {"version": str(version)})

    unit.after_commit(tell)


def changes_of(row: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """Set the given columns; answers what differs, as the audit log keeps it: {field: [before, after]}."""
    changed = {}
    for name, after in fields.items():
        before = getattr(row, name)
        if before != after:
            changed[name] = [before, after]
            setattr(row, name, after)
    return changed
