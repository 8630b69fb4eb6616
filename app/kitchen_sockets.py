"""The kitchen's live feed over Socket.IO, namespace ``/kitchen``: open to any client, documented in docs/guide/kitchen.md.

Connect with auth {token}. ``join`` {station_id, screen_id, name, after} answers what was missed; then every entry of the
station's stream comes as ``entry``. ``ack`` {station_id, seq} says what was shown. ``beat`` every two seconds carries the
stream's number as the database has it, so that a lost message is noticed even when nothing else comes. ``moved`` tells the
store's screens that guests sit elsewhere.
"""

from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any
from uuid import UUID

import structlog
from flask import Flask, request
from flask_socketio import Namespace, SocketIO, join_room, leave_room
from marshmallow import ValidationError

from accounts.authentication import Authentication
from app.admission import actor_of, admit, room_of
from core import clock
from core.actor import Actor
from core.edge import Claims
from core.errors import Problem
from core.uow import Unit, transact
from kitchen.schemas.screens import LARGEST_SEQ, JoinShape
from kitchen.services import screens
from kitchen.store import stations as store

log = structlog.get_logger()
NAMESPACE = "/kitchen"
BEAT_SECONDS = 2
CHECK_EVERY = 10  # beats
_JOIN = JoinShape()


@dataclass
class Screen:
    """A connected screen: whose token it came with, which stations it follows, and as which of them it vouches.

    ``acked``: by station, what it has shown; ``kept``: what of that is written. ``screen_ids``: by station, the id under which that counts as shown there; a
    station without one is only watched (expo, all-day counts, guests' numbers), which proves nothing to its cooks.
    """

    claims: Claims
    store_id: UUID
    screen_ids: dict[UUID, UUID] = field(default_factory=dict)
    name: str = ""
    acked: dict[UUID, int] = field(default_factory=dict)
    kept: dict[UUID, int] = field(default_factory=dict)


