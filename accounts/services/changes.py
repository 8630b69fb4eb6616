"""Changing a row by the fields that were given, and telling the audit log what changed."""

from typing import Any

from core.models import Base


def apply_changes(row: Base, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Set the fields; answers {field: [before, after]} for those that differ."""
    changed: dict[str, list[Any]] = {}
    for field, new in values.items():
        old = getattr(row, field)
        if old != new:
            changed[field] = [old, new]
            setattr(row, field, new)
    return changed
