"""Stored value: recharge, spend, refund, withdraw. Each use has an id of the asker's making: asked again, it is answered
with what it did, and done once."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.errors import Unprocessable
from core.ids import new_id
from core.proofs import Proof
from core.uow import Read, Unit
from membership import ports
from membership.errors import (
    AlreadyUsed,
    BelongsToOrder,
    JournalNotFound,
    MemberErased,
    MemberThere,
    NotEnoughValue,
    OverLimit,
    StoreArchived,
)
from membership.models.stored_value import ValueLotRow
from membership.rules.stored_value import mix, postings
from membership.services import value_proof, value_quotas
from membership.services.brand_days import day_here
from membership.services.value_journals import (
    SHOWN,
    Answer,
    again,
    answer_of,
    moved,
    reads_of,
    standing_from,
    standing_of,
    today_at,
    write_journal,
)
from membership.store import members as member_store
from membership.store import stored_value as store
from membership.store import value_guards as guards
from membership.values.promotions import HEAD_OFFICE, Funder
from membership.values.settings import Settings, bonus_of
from membership.values.stored_value import Books, Lot, Take

MOST_EXPIRED = 500


def recharge(
    unit: Unit, store_id: UUID, value_id: UUID, member_id: UUID, amount: int, tender: str = "card"
) -> Answer:
    """Sell stored value for ``amount`` paid at the till; the plan reached brings its bonus. The id is the new lot's. Refuses (409)
    at a store that was archived.

    Cash goes into the till's drawer, and what is there the store owes, whoever collects the rest.
    """
    unit.actor.demand("value.recharge", store_id)
    found = standing_of(unit, store_id, value_id, member_id, is_held=True)
    if found.done:
        return again(found, "recharge", store_id, amount, tender=tender)
    found.must_be_member()
    _refuse_archived(unit, store_id)
    settings = found.settings
    bonus = bonus_of(settings, amount)
    _check_limits(settings, amount, amount + bonus + found.balance)
    expires_on = None if settings.value_days is None else found.today + timedelta(days=settings.value_days)
    lot = Lot(value_id, amount, bonus, expires_on, _funded(settings, bonus, store_id))
    unit.add(
        ValueLotRow,
        [
            {
                "id": value_id,
                "member_id": found.member_id,
                "store_id": store_id,
                "principal": amount,
                "bonus": bonus,
                "funded": [list(part) for part in lot.funded],
                "expires_on": expires_on,
                "made_at": clock.now(),
            }
        ],
    )
    takes = [Take(value_id, amount, bonus, lot.funded)]
    is_in_drawer = tender == "cash" and ports.drawers.note(unit, "paid_in", amount, "stored value")
    entries = postings.recharge(str(store_id), amount, bonus, found.books.of_money(is_in_drawer=is_in_drawer))
    journal = write_journal(
        unit, value_id, "recharge", found.member_id, store_id, found.today, takes, entries, tender=tender
    )
    return answer_of(journal, [*found.lots, lot], found.today)


def _refuse_archived(unit: Unit, store_id: UUID) -> None:
    """Nothing is sold at a store that was archived."""
    if ports.stores.settings(unit, store_id).is_archived:
        raise StoreArchived


def reads_ahead(tenant_id: UUID, store_id: UUID, value_id: UUID, member_id: UUID) -> list[Read]:
    """What ``spend`` is going to read, to be sent along with the question who is asking."""
    return reads_of(tenant_id, store_id, value_id, member_id)


def spend(
    unit: Unit,
    store_id: UUID,
    value_id: UUID,
    member_id: UUID,
    amount: int,
    order_id: UUID | None = None,
    proof: Proof | None = None,
    quota_id: UUID | None = None,
    *,
    pays_order: bool = False,
) -> Answer:
    """Pay with stored value. Refuses (409) when the balance is less or the store was archived, and (403) without the proof that the brand wants, and
    (404) for who is no member any more.

    With ``quota_id``, what a till took while it was offline, out of what was kept back for it, and as it could be spent then. ``pays_order``: the order is paid
    with it, so what was spent for the order under this id before is refused (409) if any of it was given back since.
    """
    unit.actor.demand("value.spend", store_id)
    found = standing_of(unit, store_id, value_id, member_id)
    if found.done:
        if pays_order and _returns_held(unit, value_id):
            raise AlreadyUsed
        return again(found, "spend", store_id, amount, order_id)
    found.must_be_member()
    terminal_id = unit.actor.terminal_id
    quota = value_quotas.kept_for(found, quota_id, store_id, terminal_id, amount) if quota_id else None
    if quota is None:
        _refuse_archived(unit, store_id)
        before = value_proof.unproved(unit, found, store_id, order_id)
        value_proof.demand(unit, found, before + amount, proof)
    day = value_quotas.day_of(unit, quota) if quota else found.today
    kept_back = found.kept_back(clock.now(), quota.id if quota else None)
    free = found.balance_on(day) - kept_back
    takes = mix.spend(found.lots, amount, day, found.settings.value_mix) if amount <= free else None
    if takes is None:
        told = "Tills keep part of the balance back for offline use." if kept_back else "The balance is less."
        raise NotEnoughValue(told, balance=found.balance, free=free)
    if quota:
        guards.use_quota(unit, quota.id, amount)
    lots, changed = moved(found.lots, takes)
    entries = postings.spend(str(store_id), takes, found.books)
    journal = write_journal(
        unit,
        value_id,
        "spend",
        found.member_id,
        store_id,
        found.today,
        takes,
        entries,
        changed,
        order_id=order_id,
    )
    return answer_of(journal, lots, found.today)


def refund(unit: Unit, store_id: UUID, value_id: UUID, original_id: UUID, amount: int) -> Answer:
    """Give back of a spend, in its own mix and funding, at the store where it was spent. Refuses (409) what paid an order: that
    is refunded, and this comes back with it."""
    unit.actor.demand("value.refund", store_id)
    # A till that is paying an order with it goes first.
    held = _original_held(unit, store_id, value_id, original_id)
    if ports.orders.is_payment(unit, original_id):
        raise BelongsToOrder
    return _give_back(unit, store_id, value_id, original_id, amount, held)


def give_back(unit: Unit, store_id: UUID, value_id: UUID, original_id: UUID, amount: int) -> Answer:
    """The same for a room that has asked who may, such as the till for a refund that a manager approved.

    Raises MemberErased: then it is given back in another way (``demand_erased``).
    """
    held = _original_held(unit, store_id, value_id, original_id)
    return _give_back(unit, store_id, value_id, original_id, amount, held)


def _original_held(unit: Unit, store_id: UUID, value_id: UUID, original_id: UUID) -> Sequence[list[Any]]:
    """What is to be known of a spend to give back of it, with all lots of whoever has them now, locked."""
    reads = (
        store.lots_of_journal(unit, original_id),
        store.journal_read(unit.tenant_id, value_id),
        store.standing_of_journal(unit, store_id, original_id),
        store.journal_read(unit.tenant_id, original_id),
        store.returns_of(unit, original_id),
        store.books_of_journal(unit, original_id),
    )
    rows = unit.fetch(*reads)
    used = {take.lot_id for original in rows[3] for take in store.takes_of(original)}
    if used <= {row.id for row in rows[0]}:
        return rows
    return unit.fetch(*reads)  # the lots have moved while they were waited for: the member was merged


def _give_back(
    unit: Unit, store_id: UUID, value_id: UUID, original_id: UUID, amount: int, rows: Sequence[list[Any]]
) -> Answer:
    today = today_at(unit, store_id)
    original = store.only(rows[3])
    found = standing_from(today, *rows[:3])
    if found.done:
        return again(found, "refund", store_id, amount, original_id=original_id)
    if original.kind != "spend" or original.store_id != store_id:
        raise JournalNotFound("No such payment was made here.")
    if found.guard.erased_at is not None:
        raise MemberErased("Give it back in cash or on a card.")
    returned = [take for row in rows[4] for take in store.takes_of(row)]
    takes = mix.give_back(store.takes_of(original), returned, amount)
    if takes is None:
        raise NotEnoughValue("Less is left to give back.", code="refund_exceeds_spend")
    lots, changed = moved(found.lots, [mix.reverse(take) for take in takes])
    # Whoever had the money gives it back, though the store may be another's by now.
    books = Books({str(row.store_id): row.entity for row in rows[5]})
    entries = postings.refund(str(store_id), takes, books)
    journal = write_journal(
        unit,
        value_id,
        "refund",
        found.member_id,
        store_id,
        today,
        takes,
        entries,
        changed,
        original_id=original_id,
    )
    return answer_of(journal, lots, today)


def demand_erased(unit: Unit, store_id: UUID, original_id: UUID) -> None:
    """Refuse (409) unless who paid was erased meanwhile: only then is stored value given back in another way."""
    (rows,) = unit.fetch(store.standing_of_journal(unit, store_id, original_id))
    if store.only(rows).erased_at is None:
        raise MemberThere


def withdraw(unit: Unit, store_id: UUID, value_id: UUID, member_id: UUID) -> Answer:
    """Pay a member's whole principal back in cash; the bonus is void. Refuses (409) while a till keeps part of it back."""
    unit.actor.demand("value.withdraw", store_id)
    found = standing_of(unit, store_id, value_id, member_id)
    if found.done:
        return again(found, "withdrawal", store_id, None)
    if found.kept_back(clock.now()):
        raise NotEnoughValue("A till keeps part of it back for offline use.", code="value_kept_back")
    takes = [mix.take_of(lot, lot.principal, lot.bonus) for lot in found.lots]
    principal, bonus = sum(take.principal for take in takes), sum(take.bonus for take in takes)
    if not principal:
        raise NotEnoughValue("There is no principal to pay back.")
    lots, changed = moved(found.lots, takes)
    is_from_drawer = ports.drawers.note(unit, "paid_out", principal, "stored value")
    books = found.books.of_money(is_in_drawer=is_from_drawer)
    entries = postings.withdrawal(str(store_id), principal, bonus, books)
    journal = write_journal(
        unit, value_id, "withdrawal", found.member_id, store_id, found.today, takes, entries, changed
    )
    unit.audit(
        "value.withdraw", "member", found.member_id, {"principal": principal, "bonus": bonus}, store_id
    )
    return answer_of(journal, lots, found.today)


