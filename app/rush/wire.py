"""Talking to the server as tills and screens do: over HTTP, the same request again until it is taken."""

import http.client
import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from core import json
from core.ids import new_id

PATIENCE = 30.0  # seconds that a server may be away
AGAIN = (429, 502, 503)


class Refused(Exception):
    """The server refused, and would refuse again."""


class Wire:
    """One caller's connection, to be used in a ``with``; not shared between threads."""

    def __init__(self, url: str, token: str = "", patience: float = PATIENCE) -> None:
        self._at = urlsplit(url)
        self._token = token
        self._patience = patience
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Any:
        """Read."""
        return self._send("GET", path, None, "")

    def post(self, path: str, body: Any, key: UUID | None = None) -> Any:
        """Change; the key stays the same however often it has to be sent."""
        return self._send("POST", path, body, str(key or new_id()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _send(self, method: str, path: str, body: Any, key: str) -> Any:
        until = time.monotonic() + self._patience
        while True:
            try:
                status, text = self._once(method, path, body, key)
            except (OSError, http.client.HTTPException):
                self._hang_up()
                status, text = 503, "the server cannot be reached"
            if status < 400:
                return json.loads(text)
            if status not in AGAIN or time.monotonic() > until:
                raise Refused(f"{method} {path}: {status} {text[:300]}")
            time.sleep(0.2)

    def _once(self, method: str, path: str, body: Any, key: str) -> tuple[int, str]:
        if self._line is None:
            kind = http.client.HTTPSConnection if self._at.scheme == "https" else http.client.HTTPConnection
            self._line = kind(self._at.hostname or "127.0.0.1", self._at.port, timeout=15)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        if not self._token:
            del headers["Authorization"]
        if key:
            headers["Idempotency-Key"] = key
        content = json.dumps(body).encode() if body is not None else None
        self._line.request(method, f"/api/v1{path}", content, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read().decode()
