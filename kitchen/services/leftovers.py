"""What nobody bumped and everybody has eaten: it leaves the rails by itself, so that they hold what is still to be made."""

from dataclasses import replace

from core import clock
from core.uow import Unit
from kitchen.services.work import Work, work_of
from kitchen.store import tickets as store
from kitchen.values.tickets import EATEN_AFTER, Ticket

MOST = 200


def clear_eaten(unit: Unit) -> int:
    """Finish tickets on which nothing has happened for half a day, at most some hundred at a time; answers how many.

    Their dishes count as served, at a time that nobody knows: ticket times leave them out, and no course fires for them.
    """
    found = store.list_leftovers(unit, clock.now() - EATEN_AFTER, MOST)
    cleared = 0
    for store_id in sorted({row.store_id for row in found}):
        work = work_of(unit, store_id)
        rows = [row for row in found if row.store_id == store_id]
        work.load_orders(sorted({row.order_id for row in rows}))
        for row in rows:
            ticket = work.rail.tickets[row.id]
            if ticket.state == "open" and ticket.born_seq == row.born_seq:
                _clear(work, ticket)
                cleared += 1
    return cleared


def _clear(work: Work, ticket: Ticket) -> None:
    for item in work.rail.items_of(ticket.id):
        if item.is_open:
            work.rail.items[item.id] = replace(item, state="served", before=None, change=None)
        elif item.change:
            work.rail.items[item.id] = replace(item, change=None)
