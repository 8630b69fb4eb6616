"""An answer's head and body leave in one piece: the other side wakes up once, and so does this one's kernel.

gunicorn sends the head by itself, and the body after it.
"""

import socket
from typing import Any

from gunicorn.http import wsgi


class OneSendResponse(wsgi.Response):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn's response, whose head waits for the first piece of the body. Later pieces leave as they come."""

    def __init__(self, req: Any, sock: socket.socket, cfg: Any) -> None:
        super().__init__(req, _Gathering(sock), cfg)

    def write(self, arg: bytes) -> None:
        """Send a piece of the body, the first one together with the head."""
        super().write(arg)
        self.sock.flush()

    def close(self) -> None:
        """Send what is left: the head of an answer without a body, the end of one in chunks."""
        super().close()
        self.sock.flush()


class _Gathering:
    """A socket that keeps what it is given until ``flush``; anything else happens after what was kept has left."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._kept: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        """Keep this, too."""
        self._kept.append(data)

    def flush(self) -> None:
        """Send what was kept."""
        if self._kept:
            data = b"".join(self._kept)
            self._kept.clear()
            self._sock.sendall(data)

    def __getattr__(self, name: str) -> Any:
        self.flush()
        return getattr(self._sock, name)
