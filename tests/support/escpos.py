"""Reads what goes to an ESC/POS printer back, and refuses what such a printer would not understand."""

from dataclasses import dataclass, field

COMMANDS = {b"\x1bE": 1, b"\x1bd": 1, b"\x1bt": 1, b"\x1d!": 1, b"\x1dV": 1, b"\x1c!": 1}
PLAIN = {b"\x1b@": 0, b"\x1c&": 0, b"\x1c.": 0}


@dataclass
class Line:
    """A printed line, and how its last character looked."""

    text: str
    wide: bool
    high: bool
    bold: bool


@dataclass
class Printed:
    """What came out, up to each cut."""

    papers: list[list[Line]] = field(default_factory=list)

    @property
    def texts(self) -> list[list[str]]:
        """Each paper's lines as text."""
        return [[line.text for line in paper] for paper in self.papers]


def parse(content: bytes) -> Printed:
    """Play a printer."""
    printed, raw = Printed(), b""
    lines: list[Line] = []
    state = {b"\x1bE": 0, b"\x1d!": 0, b"\x1c!": 0, b"chinese": 0}
    place = 0
    while place < len(content):
        head = content[place : place + 2]
        if head in PLAIN or head in COMMANDS:
            size = COMMANDS.get(head, 0)
            argument = content[place + 2 : place + 2 + size]
            assert len(argument) == size
            place += 2 + size
            if head == b"\x1dV":
                assert raw == b"", "cut in the middle of a line"
                printed.papers.append(lines)
                lines = []
            elif head == b"\x1b@":
                state = dict.fromkeys(state, 0)
            elif head in (b"\x1c&", b"\x1c."):
                state[b"chinese"] = int(head == b"\x1c&")
            elif head in state:
                state[head] = argument[0]
            continue
        byte = content[place : place + 1]
        place += 1
        if byte == b"\n":
            lines.append(_line(raw, state))
            raw = b""
            continue
        assert byte >= b" ", f"unknown command {content[place - 1 : place + 3]!r}"
        if byte >= b"\x81":
            assert state[b"chinese"], "Chinese while it is off"
            byte += content[place : place + 1]
            place += 1
            assert byte[1:] >= b"\x40", "a sign of four bytes"
        raw += byte
    assert raw == b""
    assert lines == [], "not cut off"
    return printed


def _line(raw: bytes, state: dict[bytes, int]) -> Line:
    wide, high = bool(state[b"\x1d!"] & 0xF0), bool(state[b"\x1d!"] & 0x0F)
    assert (wide, high) == (bool(state[b"\x1c!"] & 4), bool(state[b"\x1c!"] & 8)), "Chinese of another size"
    columns = len(raw) * (2 if wide else 1)
    assert columns <= 42, f"too long: {raw!r}"
    return Line(raw.decode("gb18030"), wide, high, bool(state[b"\x1bE"]))
