"""A brand's active promotions, read once for each version of the set and kept in this process."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from core.uow import Unit
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.terms import promotion_of
from membership.store import promotions as store

KEPT = 64
Caps = dict[UUID, dict[str, int]]


@dataclass(frozen=True, slots=True)
class PromotionBook:
    """The set, its names, and the caps of those that have any: {promotion: {total, per_member, per_day, per_store, budget}}."""

    promotions: PromotionSet
    caps: Caps
    names: dict[UUID, dict[str, str]] = field(default_factory=dict)


_books: OrderedDict[UUID, PromotionBook] = OrderedDict()
_lock = Lock()


def book_of(unit: Unit, version_rows: list[Any]) -> PromotionBook:
    """The brand's set in the version that was read in this transaction."""
    version = version_rows[0].version if version_rows else 0
    with _lock:
        kept = _books.get(unit.tenant_id)
    if kept is not None and kept.promotions.version == version:
        return kept
    rows = store.list_active(unit) if version else []
    promotions = [promotion_of(row.id, row.version, row.terms) for row in rows]
    caps = {row.id: found for row in rows if (found := _caps(row.terms))}
    book = PromotionBook(PromotionSet(promotions, version), caps, {row.id: row.name for row in rows})
    with _lock:
        _books[unit.tenant_id] = book
        _books.move_to_end(unit.tenant_id)
        while len(_books) > KEPT:
            _books.popitem(last=False)
    return book


def _caps(terms: dict[str, Any]) -> dict[str, int]:
    caps = {name: most for name, most in (terms.get("caps") or {}).items() if most is not None}
    if (terms.get("conditions") or {}).get("first_order_only"):
        caps["per_member"] = 1  # of two orders that are open at once, one alone is the first
    return caps
