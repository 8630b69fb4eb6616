"""The room's doors for HTTP."""

from pos.routes import availability, menu, orders

BLUEPRINTS = (orders.blp, menu.blp, availability.blp)
