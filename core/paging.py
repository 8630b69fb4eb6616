"""Lists in pages: a cursor is the key of the last row seen, so that no row is skipped or shown twice while others come."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from core import json
from core.errors import BadRequest

T = TypeVar("T")
_READERS: dict[type, Any] = {UUID: UUID, str: str, int: int, datetime: datetime.fromisoformat}


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list; ``next_cursor`` is None at its end."""

    items: list[T]
    next_cursor: str | None


def page(
    session: Session,
    query: Select[T],
    order: Sequence[InstrumentedAttribute[Any]],
    cursor: str | None,
    limit: int,
    *,
    newest_first: bool = False,
) -> Page[T]:
    """The next ``limit`` entities of a query, ordered by columns that never are NULL and together are unique.

    Give the row's id as the last column. Raises BadRequest ``bad_cursor`` for a cursor that is not of this list.
    """
    if cursor is not None:
        query = query.where(_beyond(order, _read(cursor, order), newest_first))
    ways = [column.desc() if newest_first else column.asc() for column in order]
    found = list(session.scalars(query.order_by(*ways).limit(limit + 1)))
    shown = found[:limit]
    more = len(found) > limit
    return Page(shown, _write([getattr(shown[-1], column.key) for column in order]) if more else None)


def _beyond(
    order: Sequence[InstrumentedAttribute[Any]], seen: list[Any], newest_first: bool
) -> ColumnElement[bool]:
    here = tuple_(*order)
    there = tuple_(
        *(bindparam(None, value, type_=column.type) for column, value in zip(order, seen, strict=True))
    )
    return here < there if newest_first else here > there


def _write(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read(cursor: str, order: Sequence[InstrumentedAttribute[Any]]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            raise ValueError(cursor)
        return [_value(value, column.type.python_type) for value, column in zip(values, order, strict=True)]
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise BadRequest("This cursor does not belong to this list.", code="bad_cursor") from error


def _value(value: object, kind: type) -> Any:
    if kind is int:
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
            raise ValueError(value)
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    value.encode()  # a lone surrogate has no place in the database: UnicodeEncodeError is a ValueError
    moment = _READERS[kind](value)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError(value)
    return moment
