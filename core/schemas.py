"""Shapes that every room shares: strict fields with bounds, names in two languages, pages, the problem document.

Unknown fields are refused, numbers are not guessed from text, texts are bounded and hold no control characters. The
bounds stand in the OpenAPI document too, because marshmallow's own validators carry them.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from marshmallow import INCLUDE, RAISE, Schema, ValidationError, fields, post_load, validate

from core.json import moment_text, quantity_text
from core.proofs import Proof

LARGEST = 10**12
PAGE_LIMIT = 200
# Besides what controls a terminal: halves of characters, and two that no XML, and so no spreadsheet, can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"[\t\n\r]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Shape(Schema):
    """A JSON object with known fields only."""

    class Meta:
        """Unknown fields are refused."""

        unknown = RAISE


class Change(Shape):
    """A PATCH: what makes the thing may be left out, which leaves it as it is. What the change itself asks for, such as the
    version that was edited, may not; and lists and parts are given whole.
    """

    def __init__(self, **options: Any) -> None:
        made_of = [kind for kind in type(self).__mro__ if not issubclass(kind, Change)]
        known = {name for kind in made_of for name in getattr(kind, "_declared_fields", ())}
        optional = [n for n, field in self._declared_fields.items() if n in known or not field.required]
        super().__init__(partial=tuple(optional), **options)


def _checks(own: Any, given: Any) -> list[Any]:
    more = given if isinstance(given, list | tuple) else [given]
    return [check for check in (own, *more) if check is not None]


class Text(fields.String):
    """A text without control characters, trimmed, of bounded length; with ``lines`` it may have several lines."""

    def __init__(
        self,
        longest: int = 200,
        *,
        shortest: int = 1,
        lines: bool = False,
        trimmed: bool = True,
        validate_more: Any = None,
        **options: Any,
    ) -> None:
        self.lines = lines
        self.trimmed = trimmed
        self.shortest = shortest
        super().__init__(
            validate=_checks(validate.Length(min=shortest, max=longest), validate_more), **options
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if _CONTROL.search(text) or (not self.lines and _LINE_ENDS.search(text)):
            raise ValidationError("Control characters are not allowed.")
        text = text.strip() if self.trimmed else text
        if not text and self.shortest:
            raise self.make_error("required")
        return text


class Word(Text):
    """One of several words that a spreadsheet writes with commas between; it holds none itself."""

    def __init__(self, longest: int = 40, **options: Any) -> None:
        super().__init__(
            longest, validate_more=validate.Regexp(r"^[^,，]+$", error="A word without commas."), **options
        )


def told(text: str, **options: Any) -> dict[str, Any]:
    """A field's options with what it means, for whoever reads the API."""
    return {"metadata": {"description": text}, **options}


class Choice(Text):
    """One of a few fixed words."""

    def __init__(self, *words: str, **options: Any) -> None:
        super().__init__(validate_more=validate.OneOf(words), **options)


class Id(fields.UUID):
    """A UUID in its usual spelling, 8-4-4-4-12."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise self.make_error("invalid_uuid")
        return super()._deserialize(value, attr, data, **more)


class Int(fields.Integer):
    """A whole number, as a JSON number, within ±10^12 or narrower bounds."""

    def __init__(self, low: int = -LARGEST, high: int = LARGEST, **options: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(min=low, max=high), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **more)


class Money(Int):
    """An amount in the currency's minor units (分, cents): a JSON integer."""


class QueryInt(fields.Integer):
    """A whole number in an address's query, where everything is text."""

    def __init__(self, low: int = 0, high: int = LARGEST, **options: Any) -> None:
        super().__init__(validate=validate.Range(min=low, max=high), **options)


class Flag(fields.Boolean):
    """true or false, and nothing that only looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class QueryFlag(fields.Boolean):
    """true or false in an address's query."""

    truthy = {"true", "1"}  # noqa: RUF012 - marshmallow's own form
    falsy = {"false", "0"}  # noqa: RUF012


