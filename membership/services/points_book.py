"""Members' points, visits and tiers while a batch of orders is gone through: all in memory, in the order told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core.ids import new_id
from membership.errors import NotEnoughPoints
from membership.rules import points as rules
from membership.rules.points import WHOLE_BP, PointsLot
from membership.rules.tiers import next_tier
from membership.store.points import Expired, Lots, Spent
from membership.values.settings import Settings
from membership.values.visits import GivenBack, Paid, PointsEntry, Spending, Standing, Visit


class Book:
    """What stands, and what the batch makes of it. ``tiers``: rows with id, from_amount, points_bp, is_used."""

    def __init__(
        self,
        settings: Settings,
        tiers: Sequence[Any],
        visits: Mapping[UUID, Visit],
        entries: Iterable[PointsEntry],
        members: Mapping[UUID, Standing],
        lots: Lots,
        spent: Spent,
        expired: Expired,
    ) -> None:
        self._settings = settings
        self._rates = {tier.id: tier.points_bp for tier in tiers}
        self._tiers = [(tier.from_amount, tier.id) for tier in tiers if tier.is_used]
        self._entries: dict[UUID, list[PointsEntry]] = {}
        for entry in entries:
            self._entries.setdefault(entry.order_id, []).append(entry)
        self._expired = expired
        self._spent = {member_id: dict(sums) for member_id, sums in spent.items()}
        self.visits, self.members = dict(visits), dict(members)
        self.lots = {member_id: dict(found) for member_id, found in lots.items()}
        # What is new, in the order told; and what has changed, of that, too.
        self.new_entries: list[PointsEntry] = []
        self.new_lots: dict[UUID, UUID] = {}  # whose they are
        self.new_visits: list[UUID] = []
        self.lowered: set[UUID] = set()
        self.changed: set[UUID] = set()  # members
        # Members whose tier changes, with the tier before, and members who came for the first time, in the order told.
        self.tier_changes: list[tuple[Standing, UUID | None]] = []
        self.newcomers: list[Standing] = []

    def pay(self, paid: Paid) -> None:
        """Accrue points, count the visit, set the tier. Said twice, it is done once."""
        if paid.order_id in self.visits:
            return
        member = self.members[paid.member_id]
        rate = self._rates.get(member.tier_id, WHOLE_BP)
        points = rules.earned(paid.net, self._settings.points_per, rate)
        moves, left = rules.pay_debts(list(self._lots_of(member.id).values()), points)
        days = self._settings.points_days
        lot_id = self._open_lot(member.id, None if days is None else paid.day + timedelta(days=days))
        # The entry says how points were earned then: a refund counts in the same way, whatever was chosen since.
        terms = rate, self._settings.points_per
        self._move(member.id, paid.order_id, paid.store_id, "accrue", [*moves, (lot_id, left)], *terms)
        self.visits[paid.order_id] = Visit(paid.order_id, member.id, paid.store_id, paid.day, paid.net)
        self.new_visits.append(paid.order_id)
        if not member.visits:
            self.newcomers.append(member)
        last = max(paid.day, member.last_visit_on or paid.day)
        self._change(replace(member, visits=member.visits + 1, last_visit_on=last))
        self._spend(member.id, paid.day, paid.net, paid.day)
        self._return_used(member.id, paid.order_id, paid.points_back)

    def give_back(self, refund: GivenBack) -> None:
        """Take back P(before) − P(after) points; what the member no longer has becomes a debt. Points used come back."""
        visit = self.visits.get(refund.order_id)
        if visit is not None:
            self._take_back(visit, refund)
        self._return_used(refund.member_id, refund.order_id, refund.points)

    def _take_back(self, visit: Visit, refund: GivenBack) -> None:
        after = visit.net - refund.amount
        entries = self._entries[visit.order_id]
        accrued = [entry for entry in entries if entry.kind == "accrue"][-1]
        per = accrued.points_per or self._settings.points_per
        # What expired is gone already: refunds take back that much less, the first of them first.
        moved = sum(entry.points for entry in entries if entry.kind in ("accrue", "take_back"))
        spared = moved - rules.earned(visit.net, per, accrued.base)
        points = rules.taken_back(visit.net, after, per, accrued.base)
        points -= min(points, max(self._expired.get(accrued.lot_id, 0) - spared, 0))
        lots = list(self._lots_of(visit.member_id).values())
        moves, debt = rules.take_back(lots, points, refund.day, accrued.lot_id)
        if debt:
            moves.append((self._open_lot(visit.member_id, None), -debt))
        self._move(visit.member_id, visit.order_id, accrued.store_id, "take_back", moves, accrued.base, per)
        self.visits[visit.order_id] = replace(visit, net=after)
        self.lowered.add(visit.order_id)
        self._spend(visit.member_id, visit.business_date, -refund.amount, refund.day)

    def _return_used(self, member_id: UUID, order_id: UUID, points: int) -> None:
        """With their old expiry, the last used first."""
        if not points:
            return
        lots = self._lots_of(member_id)
        used: dict[UUID, int] = {}
        for entry in self._entries.get(order_id, ()):
            if entry.kind in ("burn", "return") and entry.lot_id in lots:
                used[entry.lot_id] = used.get(entry.lot_id, 0) - entry.points
        if points > sum(used.values()):
            raise NotEnoughPoints("So many were not used.")
        moves = []
        for lot_id in reversed(used):
            part = min(points, used[lot_id])
            if part:
                moves.append((lot_id, part))
                points -= part
        self._move(member_id, order_id, None, "return", moves, 0)

    def _lots_of(self, member_id: UUID) -> dict[UUID, PointsLot]:
        return self.lots.setdefault(member_id, {})

    def _open_lot(self, member_id: UUID, expires_on: date | None) -> UUID:
        lot_id = new_id()
        self._lots_of(member_id)[lot_id] = PointsLot(lot_id, 0, expires_on)
        self.new_lots[lot_id] = member_id
        return lot_id

    def _move(
        self,
        member_id: UUID,
        order_id: UUID,
        store_id: UUID | None,
        kind: str,
        moves: rules.Moves,
        base: int,
        points_per: int | None = None,
    ) -> None:
        lots = self._lots_of(member_id)
        for lot_id, part in moves:
            lots[lot_id] = replace(lots[lot_id], left=lots[lot_id].left + part)
            entry = PointsEntry(member_id, lot_id, kind, part, base, order_id, store_id, points_per)
            self._entries.setdefault(order_id, []).append(entry)
            self.new_entries.append(entry)

    def _spend(self, member_id: UUID, day: date, amount: int, today: date) -> None:
        """Count what was spent on a day, and put the member on the tier that they reach today."""
        before = self._spending(member_id, today).amount
        sums = self._spent[member_id]
        for since, found in sums.items():
            in_window = day > since
            sums[since] = Spending(
                found.amount + amount if in_window else found.amount, found.has_aged or not in_window
            )
        self.set_tier(member_id, today, before)

    def _spending(self, member_id: UUID, today: date) -> Spending:
        return self._spent[member_id][today - timedelta(days=self._settings.tier_days)]

    def set_tier(self, member_id: UUID, day: date, before: int | None = None) -> None:
        """Put a member on the tier that their visits reach; ``before``: what they had spent until this."""
        member, spent = self.members[member_id], self._spending(member_id, day)
        reached = next_tier(self._tiers, member.tier_id, spent.amount if before is None else before, spent)
        if self._tiers and reached != member.tier_id:
            self._change(replace(member, tier_id=reached))
            self.tier_changes.append((self.members[member_id], member.tier_id))

    def _change(self, member: Standing) -> None:
        self.members[member.id] = member
        self.changed.add(member.id)
