"""Whether a promotion is open to a cart at all: place, time, person, coupon, caps. Prices are not looked at."""

from datetime import date

from membership.rules.promotions.state import Refused
from membership.rules.schedule import comes_round, holds, started
from membership.values.carts import Buyer, Cart
from membership.values.promotions import FREE, Conditions, Limits, Promotion


def closed(promotion: Promotion, cart: Cart, limits: Limits = FREE) -> Refused | None:
    """Why the promotion is not open to this cart; None when it is."""
    when = promotion.conditions
    code = _wrong_place(when, cart) or _wrong_time(when, cart)
    if code is None and promotion.needs_coupon:
        code = _no_coupon(promotion, cart)
    if code is None and _asks_for_member(when):
        day = started(when, cart.moment) or cart.moment.day
        code = "member_needed" if cart.buyer is None else _wrong_person(when, cart.buyer, day)
    if code is not None:
        return Refused(code)
    if limits.uses_left is not None and limits.uses_left <= 0:
        return Refused("cap", {"left": max(limits.uses_left, 0)})
    if limits.budget_left is not None and limits.budget_left <= 0:
        return Refused("budget", {"left": max(limits.budget_left, 0)})
    return None


def _wrong_place(when: Conditions, cart: Cart) -> str | None:
    if when.store_ids and cart.store_id not in when.store_ids:
        return "store"
    if when.region_ids and cart.region_id not in when.region_ids:
        return "region"
    if when.channels and cart.channel not in when.channels:
        return "channel"
    return None


def _wrong_time(when: Conditions, cart: Cart) -> str | None:
    if not holds(when, cart.moment):
        return "schedule"
    return "holiday" if when.holidays_only and started(when, cart.moment) not in cart.holidays else None


def _no_coupon(promotion: Promotion, cart: Cart) -> str | None:
    if not cart.coupons.get(promotion.id):
        return "coupon_needed"
    return "coupon_kept" if promotion.id in cart.kept_coupons else None


def _asks_for_member(when: Conditions) -> bool:
    return bool(
        when.members_only
        or when.tier_ids
        or when.segments
        or when.birthday
        or when.anniversary
        or when.first_order_only
    )


def _wrong_person(when: Conditions, buyer: Buyer, today: date) -> str | None:
    if when.tier_ids and buyer.tier_id not in when.tier_ids:
        return "tier"
    if when.segments and not when.segments & buyer.segments:
        return "segment"
    if when.birthday and not (buyer.born_on and comes_round(*buyer.born_on, today, when.birthday)):
        return "birthday"
    if when.anniversary and not _is_anniversary(buyer, today, when.anniversary):
        return "anniversary"
    return "first_order" if when.first_order_only and buyer.has_ordered else None


def _is_anniversary(buyer: Buyer, today: date, within: str) -> bool:
    joined = buyer.joined_on
    return joined is not None and comes_round(joined.month, joined.day, today, within, since=joined.year)
