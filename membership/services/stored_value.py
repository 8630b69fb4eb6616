"""Stored value: recharge, spend, refund, withdraw. Each use has an id of the asker's making: asked again, it is answered
with what it did, and done once."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership import ports
from membership.errors import AlreadyUsed, JournalNotFound, MemberNotFound, NotEnoughValue, OverLimit
from membership.models.stored_value import ValueEntryRow, ValueJournalRow, ValueLotRow
from membership.rules.stored_value import mix, postings
from membership.store import stored_value as store
from membership.store.settings import settings_from, settings_read
from membership.values.promotions import HEAD_OFFICE, Funder
from membership.values.settings import Settings, bonus_of
from membership.values.stored_value import Lot, Posting, Take

Answer = dict[str, Any]


def recharge(unit: Unit, store_id: UUID, value_id: UUID, member_id: UUID, amount: int) -> Answer:
    """Sell stored value for ``amount`` paid at the till; the plan reached brings its bonus. The id is the new lot's."""
    unit.actor.demand("value.recharge", store_id)
    today = _today(unit, store_id)
    rows = unit.fetch(
        store.left_locked(unit, member_id),
        store.journal_read(unit, value_id),
        store.member_read(unit, member_id),
        settings_read(unit),
    )
    lots = [store.lot_of(row) for row in rows[0]]
    if rows[1]:
        return _again(rows[1][0], "recharge", member_id, amount, lots, today)
    _must_be(rows[2])
    settings = settings_from(rows[3])
    bonus = bonus_of(settings, amount)
    _check_limits(settings, amount, amount + bonus + sum(mix.balance(lots, today)))
    expires_on = None if settings.value_days is None else today + timedelta(days=settings.value_days)
    lot = Lot(value_id, amount, bonus, expires_on, _funded(settings, bonus, store_id))
    unit.add(
        ValueLotRow,
        [
            {
                "id": value_id,
                "member_id": member_id,
                "store_id": store_id,
                "principal": amount,
                "bonus": bonus,
                "funded": [list(part) for part in lot.funded],
                "expires_on": expires_on,
                "made_at": clock.now(),
            }
        ],
    )
    take = Take(value_id, amount, bonus, lot.funded)
    journal = _journal(unit, value_id, "recharge", member_id, store_id, today, [take])
    _post(unit, journal, postings.recharge(str(store_id), amount, bonus))
    return _answer(journal, [*lots, lot], today)


def spend(
    unit: Unit,
    store_id: UUID,
    value_id: UUID,
    member_id: UUID,
    amount: int,
    order_id: UUID | None = None,
) -> Answer:
    """Pay with stored value. Refuses (409) when the balance is less."""
    unit.actor.demand("value.spend", store_id)
    today = _today(unit, store_id)
    rows = unit.fetch(
        store.left_locked(unit, member_id), store.journal_read(unit, value_id), settings_read(unit)
    )
    lots = [store.lot_of(row) for row in rows[0]]
    if rows[1]:
        return _again(rows[1][0], "spend", member_id, amount, lots, today)
    takes = mix.spend(lots, amount, today, settings_from(rows[2]).value_mix)
    if takes is None:
        raise NotEnoughValue("The balance is less.", balance=sum(mix.balance(lots, today)))
    lots = _move(unit, lots, takes)
    journal = _journal(unit, value_id, "spend", member_id, store_id, today, takes, order_id=order_id)
    _post(unit, journal, postings.spend(str(store_id), takes))
    return _answer(journal, lots, today)


def refund(unit: Unit, store_id: UUID, value_id: UUID, original_id: UUID, amount: int) -> Answer:
    """Give back of a spend, in its own mix and funding, at the store where it was spent."""
    unit.actor.demand("value.refund", store_id)
    today = _today(unit, store_id)
    rows = unit.fetch(
        store.lots_of_journal(unit, original_id),
        store.journal_read(unit, value_id),
        store.journal_read(unit, original_id),
        store.returns_of(unit, original_id),
    )
    lots = [store.lot_of(row) for row in rows[0]]
    original = store.only(rows[2])
    if rows[1]:
        return _again(rows[1][0], "refund", original.member_id, amount, lots, today)
    if original.kind != "spend" or original.store_id != store_id:
        raise JournalNotFound("No such payment was made here.")
    returned = [take for row in rows[3] for take in store.takes_of(row)]
    takes = mix.give_back(store.takes_of(original), returned, amount)
    if takes is None:
        raise NotEnoughValue("Less is left to give back.", code="refund_exceeds_spend")
    lots = _move(unit, lots, [mix.reverse(take) for take in takes])
    journal = _journal(
        unit, value_id, "refund", original.member_id, store_id, today, takes, original_id=original_id
    )
    _post(unit, journal, postings.refund(str(store_id), takes))
    return _answer(journal, lots, today)


def withdraw(unit: Unit, store_id: UUID, value_id: UUID, member_id: UUID) -> Answer:
    """Pay a member's whole principal back in cash; the bonus is void."""
    unit.actor.demand("value.withdraw", store_id)
    today = _today(unit, store_id)
    rows = unit.fetch(store.left_locked(unit, member_id), store.journal_read(unit, value_id))
    lots = [store.lot_of(row) for row in rows[0]]
    if rows[1]:
        return _again(rows[1][0], "withdrawal", member_id, None, lots, today)
    takes = [mix.take_of(lot, lot.principal, lot.bonus) for lot in lots]
    principal, bonus = sum(take.principal for take in takes), sum(take.bonus for take in takes)
    if not principal:
        raise NotEnoughValue("There is no principal to pay back.")
    lots = _move(unit, lots, takes)
    journal = _journal(unit, value_id, "withdrawal", member_id, store_id, today, takes)
    _post(unit, journal, postings.withdrawal(str(store_id), principal, bonus))
    unit.audit("value.withdraw", "member", member_id, {"principal": principal, "bonus": bonus}, store_id)
    return _answer(journal, lots, today)


