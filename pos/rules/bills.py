"""What each check of an order amounts to. Whatever the split, the checks add up to the order.

Net of a line: its total less what was voided and comped, by floor(D*r/n). Service charge and taxes are computed once for
the whole order, per tax group, after comps; checks get their parts by largest remainder. A paid check keeps its figures,
and the open ones share the rest, so that the sums hold whatever was paid first. Rounding off is per check.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from pos.rules.money import largest_remainder, percent_of, round_off, taken_after, tax_within
from pos.values.orders import Book, Check, Line

Group = tuple[str, str, bool]


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
    """The bill of an order: each line's net, and its checks."""

    nets: dict[UUID, int]
    leaf_nets: dict[UUID, int]
    checks: dict[UUID, CheckBill]


def net_leaves(line: Line, components: list[Line]) -> dict[UUID, int]:
    """What the guest owes for a line after voids and comps, per line that bears a price (a set's components each)."""
    taken = line.voided + line.comped
    nets = {x.id: x.line_total - taken_after(x.line_total, taken, line.quantity) for x in (line, *components)}
    if components:
        left = line.share - taken_after(line.share, taken, line.quantity)
        for part, share in zip(
            components, largest_remainder(left, [c.share for c in components]), strict=True
        ):
            nets[part.id] += share
    return nets


def gross_of(line: Line, components: list[Line]) -> int:
    """A line's list total with everything that belongs to it, before voids and comps."""
    return line.line_total + line.share + sum(c.line_total for c in components)


def standing_gross(line: Line, components: list[Line]) -> int:
    """A line's list total without what was voided; comped units still count."""
    total = gross_of(line, components)
    return total - taken_after(total, line.voided, line.quantity)


def weights_of(book: Book, line_id: UUID) -> dict[UUID, int]:
    """Each check's weight of a line; a line without parts is wholly on the first check."""
    weights = {p.check_id: p.weight for p in book.parts.values() if p.line_id == line_id}
    return weights or {first_check(book): 1}


def first_check(book: Book) -> UUID:
    """Where new lines go: the open check with the lowest number, else the lowest of all."""
    checks = book.open_checks() or sorted(book.checks.values(), key=lambda c: (c.number, c.id))
    return checks[0].id


def bill_of(book: Book) -> Bill:
    """The bill of an order as it stands."""
    tops = book.top_lines()
    nets: dict[UUID, int] = {}
    leaf_nets: dict[UUID, int] = {}
    leaf_lines: dict[UUID, list[Line]] = {}
    for line in tops:
        components = book.components(line.id) if line.kind == "set_meal" else []
        leaves = net_leaves(line, components)
        leaf_nets.update(leaves)
        nets[line.id] = sum(leaves.values())
        leaf_lines[line.id] = [line, *components]
    checks = sorted((c for c in book.checks.values() if c.state != "merged"), key=lambda c: (c.number, c.id))
    bills = {check.id: _frozen(check) if check.frozen else _blank(check) for check in checks}
    open_bills = [bills[c.id] for c in checks if not c.frozen]
    if open_bills:
        _share_lines(book, tops, nets, leaf_nets, leaf_lines, bills, open_bills)
        groups = {x.id: group_of(x) for lines in leaf_lines.values() for x in lines}
        _share_charges(book, leaf_nets, groups, bills, open_bills)
    return Bill(nets, leaf_nets, bills)


def group_of(line: Line) -> Group:
    """The tax group of a line: name, rate, whether the price contains it."""
    name = (line.tax_name or {}).get("en") or next(iter((line.tax_name or {}).values()), "")
    return name, format(line.tax_rate.normalize(), "f"), line.tax_inclusive


def _blank(check: Check) -> CheckBill:
    return CheckBill(check.id, {}, {}, 0, 0, {}, {}, 0, 0, 0)


