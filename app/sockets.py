"""Live screens over Socket.IO: a message after each commit, to everybody at the store, through every process."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import structlog
from flask import Flask, request
from flask_socketio import Namespace, SocketIO, join_room
from gevent import monkey
from sqlalchemy import Engine

from accounts.authentication import Authentication
from app.admission import actor_of, admit, room_of
from app.kitchen_sockets import NAMESPACE, KitchenNamespace
from app.live_queue import Backlog, LiveQueue, SocketJson
from core import clock, live
from core.actor import Actor
from core.edge import Claims
from core.errors import Problem
from core.uow import Unit

BEAT_SECONDS = 5
CHECK_EVERY = 4  # beats
log = structlog.get_logger()
SOCKETS_PATH = "/socket.io/"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
Told = tuple[str, dict[str, Any], str, str]


class TillNamespace(Namespace):  # type: ignore[misc]  # flask-socketio carries no types
    """``/till``, auth {token}: joins the store of the token's session. Head office names the store: {token, store_id}."""

    def __init__(self, app: Flask, socketio: SocketIO, authentication: Authentication) -> None:
        super().__init__("/till")
        self._app = app
        self._socketio = socketio
        self._authentication = authentication
        self._signed_in: dict[str, Claims] = {}

    def on_connect(self, auth: dict[str, Any] | None = None) -> None:
        """Check the token and the right to see the store's orders; then say hello."""
        engine: Engine = self._app.engine  # type: ignore[attr-defined]  # app.factory's App
        claims, store_id = admit(engine, self._authentication, auth, "order.view")
        sid: str = request.sid  # type: ignore[attr-defined]  # flask-socketio puts it there
        self._signed_in[sid] = claims
        join_room(room_of(claims.tenant_id, store_id))
        _start_beat(self._app, self._socketio, self)
        self.emit("hello", {"server_time": clock.now(), "store_id": store_id}, room=sid)

    def on_disconnect(self, _reason: object = None) -> None:
        """Forget whose it was."""
        self._signed_in.pop(request.sid, None)  # type: ignore[attr-defined]  # flask-socketio puts it there

    def cut_ended(self) -> None:
        """Cut whoever's sign-in was ended since, or who may no longer see the orders."""
        for sid, claims in list(self._signed_in.items()):
            try:
                self._actor(claims)
            except Problem:
                self._socketio.server.disconnect(sid, namespace=self.namespace)

    def _actor(self, claims: Claims) -> Actor:
        engine: Engine = self._app.engine  # type: ignore[attr-defined]  # app.factory's App
        with Unit(engine, claims.tenant_id, only_reads=True) as unit:
            return actor_of(unit, self._authentication, claims)


def init_sockets(app: Flask, authentication: Authentication) -> SocketIO:
    """Open the sockets and let ``core.live`` speak through them."""
    settings = app.settings  # type: ignore[attr-defined]
    options: dict[str, Any] = {"json": SocketJson, "async_mode": _mode(), "cors_allowed_origins": None}
    if settings.redis_url:
        options["client_manager"] = LiveQueue(settings.redis_url, lambda: _greet(socketio))
    if settings.workers > 1:
        options["transports"] = ["websocket"]  # a polling client's requests would reach different processes
    plain = app.wsgi_app
    socketio = SocketIO(app, **options)
    app.wsgi_app = _Doors(app.wsgi_app, plain)  # type: ignore[method-assign]  # how Flask wraps
    socketio.on_namespace(TillNamespace(app, socketio, authentication))
    socketio.on_namespace(KitchenNamespace(app, socketio, authentication))
    app.extensions["beat"] = None

    live.connect(Teller(socketio))
    return socketio


class _Doors:
    """Sockets by their own door. The library's stands before every request, and makes a class for each."""

    def __init__(self, sockets: Wsgi, plain: Wsgi) -> None:
        self._sockets = sockets
        self._plain = plain

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        is_socket = environ["PATH_INFO"].startswith(SOCKETS_PATH)
        return (self._sockets if is_socket else self._plain)(environ, start_response)


class Teller:
    """Tells screens what happened, after the answer has left."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio
        self._backlog: Backlog[Told] = Backlog(socketio.start_background_task, self._tell)

    def __call__(self, tenant_id: UUID, store_id: UUID, event: str, payload: dict[str, Any]) -> None:
        """To be told to the store's tills, or to its kitchen's screens, or to those of one station."""
        if event == live.STATION_ENTRY:
            self._backlog.add((event, payload, NAMESPACE, room_of(tenant_id, payload["station_id"])))
        elif event == live.MOVED:
            self._backlog.add((event, payload, NAMESPACE, room_of(tenant_id, store_id)))
        else:
            self._backlog.add((event, payload, "/till", room_of(tenant_id, store_id)))

    def _tell(self, batch: list[Told]) -> None:
        for event, payload, namespace, room in batch:
            self._socketio.emit(event, payload, namespace=namespace, to=room)


def _mode() -> str:
    return "gevent" if monkey.is_module_patched("socket") else "threading"


def _greet(socketio: SocketIO) -> None:
    """Say hello to every till here once more: each asks the feed for what it missed."""
    _tell_all_here(socketio, "hello")


def _start_beat(app: Flask, socketio: SocketIO, tills: TillNamespace) -> None:
    """Every process tells its own screens that it is alive; started with the first connection."""
    if app.extensions["beat"] is None:
        app.extensions["beat"] = socketio.start_background_task(_beat, socketio, tills)


def _beat(socketio: SocketIO, tills: TillNamespace) -> None:
    """While other processes cannot be heard there is no beat: a screen that hears nothing says so, and asks."""
    count = 0
    while True:
        socketio.sleep(BEAT_SECONDS)
        count += 1
        if getattr(socketio.server.manager, "hears", True):
            _tell_all_here(socketio, "beat")
        if count % CHECK_EVERY == 0:
            try:
                tills.cut_ended()
            except Exception:
                log.warning("till_check_failed", exc_info=True)


def _tell_all_here(socketio: SocketIO, event: str) -> None:
    told = {"server_time": clock.now()}
    socketio.server.manager.emit(event, told, namespace="/till", ignore_queue=True)
