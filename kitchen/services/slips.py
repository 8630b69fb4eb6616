"""A ticket as it would be printed, to look at."""

from uuid import UUID

from core.paper import Paper
from core.uow import Unit
from kitchen import ports
from kitchen.errors import ItemNotFound
from kitchen.rules.slips import SlipFrame, slip_of
from kitchen.store.config import load_kitchen
from kitchen.store.tickets import load_tickets
from kitchen.values.tickets import Rail

NAMELESS = {"zh": "", "en": ""}


def ticket_slip(unit: Unit, store_id: UUID, ticket_id: UUID, language: str) -> Paper:
    """The whole ticket as it stands."""
    unit.actor.demand("kitchen.view", store_id)
    rail = Rail()
    load_tickets(unit, [ticket_id], rail)
    ticket = rail.tickets.get(ticket_id)
    if ticket is None or ticket.store_id != store_id:
        raise ItemNotFound(ticket_id=str(ticket_id))
    timezone = ports.stores.settings(unit, store_id).timezone
    station = load_kitchen(unit, store_id, timezone).stations.get(ticket.station_id)
    frame = SlipFrame(station.name if station else NAMELESS, timezone, language)
    return slip_of(ticket, rail.items_of(ticket_id), frame)


def as_escpos(paper: Paper) -> bytes:
    """As the printers want it."""
    return ports.printers.escpos(paper)