def statement(unit: Unit, member_id: UUID) -> Answer:
    """A member's balance and its last 200 uses."""
    unit.actor.demand_somewhere("member.view")
    return statement_of(unit, member_id, 200)


def statement_of(unit: Unit, member_id: UUID, limit: int) -> Answer:
    """The same for whoever may see it."""
    member_id = member_store.get_member(unit, member_id).id
    lots, journals, standing = unit.fetch(
        store.left_seen(unit, member_id),
        store.journals_read(unit, member_id, limit),
        store.standing_seen(unit, member_id),
    )
    found = standing_from(day_here(unit), lots, [], standing)
    principal, bonus = mix.balance(found.lots, found.today)
    return {
        "balance": {"principal": principal, "bonus": bonus},
        "uses": [{"value_id": row.id, **{name: getattr(row, name) for name in SHOWN}} for row in journals],
    }


def settle(unit: Unit, first: date, last: date) -> Answer:
    """Who owes whom over business dates: each store against head office, and what every book's accounts come to."""
    unit.actor.demand("value.report")
    if first > last:
        raise Unprocessable("The last day is before the first.", code="dates_reversed")
    accounts, dues = store.list_sums(unit, first, last)
    found = postings.settlement(store.entry_of(row) for row in dues)
    return {
        "first": first,
        "last": last,
        "stores": [{"store_id": UUID(who), "pays": amount} for who, amount in sorted(found.stores.items())],
        "head_office_bears": found.head_office_bears,
        "accounts": [
            {"entity": row.entity, "account": row.account, "other": row.other, "amount": row.amount}
            for row in accounts
        ],
    }


