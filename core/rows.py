"""Frozen values as rows of a table: the names of their fields are those of the columns."""

from dataclasses import fields
from functools import cache
from typing import Any

Changed = dict[str, list[Any]]


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


def apply_changes(row: Any, given: dict[str, Any]) -> Changed:
    """Set a row's given columns; answers what differs, for the audit log: {column: [before, after]}."""
    changed: Changed = {}
    for name, after in given.items():
        before = getattr(row, name)
        if before != after:
            changed[name] = [before, after]
            setattr(row, name, after)
    return changed
