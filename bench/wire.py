"""A client so thin that it is hardly measured: one kept connection, requests as bytes."""

import json
import socket
from typing import Any


class Wire:
    """HTTP/1.1 on one connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> tuple[int, bytes]:
        """Send a whole request; answers the status and the body."""
        self._socket.sendall(request)
        got = b""
        while True:
            got += self._receive()
            end = got.find(b"\r\n\r\n")
            if end >= 0:
                break
        head = got[:end].lower()
        at = head.find(b"content-length:")
        if at < 0:
            raise RuntimeError(f"an answer without Content-Length: {head!r}")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        body = [got[end + 4 :]]
        have = len(body[0])
        while have < length:
            body.append(self._receive())
            have += len(body[-1])
        return int(got[9:12]), b"".join(body)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _receive(self) -> bytes:
        got = self._socket.recv(65536)
        if not got:
            raise RuntimeError("the server hung up")
        return got


def post(path: str, body: bytes, token: str = "", key: str = "") -> bytes:
    """The bytes of a POST."""
    return head(path, token) + tail(body, key)


def head(path: str, token: str) -> bytes:
    """The first part of a POST, which stays the same from one to the next."""
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    return (
        f"POST /api/v1{path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n{bearer}".encode()
    )


def tail(body: bytes, key: str) -> bytes:
    """The rest of it."""
    keyed = f"Idempotency-Key: {key}\r\n" if key else ""
    return f"{keyed}Content-Length: {len(body)}\r\n\r\n".encode() + body


def ask(wire: Wire, path: str, body: dict[str, Any], token: str = "", key: str = "") -> Any:
    """One request, not measured; refuses any status but success."""
    status, answer = wire.send(post(path, json.dumps(body).encode(), token, key))
    if status >= 300:
        raise RuntimeError(f"{path}: {status} {answer.decode()}")
    return json.loads(answer)
