"""Actual against theoretical use of an item, split exactly into price and usage, and usage into its causes."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from inventory.rules.costing.periodic import average_of
from inventory.values.costs import ZERO, Period, Usage, Variance


def variance_of(
    period: Period,
    usage: Usage,
    standard_price: Fraction,
    closing_value: Fraction | None = None,
    last_receipt: Fraction | None = None,
) -> Variance:
    """An item's line. ``closing_value``: by the costing method; None takes the periodic weighted average of the window.
    ``last_receipt``: what was last paid before it, for where there is nothing to average.

    AV = OV + RV + TIV − TOV − CV; price variance = AV − A·SP, usage variance = V·SP, so AV − T·SP is their sum.
    """
    available = period.available
    otherwise = standard_price if last_receipt is None else last_receipt
    average = average_of(period.opening, period.moved, otherwise)
    closing = average * period.closing if closing_value is None else closing_value
    actual = available.quantity - period.closing
    theoretical = usage.sold + usage.made
    variance = actual - theoretical
    actual_value = available.value - closing
    return Variance(
        actual=actual,
        theoretical=theoretical,
        variance=variance,
        given=usage.given,
        wasted=usage.wasted,
        yield_variance=usage.yield_variance,
        unexplained=variance - usage.given - usage.wasted - usage.yield_variance,
        standard_price=standard_price,
        average=average,
        closing_value=closing,
        actual_value=actual_value,
        price_variance=actual_value - actual * standard_price,
        usage_variance=variance * standard_price,
        made=usage.made,
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """A report's money: sums of its lines, in the major unit."""

    theoretical: Fraction = ZERO
    at_standard: Fraction = ZERO
    actual: Fraction = ZERO
    price: Fraction = ZERO
    usage: Fraction = ZERO
    given: Fraction = ZERO
    wasted: Fraction = ZERO
    yield_variance: Fraction = ZERO
    unexplained: Fraction = ZERO

    @property
    def efficiency(self) -> Fraction | None:
        """ΣT·SP / ΣA·SP; None when nothing was used."""
        return self.theoretical / self.at_standard if self.at_standard else None

    def share_of(self, net_sales: Fraction) -> dict[str, Fraction] | None:
        """Theoretical, actual and the gap as fractions of net sales; None without sales."""
        if not net_sales:
            return None
        return {
            "theoretical": self.theoretical / net_sales,
            "actual": self.actual / net_sales,
            "gap": (self.actual - self.theoretical) / net_sales,
            "price": self.price / net_sales,
            "usage": self.usage / net_sales,
        }


def totals_of(lines: Iterable[Variance]) -> Totals:
    """The lines added up. What went into other stocked items is in their lines, and counts once: at its standard cost it is
    taken off theory and actual alike, so that AV − T·SP stays price + usage.
    """
    listed = list(lines)

    def total(*amounts: Fraction) -> Fraction:
        return sum(amounts, ZERO)

    within = total(*(x.made * x.standard_price for x in listed))
    return Totals(
        theoretical=total(*(x.theoretical_value for x in listed)) - within,
        at_standard=total(*(x.actual_at_standard for x in listed)) - within,
        actual=total(*(x.actual_value for x in listed)) - within,
        price=total(*(x.price_variance for x in listed)),
        usage=total(*(x.usage_variance for x in listed)),
        given=total(*(x.given * x.standard_price for x in listed)),
        wasted=total(*(x.wasted * x.standard_price for x in listed)),
        yield_variance=total(*(x.yield_variance * x.standard_price for x in listed)),
        unexplained=total(*(x.unexplained * x.standard_price for x in listed)),
    )


def coverage(counted: Fraction, expected: Fraction) -> Fraction | None:
    """Counted T·SP over all T·SP: how much of the theory stands against a count; None when there is no theory."""
    return counted / expected if expected else None
