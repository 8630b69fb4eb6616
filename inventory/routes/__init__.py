"""The store room's doors for HTTP."""

from inventory.routes import counts, items, places, recipes, reports, stock

BLUEPRINTS = (items.blp, places.blp, recipes.blp, reports.blp, stock.blp, counts.blp)
