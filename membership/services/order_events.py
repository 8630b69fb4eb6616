"""What follows from paid orders and refunds for members and for those who fund what was given."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from core.events import Recorded
from core.ids import derived_id
from core.uow import Unit
from membership.models.benefits import BenefitRow
from membership.services import clearing, points
from membership.services.clearing import Funding
from membership.values.visits import GivenBack, Paid


def keep_orders(unit: Unit, events: Sequence[Recorded]) -> None:
    """Each event once: benefits with who bears them; visits, points and tiers of members. A batch asks as often as one event."""
    unit.add(BenefitRow, [row for event in events for row in _benefits(event)])
    clearing.post_fundings(unit, [_funding(event) for event in events])
    points.keep(unit, [_told(event) for event in events if event.payload.get("member_id") is not None])


def _funding(event: Recorded) -> Funding:
    """What others than the store bear, under the event's id: told twice, it is charged once."""
    told = event.payload
    store_id = _store(event)
    sums: dict[str, int] = {}
    for part in told.get("benefits", ()):
        if part["funder"] not in (None, str(store_id)):
            sums[part["funder"]] = sums.get(part["funder"], 0) + part["amount"]
    return Funding(
        id=event.id,
        order_id=UUID(told["order_id"]),
        store_id=store_id,
        business_date=date.fromisoformat(told["business_date"]),
        parts=tuple(sorted(sums.items())),
        is_refund=event.type != "OrderPaid",
    )


def _told(event: Recorded) -> Paid | GivenBack:
    told = event.payload
    member_id, order_id = UUID(told["member_id"]), UUID(told["order_id"])
    day = date.fromisoformat(told["business_date"])
    if event.type == "OrderPaid":
        net = told["total"] - told.get("given_back", 0)
        return Paid(member_id, order_id, _store(event), day, net, told.get("points_back", 0))
    return GivenBack(member_id, order_id, day, told["amount"], told["points"])


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
