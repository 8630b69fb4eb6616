"""The official Python Socket.IO client, which closes what it opened: by itself it leaves cut connections to the collector."""

from typing import Any

import engineio
import socketio
import websocket


class _Transport(engineio.Client):
    def _reset(self) -> None:
        super()._reset()
        if hasattr(self, "ws"):
            self.ws.shutdown()


class SocketClient(socketio.Client):
    """Goes on connecting by itself, soon, as a screen would."""

    def __init__(self) -> None:
        self._made: list[websocket.WebSocket] = []
        super().__init__(
            reconnection_delay=0.2,
            reconnection_delay_max=0.5,
            randomization_factor=0.2,
            handle_sigint=False,
            websocket_extra_options={"class_": self._make},
        )

    def _engineio_client_class(self) -> Any:
        return _Transport

    def close(self) -> None:
        """Go away for good."""
        self.reconnection = False
        self.disconnect()
        self._hang_up()

    def _make(self, **options: Any) -> websocket.WebSocket:
        """A connection in place of the last one, which may have broken in the middle of its handshake."""
        self._hang_up()
        self._made = [websocket.WebSocket(**options)]
        return self._made[0]

    def _hang_up(self) -> None:
        for made in self._made:
            made.shutdown()
