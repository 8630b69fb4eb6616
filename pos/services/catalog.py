"""The menu of a store as one frozen value, kept in memory until the menu or the store's settings change."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from core.actor import StoreSettings
from core.errors import Unavailable
from core.uow import Read, Unit
from pos.rules.catalog import BrandMenu, Rows, brand_menu, store_catalog
from pos.store.catalog import BRAND_TABLES, CATALOG_VERSION, STORE_TABLES
from pos.values.catalog import Catalog

__all__ = ["CATALOG_VERSION", "catalog_at", "get_catalog"]

BRANDS_KEPT = 256
STORES_KEPT = 512
TRIES = 8
K = TypeVar("K")
V = TypeVar("V")
StoreKey = tuple[UUID, UUID, UUID | None, bool]


class Recent(Generic[K, V]):
    """A bounded memory: what was not asked for longest is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """What was kept under the key, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: K, value: V) -> None:
        """Keep the value in place of an older one."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


_brands: Recent[UUID, BrandMenu] = Recent(BRANDS_KEPT)
_catalogs: Recent[StoreKey, Catalog] = Recent(STORES_KEPT)


def get_catalog(unit: Unit, store: StoreSettings) -> Catalog:
    """The store's menu as of now."""
    return catalog_at(unit, store, unit.fetch_one(CATALOG_VERSION, tenant_id=unit.tenant_id).version)


def catalog_at(unit: Unit, store: StoreSettings, version: int) -> Catalog:
    """The store's menu at ``version``, which CATALOG_VERSION has just told: from memory, or read in one round trip.

    When somebody has changed the menu in between, the newer one (its ``version`` says so). Never a mixture of both.
    """
    key = (unit.tenant_id, store.id, store.region_id, store.prices_include_tax)
    known = _catalogs.get(key)
    if known is not None and known.version == version:
        return known
    catalog = _load(unit, store, version)
    _catalogs.keep(key, catalog)
    return catalog


def _load(unit: Unit, store: StoreSettings, version: int) -> Catalog:
    for _ in range(TRIES):
        brand = _brands.get(unit.tenant_id)
        if brand is not None and brand.version != version:
            brand = None
        before, rows, after = _read(unit, store, with_brand=brand is None)
        # Each statement sees what was committed when it began: only between equal versions do the tables match.
        if before == after and (brand is None or brand.version == before):
            if brand is None:
                brand = brand_menu(before, rows)
                _brands.keep(unit.tenant_id, brand)
            return store_catalog(store.id, brand, rows, prices_include_tax=store.prices_include_tax)
        version = after
    raise Unavailable("The menu is being changed. Send the same request again.", code="busy")


def _read(unit: Unit, store: StoreSettings, *, with_brand: bool) -> tuple[int, Rows, int]:
    tables = {**(BRAND_TABLES if with_brand else {}), **STORE_TABLES}
    params = {"tenant_id": unit.tenant_id}
    places = {**params, "store_id": store.id, "region_id": store.region_id}
    version: Read = (CATALOG_VERSION, params)
    reads = [(read, places if name in STORE_TABLES else params) for name, read in tables.items()]
    first, *found, last = unit.fetch(version, *reads, version)
    return first[0].version, dict(zip(tables, found, strict=True)), last[0].version
