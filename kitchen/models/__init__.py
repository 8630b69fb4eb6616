"""The kitchen's tables: its own rows, written in the order's transaction."""

from kitchen.models import stations, tickets

__all__ = ["stations", "tickets"]
