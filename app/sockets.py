"""Live screens over Socket.IO: a message after each commit, to everybody at the store, through every process."""

from typing import Any
from uuid import UUID

from flask import Flask, request
from flask_socketio import ConnectionRefusedError, Namespace, SocketIO, join_room
from gevent import monkey

from accounts.authentication import Authentication
from app.kitchen_sockets import NAMESPACE, KitchenNamespace, station_room
from app.live_queue import Backlog, LiveQueue, SocketJson
from core import clock, live
from core.errors import Problem
from core.uow import Unit

BEAT_SECONDS = 5
Told = tuple[str, dict[str, Any], str, str]


def room_of(tenant_id: UUID, store_id: UUID) -> str:
    """The room of a store's screens."""
    return f"{tenant_id}/{store_id}"


class TillNamespace(Namespace):  # type: ignore[misc]  # flask-socketio carries no types
    """``/till``, auth {token}: joins the store of the token's session. Head office names the store: {token, store_id}."""

    def __init__(self, app: Flask, socketio: SocketIO, authentication: Authentication) -> None:
        super().__init__("/till")
        self._app = app
        self._socketio = socketio
        self._authentication = authentication

    def on_connect(self, auth: dict[str, Any] | None = None) -> None:
        """Check the token and the right to see the store's orders; then say hello."""
        try:
            tenant_id, store_id = self._admit(auth if isinstance(auth, dict) else {})
        except Problem as problem:
            raise ConnectionRefusedError(problem.code) from problem
        join_room(room_of(tenant_id, store_id))
        _start_beat(self._app, self._socketio)
        self.emit("hello", {"server_time": clock.now(), "store_id": store_id}, room=request.sid)  # type: ignore[attr-defined]

    def _admit(self, auth: dict[str, Any]) -> tuple[UUID, UUID]:
        claims = self._authentication.claims(str(auth.get("token", "")))
        with Unit(self._app.engine, claims.tenant_id) as unit:  # type: ignore[attr-defined]
            actor = self._authentication.actor(claims, unit.fetch(*self._authentication.reads(claims)))
        store_id = actor.store.id if actor.store else _uuid(auth.get("store_id"))
        actor.demand("order.view", store_id)
        return claims.tenant_id, store_id


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise ConnectionRefusedError("store_missing") from error


def init_sockets(app: Flask, authentication: Authentication) -> SocketIO:
    """Open the sockets and let ``core.live`` speak through them."""
    settings = app.settings  # type: ignore[attr-defined]
    options: dict[str, Any] = {"json": SocketJson, "async_mode": _mode(), "cors_allowed_origins": None}
    if settings.redis_url:
        options["client_manager"] = LiveQueue(settings.redis_url)
    if settings.workers > 1:
        options["transports"] = ["websocket"]  # a polling client's requests would reach different processes
    socketio = SocketIO(app, **options)
    socketio.on_namespace(TillNamespace(app, socketio, authentication))
    socketio.on_namespace(KitchenNamespace(app, socketio, authentication))
    app.extensions["beat"] = None

    live.connect(Teller(socketio))
    return socketio


class Teller:
    """Tells screens what happened, after the answer has left."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio
        self._backlog: Backlog[Told] = Backlog(socketio.start_background_task, self._tell)

    def __call__(self, tenant_id: UUID, store_id: UUID, event: str, payload: dict[str, Any]) -> None:
        """To be told to the store's tills, or to a station's screens."""
        if event == live.STATION_ENTRY:
            self._backlog.add((event, payload, NAMESPACE, station_room(tenant_id, payload["station_id"])))
        else:
            self._backlog.add((event, payload, "/till", room_of(tenant_id, store_id)))

    def _tell(self, batch: list[Told]) -> None:
        for event, payload, namespace, room in batch:
            self._socketio.emit(event, payload, namespace=namespace, to=room)


def _mode() -> str:
    return "gevent" if monkey.is_module_patched("socket") else "threading"


def _start_beat(app: Flask, socketio: SocketIO) -> None:
    """Every process tells its own screens that it is alive; started with the first connection."""
    if app.extensions["beat"] is None:
        app.extensions["beat"] = socketio.start_background_task(_beat, socketio)


def _beat(socketio: SocketIO) -> None:
    while True:
        socketio.sleep(BEAT_SECONDS)
        socketio.server.manager.emit(
            "beat", {"server_time": clock.now()}, namespace="/till", ignore_queue=True
        )
