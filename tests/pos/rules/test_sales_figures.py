"""What events add to the day's figures: sums, whatever the order."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events import Recorded
from core.ids import new_id
from pos.rules.sales_figures import NO_VARIANT, figures_of

STORE, DISH, SET, SMALL, SELLER = (new_id() for _ in range(5))
DAY = date(2026, 11, 20)


def line(product_id: UUID = DISH, charged: int = 2200, **changes: Any) -> dict[str, Any]:
    plain = {
        "product_id": str(product_id),
        "variant_id": None,
        "quantity": "2",
        "voided": "0",
        "comped": "0",
        "charged": charged,
        "components": [],
        "suggestion_id": None,
        "added_by": str(SELLER),
    }
    return plain | changes


def paid(*lines: dict[str, Any], **changes: Any) -> Recorded:
    total = sum(x["charged"] + sum(part["charged"] for part in x["components"]) for x in lines)
    payload = {
        "business_date": DAY.isoformat(),
        "channel": "dine_in",
        "covers": 2,
        "hour": 12,
        "totals": {
            "list": total,
            "comped": 0,
            "net": total,
            "service_charge": 0,
            "tax": 5,
            "rounding": 0,
        },
        "total": total,
        "tips": 0,
        "lines": list(lines),
    }
    return recorded("OrderPaid", payload | changes)


def refunded(amount: int, channel: str = "dine_in") -> Recorded:
    payload = {"business_date": DAY.isoformat(), "channel": channel, "amount": amount, "lines": []}
    return recorded("RefundGiven", payload)


def recorded(kind: str, payload: dict[str, Any]) -> Recorded:
    return Recorded(new_id(), 1, new_id(), kind, STORE, datetime(2026, 11, 20, 4, tzinfo=UTC), payload)


def test_a_set_meal_counts_once_by_itself_and_its_components_beside_it() -> None:
    parts = [line(DISH, 3000), line(DISH, 2000, variant_id=str(SMALL), quantity="4")]
    figures = figures_of([paid(line(SET, 0, components=parts), line(DISH, 1200, quantity="1"))])
    assert figures.products[STORE, DAY, SET, NO_VARIANT]["revenue"] == 5000
    assert figures.products[STORE, DAY, DISH, NO_VARIANT] == {
        "units": 1,
        "comped_units": 0,
        "revenue": 1200,
        "set_units": 2,
        "set_revenue": 3000,
    }
    assert figures.products[STORE, DAY, DISH, SMALL] == {"set_units": 4, "set_revenue": 2000}
    assert sum(sums.get("revenue", 0) for sums in figures.products.values()) == 6200


def test_voided_and_comped_units_are_not_sold() -> None:
    figures = figures_of([paid(line(quantity="5", voided="2", comped="1"))])
    sums = figures.products[STORE, DAY, DISH, NO_VARIANT]
    assert (sums["units"], sums["comped_units"]) == (2, 1)


def test_an_accepted_suggestion_counts_for_the_person_who_sold_it() -> None:
    sold = line(charged=900, suggestion_id=str(new_id()))
    figures = figures_of([paid(sold, line()), paid(sold)])
    assert figures.staff == {
        (STORE, DAY, SELLER): {"suggestions": 2, "upsell_units": 4, "upsell_revenue": 1800}
    }


def test_refunds_count_on_their_own_day_and_channel() -> None:
    figures = figures_of([refunded(300, "takeaway"), paid(line()), refunded(200, "takeaway")])
    assert figures.days[STORE, DAY, "takeaway"] == {"refunds": 500, "refund_count": 2}
    assert figures.days[STORE, DAY, "dine_in"]["total"] == 2200


def test_an_event_of_another_kind_adds_nothing() -> None:
    assert not figures_of([recorded("LinesFired", {})]).days


def test_a_sale_without_a_store_is_refused() -> None:
    with pytest.raises(ValueError, match="store"):
        figures_of([replace(paid(line()), store_id=None)])


@given(st.lists(st.integers(1, 10_000), max_size=20), st.integers())
def test_the_order_of_events_does_not_matter(amounts: list[int], seed: int) -> None:
    events = [paid(line(charged=a), covers=None) if a % 3 else refunded(a) for a in amounts]
    shuffled = random.Random(seed).sample(events, len(events))
    one, other = figures_of(events), figures_of(shuffled)
    assert (one.days, one.hours, one.products) == (other.days, other.hours, other.products)
