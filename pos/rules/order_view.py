"""An order as screens see it: JSON-able values, money in minor units, quantities as exact text."""

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.late import Late
from pos.rules.bills import Bill, CheckBill, all_weights, bill_of, paid_on
from pos.rules.deals import wishes_of
from pos.rules.line_nets import standing_gross
from pos.values.orders import Book, Check, Line

Json = dict[str, Any]
# Of a deal, what screens show: the rest is for the books.
SHOWN = ("parts", "trace", "nudges", "points_used", "is_exhaustive", "is_frozen")


def order_view(book: Book, pickup: Late | None = None) -> Json:
    """The whole order with lines, checks and totals."""
    bill = bill_of(book)
    weights = all_weights(book)
    checks = [_check(book, check, bill.checks[check.id], weights) for check in _checks(book)]
    refunded: dict[str, int] = defaultdict(int)
    for refund in book.refunds.values():
        for row in refund.lines if not refund.is_write_off else []:
            refunded[row["line_id"]] += row["amount"]
    return {
        **head_view(book, pickup),
        "lines": [_line(book, line, bill, refunded) for line in book.top_lines()],
        "checks": checks,
        "totals": _totals(book, bill, checks),
        "wishes": wishes_of(book),
        "deal": _deal(book),
    }


def _deal(book: Book) -> Json | None:
    deal = book.order.deal
    return {name: deal[name] for name in SHOWN} if deal else None


def summary_view(book: Book) -> Json:
    """The order without its lines and checks, for lists and the floor plan."""
    bill = bill_of(book)
    checks = [_check(book, check, bill.checks[check.id], {}) for check in _checks(book)]
    unfired = sum(1 for line in book.top_lines() if line.state == "held")
    names = [line.name for line in book.top_lines() if line.state != "voided"]
    return {
        **head_view(book),
        "unfired": unfired,
        "line_count": len(names),
        "first_lines": names[:3],
        "totals": _totals(book, bill, checks),
    }


def head_view(book: Book, pickup: Late | None = None) -> Json:
    """The head of the order."""
    order = book.order
    wrap = order.terms.get("pickup_wrap", 999)
    return {
        "id": order.id,
        "version": order.version,
        "store_id": order.store_id,
        "number": order.number,
        "pickup_number": pickup or (order.number - 1) % wrap + 1,
        "business_date": order.business_date,
        "channel": order.channel,
        "table_id": order.table_id,
        "table_name": order.table_name,
        "covers": order.covers,
        "guest_name": order.guest_name,
        "note": order.note,
        "due_at": order.due_at,
        "state": order.state,
        "is_late": order.is_late,
        "merged_into": order.merged_into,
        "member_id": order.member_id,
        "opened_at": order.opened_at,
        "closed_at": order.closed_at,
        "opened_by": {"id": order.opened_by, "name": order.opened_by_name},
        "currency": order.currency,
    }


def _checks(book: Book) -> list[Check]:
    return sorted((c for c in book.checks.values() if c.state != "merged"), key=lambda c: (c.number, c.id))


def _line(book: Book, line: Line, bill: Bill, refunded: dict[str, int]) -> Json:
    components = book.components(line.id)
    return {
        **_item(line),
        "list_price": line.list_price,
        "member_price": line.member_price,
        "components": [
            {
                **_item(part),
                "component_id": part.component_id,
                "share": part.share,
                "upcharge": part.line_total,
                "amount": bill.leaf_nets.get(part.id, 0),
                "refunded": refunded[str(part.id)],
            }
            for part in components
        ],
        "line_total": standing_gross(line, components),
        "net": bill.nets[line.id],
        "discount": sum(bill.offs.get(x.id, 0) for x in (line, *components)),
        "gift_of": line.gift_of,
        "refunded": refunded[str(line.id)] + sum(refunded[str(part.id)] for part in components),
        "seat": line.seat,
        "course": line.course,
        "on_hold": line.on_hold,
        "revision": line.revision,
        "note": line.note,
        "suggestion_id": line.suggestion_id,
        "added_at": line.added_at,
        "added_by": {"id": line.added_by, "name": line.added_by_name},
        "fired_at": line.fired_at,
    }


