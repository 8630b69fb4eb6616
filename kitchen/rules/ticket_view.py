"""A ticket as screens, streams and printers see it: JSON-able."""

from typing import Any

from kitchen.values.tickets import Item, Rail, Ticket


def ticket_view(rail: Rail, ticket: Ticket) -> dict[str, Any]:
    """The whole ticket; a screen replaces what it has when ``version`` is higher."""
    return {
        "id": ticket.id,
        "version": ticket.version,
        "station_id": ticket.station_id,
        "order_id": ticket.order_id,
        "order_number": ticket.order_number,
        "course": ticket.course,
        "part": ticket.part,
        "channel": ticket.channel,
        "table_name": ticket.table_name,
        "note": ticket.note,
        "state": ticket.state,
        "is_rush": ticket.is_rush,
        "fired_at": ticket.fired_at,
        "due_at": ticket.due_at,
        "done_at": ticket.done_at,
        "printed_at": ticket.printed_at,
        "items": [item_view(item) for item in rail.items_of(ticket.id)],
    }


def item_view(item: Item) -> dict[str, Any]:
    """An item of a ticket."""
    return {
        "id": item.id,
        "line_id": item.line_id,
        "top_line_id": item.top_line_id,
        "revision": item.revision,
        "product_id": item.product_id,
        "variant_id": item.variant_id,
        "name": item.name,
        "variant_name": item.variant_name,
        "set_name": item.set_name,
        "quantity": item.quantity,
        "modifiers": item.modifiers,
        "allergens": item.allergens,
        "note": item.note,
        "seat": item.seat,
        "prep_seconds": item.prep_seconds,
        "start_at": item.start_at,
        "state": item.state,
        "change": item.change,
        "is_remake": item.is_remake,
        "reason": item.reason,
        "fired_at": item.fired_at,
        "started_at": item.started_at,
        "ready_at": item.ready_at,
        "served_at": item.served_at,
    }
