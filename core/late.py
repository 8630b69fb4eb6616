"""Values that the database makes in the last moment of a transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

MARK_BEGIN = '"@late:'


@dataclass(frozen=True, slots=True)
class Late:
    """A value that the database yields only in the last round trip of a transaction, such as an order's number.

    It may stand as a column's value or anywhere inside a JSON value or an answer; the transaction puts the real one in.
    A counter's row is thereby locked for the commit alone, and not while Python thinks. ``secret`` is nobody's to guess:
    a guest's name that is written like a mark stays a guest's name.
    """

    name: str
    secret: str

    @property
    def mark(self) -> str:
        """The text that stands for the value inside JSON until it is known."""
        return f"@late:{self.name}:{self.secret}@"

    @property
    def token(self) -> str:
        """The mark as JSON writes it, quotes included."""
        return f'"{self.mark}"'

    @property
    def setting(self) -> str:
        """The transaction-local setting that holds the value."""
        return f"zaotai.late_{self.name}"


def filled_in(text: str, values: Mapping[Late, str]) -> str:
    """JSON text with the values in the place of their marks."""
    if MARK_BEGIN in text:
        for late, value in values.items():
            text = text.replace(late.token, value)
    return text
