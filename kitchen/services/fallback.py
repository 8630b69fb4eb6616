"""What happens when no screen answers: tickets are printed, the till is warned, a silent station's work goes elsewhere.

Every function is one transaction's work for one tenant; ``app.kitchen_watch`` calls them every second, in every process.
A slip is claimed, printed outside any transaction, and then written down: at least once, and marked as a copy from the
second time on, because a kitchen would rather read a ticket twice than never.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from core import clock
from core.uow import Unit
from kitchen import ports
from kitchen.rules.settings import end_of, makes_ring
from kitchen.rules.slips import SlipFrame, slip_of
from kitchen.services.alarms import tell_alarms
from kitchen.services.settings import send_elsewhere, values_of
from kitchen.services.tables import seat_guests
from kitchen.services.work import work_of
from kitchen.store import alarms as store
from kitchen.store import settings
from kitchen.store.tickets import load_tickets, on_paper
from kitchen.values.tickets import Rail

TRY_AGAIN = timedelta(seconds=10)
MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed slip with what the printer is to be sent: the ticket with its news up to ``seq``."""

    slip: store.Claimed
    order_id: UUID
    seq: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job went; ``failure`` None: it is on paper."""

    job: Job
    failure: ports.PrinterFailed | None = None


def raise_due(unit: Unit) -> None:
    """Note every ticket that has waited too long for a screen, and warn of it."""
    at = clock.now()
    raised = store.raise_slips(unit, at)
    for slip in raised:
        if slip.cause == "unheard":
            store.add_alarm(unit, "unheard", slip, at)
    _tell(unit, {slip.store_id for slip in raised if slip.cause == "unheard"})


def clear_heard(unit: Unit) -> None:
    """Take back the alarms of tickets that a screen has acknowledged since, or that are finished or half a day old."""
    _tell(unit, store.clear_heard(unit, clock.now()))


def divert_silent(unit: Unit) -> None:
    """Send the work of stations whose screens are all silent to those that stand in, and end it once one is heard."""
    at = clock.now()
    silent = store.list_silent(unit, at)
    for store_id in sorted({row.store_id for row in silent}):
        rows = {row.id: row for row in settings.list_stations(unit, store_id)}
        for found in silent:
            row = rows.get(found.id)
            if row is None:
                continue
            if found.is_heard_again:
                if row.diverted_by == "silence":
                    send_elsewhere(unit, row, None, "silence", move_open=False)
                    store.clear_diverted(unit, row.id, at)
            elif row.stand_in_id in rows and row.diverted_to is None:
                stations = values_of(rows)
                if makes_ring(stations, row.id, row.stand_in_id):
                    continue
                goal = end_of(stations, row.stand_in_id)
                moved = send_elsewhere(unit, row, goal, "silence", move_open=True)
                unit.audit(
                    "station.divert",
                    "station",
                    row.id,
                    {"to": goal, "moved": moved, "by": "silence"},
                    store_id,
                )
                store.add_station_alarm(unit, store_id, row.id, at)
        _tell(unit, {store_id})


def claim_slips(unit: Unit) -> list[Job]:
    """Take what waits for paper, and put it into the printers' language."""
    slips = store.claim_slips(unit, clock.now())
    rail = Rail()
    load_tickets(unit, [slip.ticket_id for slip in slips], rail)
    seat_guests(unit, rail)
    printed = on_paper(unit, rail.tickets.values())
    zones = {
        found: ports.stores.settings(unit, found).timezone for found in {slip.store_id for slip in slips}
    }
    jobs = []
    for slip in slips:
        ticket = rail.tickets[slip.ticket_id]
        frame = SlipFrame(slip.station_name, zones[slip.store_id], is_copy=slip.may_be_out)
        paper = slip_of(ticket, rail.items_of(ticket.id), frame, printed.get(ticket.id))
        jobs.append(Job(slip, ticket.order_id, ticket.born_seq, ports.printers.escpos(paper)))
    return jobs


def print_job(job: Job) -> Outcome:
    """Send a job to its printer; asks no database."""
    if job.slip.printer is None:
        return Outcome(job, ports.PrinterFailed("The station has no printer any more.", may_be_out=False))
    try:
        ports.printers.send(job.slip.printer, job.content)
    except ports.PrinterFailed as failure:
        return Outcome(job, failure)
    return Outcome(job)


def finish_slips(unit: Unit, outcomes: Sequence[Outcome]) -> None:
    """Write down what was printed, on the ticket too, so that screens show it; what failed is tried again."""
    at = clock.now()
    printed = [outcome.job for outcome in outcomes if outcome.failure is None]
    for job in printed:
        store.finish_slip(unit, job.slip, "printed", at, may_be_out=True, printed_at=at)
        store.clear_printed(unit, job.slip, at)
    for outcome in outcomes:
        if outcome.failure is not None:
            _note_failure(unit, outcome.job.slip, outcome.failure)
    for store_id in sorted({job.slip.store_id for job in printed}):
        _mark_printed(unit, store_id, [job for job in printed if job.slip.store_id == store_id])
    unit.settle()
    _tell(unit, {outcome.job.slip.store_id for outcome in outcomes})


def _note_failure(unit: Unit, slip: store.Claimed, failure: ports.PrinterFailed) -> None:
    at = clock.now()
    state = "failed" if slip.tries >= MOST_TRIES else "waiting"
    may_be_out = slip.may_be_out or failure.may_be_out
    store.finish_slip(unit, slip, state, at + TRY_AGAIN, may_be_out=may_be_out, error=str(failure))
    if slip.cause == "always":
        store.add_alarm(unit, "print_failed", slip, at)


def _mark_printed(unit: Unit, store_id: UUID, jobs: list[Job]) -> None:
    work = work_of(unit, store_id)
    work.load_orders(sorted({job.order_id for job in jobs}))
    for job in jobs:
        ticket = work.rail.tickets[job.slip.ticket_id]
        seq = max(job.seq, ticket.printed_seq or 0)
        work.rail.tickets[ticket.id] = replace(ticket, printed_at=work.at, printed_seq=seq)


def _tell(unit: Unit, store_ids: Iterable[UUID]) -> None:
    for store_id in sorted(set(store_ids)):
        tell_alarms(unit, store_id)
