"""A kitchen screen written from the guide alone, on the official Python Socket.IO client: what any screen has to do."""

import json
import threading
import urllib.request
from collections import Counter
from contextlib import suppress
from typing import Any
from uuid import UUID

from core.ids import new_id
from tests.support.sockets import SocketClient


class Screen:
    """Keeps a station's tickets by id and version, its place in the stream, and how often it showed an item as new."""

    def __init__(self, url: str, token: str, store_id: UUID, station_id: UUID) -> None:
        self._url = url
        self._token = token
        self._base = f"{url}/api/v1/stores/{store_id}/kitchen/stations/{station_id}"
        self.station_id = str(station_id)
        self.screen_id = str(new_id())
        self.tickets: dict[str, dict[str, Any]] = {}
        self.seq = 0
        self.shown_as_new: Counter[str] = Counter()
        self.joins = 0
        self._lock = threading.RLock()
        self._io = SocketClient()
        self._io.on("connect", self._join, namespace="/kitchen")
        self._io.on("entry", self._entry, namespace="/kitchen")
        self._io.on("beat", self._beat, namespace="/kitchen")

    def open(self) -> None:
        """Connect, and go on connecting for ever."""
        self._io.connect(
            self._url,
            auth={"token": self._token},
            namespaces=["/kitchen"],
            transports=["websocket"],
            wait_timeout=20,
        )

    def cut(self) -> None:
        """Lose the connection as a pulled plug would: without a goodbye."""
        ws = getattr(self._io.eio, "ws", None)
        if ws is not None and ws.sock is not None:
            with suppress(OSError):  # it was cut already, and is not back yet
                ws.sock.shutdown(2)

    def close(self) -> None:
        """Go away for good."""
        self._io.close()

    def open_items(self) -> dict[str, tuple[str, str]]:
        """State and quantity of every item on an open ticket."""
        with self._lock:
            return {
                item["id"]: (item["state"], item["quantity"])
                for ticket in self.tickets.values()
                if ticket["state"] == "open"
                for item in ticket["items"]
            }

    def _join(self) -> None:
        """Follow the station from where we are, every time we connect."""
        self.joins += 1
        place = {
            "station_id": self.station_id,
            "screen_id": self.screen_id,
            "name": "test",
            "after": self.seq,
        }
        self._io.emit("join", place, namespace="/kitchen", callback=self._joined)

    def _joined(self, answer: dict[str, Any]) -> None:
        if answer.get("ok"):
            self._take(answer["entries"])
            if answer["more"]:
                self._catch_up()

    def _entry(self, entry: dict[str, Any]) -> None:
        with self._lock:
            is_next = entry["seq"] <= self.seq + 1
        if is_next:
            self._take([entry])
        else:
            self._catch_up()

    def _beat(self, beat: dict[str, Any]) -> None:
        if beat["station_id"] == self.station_id and beat["seq"] > self.seq:
            self._catch_up()

    def _catch_up(self) -> None:
        more = True
        while more:
            request = urllib.request.Request(
                f"{self._base}/feed?after={self.seq}", headers={"Authorization": f"Bearer {self._token}"}
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    found = json.load(answer)
            except OSError:
                return  # the next beat tries again
            self._take(found["entries"])
            more = found["more"]

    def _take(self, entries: list[dict[str, Any]]) -> None:
        with self._lock:
            for entry in entries:
                if entry["seq"] <= self.seq:
                    continue
                assert entry["seq"] == self.seq + 1, "the feed has a hole"
                self.seq = entry["seq"]
                for ticket in entry["tickets"]:
                    self._show(ticket)
            seq = self.seq
        if self._io.connected:
            self._io.emit("ack", {"station_id": self.station_id, "seq": seq}, namespace="/kitchen")

    def _show(self, ticket: dict[str, Any]) -> None:
        known = self.tickets.get(ticket["id"])
        if known is not None and known["version"] >= ticket["version"]:
            return
        seen = {item["id"] for item in known["items"]} if known else set()
        for item in ticket["items"]:
            if item["id"] not in seen:
                self.shown_as_new[item["id"]] += 1
        self.tickets[ticket["id"]] = ticket
