"""Which lots an amount is taken from, and how it falls on principal, bonus and those who fund the bonus."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.money import largest_remainder
from membership.values.promotions import Funder
from membership.values.stored_value import Funded, Lot, Take


def funded_by(bonus: int, funders: Sequence[Funder]) -> Funded:
    """A new bonus over its funders, by largest remainder."""
    parts = largest_remainder(bonus, [funder.weight for funder in funders])
    return tuple((funder.who, part) for funder, part in zip(funders, parts, strict=True))


def balance(lots: Iterable[Lot], today: date) -> tuple[int, int]:
    """Principal and bonus that can be spent: a bonus counts to the day on which it expires."""
    standing = [lot_on(lot, today) for lot in lots]
    return sum(lot.principal for lot in standing), sum(lot.bonus for lot in standing)


def lot_on(lot: Lot, today: date) -> Lot:
    """The lot without a bonus that has expired."""
    if lot.expires_on is None or today <= lot.expires_on:
        return lot
    return Lot(lot.id, lot.principal, 0, lot.expires_on)


def spend(lots: Iterable[Lot], amount: int, today: date, mix: str = "proportional") -> list[Take] | None:
    """What to take for an amount, earliest expiry first; None when the balance is less.

    ``proportional``: within a lot over principal and bonus by largest remainder; ``principal_first`` and ``bonus_first``:
    all lots' principal (bonus) before any bonus (principal).
    """
    standing = sorted((lot_on(lot, today) for lot in lots), key=in_turn)
    if amount < 0 or amount > sum(lot.total for lot in standing):
        return None
    if mix == "proportional":
        return _in_proportion(standing, amount)
    first, second = ("principal", "bonus") if mix == "principal_first" else ("bonus", "principal")
    taken = {lot.id: {first: 0, second: 0} for lot in standing}
    for kind in (first, second):
        for lot in standing:
            part = min(amount, getattr(lot, kind))
            taken[lot.id][kind] = part
            amount -= part
    return [
        take_of(lot, taken[lot.id]["principal"], taken[lot.id]["bonus"])
        for lot in standing
        if any(taken[lot.id].values())
    ]


def take_of(lot: Lot, principal: int, bonus: int) -> Take:
    """A take from a lot; its bonus falls on what its funders have left to bear, so that in the end each bore its part."""
    return Take(lot.id, principal, bonus, _over(bonus, lot.funded))


def in_turn(lot: Lot) -> tuple[date, int]:
    """Earliest expiry first, then the oldest."""
    return lot.expires_on or date.max, lot.id.int


def give_back(spent: Sequence[Take], returned: Sequence[Take], amount: int) -> list[Take] | None:
    """A refund in the original mix: over what was taken and not yet given back, by largest remainder.

    Several refunds, in any parts, give back exactly what was taken. None when less is left to give back.
    """
    rest = _rest(spent, returned)
    weights = [part for take in rest for part in (take.principal, take.bonus)]
    if amount <= 0 or amount > sum(weights):
        return None
    parts = largest_remainder(amount, weights)
    takes = [
        Take(take.lot_id, principal, bonus, _over(bonus, take.funded))
        for take, principal, bonus in zip(rest, parts[::2], parts[1::2], strict=True)
    ]
    return [take for take in takes if take.total]


def after_take(lot: Lot, take: Take) -> Lot:
    """The lot once a take was made; with a negative take, once it was given back."""
    borne = dict(take.funded)
    funded = tuple((who, left - borne.get(who, 0)) for who, left in lot.funded)
    return Lot(lot.id, lot.principal - take.principal, lot.bonus - take.bonus, lot.expires_on, funded)


def reverse(take: Take) -> Take:
    """The opposite of a take."""
    return Take(take.lot_id, -take.principal, -take.bonus, tuple((who, -part) for who, part in take.funded))


def _in_proportion(standing: Sequence[Lot], amount: int) -> list[Take]:
    takes = []
    for lot in standing:
        part = min(amount, lot.total)
        if part:
            principal, bonus = largest_remainder(part, [lot.principal, lot.bonus])
            takes.append(take_of(lot, principal, bonus))
            amount -= part
    return takes


def _over(bonus: int, funded: Funded) -> Funded:
    if not bonus:
        return ()
    parts = largest_remainder(bonus, [left for _, left in funded])
    return tuple((who, part) for (who, _), part in zip(funded, parts, strict=True) if part)


def _rest(spent: Sequence[Take], returned: Sequence[Take]) -> list[Take]:
    rest = {take.lot_id: take for take in spent}
    for back in returned:
        take = rest[back.lot_id]
        borne = dict(back.funded)
        funded = tuple((who, part - borne.get(who, 0)) for who, part in take.funded)
        rest[back.lot_id] = Take(
            take.lot_id, take.principal - back.principal, take.bonus - back.bonus, funded
        )
    return list(rest.values())
