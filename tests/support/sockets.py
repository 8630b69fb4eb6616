"""The official Python Socket.IO client, which closes what it opened: by itself it leaves cut connections to the collector."""

import threading
from typing import Any

import engineio
import socketio
import websocket
from socketio import base_client


class _Transport(engineio.Client):
    def _reset(self) -> None:
        super()._reset()
        if hasattr(self, "ws"):
            self.ws.shutdown()


class SocketClient(socketio.Client):
    """Goes on connecting by itself, soon, as a screen would."""

    def __init__(self) -> None:
        self._made: list[websocket.WebSocket] = []
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


def still_connecting() -> int:
    """How many clients of this process go on connecting to a server that may be gone."""
    return len(base_client.reconnecting_clients)
