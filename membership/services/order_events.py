"""What follows from paid orders and refunds for members and for those who fund what was given."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import structlog

from core.events import Recorded
from core.ids import derived_id
from core.uow import Unit
from membership.errors import MemberNotFound
from membership.models.benefits import BenefitRow
from membership.services import clearing, points

log = structlog.get_logger()


def keep_orders(unit: Unit, events: Sequence[Recorded]) -> None:
    """Each event once: benefits with who bears them; visits, points and tiers of members."""
    unit.add(BenefitRow, [row for event in events for row in _benefits(event)])
    for event in events:
        _charge_funders(unit, event)
        if event.payload.get("member_id") is None:
            continue
        try:
            _tell_member(unit, event)
        except MemberNotFound:
            # Erased since: there is nobody to have points, and nothing to be put right.
            log.info("order_of_nobody", order_id=event.payload["order_id"])


def _charge_funders(unit: Unit, event: Recorded) -> None:
    """What others than the store bear goes through clearing, under the event's id: told twice, it is charged once."""
    told = event.payload
    store_id = _store(event)
    sums: dict[str, int] = {}
    for part in told.get("benefits", ()):
        if part["funder"] not in (None, str(store_id)):
            sums[part["funder"]] = sums.get(part["funder"], 0) + part["amount"]
    if sums:
        day = date.fromisoformat(told["business_date"])
        is_refund = event.type != "OrderPaid"
        order_id = UUID(told["order_id"])
        clearing.post_funding(unit, order_id, store_id, day, sorted(sums.items()), is_refund, event.id)


def _tell_member(unit: Unit, event: Recorded) -> None:
    told = event.payload
    member_id, order_id = UUID(told["member_id"]), UUID(told["order_id"])
    day = date.fromisoformat(told["business_date"])
    if event.type == "OrderPaid":
        points.note_paid(unit, member_id, order_id, _store(event), day, told["total"])
        return
    points.note_refund(unit, order_id, day, told["amount"])
    if told["points"]:
        points.return_burned(unit, member_id, order_id, told["points"])


def _benefits(event: Recorded) -> list[dict[str, Any]]:
    """The benefits of an order or a refund, summed over its lines."""
    told = event.payload
    sign = 1 if event.type == "OrderPaid" else -1
    sums: dict[tuple[Any, ...], int] = {}
    for part in told.get("benefits", ()):
        key = (part["source"], part["promotion_id"], part["version"], part["funder"])
        sums[key] = sums.get(key, 0) + part["amount"]
    refund_id = told.get("refund_id")
    return [
        {
            "id": derived_id(event.id, f"benefit {place}"),
            "order_id": UUID(told["order_id"]),
            "refund_id": UUID(refund_id) if refund_id else None,
            "store_id": _store(event),
            "business_date": date.fromisoformat(told["business_date"]),
            "member_id": UUID(told["member_id"]) if told.get("member_id") else None,
            "source": source,
            "promotion_id": UUID(promotion_id) if promotion_id else None,
            "version": version,
            "funder": funder,
            "amount": sign * amount,
        }
        for place, ((source, promotion_id, version, funder), amount) in enumerate(sums.items())
    ]


def _store(event: Recorded) -> UUID:
    if event.store_id is None:
        raise ValueError("a sale happens at a store")
    return event.store_id
