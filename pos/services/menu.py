"""The menu as a till asks for it: written out once, and again only when a price or the menu changes."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from core import clock, json
from core.json import moment_text
from core.uow import Unit
from pos.rules.menu_view import menu_view, view_ends
from pos.rules.schedule import PriceMoment
from pos.services.catalog import STORES_KEPT, Recent, get_catalog
from pos.services.stores import store_of
from pos.values.catalog import Catalog


@dataclass(frozen=True, slots=True)
class WrittenMenu:
    """The answer's text with its tag; good from ``since`` to before ``until``."""

    catalog: Catalog
    since: PriceMoment
    until: PriceMoment | None
    body: str
    etag: str

    def serves(self, catalog: Catalog, moment: PriceMoment) -> bool:
        """Whether writing it again would give the same."""
        return (
            catalog is self.catalog and self.since <= moment and (self.until is None or moment < self.until)
        )


_written: Recent[tuple[UUID, UUID, str, str], WrittenMenu] = Recent(STORES_KEPT)


def get_menu(unit: Unit, store_id: UUID) -> WrittenMenu:
    """The store's menu with the prices that hold now."""
    unit.actor.demand("menu.view", store_id)
    store = store_of(unit, store_id)
    catalog = get_catalog(unit, store)
    moment = PriceMoment.at(clock.now(), store.timezone)
    key = (unit.tenant_id, store_id, store.timezone, store.currency)
    known = _written.get(key)
    if known is not None and known.serves(catalog, moment):
        return known
    written = _write(catalog, moment, store.timezone, store.currency)
    _written.keep(key, written)
    return written


def _write(catalog: Catalog, moment: PriceMoment, timezone: str, currency: str) -> WrittenMenu:
    view = menu_view(catalog, moment)
    until = view_ends(catalog, moment)
    content = json.dumps(view)
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    head = {
        # Tells apart what the same edition of the menu shows at different hours.
        "version": f"{catalog.version}.{digest}",
        "currency": currency,
        "valid_until": moment_text(until.to_utc(timezone)) if until else None,
    }
    body = f"{json.dumps(head)[:-1]},{content[1:]}"
    return WrittenMenu(
        catalog, moment, until, body, hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    )
