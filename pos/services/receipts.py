"""Receipts: a check on paper."""

from uuid import UUID

from babel.numbers import get_currency_precision

from core.paper import Paper
from core.uow import Unit
from pos import ports
from pos.errors import CheckNotFound
from pos.rules.receipts import ReceiptFrame, receipt_of
from pos.services.orders import get_order
from pos.services.stores import store_of


def check_receipt(unit: Unit, store_id: UUID, order_id: UUID, check_id: UUID | None, language: str) -> Paper:
    """A check's receipt, the order's first when none is named."""
    order = get_order(unit, store_id, order_id)
    checks = {check["id"]: check for check in order["checks"]}
    check = checks.get(check_id) if check_id else next(iter(checks.values()), None)
    if check is None:
        raise CheckNotFound(check_id=str(check_id) if check_id else None)
    store = store_of(unit, store_id)
    frame = ReceiptFrame(store.name, store.timezone, get_currency_precision(order["currency"]), language)
    return receipt_of(order, check, frame)


def as_escpos(paper: Paper) -> bytes:
    """As a receipt printer wants it."""
    return ports.printer.escpos(paper)
