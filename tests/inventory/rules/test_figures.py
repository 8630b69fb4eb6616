"""The figures of a report's line have their names in one place."""

from decimal import Decimal
from fractions import Fraction

from inventory.models.reports import ReportLineRow, ReportRow
from inventory.rules.cards import shown
from inventory.rules.figures import FIGURES, TOTALS

KEYS = {"tenant_id", "report_id", "item_id", "since", "until"}
NO_FIGURE = {"layers"}


def test_every_figure_is_published_and_no_other() -> None:
    columns = {column.name for column in ReportLineRow.__table__.columns}
    assert columns - KEYS - NO_FIGURE == set(FIGURES)


def test_every_total_is_published() -> None:
    assert {column.name for column in ReportRow.__table__.columns} >= set(TOTALS)


def test_a_cost_is_shown_to_eight_decimals_however_large() -> None:
    """Thirteen levels of a yield of a thousandth of a percent make 65 digits."""
    assert shown(Fraction(10**65)) == Decimal(10**65)
    assert shown(Fraction(10**65, 3)).as_tuple().exponent == -8  # type: ignore[union-attr]
    assert shown(Fraction(1, 3)) == Decimal("0.33333333")
