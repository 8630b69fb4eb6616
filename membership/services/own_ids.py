"""Ids that somebody sent are of this brand, or it is said where one is not: a rule for a store that nobody has never applies,
and money that such a store bears is nobody's."""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from core.uow import Unit
from membership import ports
from membership.errors import UnknownIds
from membership.rules.promotions.naming import Named
from membership.store import members as member_store
from membership.store import promotions as promotion_store

_KNOWN: dict[str, Callable[[Unit, set[UUID]], Collection[UUID]]] = {
    "store": lambda unit, _: {store.id for store in ports.stores.stores(unit)},
    "region": lambda unit, _: ports.stores.regions(unit),
    "dish": lambda unit, ids: ports.menu.names(unit, ids),
    "tier": lambda unit, _: {tier.id for tier in member_store.list_tiers(unit)},
    "promotion": promotion_store.find_known,
}


def demand_own(unit: Unit, named: Iterable[Named], kept: Iterable[Named] = ()) -> None:
    """Refuse (UnknownIds) ids that are not of this brand, each with where it stands; what is named already (``kept``) may stay.

    A room is asked once, and only for what is named.
    """
    stood = {(kind, one) for kind, _, one in kept}
    asked = [(kind, path, one) for kind, path, one in named if (kind, one) not in stood]
    known = {
        kind: _KNOWN[kind](unit, {one for of, _, one in asked if of == kind})
        for kind in sorted({kind for kind, _, _ in asked})
    }
    errors = [
        {"path": path, "code": "unknown_id", "message": f"The brand has no such {kind}."}
        for kind, path, one in asked
        if one not in known[kind]
    ]
    if errors:
        raise UnknownIds(errors=errors)
