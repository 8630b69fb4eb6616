"""Socket.IO's messages between the server's processes, through Redis: gathered while a batch is under way, then sent as one.

An order tells its store's tills and each of its stations; sent one by one, each message would cost a trip to Redis and wake
every process. A message travels as text that is spelled once, and is not parsed again for screens that are not here.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import redis
import socketio
import structlog

from core import json

CHANNEL = "zaotai"
GREETING = "greet"
MOST_WAITING = 10_000  # while Redis is away; what is lost then, screens fetch when they notice the gap
RETRY_SECONDS = 1
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}

log = structlog.get_logger()
T = TypeVar("T")


class SocketJson:
    """The product's JSON, for the sockets' messages."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        """As text; what is in it may be spelled already."""
        return json.dumps(value)

    @staticmethod
    def loads(text: str, **_options: Any) -> Any:
        """The value."""
        return json.loads(text)


class Backlog(Generic[T]):
    """Hands on what was added, in order and in the background: all that waits at once, one batch after another."""

    def __init__(
        self, spawn: Callable[..., object], hand_on: Callable[[list[T]], None], most: int | None = None
    ) -> None:
        self._spawn = spawn
        self._hand_on = hand_on
        self._waiting: deque[T] = deque(maxlen=most)
        self._is_busy = False

    def add(self, thing: T) -> None:
        """Returns at once. When more wait than ``most``, the oldest is dropped."""
        self._waiting.append(thing)
        if not self._is_busy:
            self._is_busy = True
            self._spawn(self._run)

    def _run(self) -> None:
        while self._waiting:
            batch = []
            while self._waiting:
                batch.append(self._waiting.popleft())
            try:
                self._hand_on(batch)
            except Exception:
                log.exception("live_messages_failed", messages=len(batch))
        self._is_busy = False
        if self._waiting:  # added by another thread just now
            self._run()


class LiveQueue(socketio.PubSubManager):  # type: ignore[misc]  # socketio carries no types
    """Who is connected here, and the way to those who are connected elsewhere."""

    name = "live"

    def __init__(self, url: str, greet: Callable[[], None]) -> None:
        """``greet`` tells the screens connected here that they may have missed something."""
        super().__init__(channel=CHANNEL)
        self._url = url
        self._greet = greet
        self._owes_a_greeting = False
        self.hears = False
        self._sender = redis.Redis.from_url(url, **PATIENCE)
        self._backlog: Backlog[str] = Backlog(self._spawn, self._send, MOST_WAITING)

    def emit(
        self, event: str, data: Any, namespace: str | None = None, room: str | None = None, **more: Any
    ) -> None:
        """Give a message to everybody in the room, wherever they are connected; never waits."""
        if more.get("ignore_queue") or more.get("callback") or isinstance(data, tuple):
            super().emit(event, data, namespace=namespace, room=room, **more)
            return
        message = {
            "method": "emit",
            "event": event,
            "spelled": data.text if isinstance(data, json.Spelled) else json.dumps(data),
            "namespace": namespace,
            "room": more.get("to") or room,
            "skip_sid": more.get("skip_sid"),
            "host_id": self.host_id,
        }
        self._handle_emit(message)
        self._publish(message)

    def _handle_emit(self, message: dict[str, Any]) -> None:
        if "spelled" in message:
            message = {**message, "data": [json.Spelled(message["spelled"])]}
        super()._handle_emit(message)

    def _publish(self, data: dict[str, Any]) -> None:
        self._backlog.add(json.dumps(data))

    def _spawn(self, act: Callable[[], None]) -> None:
        self.server.start_background_task(act)

    def _send(self, batch: list[str]) -> None:
        if self._owes_a_greeting:
            batch = [*batch, json.dumps({"method": GREETING})]
        try:
            # The sender's name goes before the list, so that we need not read what comes back to ourselves.
            self._sender.publish(self.channel, f"{self.host_id}[{','.join(batch)}]")
        except redis.RedisError as error:
            log.warning("live_messages_lost", messages=len(batch), error=str(error))
            self._owes_a_greeting = True
        else:
            self._owes_a_greeting = False

    def _listen(self) -> Iterator[dict[str, Any]]:
        """Messages of other processes, for ever. After an outage the screens here are greeted, so that they ask."""
        was_away = False
        while True:
            try:
                for message in self._subscribed():
                    if message["type"] == "subscribe":
                        self.hears = True
                        if was_away:
                            self._greet()
                    elif message["type"] == "message":
                        yield from self._read(message["data"])
            except (redis.RedisError, OSError) as error:
                log.warning("live_messages_away", error=str(error))
            self.hears, was_away = False, True
            time.sleep(RETRY_SECONDS)

    def _subscribed(self) -> Iterator[dict[str, Any]]:
        heard = redis.Redis.from_url(
            self._url, socket_connect_timeout=1, socket_keepalive=True, health_check_interval=30
        )
        feed: Any = heard.pubsub()  # type: ignore[no-untyped-call]  # redis leaves it untyped
        try:
            feed.subscribe(self.channel)
            yield from feed.listen()
        finally:
            feed.close()
            heard.close()

    def _read(self, data: bytes) -> list[dict[str, Any]]:
        """What another process sent; a greeting among it is for the screens here."""
        own = self.host_id.encode()
        if data.startswith(own):
            return []
        messages: list[dict[str, Any]] = json.loads(data[len(own) :])
        if any(message["method"] == GREETING for message in messages):
            self._greet()
        return [message for message in messages if message["method"] != GREETING]
