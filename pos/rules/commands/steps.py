"""Steps that several commands share: finding, guarding, describing."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from core import json
from core.clock import business_date
from core.errors import Forbidden
from pos.errors import (
    ApprovalNeeded,
    CheckNotFound,
    LineNotFound,
    OrderNotFound,
    OrderNotOpen,
    conflict,
    refuse,
)
from pos.rules.bills import weights_of
from pos.values.context import Context, Person
from pos.values.orders import Book, Check, Line

COUNTED_FOR = timedelta(days=1)
# In how old a day's books a drawer's cash may stand, and is still found when the drawer is counted.
DRAWER_LOOKS_BACK = timedelta(days=1)


def booked_at(context: Context, tender: str) -> tuple[date, datetime]:
    """The business day in whose books money stands, and when: as it moved. Where that day is closed, now, in the first open day;
    cash whose drawer was counted since, now, in the drawer of now.
    """
    store = context.store
    day = business_date(context.at, store.timezone, store.cutoff_minutes)
    today = business_date(context.now, store.timezone, store.cutoff_minutes)
    is_counted = tender == "cash" and context.counted_at is not None and context.at < context.counted_at
    if day not in context.closed_days and not (is_counted and today - day > DRAWER_LOOKS_BACK):
        return day, context.now if is_counted else context.at
    while today in context.closed_days:
        today += timedelta(days=1)
    return today, context.now


def the_book(context: Context) -> Book:
    """The order at hand."""
    if context.book is None:
        raise OrderNotFound
    return context.book


def open_book(context: Context) -> Book:
    """The order at hand, which must be open."""
    book = the_book(context)
    if book.order.state != "open":
        raise OrderNotOpen(f"The order is {book.order.state}.", state=book.order.state)
    return book


def top_line(book: Book, line_id: UUID) -> Line:
    """A line by id; a set meal's components are reached through the set."""
    line = book.lines.get(line_id)
    if line is None:
        raise LineNotFound(line_id=str(line_id))
    if line.parent_id is not None:
        raise refuse("component_line", "Change the set meal, not its component.", line_id=str(line_id))
    return line


def a_check(book: Book, check_id: UUID) -> Check:
    """A check by id."""
    check = book.checks.get(check_id)
    if check is None or check.state == "merged":
        raise CheckNotFound(check_id=str(check_id))
    return check


def an_open_check(book: Book, check_id: UUID) -> Check:
    """A check that is not paid yet."""
    check = a_check(book, check_id)
    if check.state != "open":
        raise conflict("check_paid", "The check is paid.", check_id=str(check_id))
    return check


def guard_unpaid(book: Book, line: Line) -> None:
    """Refuse to touch a line of which a part is paid."""
    for check_id in weights_of(book, line.id):
        if book.checks[check_id].state == "paid":
            raise conflict(
                "line_paid", "The line is on a paid check; refund it instead.", line_id=str(line.id)
            )


def members(book: Book, line: Line) -> list[Line]:
    """The line and its components."""
    return [line, *book.components(line.id)]


def put(book: Book, *lines: Line) -> None:
    """Keep changed lines."""
    for line in lines:
        book.lines[line.id] = line


def change_all(book: Book, line: Line, **changes: Any) -> None:
    """The same change on a line and its components."""
    put(book, *(replace(x, **changes) for x in members(book, line)))


def authorise(context: Context, permission: str, amount: int = 0) -> Person | None:
    """Check who may do it: the person asking, or a second one whose PIN was proved; answers the second one.

    Above the store's approval limit (minor units) the permission alone is not enough.
    """
    approver = context.approver
    if approver is not None:
        return approver
    limit = context.store.approval_limit
    if not context.actor.may(permission, context.store.id):
        if context.actor.knows(context.store.id):
            raise ApprovalNeeded(f"Ask somebody with the permission {permission}.", permission=permission)
        raise Forbidden(f"You need the permission {permission}.", code="permission_needed")
    if limit is not None and amount > limit:
        raise ApprovalNeeded(
            "Above the limit: a second person has to approve.", permission=permission, limit=limit
        )
    return None


class Signed(TypedDict):
    """Who did something and, where a second person was asked, who approved it, as rows keep it."""

    done_by: UUID
    done_by_name: str
    approved_by: UUID | None
    approved_by_name: str | None


def signed(context: Context, approver: Person | None) -> Signed:
    """By the person asking."""
    return Signed(
        done_by=context.actor.staff_id,
        done_by_name=context.actor.staff_name,
        approved_by=approver.id if approver else None,
        approved_by_name=approver.name if approver else None,
    )


def note_act(context: Context, action: str, told: dict[str, Any], approver: Person | None) -> None:
    """Keep for the audit log what was done to the order at hand, and who approved it."""
    approved_by = approver.name if approver else None
    context.audits.append((action, the_book(context).order.id, {**told, "approved_by": approved_by}))


def units_of(line: Line, quantity: Decimal | None, available: Decimal) -> Decimal:
    """How many units are meant: those named, else all available; refuses more than there are."""
    units = available if quantity is None else quantity
    if units <= 0:
        raise refuse("quantity_not_positive", "The quantity is more than zero.", line_id=str(line.id))
    if line.kind != "weighed" and units != units.to_integral_value():
        raise refuse("quantity_not_whole", "Only weighed goods have fractions.", line_id=str(line.id))
    if units > available:
        raise conflict(
            "not_so_many",
            "There are not so many left.",
            line_id=str(line.id),
            available=json.quantity_text(available),
        )
    return units


def count_stock(context: Context, book: Book, line: Line, units: Decimal, *, back: bool = False) -> None:
    """Note what a line takes from countdowns, or gives back: the product, its modifiers and its components.

    What was ordered long ago and comes in only now is not served from what is left today.
    """
    if context.now - line.added_at > COUNTED_FOR:
        return
    stock = context.gives if back else context.takes
    for member in members(book, line):
        pieces = units * member.quantity / line.quantity
        key = (member.product_id, member.variant_id)
        stock[key] = stock.get(key, Decimal(0)) + pieces
        _count_modifiers(stock, member.modifiers, pieces)


def _count_modifiers(stock: dict[Any, Decimal], modifiers: list[dict[str, Any]], pieces: Decimal) -> None:
    for modifier in modifiers:
        each = pieces * modifier["quantity"]
        key = (UUID(modifier["option_id"]), None)
        stock[key] = stock.get(key, Decimal(0)) + each
        _count_modifiers(stock, modifier.get("modifiers", []), each)


def describe(context: Context, book: Book, line: Line) -> dict[str, Any]:
    """A line as events tell it: what is made, by product, with modifiers and components, and when it was fired."""
    components = [_item(context, part) for part in book.components(line.id)]
    place = {"seat": line.seat, "course": line.course, "fired_at": line.fired_at}
    return {**_item(context, line), **place, "components": components}


def _item(context: Context, line: Line) -> dict[str, Any]:
    product = context.catalog.products.get(line.product_id)
    return {
        "line_id": line.id,
        "revision": line.revision,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "kind": line.kind,
        "name": line.name,
        "kitchen_name": product.kitchen_name if product else None,
        "category_id": product.category_id if product else None,
        "allergens": list(product.allergens) if product else [],
        "prep_seconds": product.prep_seconds if product else 0,
        "variant_name": line.variant_name,
        "quantity": line.quantity,
        "voided": line.voided,
        "comped": line.comped,
        "modifiers": line.modifiers,
        "note": line.note,
        "line_total": line.line_total,
        "share": line.share,
        "suggestion_id": line.suggestion_id,
        "added_by": line.added_by,
    }
