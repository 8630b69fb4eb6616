"""The shapes of 86 and countdowns."""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

from core.json import quantity_text
from core.schemas import Choice, Id, Shape

MOST = Decimal(10) ** 9
PATTERN = r"^[0-9]{1,9}(\.[0-9]{1,3})?$"


class Left(fields.Field[Decimal]):
    """How many are left, as a whole number or as text with up to three decimals; answered as text."""

    def __init__(self, **options: Any) -> None:
        whole = {"type": "integer", "minimum": 0, "maximum": int(MOST) - 1}
        exact = {"type": "string", "pattern": PATTERN}
        kinds = [whole, exact, *([{"type": "null"}] if options.get("allow_none") else [])]
        super().__init__(metadata={"oneOf": kinds, "example": "12"}, **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else quantity_text(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Decimal:
        if isinstance(value, str):
            return self._exact(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST:
            return Decimal(value)
        raise ValidationError("A whole number, or text such as 1.500.")

    def _exact(self, text: str) -> Decimal:
        whole, _, rest = text.partition(".")
        digits = whole + rest
        if (
            not (digits.isascii() and digits.isdigit())
            or not 1 <= len(whole) <= 9
            or not ("." not in text or 1 <= len(rest) <= 3)
        ):
            raise ValidationError("A whole number, or text such as 1.500.")
        return Decimal(text)


class AvailabilityShape(Shape):
    """How a product, or one variant of it, stands at a store."""

    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    state = Choice("in", "out", "countdown", required=True)
    left = Left(required=True, allow_none=True)


class AvailabilityListShape(Shape):
    """All that is out or counted down; what is not named is plainly there."""

    items = fields.List(fields.Nested(AvailabilityShape), required=True)


class SetAvailabilityShape(Shape):
    """``left`` goes with a countdown, and only with one."""

    product_id = Id(required=True)
    variant_id = Id(load_default=None, allow_none=True)
    state = Choice("in", "out", "countdown", required=True)
    left = Left(load_default=None, allow_none=True)
