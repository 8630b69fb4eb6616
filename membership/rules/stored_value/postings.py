"""What every use of stored value means in the books: head office holds the liability; each entity's postings sum to 0."""

from collections.abc import Iterable, Sequence

from membership.values.promotions import HEAD_OFFICE
from membership.values.stored_value import (
    BONUS,
    BONUS_DEFERRED,
    CASH,
    DUE,
    EXPIRED,
    PRINCIPAL,
    PROMOTION_COST,
    REVENUE,
    Posting,
    Settlement,
    Take,
)


def recharge(store: str, principal: int, bonus: int) -> list[Posting]:
    """A store takes the money for head office, which owes the member principal and bonus."""
    return _standing(
        Posting(store, CASH, principal),
        Posting(store, DUE, -principal, HEAD_OFFICE),
        Posting(HEAD_OFFICE, DUE, principal, store),
        Posting(HEAD_OFFICE, PRINCIPAL, -principal),
        Posting(HEAD_OFFICE, BONUS_DEFERRED, bonus),
        Posting(HEAD_OFFICE, BONUS, -bonus),
    )


def spend(store: str, takes: Iterable[Take]) -> list[Posting]:
    """A store earns; head office owes it, and charges the bonus to those who fund it, now that it is spent."""
    takes = list(takes)
    principal = sum(take.principal for take in takes)
    bonus = sum(take.bonus for take in takes)
    found = [
        Posting(store, DUE, principal + bonus, HEAD_OFFICE),
        Posting(store, REVENUE, -principal - bonus),
        Posting(HEAD_OFFICE, PRINCIPAL, principal),
        Posting(HEAD_OFFICE, BONUS, bonus),
        Posting(HEAD_OFFICE, DUE, -principal - bonus, store),
        Posting(HEAD_OFFICE, BONUS_DEFERRED, -bonus),
    ]
    for who, part in _borne(takes).items():
        if who == HEAD_OFFICE:
            found.append(Posting(HEAD_OFFICE, PROMOTION_COST, part))
        else:
            found += [
                Posting(HEAD_OFFICE, DUE, part, who),
                Posting(who, PROMOTION_COST, part),
                Posting(who, DUE, -part, HEAD_OFFICE),
            ]
    return _standing(*found)


def refund(store: str, takes: Iterable[Take]) -> list[Posting]:
    """A spend exactly reversed."""
    return [Posting(entry.entity, entry.account, -entry.amount, entry.other) for entry in spend(store, takes)]


def withdrawal(store: str, principal: int, bonus: int) -> list[Posting]:
    """A store pays the principal back for head office; the bonus is void."""
    return _standing(
        Posting(store, DUE, principal, HEAD_OFFICE),
        Posting(store, CASH, -principal),
        Posting(HEAD_OFFICE, PRINCIPAL, principal),
        Posting(HEAD_OFFICE, DUE, -principal, store),
        Posting(HEAD_OFFICE, BONUS, bonus),
        Posting(HEAD_OFFICE, BONUS_DEFERRED, -bonus),
    )


def expiry(principal: int, bonus: int) -> list[Posting]:
    """A bonus nobody spent costs nobody; principal, where the law lets it expire, becomes head office's income."""
    return _standing(
        Posting(HEAD_OFFICE, BONUS, bonus),
        Posting(HEAD_OFFICE, BONUS_DEFERRED, -bonus),
        Posting(HEAD_OFFICE, PRINCIPAL, principal),
        Posting(HEAD_OFFICE, EXPIRED, -principal),
    )


def unbalanced(postings: Iterable[Posting]) -> dict[str, int]:
    """The entities whose postings do not sum to 0, with what is too much."""
    sums: dict[str, int] = {}
    for entry in postings:
        sums[entry.entity] = sums.get(entry.entity, 0) + entry.amount
    return {entity: amount for entity, amount in sums.items() if amount}


def settlement(postings: Iterable[Posting]) -> Settlement:
    """What each store has to pay head office, or gets, and what head office bears: with it, the sum is 0.

    Only what was taken in and has been spent or paid out counts to the last cent: a liability that still stands is
    head office's to hold, and part of what it bears.
    """
    stores: dict[str, int] = {}
    for entry in postings:
        if entry.entity == HEAD_OFFICE and entry.account == DUE and entry.other is not None:
            stores[entry.other] = stores.get(entry.other, 0) + entry.amount
    return Settlement(stores, -sum(stores.values()))


def _borne(takes: Sequence[Take]) -> dict[str, int]:
    found: dict[str, int] = {}
    for take in takes:
        for who, part in take.funded:
            found[who] = found.get(who, 0) + part
    return found


def _standing(*postings: Posting) -> list[Posting]:
    """Those that say something."""
    return [entry for entry in postings if entry.amount]
