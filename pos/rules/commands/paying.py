"""Taking money, and closing what is paid."""

from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pos.errors import OrderNotOpen, conflict, refuse
from pos.events import OrderPaid
from pos.rules.bills import (
    Bill,
    CheckBill,
    bill_of,
    first_check,
    freeze,
    group_of,
    paid_on,
    settle_in_cash,
)
from pos.rules.commands.courses import fire_lines
from pos.rules.commands.steps import an_open_check, booked_at, describe, the_book
from pos.rules.deals import benefits_left, benefits_of, points_kept
from pos.rules.line_nets import net_leaves, standing_gross
from pos.rules.untaxed import untaxed, untaxed_nets
from pos.values import commands as c
from pos.values.context import Context
from pos.values.orders import Book, Payment

# Of a card and of a code that was scanned (WeChat Pay, Alipay) the money moves elsewhere, and is written down here.
TENDERS = ("cash", "card", "scan", "stored_value")


def pay(context: Context, command: c.Pay) -> None:
    """Take a payment for a check; once nothing is due it is closed, and the order with its last check.

    The same payment again changes nothing. What is still held goes to the kitchen when the order is paid.
    """
    context.actor.demand("payment.take", context.store.id)
    book = the_book(context)
    if command.payment_id in book.payments:
        _guard_same(book, book.payments[command.payment_id], command)
        return
    if book.order.state != "open":
        raise OrderNotOpen(f"The order is {book.order.state}.", state=book.order.state)
    if not any(line.state != "voided" for line in book.lines.values()):
        raise conflict("nothing_to_pay", "There is nothing on the order.")
    if command.tender == "stored_value" and book.order.member_id is None:
        raise refuse("member_missing", "Say first whose stored value.")
    if command.tender == "stored_value" and command.tip:
        raise refuse(
            "tip_not_stored_value", "Stored value pays the bill; a tip is given in cash or on a card."
        )
    check = an_open_check(book, command.check_id or first_check(book))
    bill = bill_of(book)
    check_bill = bill.checks[check.id]
    _check_amount(book, command, check_bill)
    tendered, change = _change(command)
    day, at = booked_at(context, command.tender)
    book.payments[command.payment_id] = Payment(
        id=command.payment_id,
        order_id=book.order.id,
        check_id=check.id,
        store_id=book.order.store_id,
        business_date=day,
        tender=command.tender,
        amount=command.amount,
        tip=command.tip,
        tendered=tendered,
        change=change,
        reference=command.reference,
        at=at,
        taken_by=context.actor.staff_id,
        taken_by_name=context.actor.staff_name,
        terminal_id=context.actor.terminal_id,
    )
    if command.tender == "stored_value":
        context.proofs[command.payment_id] = command.proof
    if command.tender == "cash" and paid_on(book, check.id) == check_bill.cash_total != check_bill.total:
        settle_in_cash(check_bill, {x.id: group_of(x) for x in book.lines.values()})
    settle(context, book, bill)


def _guard_same(book: Book, payment: Payment, command: c.Pay) -> None:
    """The same payment; its check may have been merged into another since."""
    named = book.checks.get(command.check_id) if command.check_id else None
    is_elsewhere = named is not None and named.id != payment.check_id and named.state != "merged"
    same = (payment.amount, payment.tender, payment.tip) == (command.amount, command.tender, command.tip)
    if is_elsewhere or not same:
        raise conflict("payment_exists", "Another payment has this id.", payment_id=str(payment.id))


def _check_amount(book: Book, command: c.Pay, check_bill: CheckBill) -> None:
    if command.tender not in TENDERS:
        raise refuse("unknown_tender", "There is no such tender.")
    paid = paid_on(book, check_bill.check_id)
    due, cash_due = check_bill.total - paid, check_bill.cash_total - paid
    in_cash = command.tender == "cash"
    if in_cash and command.amount == cash_due:
        return  # the last of it, rounded off
    most = max(min(due, cash_due) if in_cash else due, 0)
    if command.amount > most:
        raise conflict("overpaid", "That is more than what is due.", due=cash_due if in_cash else due)
    if command.amount == 0 and due > 0:
        raise refuse("amount_not_positive", "The amount is more than zero.")


def _change(command: c.Pay) -> tuple[int | None, int]:
    asked = command.amount + command.tip
    if command.tendered is None:
        return None, 0
    if command.tender != "cash":
        raise refuse("tendered_not_cash", "Only cash is tendered and given change.")
    if command.tendered < asked:
        raise refuse("tendered_short", "The cash handed over is less than the amount.")
    return command.tendered, command.tendered - asked


