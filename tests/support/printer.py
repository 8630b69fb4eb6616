"""A printer on the network: listens where printers do, and remembers what it was sent."""

import socket
import threading
from types import TracebackType
from typing import Self

from integrations.printers import PORTS
from tests.support.escpos import parse


class NetworkPrinter:
    """Takes slips from the moment it is switched on; `with NetworkPrinter() as printer`."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self._listening = _listen()
        self._listening.settimeout(0.2)
        self.address = f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"
        self._off = threading.Event()
        self._taking = threading.Thread(target=self._take, daemon=True)

    @property
    def texts(self) -> list[list[str]]:
        """Each slip's lines, read back from its bytes."""
        return [lines for content in self.got for lines in parse(content).texts]

    def _take(self) -> None:
        while not self._off.is_set():
            try:
                connection, _ = self._listening.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(5)
                parts = []
                while part := connection.recv(4096):
                    parts.append(part)
            self.got.append(b"".join(parts))

    def __enter__(self) -> Self:
        self._taking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._off.set()
        self._taking.join(10)
        self._listening.close()


def _listen() -> socket.socket:
    for port in PORTS:
        server = socket.socket()
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            server.close()
            continue
        server.listen()
        return server
    raise AssertionError("every printer's port is taken")
