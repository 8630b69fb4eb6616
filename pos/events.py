"""What the till's room tells the others. Money in minor units, quantities as exact decimal text."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class LinesFired(Event):
    """Lines went to the kitchen: each with product, quantity, modifiers, course, ``fired_at`` and, of a set meal, its components.

    ``again``: other lines of the order were fired before. ``timezone``: the store's, for rules by wall clock.
    ``order_note``: what was said of the whole order.
    """

    order_id: UUID
    order_number: Any
    business_date: date
    channel: str
    table_name: str | None
    timezone: str
    again: bool
    lines: list[dict[str, Any]]
    order_note: str | None = None


@dataclass(frozen=True, kw_only=True)
class LinesPrinted(Event):
    """The till, which could not reach the server, told the kitchen of fired lines on paper."""

    order_id: UUID
    line_ids: list[UUID]


@dataclass(frozen=True, kw_only=True)
class LineChanged(Event):
    """A line was changed after it was fired; ``line`` is how it stands now, ``before`` how it stood. ``wasted``: the priced
    options of which it has fewer, where that made it cheaper, with the pieces that were made in vain.
    """

    order_id: UUID
    business_date: date
    table_name: str | None
    timezone: str
    line: dict[str, Any]
    before: dict[str, Any]
    wasted: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class LineVoided(Event):
    """Units were taken off after they were fired: waste. ``line`` is what they were, ``standing`` what is left of it,
    ``comped`` how many of the units had been given away before.
    """

    order_id: UUID
    business_date: date
    table_name: str | None
    timezone: str
    reason: str
    quantity: str
    standing: str
    comped: str
    line: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LineComped(Event):
    """Units were given away: the price is zero, the cost stays. ``was_fired``: they were already made."""

    order_id: UUID
    business_date: date
    reason: str
    quantity: str
    amount: int
    was_fired: bool
    line: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LineRefired(Event):
    """Units are cooked again, at no new price."""

    order_id: UUID
    order_number: Any
    business_date: date
    channel: str
    table_name: str | None
    timezone: str
    refire_id: UUID
    reason: str
    quantity: str
    line: dict[str, Any]
    order_note: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    """An order is paid in full, or what is due on it was written off: its lines with what was charged for each, and its payments.
    ``member_id``: nobody, where nothing of it was ever paid.

    Of each priced line: ``list``, what the units to be paid for come to; ``net``, what is left of it on the bills, before
    service charge, added tax and rounding; ``charged``, with those. ``list_untaxed`` and ``net_untaxed``: without the tax that
    prices contain.

    ``hour``: of the store's wall clock at that moment. ``totals``: list, comped, discounts, net, service_charge, tax and
    rounding, over all checks; ``total`` is what was charged, tips apart; ``given_back``, what of
    it went back before, on checks that were paid earlier, or will never be paid. ``benefits``: what makes up the discounts, less what went back with that, each
    with line_id, lane, source, amount, promotion_id, version and funder. ``points_back``: of the points burned at the first
    payment, those that what was voided since had used.
    """

    order_id: UUID
    order_number: Any
    business_date: date
    channel: str
    covers: int | None
    is_late: bool
    hour: int
    member_id: UUID | None
    points_used: int
    points_back: int
    benefits: list[dict[str, Any]]
    totals: dict[str, int]
    total: int
    given_back: int
    tips: int
    lines: list[dict[str, Any]]
    payments: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class RefundGiven(Event):
    """Money was given back; ``lines`` says for what, and what of each line's ``net_untaxed`` goes back with it.
    ``business_date`` is the day it was given back on. ``is_write_off``: no money moved, since so much of the order will never be paid;
    then it is the day of the order.

    ``benefits``: what of the order's benefits goes with it, as in OrderPaid (nothing before that was told); ``points``: of those used, how many come back.
    """

    order_id: UUID
    member_id: UUID | None
    refund_id: UUID
    business_date: date
    channel: str
    amount: int
    reason: str
    lines: list[dict[str, Any]]
    benefits: list[dict[str, Any]]
    points: int
    is_write_off: bool = False