def settle(context: Context, book: Book, bill: Bill | None = None) -> None:
    """Close each check of which nothing is due any more, and the order when no check is left."""
    if book.order.state != "open":
        return
    bill = bill or bill_of(book)
    # All was voided and all money given back: there is nothing to pay, only to cancel.
    is_empty = not any(x.state == "paid" for x in book.checks.values()) and all(
        line.state == "voided" for line in book.lines.values()
    )
    for check in book.open_checks():
        figures = bill.checks[check.id]
        payments = [p for p in book.payments.values() if p.check_id == check.id]
        paid = sum(p.amount for p in payments)
        if paid > figures.total:
            raise conflict(
                "paid_more_than_left",
                "More was paid on this check than would be left: give that back first, then try again.",
                check_id=str(check.id),
                over=paid - figures.total,
            )
        if payments and paid == figures.total and not is_empty:
            book.checks[check.id] = replace(check, state="paid", paid_at=context.at, frozen=freeze(figures))
    left = book.open_checks()
    paid_checks = [check for check in book.checks.values() if check.state == "paid"]
    if paid_checks and not any(_holds_something(book, bill, check.id) for check in left):
        for check in left:
            book.checks[check.id] = replace(check, state="merged")
        _close(context, book)


def _holds_something(book: Book, bill: Bill, check_id: UUID) -> bool:
    figures = bill.checks[check_id]
    standing = any(book.lines[line_id].state != "voided" for line_id in figures.parts)
    return standing or figures.total != 0


def _close(context: Context, book: Book) -> None:
    fire_lines(context, book, book.top_lines())
    book.order = order = replace(book.order, state="paid", closed_at=context.at)
    sums = {"charged": _per_line(book, "charged"), "net": _per_line(book, "leaves")}
    sums["net_untaxed"] = untaxed_nets(book)
    payments = list(book.payments.values())
    kept = points_kept(book)
    is_sold = not book.is_unsold
    context.events.append(
        OrderPaid(
            store_id=order.store_id,
            at=context.at,
            order_id=order.id,
            order_number=order.number,
            business_date=order.business_date,
            channel=order.channel,
            covers=order.covers,
            is_late=order.is_late,
            hour=context.at.astimezone(ZoneInfo(context.store.timezone)).hour,
            member_id=order.member_id if is_sold else None,
            points_used=kept if is_sold else 0,
            points_back=(order.deal or {}).get("points_used", 0) - kept if is_sold else 0,
            benefits=benefits_left(book),
            totals=_totals(book, benefits_of(book)),
            total=sum((check.frozen or {}).get("total", 0) for check in book.checks.values()),
            given_back=sum(refund.amount for refund in book.refunds.values() if refund.is_of_sale),
            tips=sum(p.tip for p in payments),
            lines=[
                _paid_line(context, book, line.id, sums)
                for line in book.top_lines()
                if line.state != "voided"
            ],
            payments=[{"tender": p.tender, "amount": p.amount, "tip": p.tip} for p in payments],
        )
    )


def _totals(book: Book, benefits: list[dict[str, Any]]) -> dict[str, int]:
    """The paid order's figures over all its checks."""
    frozen = [check.frozen for check in book.checks.values() if check.frozen]
    gross = sum(standing_gross(line, book.components(line.id)) for line in book.top_lines())
    net = sum(figures["net"] for figures in frozen)
    discounts = sum(part["amount"] for part in benefits)
    return {
        "list": gross,
        "comped": gross - discounts - net,
        "discounts": discounts,
        "net": net,
        "service_charge": sum(figures["service_charge"] for figures in frozen),
        "tax": sum(tax["amount"] for figures in frozen for tax in figures["taxes"]),
        "rounding": sum(figures["rounding"] for figures in frozen),
    }


def _per_line(book: Book, figure: str) -> dict[str, int]:
    """A figure of the frozen bills by priced line."""
    sums: dict[str, int] = {}
    for check in book.checks.values():
        for leaf_id, amount in (check.frozen or {}).get(figure, {}).items():
            sums[leaf_id] = sums.get(leaf_id, 0) + amount
    return sums


def _paid_line(
    context: Context, book: Book, line_id: UUID, sums: dict[str, dict[str, int]]
) -> dict[str, Any]:
    line = book.lines[line_id]
    listed = net_leaves(line, book.components(line_id) if line.kind == "set_meal" else [])
    told = describe(context, book, line)
    for item in (told, *told["components"]):
        item |= {name: known.get(str(item["line_id"]), 0) for name, known in sums.items()}
        item["list"] = listed.get(item["line_id"], 0)
        item["list_untaxed"] = untaxed(book.lines[item["line_id"]], item["list"])
    return told
