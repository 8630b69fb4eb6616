"""A set of past sales as read from files: products in sizes, and orders of them. Money in minor units."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FileFault:
    """Something wrong in a file, at a line (counted from 1; None: the file as a whole). ``skipped``: a row was left out."""

    file: str
    line: int | None
    code: str
    message: str
    skipped: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class PastVariant:
    """A size of a product and its price."""

    code: str
    size: str
    price: int


@dataclass(frozen=True, slots=True)
class PastProduct:
    """What was sold, in its sizes."""

    code: str
    name: str
    category: str
    ingredients: tuple[str, ...]
    variants: tuple[PastVariant, ...]


@dataclass(frozen=True, slots=True)
class PastLine:
    """So many of one size; ``code`` is the variant's."""

    row_id: str
    code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order at a moment of the store's wall clock; ``line`` is where it stands in its file."""

    row_id: str
    at: datetime
    lines: tuple[PastLine, ...]
    line: int


@dataclass(frozen=True, slots=True)
class PastSales:
    """Everything that could be read, the orders in the order of their moments; and what could not."""

    products: tuple[PastProduct, ...]
    orders: tuple[PastOrder, ...]
    faults: tuple[FileFault, ...]

    @property
    def skipped(self) -> int:
        """How many rows were left out."""
        return sum(fault.skipped for fault in self.faults)
