"""The figures of a report's line, named once: for answers, files and what is published.

Quantities in the item's stock unit, money in the major unit.
"""

from fractions import Fraction

from inventory.values.report import Line

FLOWS = ("opening", "receipts", "returns", "transfers_in", "transfers_out", "produced")
# A report's sums in money, each with the line's figure that it adds up.
SUMS = {
    "theoretical": "theoretical_value",
    "at_standard": "standard_value",
    "actual": "actual_value",
    "price": "price_variance",
    "usage": "usage_variance",
    "given": "given_value",
    "wasted": "wasted_value",
    "yield_variance": "yield_value",
    "unexplained": "unexplained_value",
}
SALES = ("list_sales", "net_sales")
TOTALS = (*SUMS, *SALES, "purchases", "stock_value")
QUANTITIES = (
    "closing", "actual", "theoretical", "variance", "given", "wasted", "yield_variance", "unexplained",
)  # fmt: skip
FIGURES = (
    *FLOWS,
    *QUANTITIES,
    "standard_price",
    "average",
    *(f"{n}_value" for n in (*FLOWS, "closing")),
    *SUMS.values(),
)


def figures_of(line: Line) -> dict[str, Fraction]:
    """Each of ``FIGURES``, exactly."""
    v, price = line.variance, line.variance.standard_price
    flows = {name: getattr(line, name) for name in FLOWS}
    return {
        **{name: flow.quantity for name, flow in flows.items()},
        "closing": line.closing,
        **{name: getattr(v, name) for name in QUANTITIES if name != "closing"},
        "standard_price": price,
        "average": v.average,
        **{f"{name}_value": flow.value for name, flow in flows.items()},
        "closing_value": v.closing_value,
        "theoretical_value": v.theoretical_value,
        "standard_value": v.actual_at_standard,
        "actual_value": v.actual_value,
        "price_variance": v.price_variance,
        "usage_variance": v.usage_variance,
        "given_value": v.given * price,
        "wasted_value": v.wasted * price,
        "yield_value": v.yield_variance * price,
        "unexplained_value": v.unexplained * price,
    }
