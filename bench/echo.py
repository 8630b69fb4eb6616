"""The bound of live screens: a bare Socket.IO server on gevent that sends what it is given to everybody, and nothing else."""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402 - the patch comes first
import sys  # noqa: E402
import time  # noqa: E402

import socketio  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

io = socketio.Server(async_mode="gevent", transports=["websocket"])


@io.on("*", namespace="/echo")
def _echo(event: str, _sid: str, text: str) -> None:
    payload = json.loads(text)
    payload["sent_at"] = time.time()
    io.emit(event, payload, namespace="/echo")


def app(environ: dict[str, str], start: object) -> object:
    """An address that says that it is there."""
    start("200 OK", [("Content-Type", "text/plain")])  # type: ignore[operator]
    return [b"ok"]


if __name__ == "__main__":
    WSGIServer(("127.0.0.1", int(sys.argv[1])), socketio.WSGIApp(io, app), log=None).serve_forever()
