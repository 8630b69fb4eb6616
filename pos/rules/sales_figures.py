"""What each event adds to the day's sales figures. Sums only: batches and their order make no difference."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.events import Recorded

NO_VARIANT = UUID(int=0)
Key = tuple[Any, ...]
Sums = dict[str, int | Decimal]
Json = dict[str, Any]


def _sums() -> defaultdict[Key, Sums]:
    return defaultdict(dict)


@dataclass(slots=True)
class Figures:
    """What is to be added, by table and key. Keys begin with (store, business date)."""

    days: defaultdict[Key, Sums] = field(default_factory=_sums)
    hours: defaultdict[Key, Sums] = field(default_factory=_sums)
    products: defaultdict[Key, Sums] = field(default_factory=_sums)
    staff: defaultdict[Key, Sums] = field(default_factory=_sums)


def figures_of(events: Iterable[Recorded]) -> Figures:
    """The figures that these events add; an event that is not heard adds nothing."""
    figures = Figures()
    for event in events:
        hear = _HEARD.get(event.type)
        if hear is not None:
            hear(figures, event)
    return figures


def _order_paid(figures: Figures, event: Recorded) -> None:
    paid = event.payload
    place = _place(event)
    totals, covers = paid["totals"], paid["covers"] or 0
    _add(
        figures.days[*place, str(paid["channel"])],
        orders=1,
        covers=covers,
        gross=totals["list"],
        comps=totals["comped"],
        discounts=totals.get("discounts", 0),  # orders paid before there were any say nothing of them
        net=totals["net"],
        service_charge=totals["service_charge"],
        tax=totals["tax"],
        rounding=totals["rounding"],
        total=paid["total"],
        tips=paid["tips"],
    )
    _add(figures.hours[*place, int(paid["hour"])], orders=1, covers=covers, total=paid["total"])
    for line in paid["lines"]:
        _add_line(figures, place, line)


def _add_line(figures: Figures, place: Key, line: Json) -> None:
    units, comped = _units(line)
    charged = line["charged"] + sum(part["charged"] for part in line["components"])
    _add(figures.products[*place, *_product(line)], units=units, comped_units=comped, revenue=charged)
    for part in line["components"]:
        _add(
            figures.products[*place, *_product(part)],
            set_units=_units(part)[0],
            set_revenue=part["charged"],
        )
    if line["suggestion_id"] is not None:
        seller = figures.staff[*place, UUID(line["added_by"])]
        _add(seller, suggestions=1, upsell_units=units, upsell_revenue=charged)


def _refund_given(figures: Figures, event: Recorded) -> None:
    given = event.payload
    day = figures.days[*_place(event), str(given["channel"])]
    if given.get("is_write_off"):
        _add(day, written_off=given["amount"])
    else:
        _add(day, refunds=given["amount"], refund_count=1)


_HEARD: dict[str, Callable[[Figures, Recorded], None]] = {
    "OrderPaid": _order_paid,
    "RefundGiven": _refund_given,
}


def _place(event: Recorded) -> Key:
    if event.store_id is None:
        raise ValueError("a sale happens at a store")
    return event.store_id, date.fromisoformat(event.payload["business_date"])


def _product(line: Json) -> Key:
    return UUID(line["product_id"]), UUID(line["variant_id"]) if line["variant_id"] else NO_VARIANT


def _units(line: Json) -> tuple[Decimal, Decimal]:
    """Units paid for, and units given away."""
    comped = Decimal(line["comped"])
    return Decimal(line["quantity"]) - Decimal(line["voided"]) - comped, comped


def _add(sums: Sums, **more: int | Decimal) -> None:
    for name, amount in more.items():
        sums[name] = sums.get(name, 0) + amount
