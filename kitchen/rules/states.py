"""What may happen to an item: one table."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from core.errors import Conflict
from kitchen.values.tickets import Item

# act → {state before: state after}. A bump of something ready changes nothing, so that two taps are one.
ACTS: dict[str, dict[str, str]] = {
    "start": {"new": "started", "started": "started"},
    "bump": {"new": "ready", "started": "ready", "ready": "ready", "served": "served"},
    "serve": {"new": "served", "started": "served", "ready": "served", "served": "served"},
    "recall": {"ready": "started", "served": "started", "started": "started", "new": "new"},
}
STAMPS = {"started": "started_at", "ready": "ready_at", "served": "served_at"}
PASSED = {
    "new": (),
    "started": ("started",),
    "ready": ("started", "ready"),
    "served": ("started", "ready", "served"),
}


def act_on(item: Item, act: str, at: datetime) -> Item:
    """The item after an act (start, bump, serve, recall, undo); refuses what its state does not allow.

    ``undo`` goes back to the state before the last act. Times that are passed over are stamped with this one; times of
    states that are taken back are forgotten.
    """
    if act in ("undo", "recall") and item.quantity == 0:
        return item  # voided since it was ready: nobody wants it
    if act == "undo":
        return _become(item, item.before, at, None) if item.before else item
    allowed = ACTS[act]
    if item.state not in allowed:
        raise Conflict(f"It is {item.state}.", code="item_state", item_id=str(item.id), state=item.state)
    after = allowed[item.state]
    return item if after == item.state else _become(item, after, at, item.state)


def _become(item: Item, state: str, at: datetime, before: str | None) -> Item:
    changes: dict[str, Any] = {"state": state, "before": before}
    for name, stamp in STAMPS.items():
        reached = name in PASSED[state]
        changes[stamp] = (getattr(item, stamp) or at) if reached else None
    return replace(item, **changes)


def acknowledge(item: Item) -> Item:
    """The cook has seen the change."""
    return replace(item, change=None) if item.change else item
