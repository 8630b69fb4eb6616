"""Counters of caps, and reservations of them. Counters are always taken in order of promotion and part."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

Counts = Mapping[tuple[UUID, str], int]

# One row for each counter; a row that would go over its highest is neither made nor changed, and does not come back.
_TAKE = Prepared(
    """WITH given AS (
        SELECT * FROM unnest(%(ids)s::uuid[], %(parts)s::text[], %(amounts)s::bigint[], %(highest)s::bigint[])
            AS g(promotion_id, part, amount, highest))
    INSERT INTO membership_cap AS c (tenant_id, promotion_id, part, reserved, committed)
    SELECT %(tenant_id)s, promotion_id, part, amount, 0 FROM given WHERE amount <= highest
    ORDER BY promotion_id, part
    ON CONFLICT (tenant_id, promotion_id, part) DO UPDATE SET reserved = c.reserved + excluded.reserved
        WHERE c.committed + c.reserved + excluded.reserved <= (
            SELECT highest FROM given g WHERE g.promotion_id = c.promotion_id AND g.part = c.part)
    RETURNING promotion_id, part""",
    {},
)
_LOCK = Prepared(
    """SELECT c.promotion_id FROM membership_cap c
    JOIN unnest(%(ids)s::uuid[], %(parts)s::text[]) AS g(promotion_id, part) USING (promotion_id, part)
    WHERE c.tenant_id = %(tenant_id)s ORDER BY c.promotion_id, c.part FOR UPDATE OF c""",
    {},
)
_MOVE = Prepared(
    """UPDATE membership_cap c SET reserved = c.reserved + g.reserved, committed = c.committed + g.committed
    FROM unnest(%(ids)s::uuid[], %(parts)s::text[], %(reserved)s::bigint[], %(committed)s::bigint[])
        AS g(promotion_id, part, reserved, committed)
    WHERE c.tenant_id = %(tenant_id)s AND c.promotion_id = g.promotion_id AND c.part = g.part""",
    {},
)
_OF_ORDER = Prepared(
    """SELECT order_id, promotion_id, parts, state FROM membership_reservation
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s ORDER BY promotion_id FOR UPDATE""",
    {},
)
_LATE = Prepared(
    """SELECT order_id, promotion_id, parts FROM membership_reservation
    WHERE tenant_id = %(tenant_id)s AND state = 'reserved' AND expires_at < %(at)s AND order_id <> %(order_id)s
    ORDER BY order_id, promotion_id LIMIT 500 FOR UPDATE SKIP LOCKED""",
    {},
)
_KEEP = Prepared(
    """INSERT INTO membership_reservation (tenant_id, order_id, promotion_id, parts, state, expires_at)
    VALUES (%(tenant_id)s, %(order_id)s, %(promotion_id)s, %(parts)s::jsonb, %(state)s, %(expires_at)s)
    ON CONFLICT (tenant_id, order_id, promotion_id)
    DO UPDATE SET parts = excluded.parts, state = excluded.state, expires_at = excluded.expires_at""",
    {},
)
_SET_STATE = Prepared(
    """UPDATE membership_reservation SET state = %(state)s
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND promotion_id = %(promotion_id)s""",
    {},
)
_RESERVE_COUPON = Prepared(
    """UPDATE membership_coupon SET state = 'reserved', order_id = %(order_id)s
    WHERE tenant_id = %(tenant_id)s AND id = %(id)s AND (expires_at IS NULL OR expires_at > %(at)s)
        AND (state = 'issued' OR (state = 'reserved' AND order_id = %(order_id)s)) RETURNING id""",
    {},
)
_REDEEM_COUPONS = Prepared(
    """UPDATE membership_coupon SET state = 'redeemed'
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND state = 'reserved'""",
    {},
)
_RETURN_COUPONS = Prepared(
    """UPDATE membership_coupon SET state = 'issued', order_id = NULL
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND state IN ('reserved','redeemed')""",
    {},
)


def take(unit: Unit, counts: Counts, highest: Counts) -> set[tuple[UUID, str]]:
    """Add to the counters where they stay within their highest; answers which did."""
    keys = sorted(counts)
    rows = unit.fetch_all(
        _TAKE,
        tenant_id=unit.tenant_id,
        ids=[key[0] for key in keys],
        parts=[key[1] for key in keys],
        amounts=[counts[key] for key in keys],
        highest=[highest[key] for key in keys],
    )
    return {(row.promotion_id, row.part) for row in rows}


def move(unit: Unit, reserved: Counts, committed: Counts) -> None:
    """Add to both sides of the counters (negative takes off)."""
    keys = sorted({*reserved, *committed})
    if not keys:
        return
    named = {
        "tenant_id": unit.tenant_id,
        "ids": [key[0] for key in keys],
        "parts": [key[1] for key in keys],
    }
    unit.fetch_all(_LOCK, **named)
    unit.write(
        _MOVE,
        **named,
        reserved=[reserved.get(key, 0) for key in keys],
        committed=[committed.get(key, 0) for key in keys],
    )


def of_order(unit: Unit, order_id: UUID) -> list[Any]:
    """An order's reservations, locked."""
    return unit.fetch_all(_OF_ORDER, tenant_id=unit.tenant_id, order_id=order_id)


def of_order_and_late(unit: Unit, order_id: UUID, at: datetime) -> tuple[list[Any], list[Any]]:
    """An order's reservations, and others' that nobody paid in time, locked; those that somebody is at work on are left out."""
    named = {"tenant_id": unit.tenant_id, "order_id": order_id}
    own, late = unit.fetch((_OF_ORDER, named), (_LATE, {**named, "at": at}))
    return own, late


def keep(
    unit: Unit, order_id: UUID, promotion_id: UUID, parts: str, state: str, expires_at: datetime
) -> None:
    """Write an order's reservation, in place of an older one."""
    unit.write(
        _KEEP,
        tenant_id=unit.tenant_id,
        order_id=order_id,
        promotion_id=promotion_id,
        parts=parts,
        state=state,
        expires_at=expires_at,
    )


def set_state(unit: Unit, order_id: UUID, promotion_id: UUID, state: str) -> None:
    """A reservation's next state."""
    unit.write(
        _SET_STATE, tenant_id=unit.tenant_id, order_id=order_id, promotion_id=promotion_id, state=state
    )


def reserve_coupon(unit: Unit, coupon_id: UUID, order_id: UUID, at: datetime) -> bool:
    """Take a coupon for an order; False when it is not free."""
    row = unit.fetch_one(_RESERVE_COUPON, tenant_id=unit.tenant_id, id=coupon_id, order_id=order_id, at=at)
    return row is not None


def redeem_coupons(unit: Unit, order_id: UUID) -> None:
    """The order's coupons are used up."""
    unit.write(_REDEEM_COUPONS, tenant_id=unit.tenant_id, order_id=order_id)


def return_coupons(unit: Unit, order_id: UUID) -> None:
    """The order's coupons are free again."""
    unit.write(_RETURN_COUPONS, tenant_id=unit.tenant_id, order_id=order_id)
