"""The official Python Socket.IO client, which closes what it opened: by itself it leaves cut connections to the collector."""

from typing import Any

import engineio
import socketio
import websocket


class _WebSocket(websocket.WebSocket):
    """Closed with the last who knows it: a handshake that failed leaves it to nobody."""

    def __del__(self) -> None:
        self.shutdown()


class _Transport(engineio.Client):
    def _reset(self) -> None:
        super()._reset()
        if hasattr(self, "ws"):
            self.ws.shutdown()


class SocketClient(socketio.Client):
    """Goes on connecting by itself, soon, as a screen would."""

    def __init__(self) -> None:
        super().__init__(
            reconnection_delay=0.2,
            reconnection_delay_max=0.5,
            randomization_factor=0.2,
            handle_sigint=False,
            websocket_extra_options={"class_": _WebSocket},
        )

    def _engineio_client_class(self) -> Any:
        return _Transport

    def close(self) -> None:
        """Go away for good."""
        self.reconnection = False
        self.disconnect()
