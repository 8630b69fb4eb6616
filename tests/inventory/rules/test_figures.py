"""The figures of a report's line have their names in one place."""

from inventory.models.reports import ReportLineRow, ReportRow
from inventory.rules.figures import FIGURES, TOTALS

KEYS = {"tenant_id", "report_id", "item_id", "since", "until"}


def test_every_figure_is_published_and_no_other() -> None:
    columns = {column.name for column in ReportLineRow.__table__.columns}
    assert columns - KEYS == set(FIGURES)


def test_every_total_is_published() -> None:
    assert {column.name for column in ReportRow.__table__.columns} >= set(TOTALS)
