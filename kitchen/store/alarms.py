"""Queries of slips that must be printed and alarms that must be seen. Several processes may run them at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.ids import new_id
from core.sql import Prepared
from core.uow import Unit
from kitchen.values.tickets import EATEN_AFTER

LEASE = timedelta(seconds=30)
MOST = 100

_TENANTS = Prepared("SELECT kitchen_tenants_to_watch(%(at)s) AS tenant_id", {})
_WATCH = Prepared(
    """INSERT INTO kitchen_watch (tenant_id, station_id, seq)
    SELECT s.tenant_id, s.id, 0 FROM kitchen_station s WHERE s.tenant_id = %(tenant_id)s AND NOT EXISTS (
        SELECT FROM kitchen_watch w WHERE w.tenant_id = s.tenant_id AND w.station_id = s.id)
    ON CONFLICT DO NOTHING""",
    {},
)
# Of each station what came since the last look and was not acknowledged since, up to the first entry that a screen still has
# time for; of stations that print everything, all; but not what is on paper, from the till. An entry from the future, by a clock that was wrong, waits for nothing.
_RAISE = Prepared(
    """WITH place AS MATERIALIZED (
        SELECT s.id, s.store_id, s.printer, s.print_always, s.ack_seconds, greatest(w.seq, (
            SELECT max(c.acked_seq) FROM kitchen_screen c
            WHERE c.tenant_id = s.tenant_id AND c.station_id = s.id AND NOT s.print_always)) AS seq
        FROM kitchen_watch w JOIN kitchen_station s ON s.tenant_id = w.tenant_id AND s.id = w.station_id
        WHERE w.tenant_id = %(tenant_id)s AND s.stream_seq > w.seq
        ORDER BY s.id FOR UPDATE OF w SKIP LOCKED),
    entry AS MATERIALIZED (
        SELECT p.id, e.seq, e.at, NOT p.print_always AND e.at BETWEEN
            %(at)s - make_interval(secs => p.ack_seconds) AND %(at)s + interval '1 minute' AS has_time
        FROM place p JOIN LATERAL (SELECT e.seq, e.at FROM kitchen_stream e
            WHERE e.tenant_id = %(tenant_id)s AND e.station_id = p.id AND e.seq > p.seq
            ORDER BY e.seq LIMIT %(most)s) e ON true),
    looked AS MATERIALIZED (
        SELECT id, coalesce(min(seq) FILTER (WHERE has_time) - 1, max(seq)) AS upto FROM entry GROUP BY id),
    kept AS (
        UPDATE kitchen_watch w SET seq = looked.upto FROM looked
        WHERE w.tenant_id = %(tenant_id)s AND w.station_id = looked.id AND w.seq < looked.upto)
    INSERT INTO kitchen_slip (tenant_id, ticket_id, seq, store_id, station_id, cause, state, tries, may_be_out, next_try_at)
    SELECT t.tenant_id, t.id, t.born_seq, p.store_id, p.id, CASE WHEN p.print_always THEN 'always' ELSE 'unheard' END,
        CASE WHEN p.printer IS NULL THEN 'no_printer' ELSE 'waiting' END, 0, false, %(at)s
    FROM entry JOIN looked ON looked.id = entry.id AND entry.seq <= looked.upto JOIN place p ON p.id = entry.id
    JOIN kitchen_ticket t ON t.tenant_id = %(tenant_id)s AND t.station_id = entry.id AND t.born_seq = entry.seq
    WHERE t.state = 'open' AND entry.at > %(at)s - interval '2 hours' AND coalesce(t.printed_seq, 0) < entry.seq
    ORDER BY t.id
    ON CONFLICT DO NOTHING RETURNING ticket_id, seq, store_id, station_id, cause""",
    {},
)
_ALARM = Prepared(
    """INSERT INTO kitchen_alarm (tenant_id, id, store_id, station_id, ticket_id, seq, kind, raised_at)
    VALUES (%(tenant_id)s, %(id)s, %(store_id)s, %(station_id)s, %(ticket_id)s, %(seq)s, %(kind)s, %(at)s)
    ON CONFLICT DO NOTHING""",
    {},
)
_CLAIM = Prepared(
    """WITH mine AS (
        SELECT p.tenant_id, p.ticket_id, p.seq, p.may_be_out,
            p.cause = 'unheard' AND (t.state <> 'open' OR EXISTS (SELECT FROM kitchen_screen c
                WHERE c.tenant_id = p.tenant_id AND c.station_id = p.station_id AND c.acked_seq >= p.seq)) AS is_needless
        FROM kitchen_slip p JOIN kitchen_ticket t ON t.tenant_id = p.tenant_id AND t.id = p.ticket_id
        WHERE p.tenant_id = %(tenant_id)s AND p.state = 'waiting' AND p.next_try_at <= %(at)s
        ORDER BY p.next_try_at LIMIT %(most)s FOR UPDATE OF p SKIP LOCKED)
    UPDATE kitchen_slip p SET tries = p.tries + 1, may_be_out = true, next_try_at = %(until)s,
        state = CASE WHEN mine.is_needless THEN 'dropped' ELSE 'waiting' END
    FROM mine JOIN kitchen_station s ON s.tenant_id = mine.tenant_id
    WHERE p.tenant_id = mine.tenant_id AND p.ticket_id = mine.ticket_id AND p.seq = mine.seq AND s.id = p.station_id
    RETURNING p.ticket_id, p.seq, p.store_id, p.station_id, p.cause, p.tries, mine.may_be_out, p.state,
        s.printer, s.name AS station_name""",
    {},
)
_FINISH = Prepared(
    """UPDATE kitchen_slip SET state = %(state)s, may_be_out = %(may_be_out)s, next_try_at = %(next_try_at)s,
        printed_at = %(printed_at)s, error = %(error)s
    WHERE tenant_id = %(tenant_id)s AND ticket_id = %(ticket_id)s AND seq = %(seq)s""",
    {},
)
_CLEAR_HEARD = Prepared(
    """UPDATE kitchen_alarm a SET cleared_at = %(at)s,
        cleared_by = CASE WHEN t.state <> 'open' OR a.raised_at < %(eaten_before)s THEN 'done' ELSE 'screen' END
    FROM kitchen_ticket t
    WHERE a.tenant_id = %(tenant_id)s AND a.cleared_at IS NULL AND t.tenant_id = a.tenant_id AND t.id = a.ticket_id
        AND (t.state <> 'open' OR EXISTS (SELECT FROM kitchen_screen c
            WHERE c.tenant_id = a.tenant_id AND c.station_id = a.station_id AND c.acked_seq >= a.seq)
            OR a.raised_at < %(eaten_before)s)
    RETURNING a.store_id""",
    {},
)
_CLEAR_PRINTED = Prepared(
    """UPDATE kitchen_alarm SET cleared_at = %(at)s, cleared_by = 'done'
    WHERE tenant_id = %(tenant_id)s AND ticket_id = %(ticket_id)s AND seq = %(seq)s AND kind = 'print_failed'
        AND cleared_at IS NULL""",
    {},
)
_CLEAR_DIVERTED = Prepared(
    """UPDATE kitchen_alarm SET cleared_at = %(at)s, cleared_by = 'screen'
    WHERE tenant_id = %(tenant_id)s AND station_id = %(station_id)s AND kind = 'diverted' AND cleared_at IS NULL""",
    {},
)
_CLEAR_ONE = Prepared(
    """UPDATE kitchen_alarm SET cleared_at = %(at)s, cleared_by = 'person', person_id = %(person_id)s,
        person_name = %(person_name)s
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND id = %(id)s AND cleared_at IS NULL
    RETURNING id""",
    {},
)
_EXISTS = Prepared(
    "SELECT id FROM kitchen_alarm WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND id = %(id)s",
    {},
)
_OPEN = Prepared(
    """SELECT a.id, a.kind, a.station_id, s.name AS station_name, a.raised_at, a.ticket_id, t.order_id, t.order_number,
        t.table_name, t.channel, p.state AS slip, p.error, g.name AS sent_to
    FROM kitchen_alarm a
    JOIN kitchen_station s ON s.tenant_id = a.tenant_id AND s.id = a.station_id
    LEFT JOIN kitchen_ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
    LEFT JOIN kitchen_slip p ON p.tenant_id = a.tenant_id AND p.ticket_id = a.ticket_id AND p.seq = a.seq
    LEFT JOIN kitchen_station g ON a.kind = 'diverted' AND g.tenant_id = s.tenant_id AND g.id = s.diverted_to
    WHERE a.tenant_id = %(tenant_id)s AND a.store_id = %(store_id)s AND a.cleared_at IS NULL
    ORDER BY a.raised_at, a.id LIMIT %(most)s""",
    {},
)
_SILENT = Prepared(
    """SELECT s.id, s.store_id, s.diverted_by IS NOT DISTINCT FROM 'silence' AS is_heard_again
    FROM kitchen_station s
    JOIN LATERAL (SELECT max(c.seen_at) AS heard_at FROM kitchen_screen c
        WHERE c.tenant_id = s.tenant_id AND c.station_id = s.id) h ON true
    WHERE s.tenant_id = %(tenant_id)s AND s.archived_at IS NULL AND CASE
        WHEN h.heard_at < %(at)s - make_interval(secs => coalesce(s.divert_after_seconds, 30))
        THEN s.diverted_to IS NULL AND s.stand_in_id IS NOT NULL AND s.divert_after_seconds IS NOT NULL
        ELSE s.diverted_by = 'silence' AND h.heard_at IS NOT NULL END
    ORDER BY s.store_id, s.id""",
    {},
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A slip that this process prints now, and nobody else while the claim lasts."""

    ticket_id: UUID
    seq: int
    store_id: UUID
    station_id: UUID
    cause: str
    tries: int
    may_be_out: bool
    state: str
    printer: str | None
    station_name: dict[str, str]


