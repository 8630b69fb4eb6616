"""The room's doors for HTTP."""

from pos.routes import availability, menu, orders, shifts

BLUEPRINTS = (orders.blp, menu.blp, availability.blp, shifts.blp)
