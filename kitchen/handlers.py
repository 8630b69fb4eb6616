"""What the kitchen does about orders, in the order's own transaction: nothing is ever fired and not on a rail."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from kitchen import ports
from kitchen.rules import changing, plan
from kitchen.services.courses import open_courses, tell_ready
from kitchen.services.work import Work, work_of
from kitchen.values.tickets import EATEN_AFTER


def on_lines_fired(unit: Unit, fact: ports.FiredLines) -> None:
    """Put the lines on their stations' tickets. What was fired hours ago at an offline till is eaten by now."""
    if clock.now() - fact.at > EATEN_AFTER:
        return
    work = _work(unit, fact)
    if fact.again:
        work.load_orders([fact.order_id])
    kitchen = work.settings(fact.timezone)
    if kitchen.stations:
        plan.fire(work.rail, kitchen, _order(fact), fact.lines, fact.at, work.load_of_pools(), work.seq_of)
    plan.seat(work.rail, {fact.order_id: fact.table_name})


def on_lines_printed(unit: Unit, fact: ports.PrintedLines) -> None:
    """Say on tickets that their dishes are on paper already: made once, and printed no second time."""
    work = work_of(unit, _store_of(fact))
    work.load_orders_of(fact.line_ids)
    work.on_paper.update(dict.fromkeys(fact.line_ids, fact.at))


def on_line_changed(unit: Unit, fact: ports.ChangedLine) -> None:
    """Change what the stations have of the line; it flashes until a cook has seen it."""
    work = _work(unit, fact)
    work.load_orders_of(_line_ids(fact.line))
    kitchen = work.settings(fact.timezone)
    order = _order_of(work, fact)
    if order is not None:
        changing.change(work.rail, kitchen, order, fact.line, fact.before, fact.at, work.seq_of)
        plan.seat(work.rail, {order.id: order.table_name})


def on_line_voided(unit: Unit, fact: ports.VoidedLine) -> None:
    """Strike out what is still open of the units; a course that waited for nothing else is out."""
    work = _work(unit, fact)
    work.load_orders_of(_line_ids(fact.line))
    order = _order_of(work, fact)
    if order is not None:
        open_before = open_courses(work.rail)
        plan.void(work.rail, fact.line, Decimal(fact.standing))
        plan.seat(work.rail, {order.id: order.table_name})
        tell_ready(unit, work, open_before, work.at)


def on_line_refired(unit: Unit, fact: ports.RefiredLine) -> None:
    """Make units once more."""
    work = _work(unit, fact)
    work.load_orders([fact.order_id])
    kitchen = work.settings(fact.timezone)
    if kitchen.stations:
        plan.fire(
            work.rail,
            kitchen,
            _order(fact),
            [fact.line],
            fact.at,
            work.load_of_pools(),
            work.seq_of,
            making=fact.refire_id,
            units=Decimal(fact.quantity),
            reason=fact.reason,
        )
    plan.seat(work.rail, {fact.order_id: fact.table_name})


def _work(unit: Unit, fact: ports.Fact) -> Work:
    return work_of(unit, _store_of(fact))


def _store_of(fact: ports.Fact | ports.PrintedLines) -> UUID:
    if fact.store_id is None:
        raise ValueError("an order belongs to a store")
    return fact.store_id


def _order(fact: Any) -> plan.Order:
    return plan.Order(
        fact.order_id,
        fact.store_id,
        fact.order_number,
        fact.business_date,
        fact.channel,
        fact.table_name,
        fact.order_note,
    )


def _order_of(work: Work, fact: ports.LineFact) -> plan.Order | None:
    """The head of the line's tickets, at its guests' present table; None when no station makes it. The kitchen hears nothing of
    merges: on tickets the order stays the one that was fired."""
    line_id = plan.as_uuid(fact.line["line_id"])
    for item in work.rail.items.values():
        if item.top_line_id == line_id:
            ticket = work.rail.tickets[item.ticket_id]
            return plan.Order(
                ticket.order_id,
                ticket.store_id,
                ticket.order_number,
                ticket.business_date,
                ticket.channel,
                fact.table_name,
            )
    return None


def _line_ids(line: dict[str, Any]) -> list[UUID]:
    return [plan.as_uuid(x["line_id"]) for x in (line, *line["components"])]
