"""What every menu write begins and ends with: the right to it, its place in line, what it may refer to, its soundness."""

from collections.abc import Collection, Iterable
from uuid import UUID
from weakref import WeakSet

from core import live
from core.uow import Unit
from pos import ports
from pos.menu_errors import BadMenu, InUse
from pos.rules.menu_faults import Fault, menu_faults
from pos.rules.product_checks import Error, Known, error
from pos.store.catalog import CATALOG_VERSION
from pos.store.menu_version import bump_menu
from pos.store.soundness import find_name, ids_in_use, menu_rows

MOST_TOLD = 20
_announced: WeakSet[Unit] = WeakSet()


def begin_edit(unit: Unit, permission: str = "menu.edit") -> None:
    """Demand the right for the whole brand, and give the menu its next version.

    Menu writes of one brand run one after the other from here on. After the commit every store's screens hear of the
    new version; several writes in one transaction are told once.
    """
    unit.actor.demand(permission)
    bump_menu(unit)
    announce_menu(unit)


def announce_menu(unit: Unit) -> None:
    """Tell every store's screens, after the commit, that the menu is another; once a transaction."""
    if unit not in _announced:
        _announced.add(unit)
        _announce(unit)


def load_known(unit: Unit) -> Known:
    """What a menu entry may refer to."""
    found = ids_in_use(unit)
    return Known(
        _ids(found["categories"]),
        _ids(found["tax_classes"]),
        _ids(found["groups"]),
        _ids(found["products"]),
        {variant.id: variant.product_id for variant in found["variants"]},
        _ids(ports.accounts.stores(unit)),
        frozenset(ports.accounts.regions(unit)),
    )


def refuse_errors(errors: Iterable[Error]) -> None:
    """Refuse when there are any, all at once."""
    found = list(errors)
    if found:
        raise BadMenu(found[0]["message"], errors=found)


def refuse_faults(unit: Unit, edited: Collection[UUID], *, removing: bool = False) -> None:
    """Refuse when what was just written leaves the menu unsound: the edited itself, or others that need it.

    ``removing``: what others still need is a conflict (409 ``in_use``), not a bad value.
    """
    faults = [
        fault for fault in menu_faults(menu_rows(unit)) if fault.owner in edited or fault.cause in edited
    ]
    if not faults:
        return
    errors = [_as_error(unit, fault, is_own=fault.owner in edited) for fault in faults[:MOST_TOLD]]
    refusal = InUse if removing else BadMenu
    raise refusal(errors[0]["message"], errors=errors)


def _as_error(unit: Unit, fault: Fault, *, is_own: bool) -> Error:
    if is_own:
        return error(fault.path, fault.code, fault.message)
    name = find_name(unit, fault.owner)
    return error("", fault.code, f"{name.get('zh', '')} {name.get('en', '')} needs it: {fault.message}")


def _announce(unit: Unit) -> None:
    tenant_id = unit.tenant_id
    stores = [store.id for store in ports.accounts.stores(unit)]
    version = unit.fetch_one(CATALOG_VERSION, tenant_id=tenant_id).version

    def tell() -> None:
        for store_id in stores:
            live.publish(tenant_id, store_id, "menu", {"version": str(version)})

    unit.after_commit(tell)


def _ids(rows: Iterable[object]) -> frozenset[UUID]:
    return frozenset(row.id for row in rows)  # type: ignore[attr-defined]  # named tuples of a statement
