"""What every use of stored value has in common: what it has to know, its journal, its entries, its answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Read, Unit
from membership import ports
from membership.errors import AlreadyUsed, MemberNotFound
from membership.rules.stored_value import mix
from membership.store import stored_value as store
from membership.values.settings import DEFAULTS, Settings, settings_of
from membership.values.stored_value import Books, Lot, Posting, Quota, Take

Answer = dict[str, Any]
SHOWN = ("kind", "store_id", "principal", "bonus", "original_id", "at", "business_date")


@dataclass(slots=True)
class Holding:
    """A member's value at the moment of a use: the lots, locked, and what decides about them."""

    today: date
    lots: list[Lot]
    done: Any = None  # the journal of the same id, when it was done before
    guard: Any = None  # the member's row with PIN and code; None for nobody
    settings: Settings = DEFAULTS
    books: Books = field(default_factory=Books)
    quotas: list[Quota] = field(default_factory=list)

    @property
    def member_id(self) -> UUID:
        """Whose value it is: of whom was asked for, or of whom they turned out to be. Raises MemberNotFound for nobody."""
        if self.guard is None:
            raise MemberNotFound
        found: UUID = self.guard.member_id
        return found

    @property
    def balance(self) -> int:
        """What there is to spend, kept back or not."""
        return self.balance_on(self.today)

    def balance_on(self, day: date) -> int:
        """The same on another day: with the bonuses that stood then."""
        return sum(mix.balance(self.lots, day))

    def kept_back(self, at: datetime, but: UUID | None = None) -> int:
        """What tills keep back for offline use, but for one quota."""
        return sum(quota.unused for quota in self.quotas if quota.expires_at > at and quota.id != but)

    def must_be_member(self) -> None:
        """Refuse for nobody, and for who was erased."""
        if self.guard is None or self.guard.erased_at is not None:
            raise MemberNotFound


def reads_of(tenant_id: UUID, store_id: UUID, value_id: UUID, member_id: UUID) -> list[Read]:
    """What a use reads: first the lots, locked, so that what follows sees every use before it."""
    return [
        store.left_locked(tenant_id, member_id),
        store.journal_read(tenant_id, value_id),
        store.standing_read(tenant_id, store_id, member_id),
    ]


def standing_of(
    unit: Unit, store_id: UUID, value_id: UUID, member_id: UUID, *, is_held: bool = False
) -> Holding:
    """A member's value, locked, for a use at a store: that of whom they turned out to be, if they were merged.

    ``is_held`` for a use that adds a lot, which no lock on those there are keeps from another: the member is held, too.
    """
    today = today_at(unit, store_id)
    while True:
        hold = [store.hold(unit.tenant_id, member_id)] if is_held else []
        rows = unit.fetch(*hold, *reads_of(unit.tenant_id, store_id, value_id, member_id))
        found = standing_from(today, *rows[len(hold) :])
        if found.guard is None or found.guard.merged_into is None:
            return found
        member_id = found.guard.merged_into


def standing_from(today: date, lots: list[Any], done: list[Any], standing: list[Any]) -> Holding:
    """The value that such rows mean."""
    found = Holding(today, [store.lot_of(row) for row in lots], done[0] if done else None)
    if standing:
        found.guard = row = standing[0]
        found.settings = settings_of(row.chosen) if row.chosen else DEFAULTS
        found.books = Books(row.entities or {}, found.settings.value_collection == "head_office")
        found.quotas = [
            Quota(
                UUID(id_),
                UUID(where),
                UUID(till) if till else None,
                unused,
                *map(datetime.fromisoformat, times),
            )
            for id_, where, till, unused, *times in row.quotas or ()
        ]
    return found


def today_at(unit: Unit, store_id: UUID) -> date:
    """The store's business date."""
    return day_at(unit, store_id, clock.now())


def day_at(unit: Unit, store_id: UUID, moment: datetime) -> date:
    """The store's business date of a moment."""
    place = ports.stores.settings(unit, store_id)
    return clock.business_date(moment, place.timezone, place.cutoff_minutes)


def moved(lots: Sequence[Lot], takes: Sequence[Take]) -> tuple[list[Lot], list[Lot]]:
    """The lots once the takes were made: all of them, and those that changed."""
    by_id = {take.lot_id: take for take in takes}
    after = [mix.after_take(lot, by_id[lot.id]) if lot.id in by_id else lot for lot in lots]
    return after, [lot for lot in after if lot.id in by_id]


def write_journal(
    unit: Unit,
    value_id: UUID,
    kind: str,
    member_id: UUID,
    store_id: UUID | None,
    day: date,
    takes: Sequence[Take],
    entries: Sequence[Posting],
    changed: Sequence[Lot] = (),
    **more: Any,
) -> Answer:
    """Write a use down, with what it left of the lots, in one statement: the database refuses a journal that does not balance in
    every book."""
    actor = unit.actor_or_none
    journal = {
        "id": value_id,
        "kind": kind,
        "member_id": member_id,
        "store_id": store_id,
        "business_date": day,
        "principal": sum(take.principal for take in takes),
        "bonus": sum(take.bonus for take in takes),
        "takes": store.plain_takes(takes),
        "original_id": None,
        "order_id": None,
        "at": clock.now(),
        "by": actor.staff_id if actor else None,
        "tender": None,
        **more,
    }
    store.write_use(unit, journal, changed, entries)
    return journal


def answer_of(journal: Answer, lots: Sequence[Lot], today: date) -> Answer:
    """The use, and the balance after it."""
    principal, bonus = mix.balance(lots, today)
    return {
        "value_id": journal["id"],
        **{name: journal[name] for name in SHOWN},
        "balance": {"principal": principal, "bonus": bonus},
    }


def again(
    standing: Holding,
    kind: str,
    store_id: UUID,
    amount: int | None,
    order_id: UUID | None = None,
    original_id: UUID | None = None,
    tender: str | None = None,
) -> Answer:
    """What was done under this id before; refuses (409) when it was something else, for another order, of another use, or paid
    otherwise."""
    row = standing.done
    paid = row.principal if kind == "recharge" else row.principal + row.bonus
    asked = (kind, standing.member_id, store_id, paid if amount is None else amount, order_id, original_id)
    if (row.kind, row.member_id, row.store_id, paid, row.order_id, row.original_id) != asked:
        raise AlreadyUsed
    if row.tender not in (None, tender):
        raise AlreadyUsed
    journal = {name: getattr(row, name) for name in ("id", *SHOWN)}
    return answer_of(journal, standing.lots, standing.today)