def _share_lines(
    book: Book,
    tops: list[Line],
    nets: dict[UUID, int],
    leaf_nets: dict[UUID, int],
    leaf_lines: dict[UUID, list[Line]],
    bills: dict[UUID, CheckBill],
    open_bills: list[CheckBill],
) -> None:
    weights: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for part in book.parts.values():
        weights[part.line_id][part.check_id] = part.weight
    home = open_bills[0].check_id
    for line in tops:
        fixed = sum(b.parts.get(line.id, 0) for b in bills.values())
        mine = weights.get(line.id)
        if mine is None:
            mine = {} if any(line.id in b.parts for b in bills.values()) else {home: 1}
        sharers = [b for b in open_bills if mine.get(b.check_id)]
        if not sharers:
            continue
        amounts = largest_remainder(max(nets[line.id] - fixed, 0), [mine[b.check_id] for b in sharers])
        for sharer, amount in zip(sharers, amounts, strict=True):
            sharer.parts[line.id] = amount
            sharer.net += amount
            leaves = leaf_lines[line.id]
            if len(leaves) == 1:
                sharer.leaves[line.id] = amount
                continue
            for leaf, part_amount in zip(
                leaves, largest_remainder(amount, [leaf_nets[x.id] for x in leaves]), strict=True
            ):
                sharer.leaves[leaf.id] = part_amount


def _share_charges(
    book: Book,
    leaf_nets: dict[UUID, int],
    groups: dict[UUID, Group],
    bills: dict[UUID, CheckBill],
    open_bills: list[CheckBill],
) -> None:
    terms = book.order.terms
    service = 0
    if book.order.channel in terms.get("service_charge_channels", ()):
        service = percent_of(sum(leaf_nets.values()), Decimal(terms.get("service_charge_bp", 0)) / 100)
    leaf_ids = list(leaf_nets)
    bases = dict(leaf_nets)
    if service:
        for leaf_id, part in zip(
            leaf_ids, largest_remainder(service, [leaf_nets[x] for x in leaf_ids]), strict=True
        ):
            bases[leaf_id] += part
    _spread(
        service - sum(b.service_charge for b in bills.values() if b not in open_bills),
        open_bills,
        [b.net for b in open_bills],
        lambda b, amount: setattr(b, "service_charge", amount),
    )
    group_bases: dict[Group, int] = defaultdict(int)
    for leaf_id, base in bases.items():
        group_bases[groups[leaf_id]] += base
    for group, base in group_bases.items():
        _share_tax(group, base, groups, bills, open_bills)
    for check_bill in open_bills:
        _close(check_bill, groups, terms)


def _share_tax(
    group: Group,
    base: int,
    groups: dict[UUID, Group],
    bills: dict[UUID, CheckBill],
    open_bills: list[CheckBill],
) -> None:
    _, rate, inclusive = group
    if Decimal(rate) == 0:
        return
    tax = tax_within(base, Decimal(rate)) if inclusive else percent_of(base, Decimal(rate))
    fixed = sum(b.taxes.get(group, 0) for b in bills.values() if b not in open_bills)
    weights = [sum(amount for leaf, amount in b.leaves.items() if groups[leaf] == group) for b in open_bills]
    base_left = base - sum(b.bases.get(group, 0) for b in bills.values() if b not in open_bills)
    _spread(tax - fixed, open_bills, weights, lambda b, amount: b.taxes.__setitem__(group, amount))
    _spread(base_left, open_bills, weights, lambda b, amount: b.bases.__setitem__(group, amount))


def _spread(amount: int, bills: list[CheckBill], weights: list[int], give: Any) -> None:
    if len(bills) == 1:
        give(bills[0], max(amount, 0))
        return
    for check_bill, part in zip(bills, largest_remainder(max(amount, 0), weights), strict=True):
        give(check_bill, part)


def _close(check_bill: CheckBill, groups: dict[UUID, Group], terms: dict[str, Any]) -> None:
    exact = check_bill.net + check_bill.service_charge + check_bill.tax_added
    rule = terms.get("rounding", {})
    rounded = round_off(exact, rule.get("unit", 1), rule.get("mode", "none"))
    for_all = rule.get("scope", "all") == "all"
    check_bill.total = rounded if for_all else exact
    check_bill.rounding = check_bill.total - exact
    check_bill.cash_total = rounded
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
