"""The official Python Socket.IO client, which closes what it opened: by itself it leaves cut connections to the collector."""

import threading
from typing import Any, ClassVar
from weakref import WeakSet

import engineio
import socketio
import websocket
from socketio import base_client


class _Transport(engineio.Client):
    def _reset(self) -> None:
        super()._reset()
        ws = getattr(self, "ws", None)  # None until it was connected once
        if ws is not None:
            ws.shutdown()


class SocketClient(socketio.Client):
    """Goes on connecting by itself, soon, as a screen would."""

    _open: ClassVar[WeakSet["SocketClient"]] = WeakSet()

    def __init__(self) -> None:
        self._made: list[websocket.WebSocket] = []
        self._open.add(self)
        self._connecting_anew = threading.Lock()
        super().__init__(
            reconnection_delay=0.2,
            reconnection_delay_max=0.5,
            randomization_factor=0.2,
            handle_sigint=False,
            websocket_extra_options={"class_": self._make},
        )
        self._reconnect_abort = threading.Event()

    def _engineio_client_class(self) -> Any:
        return _Transport

    def close(self) -> None:
        """Go away for good, also from the middle of connecting anew: `disconnect` alone lets that go on for ever."""
        self.reconnection = False
        while not self._connecting_anew.acquire(timeout=0.05):
            self._reconnect_abort.set()
        self._connecting_anew.release()
        self.disconnect()
        self._hang_up()
        self._open.discard(self)

    @classmethod
    def close_all(cls) -> int:
        """Close those that were left open; answers how many of them were connecting anew, to a server that may be gone."""
        connecting = len(base_client.reconnecting_clients)
        for left in list(cls._open):
            left.close()
        base_client.reconnecting_clients.clear()  # of whom the thread died meanwhile
        return connecting

    def _handle_reconnect(self) -> None:
        with self._connecting_anew:
            if self.reconnection:
                super()._handle_reconnect()

    def _make(self, **options: Any) -> websocket.WebSocket:
        """A connection in place of the last one, which may have broken in the middle of its handshake."""
        self._hang_up()
        self._made = [websocket.WebSocket(**options)]
        return self._made[0]

    def _hang_up(self) -> None:
        for made in self._made:
            made.shutdown()
