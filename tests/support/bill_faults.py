"""What must hold of every order at every moment, said as the list of what does not."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from core.money import percent_of, tax_within
from pos.rules.bills import Bill, bill_of, group_of, paid_on
from pos.values.orders import Book


def bill_faults(book: Book) -> list[str]:
    """Empty when the money of the order is right."""
    bill = bill_of(book)
    return [
        *_lines(book, bill),
        *_checks(book, bill),
        *_charges(book, bill),
        *_payments(book, bill),
        *_refunds(book),
    ]


def _lines(book: Book, bill: Bill) -> Iterator[str]:
    for line in book.top_lines():
        leaves = [line, *book.components(line.id)]
        if sum(bill.leaf_nets[x.id] for x in leaves) != bill.nets[line.id]:
            yield f"line {line.code}: its priced parts do not come to its net"
        if sum(c.parts.get(line.id, 0) for c in bill.checks.values()) != bill.nets[line.id]:
            yield f"line {line.code}: the checks do not hold all of it"
        for leaf in leaves:
            if sum(c.leaves.get(leaf.id, 0) for c in bill.checks.values()) != bill.leaf_nets[leaf.id]:
                yield f"{leaf.code} of {line.code}: the checks do not hold all of it"
        if line.kind == "set_meal" and sum(x.share for x in leaves[1:]) != line.share:
            yield f"set {line.code}: the shares do not come to the price"
        for leaf in leaves:
            if not 0 <= leaf.voided + leaf.comped <= leaf.quantity:
                yield f"{leaf.code}: more voided and comped than there are"


def _checks(book: Book, bill: Bill) -> Iterator[str]:
    for check in bill.checks.values():
        added = check.service_charge + check.tax_added + check.rounding
        if check.net != sum(check.parts.values()) or check.net + added != check.total:
            yield f"check {check.check_id}: its figures do not come to its total"
        if sum(check.charged.values()) != check.total:
            yield f"check {check.check_id}: what the lines are charged is not the total"
        figures = [*check.parts.values(), *check.leaves.values(), *check.charged.values(), check.total]
        if min([*figures, *check.taxes.values(), *check.bases.values(), check.service_charge]) < 0:
            yield f"check {check.check_id}: something is negative"


def _charges(book: Book, bill: Bill) -> Iterator[str]:
    if any(check.state == "paid" for check in book.checks.values()):
        return  # a paid check keeps its figures, so that the order's may be a minor unit off
    terms = book.order.terms
    applies = book.order.channel in terms["service_charge_channels"]
    service = percent_of(sum(bill.nets.values()), Decimal(terms["service_charge_bp"]) / 100) if applies else 0
    if sum(check.service_charge for check in bill.checks.values()) != service:
        yield "the checks' service charges do not come to the order's"
    bases: dict[tuple[str, str, bool], int] = defaultdict(int)
    taxes: dict[tuple[str, str, bool], int] = defaultdict(int)
    for check in bill.checks.values():
        for group, amount in check.taxes.items():
            taxes[group] += amount
            bases[group] += check.bases[group]
    for (name, rate, inclusive), base in bases.items():
        right = tax_within(base, Decimal(rate)) if inclusive else percent_of(base, Decimal(rate))
        if taxes[name, rate, inclusive] != right:
            yield f"tax {name}: the checks' taxes are not the tax on their bases"
    taxed = {group_of(line) for line in book.lines.values() if line.tax_rate}
    is_taxed = [bool(line.tax_rate) for line in book.lines.values() if bill.leaf_nets.get(line.id)]
    if any(is_taxed) and all(is_taxed) and sum(bases.values()) != sum(bill.nets.values()) + service:
        yield "the tax bases do not come to what is taxed"
    if not set(bases) <= taxed:
        yield "a tax of nothing on the order"


def _payments(book: Book, bill: Bill) -> Iterator[str]:
    for check in book.checks.values():
        if check.state == "merged":
            continue
        paid, total = paid_on(book, check.id), bill.checks[check.id].total
        lost = sum(r.amount for r in book.refunds.values() if r.check_id == check.id and r.is_write_off)
        if check.state == "paid" and paid + lost != total:
            yield f"check {check.number}: paid {paid} of {total} and closed"
        if paid < 0:
            yield f"check {check.number}: more was given back than taken"
        if check.state == "open" and paid > total:
            yield f"check {check.number}: paid {paid}, more than {total}"
    if any(p.check_id not in bill.checks for p in book.payments.values()):
        yield "a payment is on a check that is gone"


def _refunds(book: Book) -> Iterator[str]:
    for check in book.checks.values():
        charged = {UUID(k): v for k, v in (check.frozen or {}).get("charged", {}).items()}
        back: dict[UUID, int] = defaultdict(int)
        refunds = [r for r in book.refunds.values() if r.check_id == check.id]
        for refund in refunds:
            for row in refund.lines:
                back[UUID(row["line_id"])] += row["amount"]
            if refund.is_of_sale and refund.amount != sum(row["amount"] for row in refund.lines):
                yield "a refund is not what its lines come to"
            moved = -sum(p.amount for p in book.payments.values() if p.refund_id == refund.id)
            if moved != (0 if refund.is_write_off else refund.amount):
                yield "a refund is not what was given back"
        for line_id, amount in back.items():
            if not 0 <= amount <= charged.get(line_id, 0):
                yield "more was given back for a line than it was charged"
    for payment in book.payments.values():
        given = -sum(p.amount for p in book.payments.values() if p.original_id == payment.id)
        if payment.refund_id is None and given > payment.amount:
            yield "more was given back of a payment than was taken"
