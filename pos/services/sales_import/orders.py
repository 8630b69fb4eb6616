"""Past orders, each taken, sent and paid as a till would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from core.actor import StoreSettings
from core.errors import Problem
from core.ids import id_of
from core.uow import Unit
from pos.services.orders import run_commands
from pos.services.sales_import.menu import Sold
from pos.store import sales_import as store
from pos.values import commands as c
from pos.values.sales_files import FileFault, PastOrder, PastSales

CHANNEL = "dine_in"
# Part of every id, which must not depend on a moment that a corrected file may correct.
ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ToAdd:
    """The orders that the store does not have yet, and those that it has otherwise."""

    orders: list[PastOrder]
    faults: list[FileFault]


def orders_to_add(unit: Unit, settings: StoreSettings, past: PastSales, file: str) -> ToAdd:
    """Which of the past orders are missing at the store. An order is known by its id in the files."""
    standing = store.standing_orders(unit, settings.id)
    missing, faults = [], []
    for order in past.orders:
        known = standing.get(order_id_of(settings.id, order))
        if known is None:
            missing.append(order)
        elif known != (_moment(settings, order), len(order.lines)):
            message = (
                f"the store {settings.code} has another order {order.row_id}; it stays as it is. "
                "Bring other sales into a store of their own (--store)"
            )
            faults.append(FileFault(file, order.line, "other_order", message, skipped=True))
    return ToAdd(missing, faults)


class RefusedOrder(Exception):
    """The till's services refuse an order; nothing of the transaction may be kept."""

    def __init__(self, order: PastOrder, problem: Problem) -> None:
        super().__init__(str(problem))
        self.order, self.problem = order, problem

    def fault(self, file: str) -> FileFault:
        """The same, as something wrong in the file."""
        message = f"the order {self.order.row_id} is refused ({self.problem.code}): {self.problem}"
        return FileFault(file, self.order.line, "refused", message, skipped=True)


def replay(
    unit: Unit, settings: StoreSettings, orders: Sequence[PastOrder], sold: Mapping[str, Sold]
) -> None:
    """Take these orders one after the other, in this transaction; those that are there already stay as they are.

    What a guest paid by card or in cash is not known: three in five are taken as card. Raises RefusedOrder.
    """
    unit.actor.demand("order.backdate", settings.id)
    store.lock_import(unit, settings.id)
    standing = store.which_stand(unit, settings.id, [order_id_of(settings.id, order) for order in orders])
    for order in orders:
        if order_id_of(settings.id, order) not in standing:
            try:
                _take(unit, settings, order, sold)
            except Problem as problem:
                raise RefusedOrder(order, problem) from problem


def _take(unit: Unit, settings: StoreSettings, order: PastOrder, sold: Mapping[str, Sold]) -> None:
    order_id = order_id_of(settings.id, order)
    view = run_commands(unit, settings.id, order_id, _commands(settings, order, order_id, sold))
    if view["state"] == "open":
        # Added tax, service or rounding: what is due is the store's bill, not the files'.
        rest = _payment(order_id, view["totals"]["due"], _moment(settings, order), 2)
        run_commands(unit, settings.id, order_id, [rest])


def order_id_of(store_id: UUID, order: PastOrder) -> UUID:
    """The id that the order has at the store, always the same."""
    return id_of(store_id, f"past order {order.row_id}", ORIGIN)


def _commands(
    settings: StoreSettings, order: PastOrder, order_id: UUID, sold: Mapping[str, Sold]
) -> list[c.Command]:
    at = _moment(settings, order)
    lines = [
        c.AddLine(
            line_id=id_of(order_id, f"line {line.row_id}", ORIGIN, place),
            product_id=sold[line.code].product_id,
            variant_id=sold[line.code].variant_id,
            quantity=Decimal(line.quantity),
            at=at,
        )
        for place, line in enumerate(order.lines)
    ]
    taken: list[c.Command] = [c.OpenOrder(channel=CHANNEL, at=at), *lines, c.Fire(at=at)]
    if is_billed_plainly(settings):
        total = sum(sold[line.code].price * line.quantity for line in order.lines)
        taken.append(_payment(order_id, total, at, 1))
    return taken


def is_billed_plainly(settings: StoreSettings) -> bool:
    """Whether the store's bill is the sum of its prices, as far as its settings tell."""
    is_rounded = settings.rounding.mode != "none" and settings.rounding.unit > 1
    return settings.prices_include_tax and not is_rounded and not settings.service_charge_bp


def _payment(order_id: UUID, amount: int, at: datetime, number: int) -> c.Pay:
    tender = "cash" if order_id.int % 5 < 2 else "card"
    tendered = amount if tender == "cash" else None
    payment_id = id_of(order_id, f"payment {number}", ORIGIN)
    return c.Pay(payment_id=payment_id, tender=tender, amount=amount, tendered=tendered, at=at)


def _moment(settings: StoreSettings, order: PastOrder) -> datetime:
    return order.at.replace(tzinfo=ZoneInfo(settings.timezone)).astimezone(UTC)