def _item(line: Line) -> Json:
    return {
        "id": line.id,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "kind": line.kind,
        "code": line.code,
        "name": line.name,
        "variant_name": line.variant_name,
        "quantity": line.quantity,
        "voided": line.voided,
        "comped": line.comped,
        "unit_price": line.unit_price,
        "price_id": line.price_id,
        "modifiers": line.modifiers,
        "state": line.state,
        "tax": {"name": line.tax_name, "rate": line.tax_rate, "inclusive": line.tax_inclusive},
    }


def _check(book: Book, check: Check, figures: CheckBill, weights: dict[UUID, dict[UUID, int]]) -> Json:
    payments = sorted(
        (p for p in book.payments.values() if p.check_id == check.id), key=lambda p: (p.at, p.id)
    )
    given_back: dict[UUID, int] = defaultdict(int)
    for payment in payments:
        if payment.original_id is not None:
            given_back[payment.original_id] -= payment.amount
    taken = [p for p in payments if p.refund_id is None]
    paid = paid_on(book, check.id)
    return {
        "id": check.id,
        "number": check.number,
        "state": check.state,
        "parts": [
            _part(line_id, amount, weights.get(line_id, {}), check.id)
            for line_id, amount in figures.parts.items()
        ],
        "net": figures.net,
        "service_charge": figures.service_charge,
        "tax": sum(figures.taxes.values()),
        "taxes": [
            {
                "name": name,
                "rate": rate,
                "inclusive": inclusive,
                "tax": tax,
                "base": figures.bases.get((name, rate, inclusive), 0),
            }
            for (name, rate, inclusive), tax in sorted(figures.taxes.items())
        ],
        "rounding": figures.rounding,
        "total": figures.total,
        "paid": paid,
        "tips": sum(p.tip for p in taken),
        "due": figures.total - paid if check.state == "open" else 0,
        "cash_due": figures.cash_total - paid if check.state == "open" else 0,
        "paid_at": check.paid_at,
        "payments": [
            {
                "id": p.id,
                "tender": p.tender,
                "amount": p.amount,
                "tip": p.tip,
                "tendered": p.tendered,
                "change": p.change,
                "reference": p.reference,
                "at": p.at,
                "by": {"id": p.taken_by, "name": p.taken_by_name},
                "refunded": given_back[p.id],
            }
            for p in taken
        ],
        "refunds": [
            {
                "id": refund.id,
                "amount": refund.amount,
                "reason": refund.reason,
                "at": refund.at,
                "by": {"id": refund.done_by, "name": refund.done_by_name},
                "lines": refund.lines,
            }
            for refund in sorted(book.refunds.values(), key=lambda r: (r.at, r.id))
            if refund.check_id == check.id and not refund.is_write_off
        ],
        "write_off": _write_off(book, check),
    }


def _write_off(book: Book, check: Check) -> Json | None:
    """What of a check will never be paid."""
    for refund in book.refunds.values():
        if refund.check_id == check.id and refund.is_write_off:
            return {
                "amount": refund.amount,
                "reason": refund.reason,
                "at": refund.at,
                "by": {"id": refund.done_by, "name": refund.done_by_name},
                "approved_by": refund.approved_by_name,
            }
    return None


def _part(line_id: UUID, amount: int, weights: dict[UUID, int], check_id: UUID) -> Json:
    return {
        "line_id": line_id,
        "amount": amount,
        "weight": weights.get(check_id, 1),
        "of": sum(weights.values()) or 1,
    }


def _totals(book: Book, bill: Bill, checks: list[Json]) -> Json:
    lines = [line for line in book.top_lines() if line.state != "voided"]
    gross = sum(standing_gross(line, book.components(line.id)) for line in lines)
    total = sum(check["total"] for check in checks)
    discounts = sum(bill.offs.values())
    return {
        "list": gross,
        "comped": gross - discounts - sum(bill.nets.values()),
        "discounts": discounts,
        "net": sum(bill.nets.values()),
        "service_charge": sum(check["service_charge"] for check in checks),
        "tax": sum(check["tax"] for check in checks),
        "rounding": sum(check["rounding"] for check in checks),
        "total": total,
        "paid": sum(check["paid"] for check in checks),
        "tips": sum(check["tips"] for check in checks),
        "refunded": sum(refund.given_back for refund in book.refunds.values()),
        "written_off": book.written_off,
        "due": sum(check["due"] for check in checks),
        "units": sum((line.payable for line in lines), Decimal(0)),
    }
