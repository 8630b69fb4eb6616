"""The room's doors for HTTP."""

from pos.routes import (
    availability,
    categories,
    floor,
    menu,
    menu_sheet,
    modifiers,
    orders,
    prices,
    products,
    receipts,
    sales,
    shifts,
    suggestions,
    taxes,
)

BLUEPRINTS = (
    orders.blp,
    receipts.blp,
    shifts.blp,
    menu.blp,
    availability.blp,
    floor.blp,
    categories.blp,
    products.blp,
    modifiers.blp,
    prices.blp,
    taxes.blp,
    suggestions.blp,
    menu_sheet.blp,
    sales.blp,
)
