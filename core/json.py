"""One JSON dialect: ids and exact numbers as strings, moments as ISO 8601 in UTC with Z."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from core.late import Late

# What orjson would spell in its own way comes to us: moments are told in UTC, and a Late is no plain dataclass.
_OURS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def quantity_text(quantity: Decimal) -> str:
    """An exact decimal without trailing zeros or exponent: 1.000 is "1", 0.350 is "0.35"."""
    text = format(quantity, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def moment_text(moment: datetime) -> str:
    """An aware moment as ISO 8601 in UTC, with Z."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat()[:-6]}Z"  # all but +00:00


@dataclass(frozen=True, slots=True)
class Spelled:
    """JSON text in the place of the value that it spells, which ``dumps`` takes over as it is."""

    text: str


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Decimal):
        return quantity_text(value)
    if isinstance(value, Late):
        return value.mark
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Spelled):
        return json.loads(value.text)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def _fragment(value: object) -> Any:
    return orjson.Fragment(value.text) if isinstance(value, Spelled) else _plain(value)


def dumps(value: object) -> str:
    """Compact JSON text, non-ASCII kept as it is."""
    try:
        return orjson.dumps(value, _fragment, _OURS).decode()
    except orjson.JSONEncodeError:  # keys that are numbers, numbers beyond 64 bits, text that is no Unicode
        return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


loads = json.loads


def canonical(value: object) -> str:
    """One spelling for equal JSON values: sorted keys, compact."""
    return json.dumps(value, default=_plain, sort_keys=True, separators=(",", ":"))
