"""What was brought into a store in all, as the database has it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from core.actor import StoreSettings
from core.uow import Unit
from pos.store import sales_import as store


@dataclass(frozen=True, slots=True)
class Totals:
    """Paid orders, units on them that were paid for, and the money that was kept, in minor units."""

    orders: int
    lines: int
    units: Decimal
    revenue: int
    days: int
    first_day: date | None
    last_day: date | None

    @classmethod
    def none(cls) -> Self:
        """Of a store that has sold nothing."""
        return cls(0, 0, Decimal(0), 0, 0, None, None)


def store_totals(unit: Unit, settings: StoreSettings) -> Totals:
    """Sums over the paid orders that the one asking has brought in; what the store's own people sold is not among them."""
    unit.actor.demand("sales.view", settings.id)
    orders, lines, payments = store.totals(unit, settings.id, unit.actor.staff_id)
    return Totals(
        orders.orders,
        lines.lines,
        lines.units,
        payments.revenue,
        orders.days,
        orders.first_day,
        orders.last_day,
    )
