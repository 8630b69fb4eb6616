"""Taking orders: a batch of commands is one transaction, all or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core import clock, live
from core.actor import StoreSettings
from core.clock import business_date
from core.errors import Conflict
from core.late import Late
from core.uow import Read, Unit
from pos import ports
from pos.errors import OrderNotFound
from pos.rules.commands import CLOCK_DRIFT, apply_commands
from pos.rules.order_view import order_view
from pos.services.catalog import catalog_at
from pos.services.deals import pricer, pricer_of_rest, settle_deal
from pos.services.stores import store_of
from pos.store import availability, course_plans, shifts
from pos.store import orders as store
from pos.values import commands as c
from pos.values.context import Context, Person
from pos.values.orders import Book

NONE = Decimal(0)
MONEY = (c.Pay, c.GiveRefund)
APPROVED = {
    c.ChangeLine: "order.void_fired",
    c.VoidLine: "order.void_fired",
    c.CancelOrder: "order.void_fired",
    c.CompLine: "order.comp",
    c.WriteOff: "order.comp",
    c.DiscountOrder: "order.discount",
    c.RefireLine: "order.refire",
    c.GiveRefund: "payment.refund",
}


def run_commands(unit: Unit, store_id: UUID, order_id: UUID, commands: Sequence[c.Command]) -> dict[str, Any]:
    """Apply a till's commands to one order; answers the order as it then is.

    Locks the order (and those it takes over, in order of their ids), asks the rules, writes the difference and records
    what happened. A conflict carries the order as it stands, so that the till can show it.
    """
    unit.actor.demand("order.take", store_id)
    settings = store_of(unit, store_id)
    found = store.load_round(
        unit,
        store_id,
        _orders_named(order_id, commands),
        _tables_named(commands),
        _days(settings, commands),
        ports.deals.reads(unit.tenant_id),
    )
    context = _context(unit, settings, order_id, commands, found)
    context.price_rest = pricer_of_rest(unit, context, found.more)
    before = found.books
    standing = before.get(order_id)
    with _carrying(standing):
        apply_commands(context, commands, pricer(unit, context, commands, found.more))
        book = context.book
        if book is None:
            raise OrderNotFound
        settle_deal(unit, context, standing)
        if book == standing and not context.events and not context.plans:
            return order_view(book)
        _take_stock(unit, store_id, context, found.stocked)
    book.order = replace(book.order, version=book.order.version + 1)
    if isinstance(book.order.number, Late):
        store.give_number(unit, book.order.number, store_id, book.order.business_date)
    store.save_books(unit, list(before.values()), [book, *context.others.values()])
    for taken_over in (found for found in context.others if found != order_id):
        course_plans.take_over(unit, taken_over, order_id, context.now)
    plans = list(context.plans.values())
    course_plans.save_plans(unit, store_id, order_id, plans, unit.actor.staff_id, context.now)
    for event in context.events:
        unit.record(event)
    for action, subject_id, detail in context.audits:
        unit.audit(action, "order", subject_id, detail, store_id)
    if context.others or (standing and standing.order.table_id != book.order.table_id):
        tenant_id = unit.tenant_id
        unit.after_commit(lambda: live.publish_moved(tenant_id, store_id, order_id))
    return _answer(unit, context, book)


def reads_ahead(tenant_id: UUID, store_id: UUID, order_id: UUID) -> list[Read]:
    """What ``run_commands`` is going to read, to be sent along with the question who is asking."""
    return [*store.round_ahead(tenant_id, store_id, order_id), *ports.deals.reads(tenant_id)]


def get_order(unit: Unit, store_id: UUID, order_id: UUID) -> dict[str, Any]:
    """One order."""
    unit.actor.demand("order.view", store_id)
    book = store.find_book(unit, store_id, order_id)
    if book is None:
        raise OrderNotFound
    return order_view(book)


@contextmanager
def _carrying(standing: Book | None) -> Iterator[None]:
    """Let a conflict carry the order as it stands."""
    try:
        yield
    except Conflict as conflict:
        conflict.extra.setdefault("current", order_view(standing) if standing else None)
        raise


def _orders_named(order_id: UUID, commands: Sequence[c.Command]) -> list[UUID]:
    return sorted({order_id, *(x.from_order_id for x in commands if isinstance(x, c.MergeOrder))})


def _tables_named(commands: Sequence[c.Command]) -> list[UUID]:
    named = {x.table_id for x in commands if isinstance(x, c.OpenOrder | c.MoveOrder) and x.table_id}
    return sorted(named)


def _concerns_plans(command: c.Command) -> bool:
    """Whether a course may have nothing to wait for after it."""
    if isinstance(command, c.MoveLine):
        return "course" in command.fields
    return isinstance(command, c.PlanCourse | c.VoidLine | c.MergeOrder)


def _days(settings: StoreSettings, commands: Sequence[c.Command]) -> set[date]:
    """The business dates of what these commands say happened."""
    now = clock.now()
    moments = {min(command.at or now, now) for command in commands}
    return {business_date(at, settings.timezone, settings.cutoff_minutes) for at in moments}


def _closed_days(
    unit: Unit, settings: StoreSettings, commands: Sequence[c.Command], found: store.Round, book: Book | None
) -> frozenset[date]:
    """Which days are closed; what is said to have happened before the order began counts as of then."""
    if book is None or all(x.at is None or x.at >= book.order.opened_at for x in commands):
        return found.closed_days
    day = business_date(book.order.opened_at, settings.timezone, settings.cutoff_minutes)
    if day in found.days:
        return found.closed_days
    return found.closed_days | store.closed_days(unit, settings.id, [day])


def _counted_at(unit: Unit, store_id: UUID, commands: Sequence[c.Command], now: datetime) -> datetime | None:
    """When the terminal's drawer was counted last, where money moved some time ago: it may have been in it."""
    terminal_id = unit.actor.terminal_id
    is_late = any(isinstance(x, MONEY) and x.at is not None and x.at < now - CLOCK_DRIFT for x in commands)
    return shifts.counted_at(unit, store_id, terminal_id) if terminal_id and is_late else None


