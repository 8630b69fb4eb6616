"""What terminals send in stories: commands as JSON, with ids made up front."""

from typing import Any

from core.ids import new_id
from tests.support.till import NoodleShop


def opening(**more: Any) -> dict[str, Any]:
    """Begin an order."""
    return {"type": "open_order", "channel": "dine_in", **more}


def ordering(shop: NoodleShop, code: str, quantity: int = 1, **more: Any) -> dict[str, Any]:
    """Order a dish."""
    return {
        "type": "add_line",
        "line_id": str(new_id()),
        "product_id": str(shop.products[code]),
        "quantity": str(quantity),
        **more,
    }


def paying(amount: int, tender: str = "card", **more: Any) -> dict[str, Any]:
    """Pay."""
    return {"type": "pay", "payment_id": str(new_id()), "tender": tender, "amount": amount, **more}


def a_meal(shop: NoodleShop) -> list[dict[str, Any]]:
    """Three lines, one of them a set, fired and paid: 50.00 + 28.80 + 2 x 6.00."""
    lines = [ordering(shop, "T01"), ordering(shop, "N01"), ordering(shop, "D01", 2)]
    return [opening(channel="takeaway"), *lines, {"type": "fire"}, paying(A_MEAL)]


A_MEAL = 5000 + 2880 + 2 * 600
