"""An answer leaves in as few pieces as it has."""

from dataclasses import dataclass, field
from typing import Any

from gunicorn.config import Config
from gunicorn.http.wsgi import FileWrapper

from app.one_send import OneSendResponse


@dataclass
class Asked:
    method: str = "GET"
    version: tuple[int, int] = (1, 1)

    def should_close(self) -> bool:
        return False


@dataclass
class Wire:
    """A socket that remembers each piece."""

    pieces: list[bytes] = field(default_factory=list)

    def sendall(self, data: bytes) -> None:
        self.pieces.append(data)

    def sendfile(self, file: Any, offset: int, count: int) -> None:
        file.seek(offset)
        self.pieces.append(file.read(count))


def answered(
    wire: Wire, status: str, headers: list[tuple[str, str]], *body: bytes, method: str = "GET"
) -> None:
    response = OneSendResponse(Asked(method), wire, Config())
    response.start_response(status, headers)
    for piece in body:
        response.write(piece)
    response.close()


def test_head_and_body_leave_together() -> None:
    wire = Wire()

    answered(wire, "200 OK", [("Content-Length", "5")], b"hello")

    (piece,) = wire.pieces
    assert piece.startswith(b"HTTP/1.1 200 OK\r\n")
    assert piece.endswith(b"\r\n\r\nhello")


def test_an_answer_without_a_body_leaves_at_its_end() -> None:
    for status, method in (("204 No Content", "DELETE"), ("304 Not Modified", "GET"), ("200 OK", "HEAD")):
        wire = Wire()

        answered(wire, status, [], method=method)

        (piece,) = wire.pieces
        assert piece.startswith(f"HTTP/1.1 {status}\r\n".encode())
        assert piece.endswith(b"\r\n\r\n")


def test_what_is_made_bit_by_bit_leaves_bit_by_bit() -> None:
    wire = Wire()
    response = OneSendResponse(Asked(), wire, Config())
    response.start_response("200 OK", [])

    response.write(b"one")
    assert wire.pieces[-1].endswith(b"\r\n\r\n3\r\none\r\n")
    response.write(b"second")
    assert wire.pieces[-1] == b"6\r\nsecond\r\n"
    response.close()
    assert wire.pieces[-1] == b"0\r\n\r\n"
    assert len(wire.pieces) == 3


def test_a_file_comes_after_its_head(tmp_path: Any) -> None:
    path = tmp_path / "dish.txt"
    path.write_bytes(b"noodles")
    wire = Wire()
    response = OneSendResponse(Asked(), wire, Config())
    response.start_response("200 OK", [("Content-Length", "7")])

    with path.open("rb") as file:
        response.write_file(FileWrapper(file))
    response.close()

    assert wire.pieces[0].endswith(b"\r\n\r\n")
    assert b"".join(wire.pieces[1:]) == b"noodles"
