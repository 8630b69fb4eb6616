"""What the kitchen needs of others, and what it hears of orders as shapes: it does not know who says it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from core.actor import StoreSettings
from core.paper import Paper
from core.uow import Unit


class Stores(Protocol):
    """Stores, from the accounts room."""

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings; raises NotFound."""


class Orders(Protocol):
    """Orders, from the till's room."""

    def tables(self, unit: Unit, order_ids: Collection[UUID]) -> Mapping[UUID, str | None]:
        """The table at which each order's guests sit by now; those of a merged order at the table of the one that took it over."""


class PrinterFailed(Exception):
    """A slip was not printed. ``may_be_out``: it may be on paper all the same, whole or in part."""

    def __init__(self, reason: str, *, may_be_out: bool) -> None:
        super().__init__(reason)
        self.may_be_out = may_be_out


class Printers(Protocol):
    """Printers at the stations."""

    def fault(self, address: str) -> str | None:
        """What is wrong with an address; None when it can be used."""

    def escpos(self, paper: Paper) -> bytes:
        """The paper as the printer wants it."""

    def send(self, address: str, content: bytes) -> None:
        """Print; raises PrinterFailed."""


class _Unfilled:
    """Stands where the app has not put the real thing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the app has to fill kitchen.ports before {name} is asked")


stores: Stores = _Unfilled()
orders: Orders = _Unfilled()
printers: Printers = _Unfilled()


class Fact(Protocol):
    """Something that happened to an order of a store. ``table_name``: where its guests sit by now."""

    @property
    def store_id(self) -> UUID | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def timezone(self) -> str: ...
    @property
    def order_id(self) -> UUID: ...
    @property
    def business_date(self) -> date: ...
    @property
    def table_name(self) -> str | None: ...


class FiredLines(Fact, Protocol):
    """Lines to be made now. ``again``: others of the order were fired before."""

    @property
    def order_number(self) -> Any: ...
    @property
    def channel(self) -> str: ...
    @property
    def again(self) -> bool: ...
    @property
    def order_note(self) -> str | None: ...
    @property
    def lines(self) -> list[dict[str, Any]]: ...


class PrintedLines(Protocol):
    """Fired lines of which the kitchen was told on paper."""

    @property
    def store_id(self) -> UUID | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def line_ids(self) -> list[UUID]: ...


class LineFact(Fact, Protocol):
    """Something that happened to a fired line."""

    @property
    def line(self) -> dict[str, Any]: ...


class ChangedLine(LineFact, Protocol):
    """A fired line as it stands now, and as it stood ``before``."""

    @property
    def before(self) -> dict[str, Any]: ...


class VoidedLine(LineFact, Protocol):
    """Units taken off; ``line`` is as it was before, ``standing`` what is left."""

    @property
    def standing(self) -> str: ...


class RefiredLine(LineFact, Protocol):
    """Units to be made once more."""

    @property
    def refire_id(self) -> UUID: ...
    @property
    def quantity(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def order_number(self) -> Any: ...
    @property
    def channel(self) -> str: ...
    @property
    def order_note(self) -> str | None: ...
