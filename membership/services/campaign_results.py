"""What came of a campaign: coupons given and used, what was sold with them, and what is left of that without tax and the food."""

from typing import Any
from uuid import UUID

from core.uow import Unit
from membership import ports
from membership.services.brand_days import brand_timezone
from membership.services.food_costs import cost_of_orders
from membership.store import campaigns as store

FIGURES = ("issued", "redeemed", "revenue", "discount")
MOST_ORDERS = 5_000


def show_results(unit: Unit, campaign_id: UUID) -> dict[str, Any]:
    """A campaign's figures, in all and by day; the food cost of at most MOST_ORDERS orders is looked at."""
    unit.actor.demand_somewhere("promotion.view")
    store.get_campaign(unit, campaign_id)
    rows = store.results_of(unit, campaign_id, brand_timezone(unit))
    orders = ports.orders.sold(unit, store.redeeming_orders(unit, campaign_id, MOST_ORDERS))
    costs = zip(orders, cost_of_orders(unit, orders), strict=True)
    known = {order.order_id: cost for order, cost in costs if cost is not None}
    food_cost = sum(known.values())
    nets = ports.orders.nets_untaxed(unit, known)
    return {
        **{name: sum(getattr(row, name) for row in rows) for name in FIGURES},
        "food_cost": food_cost,
        "with_cost": len(known),
        "margin": sum(nets.values()) - food_cost,
        "days": [{"date": row.day, **{name: getattr(row, name) for name in FIGURES}} for row in rows],
    }