def tenants_to_watch(unit: Unit, at: datetime) -> list[UUID]:
    """The tenants for which something is to be printed, warned of, cleared or diverted."""
    return [row.tenant_id for row in unit.fetch_all(_TENANTS, at=at)]


def raise_slips(unit: Unit, at: datetime) -> list[Any]:
    """Note the slips that have to be printed now; answers those that nobody noted before."""
    unit.write(_WATCH, tenant_id=unit.tenant_id)
    return unit.fetch_all(_RAISE, tenant_id=unit.tenant_id, at=at, most=MOST)


def add_alarm(unit: Unit, kind: str, about: Any, at: datetime) -> None:
    """Warn of a slip's ticket, once."""
    unit.write(
        _ALARM,
        tenant_id=unit.tenant_id,
        id=new_id(),
        store_id=about.store_id,
        station_id=about.station_id,
        ticket_id=about.ticket_id,
        seq=about.seq,
        kind=kind,
        at=at,
    )


def add_station_alarm(unit: Unit, store_id: UUID, station_id: UUID, at: datetime) -> None:
    """Warn that a station's work goes elsewhere."""
    place = {"tenant_id": unit.tenant_id, "store_id": store_id, "station_id": station_id}
    unit.write(_ALARM, **place, id=new_id(), ticket_id=None, seq=None, kind="diverted", at=at)