def expire(unit: Unit, today: date) -> int:
    """Void bonuses that have expired everywhere, at most some hundred a time; answers how many lots there were.

    A day late, so that the last day is over in every time zone; nobody could spend them meanwhile.
    """
    expired = store.lock_expired(unit, today - timedelta(days=1), MOST_EXPIRED)
    for member_id, lot in expired:
        take = mix.take_of(lot, 0, lot.bonus)
        _, changed = moved([lot], [take])
        entries = postings.expiry(0, lot.bonus)
        write_journal(unit, new_id(), "expiry", member_id, None, today, [take], entries, changed)
    return len(expired)


def _returns_held(unit: Unit, journal_id: UUID) -> list[Any]:
    """What was given back of a use; until the commit nobody else gives back of it, or pays with it. All lots are locked: those that
    it used up, too."""
    return unit.fetch(store.lots_of_journal(unit, journal_id), store.returns_of(unit, journal_id))[1]


def _check_limits(settings: Settings, amount: int, balance: int) -> None:
    if amount > settings.largest_recharge:
        raise OverLimit("More than one recharge may be.", largest=settings.largest_recharge)
    if balance > settings.largest_balance:
        raise OverLimit("More than a balance may be.", largest=settings.largest_balance)


def _funded(settings: Settings, bonus: int, store_id: UUID) -> tuple[tuple[str, int], ...]:
    percent = settings.bonus_hq_percent
    funders = [Funder(HEAD_OFFICE, percent), Funder(str(store_id), 100 - percent)]
    return tuple(part for part in mix.funded_by(bonus, funders) if part[1])
