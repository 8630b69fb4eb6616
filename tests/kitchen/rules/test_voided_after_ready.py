"""What was voided after it was ready is not taken back to the stove."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kitchen.rules import plan
from kitchen.rules.cooking import cook
from kitchen.values.commands import Act
from kitchen.values.tickets import Item
from tests.kitchen.rules.test_unseen_changes import AT, changed_ticket


def voided(state: str, units: int, standing: int) -> tuple[Any, Item]:
    rail, _, item = changed_ticket("changed", state)
    rail.items[item.id] = replace(item, change=None, before="started", quantity=Decimal(units))
    line = {
        "line_id": item.line_id,
        "kind": "item",
        "quantity": Decimal(units),
        "revision": 1,
        "voided": Decimal(0),
    }
    plan.void(rail, line, Decimal(standing))
    return rail, item


@pytest.mark.parametrize("state", ["ready", "served"])
@pytest.mark.parametrize("act", ["recall", "undo"])
def test_nothing_of_it_comes_back_when_nothing_stands(state: str, act: str) -> None:
    rail, item = voided(state, 2, 0)
    cook(rail, Act(act, (item.id,)), AT)
    assert rail.items[item.id].state == state


def test_what_still_stands_comes_back() -> None:
    rail, item = voided("ready", 3, 1)
    cook(rail, Act("recall", (item.id,)), AT)
    found = rail.items[item.id]
    assert (found.state, found.quantity) == ("started", 1)
