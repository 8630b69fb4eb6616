"""Where guests sit by now: moves and merges write nothing in the kitchen, it asks when it has something to show."""

from core.uow import Unit
from kitchen import ports
from kitchen.rules.plan import seat
from kitchen.values.tickets import Rail


def seat_guests(unit: Unit, rail: Rail) -> None:
    """Put every ticket of dine-in orders at its guests' present table."""
    asked = {ticket.order_id for ticket in rail.tickets.values() if ticket.channel == "dine_in"}
    if asked:
        seat(rail, ports.orders.tables(unit, asked))
