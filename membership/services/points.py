"""What paid orders bring their members: points, the visit, the tier; what a refund undoes; and points used at the till."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog

from core import clock
from core.ids import new_id
from core.rows import row_of
from core.uow import Unit
from membership.errors import NotEnoughPoints
from membership.events import TierReached
from membership.models.members import VisitRow
from membership.models.points import PointsEntryRow, PointsLotRow
from membership.rules import points as rules
from membership.services.points_book import Book
from membership.services.referrals import reward_referrals
from membership.store import points as store
from membership.store.settings import settings_from, settings_read
from membership.values.settings import Settings
from membership.values.visits import GivenBack, Paid, PointsEntry

log = structlog.get_logger()


def keep(unit: Unit, told: Sequence[Paid | GivenBack]) -> None:
    """What orders and refunds mean for their members, in the order told: points, visits, tiers, coupons for who brought whom.

    However many they are, the database is asked as often. Raises NotEnoughPoints when more come back than were used.
    """
    if not told:
        return
    settings, book, told = _open_book(unit, told)
    for one in told:
        if one.member_id not in book.members:
            # Erased since: there is nobody to have points, and nothing to be put right.
            log.info("order_of_nobody", order_id=str(one.order_id))
        elif isinstance(one, Paid):
            book.pay(one)
        else:
            book.give_back(one)
    _write(unit, book)
    friends = [(one.id, one.referred_by) for one in book.newcomers if one.referred_by is not None]
    reward_referrals(unit, settings, friends)


def burn(unit: Unit, member_id: UUID, order_id: UUID, store_id: UUID, day: date, points: int) -> None:
    """Use points for an order, the first to expire first; refuses (409) when there are fewer."""
    member_id, lots = store.lock_lots(unit, member_id)
    moves = rules.burn(lots, points, day)
    if moves is None:
        raise NotEnoughPoints(points=rules.balance(lots, day))
    left = {lot.id: lot.left for lot in lots}
    store.move_lots(unit, {lot_id: left[lot_id] + part for lot_id, part in moves})
    _add_entries(
        unit,
        [PointsEntry(member_id, lot_id, "burn", part, 0, order_id, store_id) for lot_id, part in moves],
    )


def unburn(unit: Unit, member_id: UUID, order_id: UUID, store_id: UUID) -> None:
    """An order that used points ended without a sale: they come back, with their old expiry. Said twice, it is done once."""
    used = store.used_by(unit, order_id)
    member_id, lots = store.lock_lots(unit, member_id, list(used))
    moves = {lot.id: used[lot.id] for lot in lots if lot.id in used}
    store.move_lots(unit, {lot.id: lot.left + moves[lot.id] for lot in lots if lot.id in moves})
    _add_entries(
        unit,
        [
            PointsEntry(member_id, lot_id, "return", part, 0, order_id, store_id)
            for lot_id, part in moves.items()
        ],
    )


def settle_tier(unit: Unit, member_id: UUID, day: date) -> None:
    """Put a member on the tier that their visits reach by a day."""
    chosen, _, _, tiers = unit.fetch(settings_read(unit), *store.orders_reads(unit, ()))
    settings = settings_from(chosen)
    since = (member_id, day - timedelta(days=settings.tier_days))
    book = Book(settings, tiers, {}, (), *store.lock_members(unit, [member_id], [since], ()))
    book.set_tier(member_id, day)
    _write(unit, book)


def _open_book(
    unit: Unit, told: Sequence[Paid | GivenBack]
) -> tuple[Settings, Book, Sequence[Paid | GivenBack]]:
    """What stands, with what was told of those whom its members turned out to be."""
    while True:
        chosen, holders, *brought = unit.fetch(
            settings_read(unit),
            store.holders_read(unit, {one.member_id for one in told}),
            *store.orders_reads(unit, {one.order_id for one in told}),
        )
        now = {row.id: row.holder_id for row in holders}
        told = [replace(one, member_id=now.get(one.member_id, one.member_id)) for one in told]
        settings = settings_from(chosen)
        book = _lock_book(unit, settings, told, *brought)
        if not any(member.merged_into for member in book.members.values()):
            return settings, book, told


def _lock_book(
    unit: Unit,
    settings: Settings,
    told: Sequence[Paid | GivenBack],
    visit_rows: list[Any],
    entry_rows: list[Any],
    tiers: list[Any],
) -> Book:
    visits = {row.order_id: store.visit_of(row) for row in visit_rows}
    entries = [store.entry_of(row) for row in entry_rows]
    # An order's visit is that of who paid it, whoever the refund says.
    owners = {one.order_id: one.member_id for one in reversed(told) if isinstance(one, Paid)}
    owners |= {visit.order_id: visit.member_id for visit in visits.values()}
    window = timedelta(days=settings.tier_days)
    since = {(owners[one.order_id], one.day - window) for one in told if one.order_id in owners}
    member_ids = {member_id for member_id, _ in since} | {one.member_id for one in told}
    found = store.lock_members(unit, member_ids, since, {entry.lot_id for entry in entries})
    return Book(settings, tiers, visits, entries, *found)


def _write(unit: Unit, book: Book) -> None:
    visits = book.visits
    unit.add(VisitRow, [row_of(visits[order_id]) for order_id in book.new_visits])
    store.change_visits(unit, [visits[order_id] for order_id in book.lowered.difference(book.new_visits)])
    at = clock.now()
    lots = {lot.id: lot for of_member in book.lots.values() for lot in of_member.values()}
    unit.add(
        PointsLotRow,
        [
            {
                "id": lot_id,
                "member_id": member_id,
                "points_left": lots[lot_id].left,
                "expires_on": lots[lot_id].expires_on,
                "made_at": at,
            }
            for lot_id, member_id in book.new_lots.items()
        ],
    )
    moved = {entry.lot_id for entry in book.new_entries}.difference(book.new_lots)
    store.move_lots(unit, {lot_id: lots[lot_id].left for lot_id in moved})
    _add_entries(unit, book.new_entries)
    store.change_members(unit, [book.members[member_id] for member_id in book.changed])
    for member, before in book.tier_changes:
        tier_id = member.tier_id
        unit.record(TierReached(store_id=None, at=at, member_id=member.id, tier_id=tier_id, before=before))


def _add_entries(unit: Unit, entries: Iterable[PointsEntry]) -> None:
    at = clock.now()
    unit.add(PointsEntryRow, [{"id": new_id(), "at": at, **row_of(entry)} for entry in entries])
