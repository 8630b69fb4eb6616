"""Frozen values as rows of a table: the names of their fields are those of the columns."""

from dataclasses import fields
from functools import cache
from typing import Any


@cache
def columns_of(kind: type) -> tuple[str, ...]:
    """The columns that a dataclass stands for."""
    values: Any = kind
    return tuple(field.name for field in fields(values))


def row_of(value: Any) -> dict[str, Any]:
    """A value's row."""
    return {name: getattr(value, name) for name in columns_of(value.__class__)}


def changes_of(old: Any, new: Any) -> dict[str, Any]:
    """The columns in which two values of one kind differ, as the new one has them."""
    names = columns_of(new.__class__)
    return {name: now for name in names if (now := getattr(new, name)) != getattr(old, name)}
