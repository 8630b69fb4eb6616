"""The store room's doors for HTTP."""

from inventory.routes import counts, items, photos, places, recipes, reports, sheet, stock

BLUEPRINTS = (items.blp, places.blp, recipes.blp, reports.blp, sheet.blp, stock.blp, counts.blp, photos.blp)