class Quantity(fields.String):
    """An exact quantity as text, up to three decimals: "1", "0.350"."""

    def __init__(self, **options: Any) -> None:
        pattern = validate.Regexp(r"^(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,3})?$", error="Not a quantity above 0.")
        self._pattern = pattern
        super().__init__(
            validate=None, metadata={"pattern": pattern.regex.pattern, "example": "1"}, **options
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if not text.isascii():
            raise ValidationError("Not a quantity above 0.")
        return Decimal(self._pattern(text))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else quantity_text(value)


class Percent(fields.String):
    """A percentage as text with up to two decimals ("10", "8.25"), held in basis points (1000, 825)."""

    def __init__(self, highest: int = 10_000, **options: Any) -> None:
        self.highest = highest
        super().__init__(metadata={"pattern": r"^[0-9]{1,3}(\.[0-9]{1,2})?$", "example": "10"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text):
            raise ValidationError("Not a percentage with up to two decimals.")
        points = int(Decimal(text) * 100)
        if points > self.highest:
            raise ValidationError(f"At most {quantity_text(Decimal(self.highest) / 100)} percent.")
        return points

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else quantity_text(Decimal(value) / 100)


class Moment(fields.AwareDateTime):
    """A moment with its time zone (ISO 8601), held and answered in UTC: PostgreSQL takes no offset of sixteen hours or more."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        moment = super()._deserialize(value, attr, data, **more)
        if 1 < moment.year < 9999:  # at the calendar's ends there may be no such moment in UTC
            moment = moment.astimezone(UTC)
        if not 2000 <= moment.year <= 2200:
            raise ValidationError("A year between 2000 and 2200.")
        return moment

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else moment_text(value)


class Day(fields.Date):
    """A calendar day, 2026-11-21, between the years 2000 and 2199."""

    def __init__(self, **options: Any) -> None:
        metadata = {"type": "string", "format": "date", "example": "2026-11-21"}
        super().__init__(metadata={**metadata, **options.pop("metadata", {})}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        day: date = super()._deserialize(value, attr, data, **more)
        if not 2000 <= day.year <= 2199:
            raise ValidationError("A year between 2000 and 2199.")
        return day


class Part(fields.Nested):
    """A nested object that is always given whole, also inside a PATCH."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **more: Any) -> Any:
        return super()._deserialize(value, attr, data, partial=False, **more)


class Many(fields.List[Any]):
    """A list of bounded length."""

    def __init__(
        self, inner: fields.Field[Any] | type[fields.Field[Any]], most: int = 200, **options: Any
    ) -> None:
        least = options.pop("least", None)
        super().__init__(inner, validate=validate.Length(min=least, max=most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **more: Any) -> Any:
        return super()._deserialize(value, attr, data, partial=False, **more)


class NameShape(Shape):
    """A name in Chinese and in English; where there is only one, give it twice."""

    zh = Text(200, required=True, metadata={"example": "鱼香肉丝"})
    en = Text(200, required=True, metadata={"example": "Fish-fragrant pork"})


def Name(**options: Any) -> Part:  # noqa: N802 - stands where a field class stands
    """A field that holds a name in two languages."""
    return Part(NameShape, **options)


class ProofShape(Shape):
    """What shows that a member agrees: their PIN, or the code on their phone."""

    kind = Choice("pin", "code", required=True)
    text = Text(12, required=True, load_only=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> Proof:
        """As the rules know it."""
        return Proof(**found)


class PageArgs(Shape):
    """How a list is walked: ``next_cursor`` of one answer is ``cursor`` of the next request."""

    cursor = Text(1000, metadata={"description": "next_cursor of the page before"})
    limit = QueryInt(1, PAGE_LIMIT, load_default=50)


@lru_cache(maxsize=256)
def page_of(item: type[Schema]) -> type[Schema]:
    """The shape of a page of such items."""
    name = item.__name__.removesuffix("Shape") + "Page"
    return Shape.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next_cursor": fields.String(required=True, allow_none=True),
        },
        name=name,
    )


class ProblemErrorShape(Shape):
    """One thing that is wrong, and where."""

    class Meta:
        """Some errors say more, such as a spreadsheet's row."""

        unknown = INCLUDE

    path = fields.String(
        metadata={"description": "Where in the request: lines.0.quantity", "example": "name.zh"}
    )
    code = fields.String(required=True, metadata={"example": "required"})
    message = fields.String(required=True)


class ProblemShape(Shape):
    """Why a request was refused (RFC 9457); ``code`` is stable."""

    class Meta:
        """A refusal may carry more members, such as retry_after."""

        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"example": "permission_needed"})
    detail = fields.String()
    request_id = fields.String(allow_none=True)
    errors = fields.List(fields.Nested(ProblemErrorShape))
    current = fields.Dict(
        allow_none=True, metadata={"description": "The present state, where it helps (409)"}
    )


_CODES = {
    "Missing data for required field.": "required",
    "Unknown field.": "unknown_field",
    "Field may not be null.": "null",
}


def error_list(messages: Any, path: str = "") -> list[dict[str, str]]:
    """Marshmallow's nested messages as a flat list of {path, code, message}."""
    if isinstance(messages, dict):
        found: list[dict[str, str]] = []
        for key, below in messages.items():
            step = path if key == "_schema" else f"{path}.{key}" if path else str(key)
            found += error_list(below, step)
        return found
    texts: Sequence[Any] = messages if isinstance(messages, list) else [messages]
    return [
        {"path": _sayable(path), "code": _CODES.get(str(text), "invalid"), "message": _sayable(str(text))}
        for text in texts
    ]


def _sayable(text: str) -> str:
    """The same; a half of a character, as a field's name may hold it, is spelled out, so that an answer can name it."""
    return text.encode("utf-8", "backslashreplace").decode()
