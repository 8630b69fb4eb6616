"""What each check of an order amounts to. Whatever the split, the checks add up to the order.

Net of a line: its total less what was voided and comped, by floor(D*r/n), and less what the order's deal takes off it. Service
charge and taxes are computed once for the whole order, per tax group, after that; checks get their parts by largest remainder. A paid check keeps its figures,
the open ones share the rest, and nobody's figures change because another check is paid. Rounding off is per check.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.money import largest_remainder, percent_of, round_off, tax_within
from pos.rules.line_nets import net_leaves, offs_of
from pos.rules.sharing import share_around, share_grid
from pos.values.orders import Book, Check, Line

Group = tuple[str, str, bool]
Bills = dict[UUID, "CheckBill"]


@dataclass(slots=True)
class CheckBill:
    """A check's figures in minor units; ``parts``: what of each line's net stands on it; ``leaves``: the same per priced line."""

    check_id: UUID
    parts: dict[UUID, int]
    leaves: dict[UUID, int]
    net: int
    service_charge: int
    taxes: dict[Group, int]
    bases: dict[Group, int]
    rounding: int
    total: int
    cash_total: int
    charged: dict[UUID, int] = field(default_factory=dict)

    @property
    def tax_added(self) -> int:
        """Tax that comes on top of the prices."""
        return sum(amount for (_, _, inclusive), amount in self.taxes.items() if not inclusive)


@dataclass(slots=True)
class Bill:
    """The bill of an order: each line's net, what was taken off the priced lines, and its checks."""

    nets: dict[UUID, int]
    leaf_nets: dict[UUID, int]
    offs: dict[UUID, int]
    checks: dict[UUID, CheckBill]


def weights_of(book: Book, line_id: UUID) -> dict[UUID, int]:
    """Each check's weight of a line; a line without parts is wholly on one check."""
    weights = {p.check_id: p.weight for p in book.parts.values() if p.line_id == line_id}
    return weights or {_home_of(book, line_id): 1}