def claim_slips(unit: Unit, at: datetime) -> list[Claimed]:
    """Slips that are waiting, for this process alone until the claim runs out; those no longer needed are dropped."""
    rows = unit.fetch_all(_CLAIM, tenant_id=unit.tenant_id, at=at, until=at + LEASE, most=MOST)
    return [Claimed(**row._asdict()) for row in rows if row.state == "waiting"]


def finish_slip(
    unit: Unit,
    slip: Claimed,
    state: str,
    next_try_at: datetime,
    *,
    may_be_out: bool,
    printed_at: datetime | None = None,
    error: str | None = None,
) -> None:
    """Write how it went."""
    unit.write(
        _FINISH,
        tenant_id=unit.tenant_id,
        ticket_id=slip.ticket_id,
        seq=slip.seq,
        state=state,
        may_be_out=may_be_out,
        next_try_at=next_try_at,
        printed_at=printed_at,
        error=error,
    )


def clear_heard(unit: Unit, at: datetime) -> set[UUID]:
    """Take back the alarms of tickets that were acknowledged or finished, or are eaten by now; answers the stores concerned."""
    rows = unit.fetch_all(_CLEAR_HEARD, tenant_id=unit.tenant_id, at=at, eaten_before=at - EATEN_AFTER)
    return {row.store_id for row in rows}


def clear_printed(unit: Unit, slip: Claimed, at: datetime) -> None:
    """Take back the alarm that a slip could not be printed."""
    unit.write(_CLEAR_PRINTED, tenant_id=unit.tenant_id, ticket_id=slip.ticket_id, seq=slip.seq, at=at)


def clear_diverted(unit: Unit, station_id: UUID, at: datetime) -> None:
    """Take back the alarm that a station's work goes elsewhere."""
    unit.write(_CLEAR_DIVERTED, tenant_id=unit.tenant_id, station_id=station_id, at=at)


def clear_one(
    unit: Unit, store_id: UUID, alarm_id: UUID, person_id: UUID, person_name: str, at: datetime
) -> bool:
    """Take back an alarm by hand; answers whether it was open."""
    place = {"tenant_id": unit.tenant_id, "store_id": store_id, "id": alarm_id}
    return bool(unit.fetch_all(_CLEAR_ONE, **place, person_id=person_id, person_name=person_name, at=at))


def alarm_exists(unit: Unit, store_id: UUID, alarm_id: UUID) -> bool:
    """Whether the store has such an alarm, open or not."""
    return bool(unit.fetch_all(_EXISTS, tenant_id=unit.tenant_id, store_id=store_id, id=alarm_id))


def list_open(unit: Unit, store_id: UUID) -> list[dict[str, Any]]:
    """The store's open alarms, the oldest first."""
    rows = unit.fetch_all(_OPEN, tenant_id=unit.tenant_id, store_id=store_id, most=MOST)
    return [row._asdict() for row in rows]


def list_silent(unit: Unit, at: datetime) -> list[Any]:
    """Stations whose screens all fell silent and for which another stands in, and those heard again."""
    return unit.fetch_all(_SILENT, tenant_id=unit.tenant_id, at=at)
