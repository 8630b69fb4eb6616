"""Fields of this room alone."""

import re
import zoneinfo
from functools import lru_cache
from typing import Any

from babel.numbers import list_currencies
from marshmallow import ValidationError, fields, validate

from core.schemas import Text

LOCALES = ("zh-CN", "en")
CHANNELS = ("dine_in", "takeaway", "delivery", "own_app")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class ClockTime(fields.String):
    """A time of day ("04:00"), held in minutes after midnight."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"pattern": f"^{_CLOCK.pattern}$", "example": "04:00"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        found = _CLOCK.fullmatch(super()._deserialize(value, attr, data, **more))
        if not found:
            raise ValidationError("A time of day, such as 04:00.")
        return int(found[1]) * 60 + int(found[2])

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else f"{value // 60:02}:{value % 60:02}"


class TimeZone(Text):
    """The name of a time zone, such as Asia/Shanghai."""

    def __init__(self, **options: Any) -> None:
        super().__init__(60, validate_more=_time_zone, metadata={"example": "Asia/Shanghai"}, **options)


class Currency(Text):
    """A currency's three letters (ISO 4217)."""

    def __init__(self, **options: Any) -> None:
        form = validate.Regexp(r"^[A-Z]{3}$")
        super().__init__(3, validate_more=[form, _currency], metadata={"example": "CNY"}, **options)


class Email(Text):
    """An e-mail address, in lower case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(200, validate_more=validate.Email(), metadata={"format": "email"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return super()._deserialize(value, attr, data, **more).lower()


def slug(**options: Any) -> Text:
    """A brand's short name, as people type it to sign in."""
    return Text(40, metadata={"example": "zaotai-noodles"}, **options)


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones()) - {"localtime", "Factory"}


def _time_zone(name: str) -> None:
    if name not in _time_zones():
        raise ValidationError("Not a time zone's name.")


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def _currency(code: str) -> None:
    if code not in _currencies():
        raise ValidationError("Not a currency's code.")
