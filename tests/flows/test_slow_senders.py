"""Whoever sends slowly, or stops in the midst of it, keeps nobody else waiting."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from core.ids import new_id
from tests.support.live_server import LiveServer
from tests.support.sales import opening
from tests.support.terminal import Terminal
from tests.support.till import NoodleShop

MORE_THAN_THERE_ARE_CONNECTIONS = 15


@contextmanager
def half_sent(server: LiveServer, path: str, content_type: str, token: str = "") -> Iterator[socket.socket]:
    """A request whose head and first bytes are there, and the rest not."""
    found = urlsplit(server.url)
    head = [
        f"POST /api/v1{path} HTTP/1.1",
        "Host: localhost",
        f"Content-Type: {content_type}",
        "Content-Length: 1000",
        f"Idempotency-Key: {new_id()}",
        *([f"Authorization: Bearer {token}"] if token else []),
    ]
    with socket.create_connection((found.hostname, found.port)) as line:
        line.sendall("\r\n".join([*head, "", "{"]).encode())
        yield line


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=b"])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_half_sent_requests_hold_no_connection(
    shop: NoodleShop,
    live_server: LiveServer,
    enrol: Callable[[LiveServer, int], list[Terminal]],
    content_type: str,
    is_signed_in: bool,
) -> None:
    (terminal,) = enrol(live_server, 1)
    order_id = new_id()
    path = f"/stores/{terminal.store_id}/orders/{order_id}/commands" if is_signed_in else "/sign-in/password"
    token = terminal.token if is_signed_in else ""
    with ExitStack() as lines:
        for _ in range(MORE_THAN_THERE_ARE_CONNECTIONS):
            lines.enter_context(half_sent(live_server, path, content_type, token))
        terminal.commands(order_id, opening())
        for covers in range(1, 20):  # by then the server has begun with all of those
            terminal.commands(order_id, {"type": "set_order", "covers": covers})
        assert (terminal.refusals, terminal.deaths) == (0, 0)
