"""86 and countdowns at a store."""

from decimal import Decimal
from uuid import UUID

from core.uow import Unit
from pos.menu_errors import BadMenu
from pos.ports import live
from pos.services.catalog import get_catalog
from pos.services.stores import store_of
from pos.store import availability as store
from pos.store.availability import Availability
from pos.values.catalog import Product


def list_availability(unit: Unit, store_id: UUID) -> list[Availability]:
    """What is out or counted down; whoever sees the menu sees this."""
    unit.actor.demand("menu.view", store_id)
    store_of(unit, store_id)
    return store.list_availability(unit, store_id)


def set_availability(
    unit: Unit,
    store_id: UUID,
    product_id: UUID,
    variant_id: UUID | None,
    state: str,
    left: Decimal | None = None,
) -> list[Availability]:
    """Mark a product, or one variant, as in, out (86), or counted down from ``left``; answers how the store now stands.

    A countdown set anew replaces the old one. Screens hear of it after the commit.
    """
    unit.actor.demand("menu.availability", store_id)
    item = Availability(product_id, variant_id, state, left)
    product = get_catalog(unit, store_of(unit, store_id)).products.get(product_id)
    _check(product, item)
    store.set_availability(unit, store_id, item)
    detail = {"state": item.state, "left": item.left, "variant_id": item.variant_id}
    unit.audit("availability.set", "product", item.product_id, detail, store_id)
    standing = store.list_availability(unit, store_id)
    tell(unit, store_id, [_as_shown(item)])
    return standing


def tell(unit: Unit, store_id: UUID, items: list[Availability]) -> None:
    """Tell the store's screens, after the commit, how these now stand; ``in`` clears what was said before."""
    tenant_id = unit.tenant_id
    shown = [
        {
            "product_id": str(item.product_id),
            "variant_id": str(item.variant_id) if item.variant_id else None,
            "state": item.state,
            "left": item.left,
        }
        for item in items
    ]
    unit.after_commit(lambda: live.publish(tenant_id, store_id, "availability", {"items": shown}))


def _as_shown(item: Availability) -> Availability:
    is_gone = item.state == "countdown" and item.left == 0
    return Availability(item.product_id, item.variant_id, "out", Decimal(0)) if is_gone else item


def _check(product: Product | None, item: Availability) -> None:
    if product is None:
        raise _refuse("product_id", "unknown", "There is no such product on the menu.")
    if item.variant_id is not None and product.variant(item.variant_id) is None:
        raise _refuse("variant_id", "unknown", "This product has no such variant.")
    if (item.state == "countdown") != (item.left is not None):
        raise _refuse(
            "left", "left_and_countdown", "How many are left goes with a countdown, and only with one."
        )


def _refuse(path: str, code: str, message: str) -> BadMenu:
    return BadMenu(message, errors=[{"path": path, "code": code, "message": message}])
