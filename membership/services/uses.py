"""Uses of promotions and coupons by orders: reserved with the order, committed by its payment, given back by a void.

A cap is never passed, however many take from it at once: counters only move by conditional updates, in this order of
theirs, inside the order's own transaction: what it gives back and what it takes in one go. Only promotions with caps are counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from core import clock, json
from core.uow import Unit
from membership.errors import CapReached, CouponNotUsable
from membership.services.promotion_sets import PromotionBook
from membership.store import uses as store
from membership.values.deals import Deal

HELD_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Use:
    """A promotion applied to an order: how much it took off, and with which coupon."""

    promotion_id: UUID
    discount: int
    coupon_id: UUID | None = None


def uses_of(deal: Deal) -> list[Use]:
    """What a deal uses."""
    return [
        Use(verdict.promotion_id, verdict.discount, verdict.coupon_id)
        for verdict in deal.applied
        if verdict.promotion_id is not None
    ]


def reserve(
    unit: Unit, order_id: UUID, uses: Iterable[Use], book: PromotionBook, parts: Mapping[str, str]
) -> None:
    """Make these the order's uses, in place of those reserved before. ``parts``: the counter of each kind of cap.

    Raises CapReached or CouponNotUsable, and then nothing is reserved.
    """
    refused = try_reserve(unit, order_id, uses, book, parts)
    for promotion_id, why in sorted(refused.items()):
        if isinstance(why, UUID):
            raise CouponNotUsable(coupon_id=str(why))
        raise CapReached("Price the order again.", promotion_id=str(promotion_id), cap=why)


def try_reserve(
    unit: Unit, order_id: UUID, uses: Iterable[Use], book: PromotionBook, parts: Mapping[str, str]
) -> dict[UUID, str | UUID]:
    """The same; answers the promotions that refused, with the counter that is full or the coupon that is gone. Then
    nothing is reserved for the order.
    """
    wanted = {use.promotion_id: use for use in uses}
    coupons = [use.coupon_id for use in wanted.values() if use.coupon_id is not None]
    own, late = store.of_order_and_late(unit, order_id, clock.now(), list(wanted), coupons)
    ended = [*(row for row in own if row.state == "reserved"), *late]
    store.set_states(unit, ended, "released")
    store.return_late_coupons(unit, late)
    store.return_coupons(unit, order_id, kept=coupons)
    back = _counts(ended)
    counts: dict[tuple[UUID, str], int] = {}
    highest: dict[tuple[UUID, str], int] = {}
    for promotion_id, use in wanted.items():
        for name, most in book.caps.get(promotion_id, {}).items():
            if name in parts:
                key = (promotion_id, parts[name])
                counts[key] = use.discount if name == "budget" else 1
                highest[key] = most
    taken = store.take(unit, counts, highest, back) if counts or back else set()
    refused: dict[UUID, str | UUID] = {
        promotion_id: part for promotion_id, part in sorted(counts) if (promotion_id, part) not in taken
    }
    for use in () if refused else wanted.values():
        if use.coupon_id is not None and not store.reserve_coupon(unit, use.coupon_id, order_id, clock.now()):
            refused[use.promotion_id] = use.coupon_id
    if refused:
        undone = {key: -(counts if key in taken else back).get(key, 0) for key in {*counts, *back}}
        store.move(unit, {key: count for key, count in undone.items() if count}, {})
        store.return_coupons(unit, order_id)
        return refused
    until = clock.now() + HELD_FOR
    for promotion_id in sorted(wanted):
        used = {part: count for (owner, part), count in counts.items() if owner == promotion_id}
        store.keep(unit, order_id, promotion_id, json.dumps(used), "reserved", until)
    return {}


def redeem(unit: Unit, order_id: UUID) -> set[UUID]:
    """The order is paid: what it reserved is used. Once only, however often it is said; answers the promotions."""
    rows = [row for row in store.of_order(unit, order_id) if row.state == "reserved"]
    counts = _counts(rows)
    store.move(unit, {key: -count for key, count in counts.items()}, counts)
    store.set_states(unit, rows, "committed")
    store.redeem_coupons(unit, order_id)
    return {row.promotion_id for row in rows}


def release(unit: Unit, order_id: UUID) -> None:
    """The order is void: what it reserved or used is free again."""
    rows = [row for row in store.of_order(unit, order_id) if row.state != "released"]
    paid = _counts(row for row in rows if row.state == "committed")
    held = _counts(row for row in rows if row.state == "reserved")
    store.move(
        unit, {key: -count for key, count in held.items()}, {key: -count for key, count in paid.items()}
    )
    store.set_states(unit, rows, "released")
    store.return_coupons(unit, order_id)


def release_late(unit: Unit, coupon_ids: Sequence[UUID] = ()) -> int:
    """What orders reserved that nobody paid in time is free again, that of these coupons first; answers how many uses."""
    rows = store.late(unit, clock.now(), coupon_ids)
    store.move(unit, {key: -count for key, count in _counts(rows).items()}, {})
    store.set_states(unit, rows, "released")
    store.return_late_coupons(unit, rows)
    return len(rows)


def _counts(rows: Iterable[Any]) -> dict[tuple[UUID, str], int]:
    found: dict[tuple[UUID, str], int] = {}
    for row in rows:
        for part, count in row.parts.items():
            key = (row.promotion_id, part)
            found[key] = found.get(key, 0) + count
    return found
