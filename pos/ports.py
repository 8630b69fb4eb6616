"""What the till's room needs from others at once; the app fills it at start."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from core import live as _live
from core.actor import StoreSettings
from core.paper import Paper
from core.proofs import Proof
from core.uow import Read, Unit
from pos.values.carts import Cart
from pos.values.orders import Order


class Accounts(Protocol):
    """Stores and people."""

    def store_settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store of the brand; raises NotFound."""

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store of the brand that is not archived."""

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The names of the brand's regions."""

    def staff_names(self, unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
        """What people are called, also those who work here no more."""

    def approve(
        self, unit: Unit, staff_id: UUID, pin: str, permission: str, store_id: UUID
    ) -> tuple[UUID, str]:
        """The second person (id, name), proved by a PIN to hold the permission at the store; raises a refusal."""


class Deals(Protocol):
    """What promotions, coupons and points take off orders. Works inside the order's transaction."""

    def reads(self, tenant_id: UUID) -> list[Read]:
        """What has to be read with every order, to know whether there is anything to take off at all."""

    def are_any(self, unit: Unit, rows: list[list[Any]]) -> bool:
        """Whether the brand has promotions, from the rows of ``reads``."""

    def deal(
        self, unit: Unit, cart: Cart, rows: list[list[Any]], standing: dict[str, Any] | None
    ) -> dict[str, Any]:
        """The best deal, its caps and coupons reserved for the order in place of the standing one's.

        Answers parts, trace, nudges, points_used, is_exhaustive and holds as JSON (``pos.rules.deals``). Raises
        ``pos.errors.MemberNotFound`` for a member who is not there.
        """

    def reclaims(self, rows: list[list[Any]]) -> bool:
        """Whether the brand takes benefits back whose conditions a refund breaks."""

    def deal_of_rest(
        self, unit: Unit, cart: Cart, rows: list[list[Any]], frozen: dict[str, Any]
    ) -> dict[str, Any]:
        """The deal of what remains of a paid order, under the versions of its own deal; nothing is reserved."""

    def redeem(self, unit: Unit, order: Order, business_date: date) -> None:
        """The first money was taken: what the order's deal reserved is used, and its points are gone; refuses (409) when
        they are no longer there.
        """

    def release(self, unit: Unit, order_id: UUID) -> None:
        """The order ended unpaid: what it reserved or used is free again."""

    def return_points(self, unit: Unit, order: Order) -> None:
        """The order ended unpaid, all money that was taken went back: so do the points that it used."""


class StoredValue(Protocol):
    """Paying with what a member has stored."""

    def spend(
        self,
        unit: Unit,
        store_id: UUID,
        payment_id: UUID,
        member_id: UUID,
        amount: int,
        order_id: UUID,
        proof: Proof | None,
    ) -> None:
        """Take an amount; refuses (409) when the balance is less, and without the proof that the brand asks for."""

    def give_back(self, unit: Unit, store_id: UUID, payment_id: UUID, original_id: UUID, amount: int) -> None:
        """Give back of a payment, in its own mix; refuses (409) when the member was erased."""

    def demand_erased(self, unit: Unit, store_id: UUID, original_id: UUID) -> None:
        """Refuse (409) to give a payment back in another way unless its member was erased."""


class Kitchen(Protocol):
    """How far the kitchen is. It knows its dishes by the lines that were fired, whatever order they are in by now."""

    def lines_out(self, unit: Unit, line_ids: Collection[UUID]) -> dict[UUID, datetime | None]:
        """Of those of the lines (and components) that stations make: when all that was fired as the line's course was bumped;
        None while it is not, as after a recall or a refire. Components are told of by their set meal's line.
        """


class Live(Protocol):
    """The way to a store's screens."""

    def publish(self, tenant_id: UUID, store_id: UUID, event: str, payload: dict[str, Any]) -> None:
        """Tell every screen of the store."""


class Printer(Protocol):
    """The language of receipt printers."""

    def escpos(self, paper: Paper) -> bytes:
        """The paper as a receipt printer wants it."""


class _Unfilled:
    """Stands where the app has not put the real thing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the app has to fill pos.ports before {name} is asked")


accounts: Accounts = _Unfilled()
deals: Deals = _Unfilled()
stored_value: StoredValue = _Unfilled()
kitchen: Kitchen = _Unfilled()
printer: Printer = _Unfilled()
live: Live = _live


def bind(filled: Accounts) -> None:
    """Put the real thing in."""
    global accounts
    accounts = filled
