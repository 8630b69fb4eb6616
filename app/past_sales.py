"""Bringing past sales into the database: brand and store when missing, the menu, the orders in batches, the totals."""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import sqlalchemy.exc
from babel.numbers import get_currency_precision
from psycopg import errors as pg
from sqlalchemy import Engine

from accounts.services import stores
from accounts.services.tenants import FirstUser, command_line, create_brand, enter_brand
from app.past_recipes import make_recipes
from core import clock
from core.actor import StoreSettings
from core.uow import Unit
from pos.rules.commands import CLOCK_DRIFT
from pos.rules.sales_files import FILES, read_past_sales
from pos.services import sales_import
from pos.services.sales_import import RefusedOrder, Sold, ToAdd, Totals
from pos.values.sales_files import FileFault, PastOrder, PastSales

BATCH = 50
TRIES = 5
CURRENCY, TIMEZONE = "USD", "America/New_York"
OFFICE = "office@example.com"
IMPORTER = "Sales import"
# What passes by when it is tried again.
PASSING = (pg.DeadlockDetected, pg.SerializationFailure, pg.LockNotAvailable, pg.UniqueViolation)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bringing:
    """Where the sales go. ``settings`` is None while the store is not made; ``password`` is a new brand's, told once."""

    engine: Engine
    brand: str
    code: str
    currency: str = CURRENCY
    tenant_id: UUID | None = None
    settings: StoreSettings | None = None
    password: str | None = None

    @property
    def decimals(self) -> int:
        """Of the currency's minor unit: 2 for cents."""
        return get_currency_precision(self.currency)

    def money(self, amount: int) -> str:
        """An amount in minor units as exact decimal text."""
        return format(Decimal(amount).scaleb(-self.decimals), f".{self.decimals}f")


def begin(engine: Engine, brand: str, code: str) -> Bringing:
    """Find the brand and the store; what is missing is made once there is something to bring."""
    bringing = Bringing(engine, brand, code)
    with Unit(engine) as unit:
        tenant = enter_brand(unit, brand, IMPORTER)
        if tenant is None:
            return bringing
        settings = next((s for s in stores.list_store_settings(unit) if s.code == code), None)
        currency = settings.currency if settings else tenant.currency
        return replace(bringing, tenant_id=unit.tenant_id, settings=settings, currency=currency)


def read(folder: Path, bringing: Bringing) -> PastSales:
    """What the folder's files say of the time up to now."""
    found = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    contents = {name: found[name].read_bytes() if name in found else None for name in FILES}
    zone = ZoneInfo(bringing.settings.timezone if bringing.settings else TIMEZONE)
    # What is nearer than a till's clock may be wrong is taken for now, and so would be another order in the next run.
    until = (clock.now() - CLOCK_DRIFT).astimezone(zone).replace(tzinfo=None)
    return read_past_sales(contents, bringing.decimals, until)


def missing(bringing: Bringing, past: PastSales) -> ToAdd:
    """Which of the orders the store does not have yet."""
    settings = bringing.settings
    if settings is None:
        return ToAdd(list(past.orders), [])
    return _transact(bringing, lambda unit: sales_import.orders_to_add(unit, settings, past, FILES[0]))


def make_store(bringing: Bringing) -> Bringing:
    """Make what is missing of brand and store."""
    if bringing.settings is not None:
        return bringing
    with Unit(bringing.engine, bringing.tenant_id) as unit:
        password = None
        if bringing.tenant_id is None:
            password = secrets.token_urlsafe(12)
            create_brand(
                unit,
                bringing.brand,
                _both(bringing.brand),
                bringing.currency,
                FirstUser("Head office", OFFICE, password),
                default_locale="en",
            )
        unit.actor = command_line(unit.tenant_id, IMPORTER)
        values = {"code": bringing.code, "name": _both(bringing.code), "timezone": TIMEZONE}
        store_id = stores.add_store(unit, values).id
        settings = stores.get_store_settings(unit, store_id)
        unit.commit()
        return replace(bringing, tenant_id=unit.tenant_id, settings=settings, password=password)


def add_menu(bringing: Bringing, past: PastSales) -> dict[str, Sold]:
    """The menu that the sales need, in one transaction, with recipes where the files say what things are made of."""

    def make(unit: Unit) -> dict[str, Sold]:
        sold = sales_import.make_menu(unit, _settings(bringing), past)
        make_recipes(unit, past.products, sold)
        return sold

    return _transact(bringing, make)


def add_orders(
    bringing: Bringing,
    orders: Sequence[PastOrder],
    sold: Mapping[str, Sold],
    advance: Callable[[int], None],
) -> list[FileFault]:
    """Replay the orders, ``BATCH`` in a transaction; answers those that the till's services refused."""
    faults: list[FileFault] = []
    for start in range(0, len(orders), BATCH):
        batch = list(orders[start : start + BATCH])
        faults += _add_batch(bringing, batch, sold)
        advance(len(batch))
    return faults


def totals(bringing: Bringing) -> Totals:
    """What the store has sold in all, as the database has it."""
    settings = bringing.settings
    if settings is None:
        return Totals.none()
    return _transact(bringing, lambda unit: sales_import.store_totals(unit, settings))


def _add_batch(bringing: Bringing, batch: Sequence[PastOrder], sold: Mapping[str, Sold]) -> list[FileFault]:
    """A refused order leaves the batch, and the rest is done anew, so that no number is lost to it."""
    store = _settings(bringing)
    left, faults = list(batch), []
    while left:
        try:
            _transact(bringing, lambda unit: sales_import.replay(unit, store, left, sold), store)
        except RefusedOrder as refused:
            faults.append(refused.fault(FILES[0]))
            left.remove(refused.order)
        else:
            break
    return faults


def _transact(bringing: Bringing, work: Callable[[Unit], T], store: StoreSettings | None = None) -> T:
    """Do it in a transaction of its own; what others were in the way of is tried again."""
    for attempt in range(TRIES):
        try:
            with Unit(bringing.engine, bringing.tenant_id) as unit:
                # At its store, like a till: its settings are known, and need not be asked for with each order.
                unit.actor = replace(command_line(unit.tenant_id, IMPORTER), store=store)
                result = work(unit)
                unit.commit()
                return result
        except (psycopg.Error, sqlalchemy.exc.DBAPIError) as error:
            cause = getattr(error, "orig", error)
            if not isinstance(cause, PASSING) or attempt == TRIES - 1:
                raise
            time.sleep(0.1 * 2**attempt)
    raise AssertionError("unreachable")


def _settings(bringing: Bringing) -> StoreSettings:
    if bringing.settings is None:
        raise RuntimeError("the store is made first")
    return bringing.settings


def _both(text: str) -> dict[str, str]:
    name = text.replace("-", " ").replace("_", " ").title()
    return {"zh": name, "en": name}
