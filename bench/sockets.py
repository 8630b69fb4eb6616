"""Many Socket.IO clients in one process, so thin that they are hardly measured: WebSocket frames and a clock.

They speak Socket.IO's own protocol (Engine.IO 4 over WebSocket), on the well-kept wsproto for the frames.
"""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Ping, Request, TextMessage

SENT = '"sent_at":'


class Listener:
    """One screen: connects, joins, and notes for every message how old it was when it came, in seconds."""

    def __init__(self, namespace: str, auth: dict[str, Any], join: dict[str, Any] | None, event: str) -> None:
        self._namespace, self._auth, self._join = namespace, auth, join
        self._start = f'42{namespace},["{event}"'
        self.ages: list[float] = []
        self.ready = asyncio.Event()

    async def run(self, port: int) -> None:
        """Until the server hangs up."""
        reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        self._ws = WSConnection(ConnectionType.CLIENT)
        self._send(Request(host=f"127.0.0.1:{port}", target="/socket.io/?EIO=4&transport=websocket"))
        text = ""
        while data := await reader.read(65536):
            now = time.time()
            self._ws.receive_data(data)
            for event in self._ws.events():
                if isinstance(event, TextMessage):
                    text += event.data
                    if event.message_finished:
                        self._hear(text, now)
                        text = ""
                elif isinstance(event, Ping):
                    self._send(event.response())
                elif isinstance(event, CloseConnection):
                    return
                elif not isinstance(event, AcceptConnection):
                    raise RuntimeError(f"unexpected: {event}")

    def _hear(self, text: str, now: float) -> None:
        if text.startswith(self._start):
            at = text.index(SENT) + len(SENT)
            self.ages.append(now - float(text[at : at + 18].split(",")[0].split("}")[0]))
        elif text.startswith("0"):
            self._say(f"40{self._namespace},{json.dumps(self._auth)}")
        elif text == "2":
            self._say("3")
        elif text.startswith(f"40{self._namespace}"):
            if self._join is None:
                self.ready.set()
            else:
                self._say(f'42{self._namespace},7["join",{json.dumps(self._join)}]')
        elif text.startswith(f"43{self._namespace},7"):
            if '"ok":true' not in text.replace(" ", ""):
                raise RuntimeError(text)
            self.ready.set()
        elif text.startswith("44"):
            raise RuntimeError(text)

    def _say(self, text: str) -> None:
        self._send(TextMessage(data=text))

    def _send(self, event: Any) -> None:
        self._writer.write(self._ws.send(event))


def listen(port: int, makers: Sequence[Callable[[], Listener]], pipe: Connection) -> None:
    """In a process of its own: connect all, say so, and answer the ages heard so far whenever asked."""
    asyncio.run(_listen(port, [make() for make in makers], pipe))


async def _listen(port: int, listeners: list[Listener], pipe: Connection) -> None:
    loop = asyncio.get_running_loop()
    tasks = []
    for listener in listeners:
        tasks.append(asyncio.create_task(listener.run(port)))
        await asyncio.wait_for(listener.ready.wait(), 20)
    pipe.send("ready")
    while await loop.run_in_executor(None, _asked, pipe):
        pipe.send([age for listener in listeners for age in listener.ages])
        for listener in listeners:
            listener.ages.clear()
    for task in tasks:
        task.cancel()


def _asked(pipe: Connection) -> bool:
    try:
        pipe.recv()
    except EOFError:
        return False
    return True
