"""Changing a row by what was given, and remembering what changed for the audit log."""

from typing import Any

from core.models import Base

Changed = dict[str, list[Any]]


def apply_changes(row: Base, fields: dict[str, Any]) -> Changed:
    """Set the given columns; answers what differs: {field: [before, after]}."""
    changed: Changed = {}
    for name, after in fields.items():
        before = getattr(row, name)
        if before != after:
            changed[name] = [before, after]
            setattr(row, name, after)
    return changed