def _context(
    unit: Unit, settings: StoreSettings, order_id: UUID, commands: Sequence[c.Command], found: store.Round
) -> Context:
    now = clock.now()
    planned = _planned(unit, found.books, commands)
    working = {known: book.copy() for known, book in found.books.items()}
    book = working.pop(order_id, None)
    return Context(
        order_id=order_id,
        store=settings,
        actor=unit.actor,
        now=now,
        at=now,
        number=unit.promise("number"),
        catalog=catalog_at(unit, settings, found.menu_version),
        book=book,
        others=working,
        tables=found.tables,
        closed_days=_closed_days(unit, settings, commands, found, book),
        counted_at=_counted_at(unit, settings.id, commands, now),
        approvals=_approvals(unit, settings.id, commands),
        planned=planned,
        out=_out(unit, found.books, planned, commands),
    )


def _planned(
    unit: Unit, books: dict[UUID, Book], commands: Sequence[c.Command]
) -> dict[UUID, dict[int, str]]:
    planned: dict[UUID, dict[int, str]] = {}
    if books and any(_concerns_plans(command) for command in commands):
        for row in course_plans.list_open(unit, list(books)):
            planned.setdefault(row.order_id, {})[row.course] = row.mode
    return planned


def _out(
    unit: Unit, books: dict[UUID, Book], planned: dict[UUID, dict[int, str]], commands: Sequence[c.Command]
) -> dict[UUID, datetime | None]:
    """What the kitchen has out, when a course waits for another, or is going to. The orders are locked: what is bumped after this
    answer is told of when this has ended, and what waits then is fired.
    """
    waits = any(
        isinstance(command, c.PlanCourse) and command.when == "after_previous" for command in commands
    )
    waits = waits or any("after_previous" in courses.values() for courses in planned.values())
    fired = [line_id for book in books.values() for line_id in book.fired_ids()] if waits else []
    return ports.kitchen.lines_out(unit, fired) if fired else {}


def _approvals(unit: Unit, store_id: UUID, commands: Sequence[c.Command]) -> dict[int, Person]:
    proved = {}
    for place, command in enumerate(commands):
        approval = getattr(command, "approval", None)
        if approval is not None:
            permission = APPROVED[type(command)]
            found = ports.accounts.approve(unit, approval.staff_id, approval.pin, permission, store_id)
            proved[place] = Person(*found)
    return proved


def _take_stock(unit: Unit, store_id: UUID, context: Context, stocked: frozenset[UUID]) -> None:
    """Countdowns: what the batch takes less what it gives back, in one go, and only of what is counted at all."""
    keys = {key for key in context.takes.keys() | context.gives.keys() if key[0] in stocked}
    net = {key: context.takes.get(key, NONE) - context.gives.get(key, NONE) for key in keys}
    standing = availability.take_countdown(unit, store_id, {key: n for key, n in net.items() if n})
    if standing:
        tenant_id, items = unit.tenant_id, [asdict(item) for item in standing]
        unit.after_commit(lambda: live.publish(tenant_id, store_id, "availability", {"items": items}))


def _answer(unit: Unit, context: Context, book: Book) -> dict[str, Any]:
    number = book.order.number
    pickup = None
    if isinstance(number, Late):
        pickup = store.pickup_number(unit, number, book.order.terms["pickup_wrap"])
    view = order_view(book, pickup)
    others = [order_view(other) for other in context.others.values()]
    tenant_id, store_id = unit.tenant_id, book.order.store_id

    def tell() -> None:
        for late, key in ((number, "number"), (pickup, "pickup_number")):
            if isinstance(late, Late):
                view[key] = int(unit.late_values[late])
        for told in (view, *others):
            live.publish(tenant_id, store_id, "order", {"order": told, "version": told["version"]})

    unit.after_commit(tell)
    return view
