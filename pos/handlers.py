"""What the room hears after the commit, in batches."""

from collections.abc import Sequence

from core.events import Recorded
from core.outbox import Consumer
from core.uow import Unit
from pos.events import OrderPaid, RefundGiven
from pos.rules.sales_figures import figures_of
from pos.services.courses import on_courses_ready
from pos.store.sales import add_figures


def keep_sales_figures(unit: Unit, events: Sequence[Recorded]) -> None:
    """Add the events to the day's sales figures."""
    add_figures(unit, figures_of(events))


def fire_next_courses(unit: Unit, events: Sequence[Recorded]) -> None:
    """The kitchen has finished courses: fire those that wait for them."""
    on_courses_ready(unit, events)


SALES_FIGURES = Consumer("pos.sales_figures", (OrderPaid, RefundGiven), keep_sales_figures)
