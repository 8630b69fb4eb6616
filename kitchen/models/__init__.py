"""The kitchen's tables: its own rows, written in the order's transaction."""

from kitchen.models import alarms, stations, tickets

__all__ = ["alarms", "stations", "tickets"]
