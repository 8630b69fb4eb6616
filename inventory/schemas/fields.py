"""Exact numbers as text, and what items are called in answers."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from core.json import quantity_text
from core.schemas import Id, Name, Shape, Text

MOST = Decimal(10) ** 12


class Exact(fields.String):
    """An exact decimal as text: "0.35". Up to ``places`` decimals, within bounds; ``least`` and ``most`` are included."""

    def __init__(
        self,
        places: int = 6,
        *,
        least: Decimal | int = 0,
        most: Decimal | int = MOST,
        above: Decimal | int | None = None,
        example: str = "1.5",
        **options: Any,
    ) -> None:
        sign = "-?" if least < 0 else ""
        self._form = re.compile(rf"{sign}[0-9]{{1,12}}(\.[0-9]{{1,{places}}})?")
        self._least, self._most, self._above = Decimal(least), Decimal(most), above
        given = options.pop("metadata", {})
        pattern = {"pattern": f"^{self._form.pattern}$", "example": example}
        super().__init__(metadata={**pattern, **given}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if not self._form.fullmatch(text):
            raise ValidationError("Not an exact decimal of this form.")
        number = Decimal(text)
        if not self._least <= number <= self._most or (self._above is not None and number <= self._above):
            raise ValidationError("Out of range.")
        return number

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else quantity_text(Decimal(value))


def an_amount(**options: Any) -> Exact:
    """A quantity above nothing, up to six decimals."""
    return Exact(above=0, **options)


def a_cost(**options: Any) -> Exact:
    """A unit cost in the currency's major unit, up to eight decimals."""
    return Exact(8, example="41.5", **options)


def a_yield(**options: Any) -> Exact:
    """What is usable of one: "0.85"; "8" is 800 %."""
    description = {"description": "usable share: 0.85 is 85 %, 8 is 800 % (soaking)"}
    return Exact(8, above=0, most=100, example="0.85", metadata=description, **options)


def a_unit(**options: Any) -> Any:
    """A unit of measure: a standard one (g, 斤, ml, pc) or the item's own (箱)."""
    form = validate.Regexp(r"^[^|;,]+$", error="A word without commas.")
    return Text(20, validate_more=form, metadata={"example": "kg"}, **options)


class Archived(fields.Function):
    """Whether the row was archived."""

    def __init__(self) -> None:
        super().__init__(lambda row: row.archived_at is not None, metadata={"type": "boolean"})


class ItemTagShape(Shape):
    """What an item is called, beside its id."""

    id = Id(required=True)
    code = fields.String(required=True)
    name = Name(required=True)
    stock_unit = fields.String(required=True)
