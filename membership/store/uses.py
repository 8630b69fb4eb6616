"""Counters of caps, and reservations of them. Counters are always taken in order of promotion and part."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Read, Unit

Counts = Mapping[tuple[UUID, str], int]
NO_ORDER = UUID(int=0)
# So many of those that nobody paid are given back at once.
MOST_LATE = 200

# One row for each counter; a row that would go over its highest is neither made nor changed, and does not come back. What is
# given back is in the same statement, so that all counters are locked once, in their order. None without a highest is refused.
_TAKE = Prepared(
    """WITH given AS (
        SELECT promotion_id, part, more, back, highest FROM unnest(%(ids)s::uuid[], %(parts)s::text[], %(more)s::bigint[],
            %(back)s::bigint[], %(highest)s::bigint[]) AS g(promotion_id, part, more, back, highest))
    INSERT INTO membership_cap AS c (tenant_id, promotion_id, part, reserved, committed)
    SELECT %(tenant_id)s, promotion_id, part, greatest(more - back, 0), 0 FROM given
    WHERE back > 0 OR more <= highest ORDER BY promotion_id, part
    ON CONFLICT (tenant_id, promotion_id, part) DO UPDATE SET reserved = c.reserved + (
            SELECT more - back FROM given g WHERE g.promotion_id = c.promotion_id AND g.part = c.part)
        WHERE (SELECT highest IS NULL OR c.committed + c.reserved + more - back <= highest
            FROM given g WHERE g.promotion_id = c.promotion_id AND g.part = c.part)
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
# Those first that are in the way of what is wanted.
_LATE = Prepared(
    """SELECT order_id, promotion_id, parts FROM membership_reservation r
    WHERE tenant_id = %(tenant_id)s AND state = 'reserved' AND expires_at < %(at)s AND order_id <> %(order_id)s
    ORDER BY EXISTS (SELECT FROM membership_coupon c WHERE c.tenant_id = r.tenant_id AND c.id = ANY(%(coupon_ids)s::uuid[])
            AND c.order_id = r.order_id AND c.promotion_id = r.promotion_id) DESC,
        promotion_id = ANY(%(promotion_ids)s::uuid[]) DESC, order_id, promotion_id
    LIMIT %(most)s::bigint FOR UPDATE OF r SKIP LOCKED""",
    {},
)
_KEEP = Prepared(
    """INSERT INTO membership_reservation (tenant_id, order_id, promotion_id, parts, state, expires_at)
    VALUES (%(tenant_id)s, %(order_id)s, %(promotion_id)s, %(parts)s::jsonb, %(state)s, %(expires_at)s)
    ON CONFLICT (tenant_id, order_id, promotion_id)
    DO UPDATE SET parts = excluded.parts, state = excluded.state, expires_at = excluded.expires_at""",
    {},
)
_SET_STATES = Prepared(
    """UPDATE membership_reservation r SET state = %(state)s
    FROM unnest(%(orders)s::uuid[], %(promotions)s::uuid[]) AS g(order_id, promotion_id)
    WHERE r.tenant_id = %(tenant_id)s AND r.order_id = g.order_id AND r.promotion_id = g.promotion_id""",
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
# Back in its owner's hand, unless its campaign was stopped with what is unused.
_RETURNED = "state = CASE WHEN is_withdrawn THEN 'voided' ELSE 'issued' END, order_id = NULL"
_RETURN_COUPONS = Prepared(
    f"""UPDATE membership_coupon SET {_RETURNED}
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND state IN ('reserved','redeemed')
        AND id <> ALL(%(kept)s::uuid[])""",  # noqa: S608
    {},
)
_RETURN_LATE_COUPONS = Prepared(
    f"""UPDATE membership_coupon c SET {_RETURNED}
    FROM unnest(%(orders)s::uuid[], %(promotions)s::uuid[]) AS g(order_id, promotion_id)
    WHERE c.tenant_id = %(tenant_id)s AND c.order_id = g.order_id AND c.promotion_id = g.promotion_id
        AND c.state = 'reserved'""",  # noqa: S608
    {},
)


def take(unit: Unit, counts: Counts, highest: Counts, back: Counts) -> set[tuple[UUID, str]]:
    """Take ``back`` off the counters and add ``counts`` where they stay within their highest; answers which changed. One that
    would not stay keeps its ``back``, too.
    """
    keys = sorted({*counts, *back})
    rows = unit.fetch_all(
        _TAKE,
        tenant_id=unit.tenant_id,
        ids=[key[0] for key in keys],
        parts=[key[1] for key in keys],
        more=[counts.get(key, 0) for key in keys],
        back=[back.get(key, 0) for key in keys],
        highest=[highest.get(key) for key in keys],
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


def of_order_and_late(
    unit: Unit, order_id: UUID, at: datetime, promotion_ids: Sequence[UUID], coupon_ids: Sequence[UUID]
) -> tuple[list[Any], list[Any]]:
    """An order's reservations, and others' that nobody paid in time, locked, those of these promotions and coupons first; what
    somebody is at work on is left out.
    """
    named = {"tenant_id": unit.tenant_id, "order_id": order_id}
    own, late = unit.fetch((_OF_ORDER, named), _late(unit, order_id, at, promotion_ids, coupon_ids))
    return own, late


def late(unit: Unit, at: datetime, coupon_ids: Sequence[UUID] = ()) -> list[Any]:
    """Reservations that nobody paid in time, locked, those of these coupons first; at most MOST_LATE."""
    (rows,) = unit.fetch(_late(unit, NO_ORDER, at, (), coupon_ids))
    return rows


def _late(
    unit: Unit, order_id: UUID, at: datetime, promotion_ids: Sequence[UUID], coupon_ids: Sequence[UUID]
) -> Read:
    named = {"tenant_id": unit.tenant_id, "order_id": order_id, "at": at, "most": MOST_LATE}
    return _LATE, {**named, "promotion_ids": list(promotion_ids), "coupon_ids": list(coupon_ids)}


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


def set_states(unit: Unit, rows: Sequence[Any], state: str) -> None:
    """The reservations' next state."""
    if rows:
        unit.write(_SET_STATES, tenant_id=unit.tenant_id, state=state, **_keys(rows))


def reserve_coupon(unit: Unit, coupon_id: UUID, order_id: UUID, at: datetime) -> bool:
    """Take a coupon for an order; False when it is not free."""
    row = unit.fetch_one(_RESERVE_COUPON, tenant_id=unit.tenant_id, id=coupon_id, order_id=order_id, at=at)
    return row is not None


def redeem_coupons(unit: Unit, order_id: UUID) -> None:
    """The order's coupons are used up."""
    unit.write(_REDEEM_COUPONS, tenant_id=unit.tenant_id, order_id=order_id)


def return_coupons(unit: Unit, order_id: UUID, kept: Sequence[UUID] = ()) -> None:
    """The order's coupons are free again, but for those ``kept``."""
    unit.write(_RETURN_COUPONS, tenant_id=unit.tenant_id, order_id=order_id, kept=list(kept))


def return_late_coupons(unit: Unit, rows: Sequence[Any]) -> None:
    """The coupons of these reservations are free again."""
    if rows:
        unit.write(_RETURN_LATE_COUPONS, tenant_id=unit.tenant_id, **_keys(rows))


def _keys(rows: Sequence[Any]) -> dict[str, list[UUID]]:
    return {"orders": [row.order_id for row in rows], "promotions": [row.promotion_id for row in rows]}