class KitchenNamespace(Namespace):  # type: ignore[misc]  # flask-socketio carries no types
    """Screens of stations."""

    def __init__(self, app: Flask, socketio: SocketIO, authentication: Authentication) -> None:
        super().__init__(NAMESPACE)
        self._engine = app.engine  # type: ignore[attr-defined]
        self._io = socketio
        self._authentication = authentication
        self._screens: dict[str, Screen] = {}
        self._lock = Lock()
        self._beating = False

    def on_connect(self, auth: dict[str, Any] | None = None) -> None:
        """Check the token and the right to see the store's kitchen."""
        claims, store_id = admit(self._engine, self._authentication, auth, "kitchen.view")
        join_room(room_of(claims.tenant_id, store_id))
        with self._lock:
            self._screens[request.sid] = Screen(claims, store_id)  # type: ignore[attr-defined]
            if not self._beating:
                self._beating = True
                self._io.start_background_task(self._beat)

    def on_disconnect(self, _reason: object = None) -> None:
        """What it acknowledged last is kept by the next beat."""
        with self._lock:
            gone = self._screens.pop(request.sid, None)  # type: ignore[attr-defined]
        if gone is not None:
            self._keep([gone])

    def on_join(self, data: Any = None) -> dict[str, Any]:
        """Follow a station (``JoinShape``); answers the entries after ``after``. Rights are checked again."""
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        if screen is None:
            return {"ok": False, "code": "not_connected"}
        try:
            asked: dict[str, Any] = _JOIN.load(data)
        except (ValidationError, TypeError, ValueError, OverflowError):
            return {"ok": False, "code": "bad_join"}
        station_id, screen_id = asked["station_id"], asked["screen_id"]
        if any(used == screen_id and place != station_id for place, used in screen.screen_ids.items()):
            return {"ok": False, "code": "screen_id_used"}  # each screen of a station is one of its own
        room = room_of(screen.claims.tenant_id, station_id)
        try:
            # The room first, then the reading: what comes in between is heard twice at worst.
            join_room(room)
            found = transact(
                self._engine, screen.claims.tenant_id, partial(self._follow, screen=screen, asked=asked)
            )
        except Problem as problem:
            leave_room(room)
            return {"ok": False, "code": problem.code}
        screen.name = asked["name"] or screen.name
        if screen_id is not None:
            screen.screen_ids[station_id] = screen_id
        else:
            screen.screen_ids.pop(station_id, None)
        screen.acked.setdefault(station_id, min(asked["acked"], found["last_seq"]))
        return {"ok": True, "server_time": clock.now(), **found}

    def _follow(self, unit: Unit, screen: Screen, asked: dict[str, Any]) -> dict[str, Any]:
        unit.actor = self._actor(unit, screen.claims)
        place = (screen.store_id, asked["station_id"])
        found = screens.feed(unit, *place, asked["after"])
        if asked["screen_id"] is not None:
            screens.hear(unit, *place, asked["screen_id"], asked["name"], asked["acked"])
        return found

    def on_leave(self, data: Any = None) -> None:
        """Follow a station no longer."""
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        station_id = _uuid(data.get("station_id")) if isinstance(data, dict) else None
        if screen is not None and station_id is not None:
            leave_room(room_of(screen.claims.tenant_id, station_id))
            screen.acked.pop(station_id, None)
            screen.screen_ids.pop(station_id, None)
            screen.kept.pop(station_id, None)

    def on_ack(self, data: Any = None) -> None:
        """A screen has shown everything up to a number; written with the next beat, many at once."""
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        if screen is None or not isinstance(data, dict):
            return
        station_id, seq = _uuid(data.get("station_id")), data.get("seq")
        known = screen.acked.get(station_id) if station_id is not None else None
        if (
            station_id is not None
            and known is not None
            and isinstance(seq, int)
            and known < seq <= LARGEST_SEQ
        ):
            screen.acked[station_id] = seq

    def _actor(self, unit: Unit, claims: Claims) -> Actor:
        return actor_of(unit, self._authentication, claims)

    def _beat(self) -> None:
        count = 0
        while True:
            self._io.sleep(BEAT_SECONDS)
            count += 1
            with self._lock:
                connected = dict(self._screens)
            self._keep(list(connected.values()), is_beat=True)
            if count % CHECK_EVERY == 0:
                self._check(connected)

    def _keep(self, connected: list[Screen], *, is_beat: bool = False) -> None:
        """Write what screens acknowledged, one transaction per tenant; at a beat also that they live, and tell them how far
        their streams are. What fails for one brand is no other's loss."""
        for tenant_id in {screen.claims.tenant_id for screen in connected}:
            theirs = [screen for screen in connected if screen.claims.tenant_id == tenant_id]
            try:
                hear = partial(_hear_all, connected=theirs, all_alive=is_beat)
                seqs: dict[UUID, int] = transact(self._engine, tenant_id, hear)
                if is_beat:
                    self._tell_seqs(tenant_id, seqs)
            except Exception:
                log.warning("kitchen_beat_failed", tenant_id=str(tenant_id), exc_info=True)

    def _tell_seqs(self, tenant_id: UUID, seqs: dict[UUID, int]) -> None:
        for station_id, seq in seqs.items():
            beat = {"station_id": station_id, "seq": seq, "server_time": clock.now()}
            self._io.server.manager.emit(
                "beat", beat, namespace=NAMESPACE, room=room_of(tenant_id, station_id), ignore_queue=True
            )

    def _check(self, connected: dict[str, Screen]) -> None:
        """Cut screens whose sign-in was ended."""
        for sid, screen in connected.items():
            claims = screen.claims
            try:
                transact(self._engine, claims.tenant_id, partial(self._actor, claims=claims))
            except Problem:
                self._io.server.disconnect(sid, namespace=NAMESPACE)
            except Exception:
                log.warning("kitchen_check_failed", tenant_id=str(claims.tenant_id), exc_info=True)


def _hear_all(unit: Unit, connected: list[Screen], all_alive: bool) -> dict[UUID, int]:
    """Write what was acknowledged; answers how far the streams are that somebody follows.

    What a screen says to have shown beyond its stream's end is not believed, now or later: the streams are read after it
    was said, and whatever was really shown had been committed by then.
    """
    now = clock.now()
    said = [(found, screen, acked) for screen in connected for found, acked in list(screen.acked.items())]
    if not said:
        return {}
    seqs = store.last_seqs(unit, sorted({station_id for station_id, *_ in said}))
    shown = []
    for station_id, screen, acked in said:
        seq = min(acked, seqs.get(station_id, 0))
        if seq < acked == screen.acked.get(station_id):
            screen.acked[station_id] = seq
        screen_id = screen.screen_ids.get(station_id)
        if screen_id is not None and (all_alive or seq > screen.kept.get(station_id, -1)):
            shown.append((station_id, screen_id, screen, seq))
    for station_id, screen_id, screen, seq in sorted(shown, key=lambda one: one[:2]):
        store.hear_screen(unit, screen.store_id, station_id, screen_id, screen.name, seq, now)
        unit.after_commit(partial(screen.kept.__setitem__, station_id, seq))
    return seqs


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