def all_weights(book: Book) -> dict[UUID, dict[UUID, int]]:
    """The same for every line at once."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for part in book.parts.values():
        found[part.line_id][part.check_id] = part.weight
    return {line.id: found.get(line.id) or {_home_of(book, line.id): 1} for line in book.top_lines()}


def _home_of(book: Book, line_id: UUID) -> UUID:
    """Where a line without parts stands: on the paid check that bore it, else on the first check."""
    for check in book.checks.values():
        if check.frozen and str(line_id) in check.frozen["parts"]:
            return check.id
    return first_check(book)


def first_check(book: Book) -> UUID:
    """Where new lines go: the open check with the lowest number, else the lowest of all."""
    checks = book.open_checks() or sorted(book.checks.values(), key=lambda c: (c.number, c.id))
    return checks[0].id


def paid_on(book: Book, check_id: UUID) -> int:
    """What was taken on a check so far, without tips; refunds of what was sold do not count."""
    return sum(
        p.amount
        for p in book.payments.values()
        if p.check_id == check_id and (p.refund_id is None or not book.refunds[p.refund_id].is_of_sale)
    )


def bill_of(book: Book) -> Bill:
    """The bill of an order as it stands."""
    nets: dict[UUID, int] = {}
    leaf_nets: dict[UUID, int] = {}
    offs: dict[UUID, int] = {}
    groups: dict[UUID, Group] = {}
    leaves_of: dict[UUID, list[UUID]] = {}
    for line in book.top_lines():
        components = book.components(line.id) if line.kind == "set_meal" else []
        own = net_leaves(line, components)
        if book.order.deal:
            for leaf_id, off in offs_of(book.order.deal, line, own).items():
                offs[leaf_id] = off
                own[leaf_id] -= off
        leaf_nets.update(own)
        leaves_of[line.id] = list(own)
        nets[line.id] = sum(own.values())
        groups.update((x.id, group_of(x)) for x in (line, *components))
    checks = sorted((c for c in book.checks.values() if c.state != "merged"), key=lambda c: (c.number, c.id))
    bills = {check.id: _frozen(check) if check.frozen else _blank(check) for check in checks}
    paid = {check.id: bills[check.id] for check in checks if check.frozen}
    if len(paid) < len(bills):
        weights = all_weights(book)
        for line_id, leaf_ids in leaves_of.items():
            leaves = {leaf_id: leaf_nets[leaf_id] for leaf_id in leaf_ids}
            _share_line(line_id, nets[line_id], leaves, weights[line_id], bills, paid)
        _share_charges(book, leaf_nets, groups, bills, paid)
        for check_id, bill in bills.items():
            if check_id not in paid:
                _close(bill, groups, book.order.terms, paid_on(book, check_id))
    return Bill(nets, leaf_nets, offs, bills)


def group_of(line: Line) -> Group:
    """The tax group of a line: name, rate, whether the price contains it."""
    name = (line.tax_name or {}).get("en") or next(iter((line.tax_name or {}).values()), "")
    return name, format(line.tax_rate.normalize(), "f"), line.tax_inclusive


def _blank(check: Check) -> CheckBill:
    return CheckBill(check.id, {}, {}, 0, 0, {}, {}, 0, 0, 0)


def _share_line(
    line_id: UUID, net: int, leaves: dict[UUID, int], weights: dict[UUID, int], bills: Bills, paid: Bills
) -> None:
    """Put each check's part of a line on it, and within the part what each priced line of it bears."""
    sharers = {check_id: weights[check_id] for check_id in bills if check_id in weights}
    fixed = {check_id: bill.parts[line_id] for check_id, bill in paid.items() if line_id in bill.parts}
    parts = share_around(net, sharers, fixed) if len(sharers) > 1 or fixed else dict.fromkeys(sharers, net)
    for check_id, amount in parts.items():
        bills[check_id].parts[line_id] = amount
        bills[check_id].net += amount
    if len(leaves) == 1:
        for check_id, amount in parts.items():
            bills[check_id].leaves[line_id] = amount
        return
    rows = {check_id: bill.parts[line_id] for check_id, bill in bills.items() if line_id in bill.parts}
    kept = {check_id: [paid[check_id].leaves.get(x, 0) for x in leaves] for check_id in fixed}
    for check_id, amounts in share_grid(rows, list(leaves.values()), kept).items():
        bills[check_id].leaves.update(zip(leaves, amounts, strict=True))


def _share_charges(
    book: Book, leaf_nets: dict[UUID, int], groups: dict[UUID, Group], bills: Bills, paid: Bills
) -> None:
    """Service charge and taxes: worked out once for the whole order, and shared by what each check bears of them."""
    terms = book.order.terms
    service = 0
    bases = dict(leaf_nets)
    if terms.get("service_charge_bp") and book.order.channel in terms.get("service_charge_channels", ()):
        service = percent_of(sum(leaf_nets.values()), Decimal(terms["service_charge_bp"]) / 100)
        _add(bases, leaf_nets, largest_remainder(service, list(leaf_nets.values())))
    fixed = {check_id: bill.service_charge for check_id, bill in paid.items()}
    nets = {check_id: bill.net for check_id, bill in bills.items()}
    for check_id, amount in share_around(service, nets, fixed).items():
        bills[check_id].service_charge = amount
    group_bases: dict[Group, int] = defaultdict(int)
    for leaf_id, base in bases.items():
        group_bases[groups[leaf_id]] += base
    for group, base in group_bases.items():
        if Decimal(group[1]):
            _share_tax(group, base, groups, bills, paid)


def _share_tax(group: Group, base: int, groups: dict[UUID, Group], bills: Bills, paid: Bills) -> None:
    _, rate, inclusive = group
    tax = tax_within(base, Decimal(rate)) if inclusive else percent_of(base, Decimal(rate))
    weights = {
        check_id: sum(amount for leaf, amount in bill.leaves.items() if groups.get(leaf) == group)
        for check_id, bill in bills.items()
    }
    taxes = share_around(tax, weights, {k: bill.taxes.get(group, 0) for k, bill in paid.items()})
    parts = share_around(base, weights, {k: bill.bases.get(group, 0) for k, bill in paid.items()})
    for check_id, amount in taxes.items():
        if weights[check_id]:
            bills[check_id].taxes[group] = amount
            bills[check_id].bases[group] = parts[check_id]


