"""A till's terminal as a program: it signs in, and asks again under the same key until it is answered, as a real one does."""

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from core.ids import new_id
from tests.support.sockets import SocketClient

PATIENCE = 90.0  # seconds
PAUSE = 0.05


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        """The problem's code, when it is a refusal."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


class Unanswered(Exception):
    """The line went dead before an answer came."""


@dataclass
class Terminal:
    """One connection to the server, kept alive; ``refusals`` counts what was answered with 503, ``deaths`` lines gone dead."""

    url: str
    store_id: str
    token: str = ""
    refusals: int = 0
    deaths: int = 0
    _line: http.client.HTTPConnection | None = field(default=None, repr=False)

    def sign_in(self, terminal_token: str, staff_id: UUID, pin: str) -> "Terminal":
        """With a PIN."""
        body = {"terminal_token": terminal_token, "staff_id": str(staff_id), "pin": pin}
        self.token = self.insist("POST", "/sign-in/pin", body).body["access_token"]
        return self

    def commands(self, order_id: object, *commands: dict[str, Any], key: str | None = None) -> Answer:
        """Send commands to an order, and insist."""
        path = f"/stores/{self.store_id}/orders/{order_id}/commands"
        return self.insist("POST", path, {"commands": list(commands)}, key)

    def order(self, order_id: object) -> Any:
        """An order as it stands."""
        return self.insist("GET", f"/stores/{self.store_id}/orders/{order_id}").body["order"]

    def insist(self, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Ask until there is an answer other than "try again"."""
        key = key or str(new_id())
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.ask(method, path, body, key)
                if answer.status != 503:
                    return answer
                self.refusals += 1
                assert answer.headers.get("retry-after"), "a 503 says when to come back"
            except Unanswered:
                self.deaths += 1
            assert time.monotonic() < deadline, f"no answer to {method} {path} for {PATIENCE} s"
            time.sleep(PAUSE)

    def ask(self, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Ask once; raises Unanswered when the line goes dead."""
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key and method == "POST":
            headers["Idempotency-Key"] = key
        payload = None if body is None else json.dumps(body).encode()
        try:
            line = self._connected()
            line.request(method, f"/api/v1{path}", payload, headers)
            response = line.getresponse()
            text = response.read()
            found = json.loads(text) if text else None
        except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
            self.hang_up()
            raise Unanswered(str(error)) from error
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, found)

    def hang_up(self) -> None:
        """Drop the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _connected(self) -> http.client.HTTPConnection:
        if self._line is None:
            place = urlsplit(self.url)
            self._line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        return self._line


class Tablet:
    """A screen of the till: it hears orders on the socket, and asks the feed whenever it is told hello."""

    def __init__(self, url: str, store_id: str, token: str) -> None:
        self._url, self._token = url, token
        self._terminal = Terminal(url, store_id, token)
        self.heard: dict[str, int] = {}  # the highest version of each order, from the socket or the feed
        self.live: list[str] = []  # orders as they came on the socket
        self.hellos = 0
        self.cursor: str | None = None
        self._io = SocketClient()
        self._io.on("order", self._on_order, namespace="/till")
        self._io.on("hello", self._on_hello, namespace="/till")

    def open(self) -> "Tablet":
        """Connect, and go on connecting by itself."""
        self._io.connect(
            self._url,
            auth={"token": self._token},
            namespaces=["/till"],
            transports=["websocket"],
            wait_timeout=20,
        )
        return self

    @property
    def is_connected(self) -> bool:
        """Whether the server still talks to it."""
        return "/till" in self._io.namespaces

    def close(self) -> None:
        """Go away."""
        self._io.close()
        self._terminal.hang_up()

    def catch_up(self) -> None:
        """Read the feed to its end."""
        more = True
        while more:
            after = f"?after={self.cursor}" if self.cursor else ""
            found = self._terminal.insist(
                "GET", f"/stores/{self._terminal.store_id}/orders/changes{after}"
            ).body
            for order in found["orders"]:
                self._hear(order)
            self.cursor, more = found["cursor"], found["more"]

    def _on_order(self, message: dict[str, Any]) -> None:
        self.live.append(message["order"]["id"])
        self._hear(message["order"])

    def _on_hello(self, _message: Any) -> None:
        self.hellos += 1
        self.catch_up()

    def _hear(self, order: dict[str, Any]) -> None:
        self.heard[order["id"]] = max(order["version"], self.heard.get(order["id"], 0))
