"""What a paid order does for its member: points, the visit, the tier; and what a refund undoes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership.errors import MemberNotFound, NotEnoughPoints
from membership.events import TierReached
from membership.models.points import PointsEntryRow, PointsLotRow
from membership.rules import points as rules
from membership.rules.tiers import tier_of
from membership.services.referrals import reward_referral
from membership.store import members as member_store
from membership.store import points as store
from membership.store.settings import get_settings

WHOLE_BP = 10_000


def note_paid(unit: Unit, member_id: UUID, order_id: UUID, store_id: UUID, day: date, net: int) -> int:
    """Accrue points on ``net`` paid, count the visit and set the tier; answers the points. Said twice, it is done once."""
    settings = get_settings(unit)
    standing = store.lock_standing(unit, member_id, day - timedelta(days=settings.tier_days))
    if standing is None:
        raise MemberNotFound
    if not store.add_visit(unit, member_id, order_id, store_id, day, net):
        return 0
    rate = WHOLE_BP if standing.points_bp is None else standing.points_bp
    points = rules.earned(net, settings.points_per, rate)
    moves, left = rules.pay_debts(store.lock_lots(unit, member_id), points)
    for lot_id, part in moves:
        store.add_to_lot(unit, lot_id, part)
    expires_on = None if settings.points_days is None else day + timedelta(days=settings.points_days)
    lot_id = _new_lot(unit, member_id, left, expires_on)
    # The base says what the points were for, and the rate what a point was then worth: a refund counts with both.
    _move(unit, member_id, order_id, store_id, "accrue", [*moves, (lot_id, left)], rate)
    _set_tier(unit, member_id, standing.tier_id, standing.spent + net)
    if standing.referred_by is not None and not standing.visits:
        reward_referral(unit, settings, member_id, standing.referred_by)
    return points


def burn(unit: Unit, member_id: UUID, order_id: UUID, store_id: UUID, day: date, points: int) -> None:
    """Use points for an order, the first to expire first; refuses (409) when there are fewer."""
    lots = store.lock_lots(unit, member_id)
    moves = rules.burn(lots, points, day)
    if moves is None:
        raise NotEnoughPoints(points=rules.balance(lots, day))
    for lot_id, part in moves:
        store.add_to_lot(unit, lot_id, part)
    _move(unit, member_id, order_id, store_id, "burn", moves, 0)


def return_burned(unit: Unit, member_id: UUID, order_id: UUID, points: int) -> None:
    """Points that an order used come back, with their old expiry: the last used first."""
    lots = {lot.id for lot in store.lock_lots(unit, member_id)}
    entries = store.entries_of(unit, order_id)
    used: dict[UUID, int] = {}
    for entry in entries:
        if entry.kind in ("burn", "return") and entry.lot_id in lots:
            used[entry.lot_id] = used.get(entry.lot_id, 0) - entry.points
    if points > sum(used.values()):
        raise NotEnoughPoints("So many were not used.")
    moves = []
    for lot_id in reversed(used):
        part = min(points, used[lot_id])
        if part:
            store.add_to_lot(unit, lot_id, part)
            moves.append((lot_id, part))
            points -= part
    _move(unit, member_id, order_id, None, "return", moves, 0)


def note_refund(unit: Unit, order_id: UUID, day: date, amount: int) -> int:
    """Take back P(before) − P(after) points for ``amount`` refunded; what the member no longer has becomes a debt."""
    visit = store.lower_visit(unit, order_id, amount)
    if visit is None:
        return 0
    settings = get_settings(unit)
    accrued = [entry for entry in store.entries_of(unit, order_id) if entry.kind == "accrue"]
    rate, lot_id = accrued[-1].base, accrued[-1].lot_id
    points = rules.taken_back(visit.before, visit.before - amount, settings.points_per, rate)
    lots = store.lock_lots(unit, visit.member_id)
    moves, debt = rules.take_back(lots, points, day, lot_id)
    for lot, part in moves:
        store.add_to_lot(unit, lot, part)
    if debt:
        moves.append((_new_lot(unit, visit.member_id, -debt, None), -debt))
    _move(unit, visit.member_id, order_id, accrued[-1].store_id, "take_back", moves, rate)
    standing = store.lock_standing(unit, visit.member_id, day - timedelta(days=settings.tier_days))
    _set_tier(unit, visit.member_id, standing.tier_id, standing.spent)
    return points


def _set_tier(unit: Unit, member_id: UUID, present: UUID | None, spent: int) -> None:
    tiers = [(tier.from_amount, tier.id) for tier in member_store.list_tiers(unit)]
    reached = tier_of(tiers, spent)
    if tiers and reached != present:
        store.set_tier(unit, member_id, reached)
        unit.record(
            TierReached(store_id=None, at=clock.now(), member_id=member_id, tier_id=reached, before=present)
        )


def _new_lot(unit: Unit, member_id: UUID, points: int, expires_on: date | None) -> UUID:
    lot_id = new_id()
    row: dict[str, Any] = {"id": lot_id, "member_id": member_id, "points_left": points}
    unit.add(PointsLotRow, [{**row, "expires_on": expires_on, "made_at": clock.now()}])
    return lot_id


def _move(
    unit: Unit,
    member_id: UUID,
    order_id: UUID,
    store_id: UUID | None,
    kind: str,
    moves: rules.Moves,
    base: int,
) -> None:
    unit.add(
        PointsEntryRow,
        [
            {
                "id": new_id(),
                "member_id": member_id,
                "lot_id": lot_id,
                "kind": kind,
                "points": part,
                "base": base,
                "order_id": order_id,
                "store_id": store_id,
                "at": clock.now(),
            }
            for lot_id, part in moves
        ],
    )
