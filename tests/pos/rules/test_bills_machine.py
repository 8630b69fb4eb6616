"""An order lives a wild life: whatever is asked of it in whatever order, its money stays right after every command."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.actor import Rounding
from core.errors import Conflict, NotFound, Unprocessable
from core.ids import new_id
from pos.rules.bills import bill_of, first_check, paid_on
from pos.rules.deals import NOTHING, benefits_of, kept_deal, note_returned, points_kept, returned_by
from pos.rules.given_back import amounts_back, units_back
from pos.rules.line_nets import net_leaves
from pos.rules.order_view import order_view
from pos.values import commands as c
from pos.values.orders import Book, Check
from pos.values.specs import ModifierChoice
from tests.support.bill_faults import bill_faults
from tests.support.books import Menu, Till

prices = st.integers(0, 3000) | st.sampled_from([1, 3, 5000, 999, 333, 100])
units = st.sampled_from([1, 2, 3, 5, 7])
place = st.integers(0, 11)  # the how-manieth of what there is
NO_DEAL = {"trace": [], "nudges": [], "is_exhaustive": True, "holds": []}
SAID_TWICE = (c.AddLine, c.VoidLine, c.CompLine, c.Pay, c.GiveRefund, c.OpenOrder, c.MergeOrder, c.WriteOff)
tenders = st.sampled_from(["cash", "card", "scan"])


@st.composite
def menus(draw: st.DrawFn) -> Menu:
    """Dishes A to D, a weighed one, an open price, and two sets of any of them, in several tax classes."""
    menu = Menu()
    rates = st.sampled_from(["0", "6", "13", "8.25", "20"])
    taxes = [menu.tax(draw(rates), inclusive=draw(st.booleans())) for _ in range(draw(st.integers(1, 3)))]

    def tax() -> UUID | None:
        return draw(st.sampled_from([None, *taxes]))

    for code in "ABCD":
        menu.dish(code, draw(prices), tax_class_id=tax())
    menu.dish("W", draw(prices), "weighed", tax_class_id=tax())
    menu.dish("O", None, "open_price", tax_class_id=tax())
    links = menu.options({"less": -150, "more": 70})
    for code in "ST":
        parts = draw(st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 3), min_size=1))
        menu.set_meal(code, draw(prices), parts, tax_class_id=tax(), group_links=links)
    return menu


def is_open(machine: "OrderMachine") -> bool:
    return machine.book.order.state == "open"


def has_paid_checks(machine: "OrderMachine") -> bool:
    return any(check.frozen for check in machine.book.checks.values())


class OrderMachine(RuleBasedStateMachine):
    """Commands against one order; a refusal must leave no trace, an acceptance no wrong cent."""

    @initialize(
        menu=menus(),
        unit=st.sampled_from([1, 5, 10, 100]),
        mode=st.sampled_from(["none", "down", "half_up"]),
        scope=st.sampled_from(["all", "cash"]),
        service=st.sampled_from([0, 1000, 1250]),
        codes=st.lists(st.sampled_from("ABCDST"), min_size=1, max_size=4),
    )
    def begin(self, menu: Menu, unit: int, mode: str, scope: str, service: int, codes: list[str]) -> None:
        self.till = Till(menu, Rounding(unit, mode, scope), service)
        first = [self.till.line(code, 3, seat=seat % 3 + 1) for seat, code in enumerate(codes)]
        self.till.run(self.till.open(), *first)
        self.frozen: dict[UUID, dict[str, Any]] = {}
        self.said: list[c.Command] = []

    @property
    def book(self) -> Book:
        assert self.till.book is not None
        return self.till.book

    def send(self, *commands: c.Command) -> bool:
        """Whether the order took them."""
        before = self.book.copy()
        try:
            self.till.run(*commands)
        except (Conflict, NotFound, Unprocessable):
            was_taken = False
        else:
            was_taken = True
            self.said += commands
        assert was_taken or self.book == before
        return was_taken

    def line(self, number: int) -> UUID:
        lines = self.book.top_lines()
        return lines[number % len(lines)].id

    def check(self, number: int) -> UUID:
        checks = self.book.open_checks() or list(self.book.checks.values())
        return checks[number % len(checks)].id

    # -- what is ordered

    @precondition(is_open)
    @rule(code=st.sampled_from("ABCDST"), quantity=units, seat=st.sampled_from([None, 1, 2, 3]))
    def order_dish(self, code: str, quantity: int, seat: int | None) -> None:
        self.send(self.till.line(code, quantity, seat=seat))

    @precondition(is_open)
    @rule(code=st.sampled_from("ST"), quantity=units, option=st.sampled_from(["less", "more"]))
    def order_a_set_with_an_option(self, code: str, quantity: int, option: str) -> None:
        chosen = ModifierChoice(self.till.menu.ids[option])
        self.send(self.till.line(code, quantity, modifiers=(chosen,)))

    @precondition(is_open)
    @rule(grams=st.integers(1, 3000))
    def order_by_weight(self, grams: int) -> None:
        self.send(self.till.line("W", Decimal(grams) / 1000))

    @precondition(is_open)
    @rule(amount=st.integers(0, 5000), quantity=units)
    def order_at_a_typed_price(self, amount: int, quantity: int) -> None:
        self.send(self.till.line("O", quantity, unit_price=amount))

    @rule(line=place, quantity=units)
    def change_quantity(self, line: int, quantity: int) -> None:
        known = self.book.lines[self.line(line)]
        fields = frozenset({"quantity"})
        self.send(
            c.ChangeLine(line_id=known.id, revision=known.revision, fields=fields, quantity=Decimal(quantity))
        )

    @precondition(is_open)
    @rule(line=place, seat=st.sampled_from([None, 1, 2, 3]))
    def change_seat(self, line: int, seat: int | None) -> None:
        self.send(c.MoveLine(line_id=self.line(line), fields=frozenset({"seat"}), seat=seat))

    @precondition(is_open)
    @rule()
    def fire(self) -> None:
        self.send(c.Fire())

    @rule(line=place, quantity=st.none() | units)
    def void(self, line: int, quantity: int | None) -> None:
        count = None if quantity is None else Decimal(quantity)
        self.send(c.VoidLine(line_id=self.line(line), void_id=new_id(), quantity=count, reason="cold"))

    @rule(line=place, quantity=st.none() | units)
    def comp(self, line: int, quantity: int | None) -> None:
        count = None if quantity is None else Decimal(quantity)
        self.send(c.CompLine(line_id=self.line(line), comp_id=new_id(), quantity=count, reason="birthday"))

    @precondition(is_open)
    @rule(code=st.sampled_from("AS"), quantity=units)
    def take_over_another_order(self, code: str, quantity: int) -> None:
        other = new_id()
        self.till.run(self.till.open(covers=2), self.till.line(code, quantity), order_id=other)
        self.send(c.MergeOrder(from_order_id=other))

    @precondition(lambda self: is_open(self) and not self.book.payments)
    @rule(tenths=st.lists(st.integers(0, 10), min_size=1, max_size=8))
    def take_something_off(self, tenths: list[int]) -> None:
        """A deal takes some tenths off each priced line, for two benefits."""
        leaves = {
            leaf_id: net
            for line in self.book.top_lines()
            for leaf_id, net in net_leaves(line, self.book.components(line.id)).items()
        }
        parts = []
        for number, (leaf_id, net) in enumerate(leaves.items()):
            off = net * tenths[number % len(tenths)] // 10
            for source, amount in (("promotion", off // 3), ("points", off - off // 3)):
                if amount:
                    parts.append({"line_id": str(leaf_id), "source": source, "amount": amount})
        deal = kept_deal(self.book, {**NO_DEAL, "parts": parts, "points_used": 100})
        self.book.order = replace(self.book.order, deal=deal)

    # -- how it is divided

    @precondition(is_open)
    @rule(seats=st.sets(st.integers(1, 3), min_size=1))
    def split_by_seat(self, seats: set[int]) -> None:
        self.send(c.SplitBySeat(check_ids={seat: new_id() for seat in seats}))

    @precondition(is_open)
    @rule(check=place, count=st.integers(1, 3))
    def split_evenly(self, check: int, count: int) -> None:
        fresh = tuple(new_id() for _ in range(count))
        self.send(c.SplitEvenly(check_id=self.check(check), new_check_ids=fresh))

    @precondition(is_open)
    @rule(check=place, tenths=st.integers(1, 9))
    def split_by_amount(self, check: int, tenths: int) -> None:
        check_id = self.check(check)
        amount = bill_of(self.book).checks[check_id].net * tenths // 10
        self.send(c.SplitByAmount(check_id=check_id, new_check_id=new_id(), amount=amount))

    @precondition(is_open)
    @rule(line=place, to=place, quantity=st.none() | units, is_new=st.booleans())
    def move_to_check(self, line: int, to: int, quantity: int | None, is_new: bool) -> None:
        line_id = self.line(line)
        holders = [x for x, bill in bill_of(self.book).checks.items() if bill.parts.get(line_id)]
        source = holders[to % len(holders)] if holders else self.check(to)
        move = c.PartMove(line_id, source, None if quantity is None else Decimal(quantity))
        self.send(c.MoveToCheck(to_check_id=new_id() if is_new else self.check(to), parts=(move,)))

    @precondition(is_open)
    @rule(into=place, other=place)
    def merge_checks(self, into: int, other: int) -> None:
        self.send(c.MergeChecks(into_check_id=self.check(into), check_ids=(self.check(other),)))

    # -- what is paid and given back

    @precondition(is_open)
    @rule(check=place, tender=tenders, tip=st.sampled_from([0, 100]))
    def pay_what_is_due(self, check: int, tender: str, tip: int) -> None:
        check_id = self.check(check)
        due = self.due(check_id, tender)
        if due >= 0 and self.pay(check_id, tender, due, tip) and is_open(self):
            assert self.book.checks[check_id].state == "paid"

    @precondition(is_open)
    @rule(check=place, tenths=st.integers(1, 9), tender=tenders)
    def pay_a_part(self, check: int, tenths: int, tender: str) -> None:
        check_id = self.check(check)
        self.pay(check_id, tender, max(self.due(check_id, tender) * tenths // 10, 0), 0)

    def due(self, check_id: UUID, tender: str) -> int:
        figures = bill_of(self.book).checks[check_id]
        total = figures.cash_total if tender == "cash" else figures.total
        return total - paid_on(self.book, check_id)

    def pay(self, check_id: UUID, tender: str, amount: int, tip: int) -> bool:
        before = bill_of(self.book)
        pay = c.Pay(payment_id=new_id(), check_id=check_id, tender=tender, amount=amount, tip=tip)
        if not self.send(pay):
            return False
        after = bill_of(self.book)
        for other, figures in before.checks.items():
            if other != check_id and other in after.checks:
                assert after.checks[other].total == figures.total, "a bill changed when another was paid"
        return True

    def paid_check(self, number: int) -> Check:
        checks = [check for check in self.book.checks.values() if check.frozen]
        return checks[number % len(checks)]

    def give_back(self, check: Check, amount: int | None = None, *lines: c.RefundItem) -> None:
        self.send(
            c.GiveRefund(
                refund_id=new_id(), check_id=check.id, reason="sick", lines=lines or None, amount=amount
            )
        )

    @precondition(has_paid_checks)
    @rule(check=place, amount=st.none() | st.integers(1, 500))
    def refund(self, check: int, amount: int | None) -> None:
        self.give_back(self.paid_check(check), amount)

    @precondition(is_open)
    @rule(check=place, amount=st.none() | st.integers(1, 500))
    def give_back_of_a_part_payment(self, check: int, amount: int | None) -> None:
        found = self.book.checks[self.check(check)]
        paid = paid_on(self.book, found.id)
        if found.state == "open" and 0 < (amount or paid) <= paid:
            self.give_back(found, amount)
            assert paid_on(self.book, found.id) == paid - (amount or paid)

    @precondition(has_paid_checks)
    @rule(
        check=place, line=place, how=st.sampled_from(["all", "quantity", "amount"]), count=st.integers(1, 300)
    )
    def refund_a_line(self, check: int, line: int, how: str, count: int) -> None:
        paid = self.paid_check(check)
        assert paid.frozen is not None
        bearing = sorted(paid.frozen["charged"])
        if bearing:
            line_id = UUID(bearing[line % len(bearing)])
            quantity = Decimal(count % 3 + 1) if how == "quantity" else None
            self.give_back(paid, None, c.RefundItem(line_id, quantity, count if how == "amount" else None))

    @precondition(lambda self: is_open(self) and self.book.payments)
    @rule()
    def leave_without_paying_the_rest(self) -> None:
        taken = sum(payment.amount for payment in self.book.payments.values())
        if self.send(c.WriteOff(reason="ran away")):
            totals = order_view(self.book)["totals"]
            assert (self.book.order.state, totals["due"]) == ("paid", 0)
            assert totals["paid"] + totals["written_off"] == totals["total"]
            assert sum(payment.amount for payment in self.book.payments.values()) == taken

    # -- what is said twice

    @precondition(lambda self: self.said)
    @rule(number=place)
    def say_something_again(self, number: int) -> None:
        """Whatever bears an id of its own changes nothing when it is said again."""
        command = self.said[-1 - number % len(self.said)]
        if isinstance(command, SAID_TWICE):
            before = self.book.copy()
            assert self.send(command)
            assert self.book == before

    def teardown(self) -> None:
        """Whatever it came to, an order that is still open may end unpaid."""
        if hasattr(self, "till") and is_open(self):
            self.send(c.CancelOrder(reason="left"))
            if is_open(self):
                self.send(c.WriteOff(reason="left"))
            assert bill_faults(self.book) == []

    # -- what always holds

    @invariant()
    def benefits_are_what_is_taken_off(self) -> None:
        if not hasattr(self, "till"):
            return
        totals = order_view(self.book)["totals"]
        assert totals["list"] - totals["comped"] - totals["discounts"] == totals["net"]
        assert sum(part["amount"] for part in benefits_of(self.book)) == totals["discounts"]

    @invariant()
    def refunds_take_back_exactly_what_was_given(self) -> None:
        """Were nothing given back yet: at once, or in two halves."""
        if not hasattr(self, "till") or self.book.order.state != "paid":
            return
        book = self.book.copy()
        if book.order.deal:
            book.order = replace(book.order, deal={**book.order.deal, "returned": NOTHING})
        rows = self.charged_rows()
        given, points = benefits_of(book), self.points_to_come_back()
        assert returned_by(book, rows, []) == (given, points)
        halves, others = (
            [
                {
                    "line_id": row["line_id"],
                    "quantity": str(Fraction(row["quantity"]) / 2),
                    "amount": (row["amount"] + odd) // 2,
                }
                for row in rows
            ]
            for odd in (0, 1)
        )
        first, some = returned_by(book, halves, [])
        note_returned(book, first, some)
        second, rest = returned_by(book, others, halves)
        assert some + rest == points
        assert sum(part["amount"] for part in first + second) == sum(part["amount"] for part in given)

    @invariant()
    def what_refunds_left_comes_back_with_the_rest(self) -> None:
        """After the refunds that there were, one of all that is left brings what was taken back to what was given."""
        if not hasattr(self, "till") or self.book.order.state != "paid":
            return
        before = [row for refund in self.book.refunds.values() for row in refund.lines]
        amounts, units = amounts_back(before), units_back(before)
        rest = [
            {
                "line_id": row["line_id"],
                "quantity": str(
                    max(Fraction(row["quantity"]) - units.get(UUID(row["line_id"]), 0), Fraction(0))
                ),
                "amount": row["amount"] - amounts.get(UUID(row["line_id"]), 0),
            }
            for row in self.charged_rows()
        ]
        known = (self.book.order.deal or {}).get("returned", NOTHING)
        parts, points = returned_by(self.book, rest, before)
        assert known["points"] + points == self.points_to_come_back()
        assert sum(known["parts"].values()) + sum(part["amount"] for part in parts) == sum(
            part["amount"] for part in benefits_of(self.book)
        )

    def charged_rows(self) -> list[dict[str, Any]]:
        """A refund of everything, as its rows."""
        charged = dict.fromkeys(self.book.lines, 0)
        for check in bill_of(self.book).checks.values():
            for leaf, amount in check.charged.items():
                charged[leaf] += amount
        return [
            {"line_id": str(leaf), "quantity": str(self.book.lines[leaf].payable), "amount": amount}
            for leaf, amount in charged.items()
        ]

    def points_to_come_back(self) -> int:
        """All that the order still uses, if it charged or gave anything at all."""
        has_something = benefits_of(self.book) or any(row["amount"] for row in self.charged_rows())
        return points_kept(self.book) if has_something else 0

    @invariant()
    def the_money_is_right(self) -> None:
        if hasattr(self, "till"):
            assert bill_faults(self.book) == []

    @invariant()
    def paid_checks_never_change(self) -> None:
        if not hasattr(self, "till"):
            return
        for check_id, figures in self.frozen.items():
            assert self.book.checks[check_id].frozen == figures
        for check in self.book.checks.values():
            if check.frozen:
                self.frozen.setdefault(check.id, check.frozen)

    @invariant()
    def new_lines_have_a_check_to_go_to(self) -> None:
        if hasattr(self, "till") and is_open(self):
            assert self.book.checks[first_check(self.book)].state == "open"


TestOrderMachine = OrderMachine.TestCase
TestOrderMachine.settings = settings(stateful_step_count=30)
