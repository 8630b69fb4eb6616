"""No test speaks to the outside: a connection to anything but this machine fails at once."""

import socket
from typing import Any

import pytest

OURS = ("127.", "::1", "localhost", "0.0.0.0")


def refuse_the_outside(patch: pytest.MonkeyPatch) -> None:
    """Make sockets refuse every address that is not on this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(OURS):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", connect_here)
