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

from accounts.authentication import Authentication
from app.admission import actor_of, admit, room_of
from core import clock
from core.actor import Actor
from core.edge import Claims
from core.errors import Problem
from core.uow import Unit, transact
from kitchen.services import screens
from kitchen.store import stations as store

log = structlog.get_logger()
NAMESPACE = "/kitchen"
BEAT_SECONDS = 2
CHECK_EVERY = 10  # beats
LARGEST_SEQ = 2**53


@dataclass
class Screen:
    """A connected screen: whose token it came with, which stations it follows, and as which of them it vouches.

    ``acked``: by station, what it has shown. ``screen_ids``: by station, the id under which that counts as shown there; a
    station without one is only watched (expo, all-day counts, guests' numbers), which proves nothing to its cooks.
    """

    claims: Claims
    store_id: UUID
    screen_ids: dict[UUID, UUID] = field(default_factory=dict)
    name: str = ""
    acked: dict[UUID, int] = field(default_factory=dict)
    fresh: set[UUID] = field(default_factory=set)


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

    def on_join(self, data: Any) -> dict[str, Any]:
        """Follow a station; answers the entries after ``after``. Rights are checked again.

        Without ``screen_id``: only watch. ``acked``: what is shown by now, where that is less than ``after``.
        """
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        if screen is None:
            return {"ok": False, "code": "not_connected"}
        try:
            station_id = UUID(str(data["station_id"]))
            screen_id = UUID(str(data["screen_id"])) if data.get("screen_id") is not None else None
            screen.name = str(data.get("name", ""))[:80]
            after = int(data.get("after", 0))
            acked = min(after, int(data.get("acked", after)))
            if not 0 <= acked <= after <= LARGEST_SEQ:
                raise ValueError(after)
        except (KeyError, TypeError, ValueError, AttributeError):
            return {"ok": False, "code": "bad_join"}
        room = room_of(screen.claims.tenant_id, station_id)
        try:
            # The room first, then the reading: what comes in between is heard twice at worst.
            join_room(room)
            found = transact(
                self._engine,
                screen.claims.tenant_id,
                lambda unit: self._follow(unit, screen, station_id, screen_id, after, acked),
            )
        except Problem as problem:
            leave_room(room)
            return {"ok": False, "code": problem.code}
        if screen_id is not None:
            screen.screen_ids[station_id] = screen_id
        else:
            screen.screen_ids.pop(station_id, None)
        screen.acked.setdefault(station_id, acked)
        return {"ok": True, "server_time": clock.now(), **found}

    def _follow(
        self, unit: Unit, screen: Screen, station_id: UUID, screen_id: UUID | None, after: int, acked: int
    ) -> dict[str, Any]:
        unit.actor = self._actor(unit, screen.claims)
        found = screens.feed(unit, screen.store_id, station_id, after)
        if screen_id is not None:
            screens.hear(unit, screen.store_id, station_id, screen_id, screen.name, acked)
        return found

    def on_leave(self, data: Any) -> None:
        """Follow a station no longer."""
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        station_id = _uuid(data.get("station_id")) if isinstance(data, dict) else None
        if screen is not None and station_id is not None:
            leave_room(room_of(screen.claims.tenant_id, station_id))
            screen.acked.pop(station_id, None)
            screen.screen_ids.pop(station_id, None)

    def on_ack(self, data: Any) -> None:
        """A screen has shown everything up to a number; written with the next beat, many at once."""
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        if screen is None or not isinstance(data, dict):
            return
        station_id, seq = _uuid(data.get("station_id")), data.get("seq")
        if (
            station_id in screen.acked
            and isinstance(seq, int)
            and screen.acked[station_id] < seq <= LARGEST_SEQ
        ):
            screen.acked[station_id] = seq
            screen.fresh.add(station_id)

    def _actor(self, unit: Unit, claims: Claims) -> Actor:
        return actor_of(unit, self._authentication, claims)

    def _beat(self) -> None:
        count = 0
        while True:
            self._io.sleep(BEAT_SECONDS)
            count += 1
            with self._lock:
                connected = dict(self._screens)
            try:
                self._keep(list(connected.values()), all_alive=True)
                self._tell_seqs(list(connected.values()))
                if count % CHECK_EVERY == 0:
                    self._check(connected)
            except Exception:
                log.warning("kitchen_beat_failed", exc_info=True)

    def _keep(self, connected: list[Screen], *, all_alive: bool = False) -> None:
        """Write what screens acknowledged, and that they live, in one transaction per tenant."""
        for tenant_id in {screen.claims.tenant_id for screen in connected}:
            theirs = [screen for screen in connected if screen.claims.tenant_id == tenant_id]
            transact(self._engine, tenant_id, partial(_hear_all, connected=theirs, all_alive=all_alive))

    def _tell_seqs(self, connected: list[Screen]) -> None:
        followed: dict[UUID, set[UUID]] = {}
        for screen in connected:
            followed.setdefault(screen.claims.tenant_id, set()).update(screen.acked)
        for tenant_id, station_ids in followed.items():
            wanted = sorted(station_ids)
            seqs = transact(self._engine, tenant_id, partial(store.last_seqs, station_ids=wanted))
            for station_id, seq in seqs.items():
                beat = {"station_id": station_id, "seq": seq, "server_time": clock.now()}
                self._io.server.manager.emit(
                    "beat",
                    beat,
                    namespace=NAMESPACE,
                    room=room_of(tenant_id, station_id),
                    ignore_queue=True,
                )

    def _check(self, connected: dict[str, Screen]) -> None:
        """Cut screens whose sign-in was ended."""
        for sid, screen in connected.items():
            try:
                claims = screen.claims
                transact(self._engine, claims.tenant_id, partial(self._actor, claims=claims))
            except Problem:
                self._io.server.disconnect(sid, namespace=NAMESPACE)


def _hear_all(unit: Unit, connected: list[Screen], all_alive: bool) -> None:
    now = clock.now()
    shown = [
        (station_id, screen_id, screen)
        for screen in connected
        for station_id, screen_id in list(screen.screen_ids.items())
        if all_alive or station_id in screen.fresh
    ]
    for station_id, screen_id, screen in sorted(shown, key=lambda found: found[:2]):
        acked = screen.acked.get(station_id, 0)
        store.hear_screen(unit, screen.store_id, station_id, screen_id, screen.name, acked, now)
    for screen in connected:
        screen.fresh.clear()


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
