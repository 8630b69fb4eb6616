"""The tests' own Socket.IO client goes away when it is told to, so that no test after it is disturbed."""

from socketio import base_client

from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

NOBODY = "http://127.0.0.1:9"


def test_a_client_that_never_reached_its_server_goes_away() -> None:
    client = SocketClient()
    client.connection_url, client.connection_headers, client.connection_auth = NOBODY, {}, None
    client.connection_transports, client.connection_namespaces = ["websocket"], ["/till"]
    client.socketio_path = "socket.io"
    client.start_background_task(client._handle_reconnect)
    wait_until(lambda: client in base_client.reconnecting_clients, what="the first try")

    client.close()

    assert base_client.reconnecting_clients == []
