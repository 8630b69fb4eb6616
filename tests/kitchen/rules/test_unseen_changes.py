"""A cook who taps while a change is on its way has not seen the change."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.ids import new_id
from kitchen.rules.cooking import cook
from kitchen.values.commands import Act
from kitchen.values.tickets import Item, Rail, Ticket

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def changed_ticket(change: str = "changed", state: str = "new") -> tuple[Rail, Ticket, Item]:
    """A ticket at version 4, which brought a change to its one item."""
    ticket = Ticket(
        id=new_id(),
        store_id=new_id(),
        station_id=new_id(),
        order_id=new_id(),
        course=1,
        order_number=7,
        business_date=date(2026, 3, 1),
        channel="dine_in",
        fired_at=AT,
        due_at=AT,
        born_seq=1,
        version=4,
    )
    line_id = new_id()
    item = Item(
        id=new_id(),
        ticket_id=ticket.id,
        station_id=ticket.station_id,
        order_id=ticket.order_id,
        line_id=line_id,
        top_line_id=line_id,
        product_id=new_id(),
        name={"zh": "面", "en": "Noodles"},
        quantity=Decimal(1),
        prep_seconds=60,
        start_at=AT,
        fired_at=AT,
        state=state,
        change=change,
    )
    return Rail({ticket.id: ticket}, {item.id: item}), ticket, item


@pytest.mark.parametrize(("shown", "change"), [(3, "changed"), (4, None), (5, None)])
def test_a_bump_notices_only_what_the_screen_showed(shown: int, change: str | None) -> None:
    rail, ticket, item = changed_ticket()
    cook(rail, Act("bump", (item.id,), versions=((ticket.id, shown),)), AT)
    assert (rail.items[item.id].state, rail.items[item.id].change) == ("ready", change)


def test_a_cancellation_that_came_later_stays_struck_through() -> None:
    rail, ticket, item = changed_ticket("cancelled", "cancelled")
    cook(rail, Act("bump", (item.id,), versions=((ticket.id, 3),)), AT)
    assert rail.items[item.id] == item
    cook(rail, Act("seen", (), (ticket.id,), versions=((ticket.id, 4),)), AT)
    assert rail.items[item.id] == replace(item, change=None)


def test_who_says_nothing_of_versions_is_believed() -> None:
    rail, _ticket, item = changed_ticket()
    cook(rail, Act("seen", (item.id,)), AT)
    assert rail.items[item.id].change is None