def _close(check_bill: CheckBill, groups: dict[UUID, Group], terms: dict[str, Any], paid: int) -> None:
    exact = check_bill.net + check_bill.service_charge + check_bill.tax_added
    rule = terms.get("rounding", {})
    unit, mode = rule.get("unit", 1), rule.get("mode", "none")
    for_all = rule.get("scope", "all") == "all"
    check_bill.total = round_off(exact, unit, mode) if for_all else exact
    check_bill.rounding = check_bill.total - exact
    # Rounding for cash alone is of what is left to pay in cash, whatever was paid by other means.
    check_bill.cash_total = check_bill.total if for_all else paid + round_off(exact - paid, unit, mode)
    check_bill.charged = charged_of(check_bill, groups)


def charged_of(check_bill: CheckBill, groups: dict[UUID, Group]) -> dict[UUID, int]:
    """What the guest is charged for each priced line: net, service charge, added tax and rounding; adds up to the total."""
    leaf_ids = list(check_bill.leaves)
    charged = dict(check_bill.leaves)
    nets = [check_bill.leaves[x] for x in leaf_ids]
    _add(charged, leaf_ids, largest_remainder(check_bill.service_charge, nets) if leaf_ids else [])
    for group, amount in check_bill.taxes.items():
        if not group[2] and amount:
            members = [x for x in leaf_ids if groups[x] == group]
            _add(charged, members, largest_remainder(amount, [check_bill.leaves[x] for x in members]))
    off = check_bill.total - sum(charged.values())
    if off and leaf_ids:
        _add(charged, leaf_ids, largest_remainder(off, [charged[x] for x in leaf_ids]))
    return charged


def _add(into: dict[UUID, int], keys: Iterable[UUID], amounts: Iterable[int]) -> None:
    for key, amount in zip(keys, amounts, strict=True):
        into[key] += amount


def freeze(check_bill: CheckBill) -> dict[str, Any]:
    """A check's figures as they are kept once it is paid."""
    return {
        "net": check_bill.net,
        "service_charge": check_bill.service_charge,
        "taxes": [
            {
                "name": g[0],
                "rate": g[1],
                "inclusive": g[2],
                "amount": amount,
                "base": check_bill.bases.get(g, 0),
            }
            for g, amount in check_bill.taxes.items()
        ],
        "rounding": check_bill.rounding,
        "total": check_bill.total,
        "parts": {str(k): v for k, v in check_bill.parts.items()},
        "leaves": {str(k): v for k, v in check_bill.leaves.items()},
        "charged": {str(k): v for k, v in check_bill.charged.items()},
    }


def _frozen(check: Check) -> CheckBill:
    kept = check.frozen or {}
    taxes = {(t["name"], t["rate"], t["inclusive"]): t for t in kept["taxes"]}
    return CheckBill(
        check_id=check.id,
        parts={UUID(k): v for k, v in kept["parts"].items()},
        leaves={UUID(k): v for k, v in kept["leaves"].items()},
        net=kept["net"],
        service_charge=kept["service_charge"],
        taxes={group: t["amount"] for group, t in taxes.items()},
        bases={group: t["base"] for group, t in taxes.items()},
        rounding=kept["rounding"],
        total=kept["total"],
        cash_total=kept["total"],
        charged={UUID(k): v for k, v in kept["charged"].items()},
    )


def settle_in_cash(check_bill: CheckBill, groups: dict[UUID, Group]) -> None:
    """Round a check off because its last payment is in cash; its total becomes the rounded one."""
    check_bill.rounding += check_bill.cash_total - check_bill.total
    check_bill.total = check_bill.cash_total
    check_bill.charged = charged_of(check_bill, groups)


def share_of(weights: dict[UUID, int], check_id: UUID) -> Fraction:
    """The fraction of a line that stands on a check."""
    whole = sum(weights.values())
    return Fraction(weights.get(check_id, 0), whole) if whole else Fraction(0)
