"""Every table of the till's room."""

from pos.models import availability, courses, floor, menu, modifiers, orders, prices, sales, set_meals, shifts

__all__ = [
    "availability",
    "courses",
    "floor",
    "menu",
    "modifiers",
    "orders",
    "prices",
    "sales",
    "set_meals",
    "shifts",
]
