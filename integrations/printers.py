"""ESC/POS printers: over the network (tcp://host:9100), a device, or a file in the print folder.

Chinese goes out as text in GB18030, of which only the two-byte part is used: that is what the fonts in these printers hold,
it needs no font of ours, and a slip stays a few hundred bytes. What is beyond it loses its accent, or becomes "?".
"""

import re
import socket
import unicodedata
from dataclasses import replace
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from escpos.exceptions import Error as EscposError
from escpos.printer import Dummy, File, Network

from core.paper import COLUMNS, Paper, Row, Rule, lay_out

PORT = 9100
# Printers listen here and hardly anything else does: nobody may make the server speak to other services with an address.
PORTS = range(9100, 9200)
SECONDS = 4
DEVICES = ("/dev/usb/lp", "/dev/lp", "/dev/ttyUSB", "/dev/ttyS")
CHINESE_ON, CHINESE_OFF = b"\x1c&", b"\x1c."
CHINESE_LARGE = b"\x1c!"
# A name's parts (RFC 1123; networks at home have names with _, too), which a last part of figures alone is not: that is a bad IPv4 address.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_OCTET = re.compile(r"25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d", re.ASCII)
CHARACTER = b"\x1d!"
# Accents that were put onto no letter, joiners, and what chooses between forms of a sign.
_WIDTHLESS = frozenset({"Mn", "Me", "Cf"})


class PrinterAway(Exception):
    """The printer was not reached: nothing of the slip is on paper."""


class PrinterBroke(Exception):
    """It broke off in the middle: the slip may be on paper, whole or in part."""


class _Stream(Network):  # type: ignore[misc]  # python-escpos' base is untyped to mypy
    """A network printer that also speaks IPv6, and leaves no socket behind when it is refused."""

    def open(self, raise_not_found: bool = True) -> None:
        """Connect."""
        self.device = socket.create_connection((self.host, self.port), self.timeout)


class _Appended(File):  # type: ignore[misc]  # as above
    """A device, or a file to which slips are added one after another."""

    def open(self, raise_not_found: bool = True) -> None:
        """Open for adding."""
        self.device = Path(self.devfile).open("ab")  # noqa: SIM115 - closed by close()


class Printers:
    """Turns paper into bytes and sends them. ``folder``: where printers that are files may be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def fault(self, address: str) -> str | None:
        """What is wrong with a printer's address; None when it can be used."""
        try:
            self._check(address)
        except ValueError as error:
            return str(error)
        return None

    def escpos(self, paper: Paper) -> bytes:
        """The paper as an ESC/POS printer of 42 columns wants it, cut at the end."""
        printer = Dummy()
        printer.hw("INIT")
        printer._raw(CHINESE_ON)
        for row in paper.rows:
            _write(printer, row)
        _style(printer, Row())
        printer._raw(CHINESE_OFF)
        printer.cut()
        output: bytes = printer.output
        return output

    def send(self, address: str, content: bytes) -> None:
        """Print bytes; raises PrinterAway or PrinterBroke."""
        try:
            place = self._check(address)
            printer = self._printer(place)
            printer.open()
        except (OSError, ValueError, EscposError) as error:
            raise PrinterAway(_reason(error)) from error
        try:
            printer._raw(content)
            if place.scheme == "file":
                printer.device.flush()
        except OSError as error:
            raise PrinterBroke(_reason(error)) from error
        finally:
            printer.close()

    def _check(self, address: str) -> SplitResult:
        address = address.strip()
        place = urlsplit(address)
        if place.scheme == "tcp":
            if any(
                character.isspace() for character in address
            ):  # some of which urlsplit leaves out in silence
                raise ValueError("A network printer's address has no spaces.")
            if not _is_host(place.netloc, place.hostname or "") or place.path not in ("", "/") or place.query:
                raise ValueError("A network printer's address is tcp://host:9100.")
            if (place.port or PORT) not in PORTS:
                raise ValueError(f"A printer's port is from {PORTS[0]} to {PORTS[-1]}.")
        elif place.scheme == "file":
            if place.netloc or not place.path.startswith("/"):
                raise ValueError("A printer's file is file:///path.")
            self._check_file(Path(place.path))
        else:
            raise ValueError("A printer's address is tcp://host:9100 or file:///path.")
        return place

    def _check_file(self, path: Path) -> None:
        """Whoever edits stations must not write to any file of the server."""
        found = path.resolve()
        if not found.is_relative_to(self._folder) and not str(found).startswith(DEVICES):
            raise ValueError(f"A printer's file is a printer device or lies in {self._folder}.")

    def _printer(self, place: SplitResult) -> Any:
        if place.scheme == "tcp":
            return _Stream(place.hostname or "", place.port or PORT, timeout=SECONDS)
        path = Path(place.path)
        if path.is_relative_to(self._folder):
            path.parent.mkdir(parents=True, exist_ok=True)
        return _Appended(str(path))


def _is_host(netloc: str, host: str) -> bool:
    """A host name, an IPv4 address or an IPv6 one in brackets, with no user and nothing that a reader would not see."""
    if "@" in netloc or "%" in netloc or netloc.endswith(":"):
        return False
    if netloc.startswith("["):
        return _is_ipv6(host)
    labels = host.removesuffix(".").split(".")
    if labels[-1].isdecimal():
        return len(labels) == 4 and all(_OCTET.fullmatch(label) for label in labels)
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host)
    except ValueError:
        return False
    return True


def _write(printer: Any, row: Row | Rule) -> None:
    if isinstance(row, Row):
        row = replace(row, text=_printable(row.text), right=_printable(row.right))
    _style(printer, Row() if isinstance(row, Rule) else row)
    for line in lay_out(row, COLUMNS):
        printer._raw(line.rstrip().encode("gb18030") + b"\n")


def _style(printer: Any, row: Row) -> None:
    """Size and weight, for Latin and Chinese characters each in its own command. Rows are aligned by spaces."""
    wide, high = row.scale > 1, row.scale > 1 or row.tall
    printer._raw(CHARACTER + bytes([(0x10 if wide else 0) | (0x01 if high else 0)]))
    printer._raw(CHINESE_LARGE + bytes([(0x04 if wide else 0) | (0x08 if high else 0)]))
    printer.set(bold=row.bold)


def _printable(text: str) -> str:
    """What the printers' font has of it, so that rows are laid out as they come out: accents are put onto their letters, or
    lost; what has no width of its own goes, and any other sign becomes "?"."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        _character(character) for character in composed if unicodedata.category(character) not in _WIDTHLESS
    )


def _character(character: str) -> str:
    # No control codes from names or notes, and nothing of four bytes, which these printers take for two other signs.
    for form in (character, unicodedata.normalize("NFKD", character)[:1]):
        found = form.encode("gb18030", "replace")
        if len(found) <= 2 and found >= b" " and found != b"\x7f":
            return found.decode("gb18030")
    return "?"


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
