"""What every use of stored value means in the books: head office holds the liability; each entity's postings sum to 0.

A store that is head office's own owes it nothing: within one entity there is no ``due``.
"""

from collections.abc import Iterable, Mapping, Sequence

from membership.values.promotions import HEAD_OFFICE
from membership.values.stored_value import (
    BONUS,
    BONUS_DEFERRED,
    CASH,
    COMPENSATION,
    DUE,
    EXPIRED,
    PRINCIPAL,
    PROMOTION_COST,
    REVENUE,
    Books,
    Posting,
    Settlement,
    Take,
)

EACH_ITS_OWN = Books()


def recharge(store: str, principal: int, bonus: int, books: Books = EACH_ITS_OWN) -> list[Posting]:
    """A store takes the money for head office, which owes the member principal and bonus."""
    return _standing(
        *_cash(store, principal, books),
        Posting(HEAD_OFFICE, PRINCIPAL, -principal, None, store),
        Posting(HEAD_OFFICE, BONUS_DEFERRED, bonus, None, store),
        Posting(HEAD_OFFICE, BONUS, -bonus, None, store),
    )


def spend(store: str, takes: Iterable[Take], books: Books = EACH_ITS_OWN) -> list[Posting]:
    """A store earns; head office owes it, and charges the bonus to those who fund it, now that it is spent."""
    takes = list(takes)
    principal = sum(take.principal for take in takes)
    bonus = sum(take.bonus for take in takes)
    entity = books.of(store)
    found = [
        *_owed(store, entity, -principal - bonus),
        Posting(entity, REVENUE, -principal - bonus, None, store),
        Posting(HEAD_OFFICE, PRINCIPAL, principal, None, store),
        Posting(HEAD_OFFICE, BONUS, bonus, None, store),
        Posting(HEAD_OFFICE, BONUS_DEFERRED, -bonus, None, store),
    ]
    for who, part in _borne(takes).items():
        found += _borne_by(who, store, part, books)
    return _standing(*found)


def refund(store: str, takes: Iterable[Take], books: Books = EACH_ITS_OWN) -> list[Posting]:
    """A spend exactly reversed."""
    return reversed_(spend(store, takes, books))


def withdrawal(store: str, principal: int, bonus: int, books: Books = EACH_ITS_OWN) -> list[Posting]:
    """A store pays the principal back for head office; the bonus is void."""
    return reversed_(recharge(store, principal, bonus, books))


def expiry(principal: int, bonus: int) -> list[Posting]:
    """A bonus nobody spent costs nobody; principal, where the law lets it expire, becomes head office's income."""
    return _standing(
        Posting(HEAD_OFFICE, BONUS, bonus),
        Posting(HEAD_OFFICE, BONUS_DEFERRED, -bonus),
        Posting(HEAD_OFFICE, PRINCIPAL, principal),
        Posting(HEAD_OFFICE, EXPIRED, -principal),
    )


def funding(store: str, parts: Iterable[tuple[str, int]], books: Books = EACH_ITS_OWN) -> list[Posting]:
    """What others bear of a discount that a store gave: they have the cost, the store is paid for it. Its own part is no entry."""
    entity = books.of(store)
    found: list[Posting] = []
    for who, part in parts:
        if who != store:
            found += _borne_by(who, store, part, books)
            found += [*_owed(store, entity, -part), Posting(entity, COMPENSATION, -part, None, store)]
    return _standing(*found)


def reversed_(postings: Iterable[Posting]) -> list[Posting]:
    """Each entry the other way round."""
    return [Posting(x.entity, x.account, -x.amount, x.other, x.store) for x in postings]


def settlement(postings: Iterable[Posting]) -> Settlement:
    """What each store has to pay head office, or gets, and what head office bears: with it, the sum is 0.

    Only what was taken in and has been spent or paid out counts to the last cent: a liability that still stands is
    head office's to hold, and part of what it bears.
    """
    stores: dict[str, int] = {}
    for entry in postings:
        if entry.entity == HEAD_OFFICE and entry.account == DUE and entry.store is not None:
            stores[entry.store] = stores.get(entry.store, 0) + entry.amount
    return Settlement(stores, -sum(stores.values()))


def net_of_entities(dues: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """What each entity pays head office or gets, from what each of its stores, (store, entity), does: one sum for all."""
    found: dict[str, int] = {}
    for (_store, entity), amount in dues.items():
        found[entity] = found.get(entity, 0) + amount
    return found


def _cash(store: str, amount: int, books: Books) -> list[Posting]:
    """Money that comes in, or goes out, for head office: to its account, or to the store's till, which then owes it."""
    if books.is_central:
        return [Posting(HEAD_OFFICE, CASH, amount, None, store)]
    entity = books.of(store)
    return [Posting(entity, CASH, amount, None, store), *_owed(store, entity, amount)]


def _owed(store: str, entity: str, amount: int) -> list[Posting]:
    """An entity owes head office so much more for a store; negative: so much less."""
    if entity == HEAD_OFFICE:
        return []
    return [
        Posting(entity, DUE, -amount, HEAD_OFFICE, store),
        Posting(HEAD_OFFICE, DUE, amount, entity, store),
    ]


def _borne_by(who: str, store: str, part: int, books: Books) -> list[Posting]:
    """The cost of a promotion to whoever funds it; a store pays head office, which paid."""
    if who == HEAD_OFFICE:
        return [Posting(HEAD_OFFICE, PROMOTION_COST, part, None, store)]
    entity = books.of(who)
    return [Posting(entity, PROMOTION_COST, part, None, who), *_owed(who, entity, part)]


def _borne(takes: Sequence[Take]) -> dict[str, int]:
    found: dict[str, int] = {}
    for take in takes:
        for who, part in take.funded:
            found[who] = found.get(who, 0) + part
    return found


def _standing(*postings: Posting) -> list[Posting]:
    """Those that say something."""
    return [entry for entry in postings if entry.amount]