def statement(unit: Unit, member_id: UUID) -> Answer:
    """A member's balance and its last uses."""
    unit.actor.demand_somewhere("member.view")
    rows = unit.fetch(store.left_seen(unit, member_id), store.member_read(unit, member_id))
    _must_be(rows[1])
    principal, bonus = mix.balance([store.lot_of(row) for row in rows[0]], clock.now().date())
    journals = [
        {"value_id": row.id, **{name: getattr(row, name) for name in _SHOWN}}
        for row in store.list_journals(unit, member_id)
    ]
    return {"balance": {"principal": principal, "bonus": bonus}, "uses": journals}


def settle(unit: Unit, first: date, last: date) -> Answer:
    """Who owes whom over business dates: each store against head office, and what every book's accounts come to."""
    unit.actor.demand("value.report")
    rows = store.list_sums(unit, first, last)
    found = postings.settlement(store.entry_of(row) for row in rows)
    return {
        "first": first,
        "last": last,
        "stores": [{"store_id": UUID(who), "pays": amount} for who, amount in sorted(found.stores.items())],
        "head_office_bears": found.head_office_bears,
        "accounts": [
            {"entity": row.entity, "account": row.account, "other": row.other, "amount": row.amount}
            for row in rows
        ],
    }


_SHOWN = ("kind", "store_id", "principal", "bonus", "original_id", "at", "business_date")


def _today(unit: Unit, store_id: UUID) -> date:
    place = ports.store_of(unit, store_id)
    return clock.business_date(clock.now(), place.timezone, place.cutoff_minutes)


def _must_be(rows: list[Any]) -> None:
    if not rows:
        raise MemberNotFound


def _check_limits(settings: Settings, amount: int, balance: int) -> None:
    if amount > settings.largest_recharge:
        raise OverLimit("More than one recharge may be.", largest=settings.largest_recharge)
    if balance > settings.largest_balance:
        raise OverLimit("More than a balance may be.", largest=settings.largest_balance)


def _funded(settings: Settings, bonus: int, store_id: UUID) -> tuple[tuple[str, int], ...]:
    percent = settings.bonus_hq_percent
    funders = [Funder(HEAD_OFFICE, percent), Funder(str(store_id), 100 - percent)]
    return tuple(part for part in mix.funded_by(bonus, funders) if part[1])


def _move(unit: Unit, lots: Sequence[Lot], takes: Sequence[Take]) -> list[Lot]:
    by_id = {take.lot_id: take for take in takes}
    moved = []
    for lot in lots:
        if lot.id in by_id:
            lot = mix.after_take(lot, by_id[lot.id])
            unit.change(
                ValueLotRow,
                {"id": lot.id},
                {
                    "principal": lot.principal,
                    "bonus": lot.bonus,
                    "funded": [list(part) for part in lot.funded],
                },
            )
        moved.append(lot)
    return moved


def _journal(
    unit: Unit,
    value_id: UUID,
    kind: str,
    member_id: UUID,
    store_id: UUID,
    today: date,
    takes: Sequence[Take],
    **more: Any,
) -> Answer:
    journal = {
        "id": value_id,
        "kind": kind,
        "member_id": member_id,
        "store_id": store_id,
        "business_date": today,
        "principal": sum(take.principal for take in takes),
        "bonus": sum(take.bonus for take in takes),
        "takes": store.plain_takes(takes),
        "original_id": None,
        "order_id": None,
        "at": clock.now(),
        "by": unit.actor.staff_id,
        **more,
    }
    unit.add(ValueJournalRow, [journal])
    return journal


def _post(unit: Unit, journal: Answer, entries: Sequence[Posting]) -> None:
    """In one statement: the database refuses a journal that does not balance in every book."""
    unit.add(
        ValueEntryRow,
        [
            {
                "id": new_id(),
                "journal_id": journal["id"],
                "business_date": journal["business_date"],
                "entity": entry.entity,
                "account": entry.account,
                "other": entry.other,
                "amount": entry.amount,
            }
            for entry in entries
        ],
    )


def _answer(journal: Answer, lots: Sequence[Lot], today: date) -> Answer:
    principal, bonus = mix.balance(lots, today)
    return {
        "value_id": journal["id"],
        **{name: journal[name] for name in _SHOWN},
        "balance": {"principal": principal, "bonus": bonus},
    }


def _again(
    row: Any, kind: str, member_id: UUID, amount: int | None, lots: Sequence[Lot], today: date
) -> Answer:
    """What was done under this id before; refuses (409) when it was something else."""
    paid = row.principal if kind == "recharge" else row.principal + row.bonus
    if row.kind != kind or row.member_id != member_id or (amount is not None and paid != amount):
        raise AlreadyUsed
    journal = {name: getattr(row, name) for name in ("id", *_SHOWN)}
    return _answer(journal, lots, today)
