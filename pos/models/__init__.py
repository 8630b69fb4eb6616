"""Every table of the till's room."""

from pos.models import availability, floor, menu, modifiers, orders, prices, sales, set_meals, shifts

__all__ = ["availability", "floor", "menu", "modifiers", "orders", "prices", "sales", "set_meals", "shifts"]
