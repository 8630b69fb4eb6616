"""A cart's best deal, with what the brand has active, what is left of caps, and what the member has in hand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.rows import row_of
from core.uow import Unit
from membership import ports
from membership.errors import BadPromotion
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.pricing import price_cart
from membership.rules.promotions.terms import promotion_of
from membership.rules.promotions.units import unit_count
from membership.rules.schedule import wall_moment
from membership.services.buyers import buyer_from, buyer_read
from membership.services.promotion_sets import PromotionBook, book_of
from membership.services.promotions import checked
from membership.store import promotions as store
from membership.values.carts import Buyer, Cart, CartComponent, CartLine, PointsUse
from membership.values.deals import Deal, Verdict
from membership.values.promotions import ORDER_COUPON, POINTS, Limits
from membership.values.settings import DEFAULTS, Settings, settings_of

MOST_UNITS = 3_000


def price(unit: Unit, store_id: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """The best deal with its trace; with ``drafts``, also what it would be without them."""
    unit.actor.demand("promotion.price", store_id)
    place = ports.stores.settings(unit, store_id)
    at = given["at"] or clock.now()
    today = wall_moment(at, place.timezone).day
    day = clock.business_date(at, place.timezone, place.cutoff_minutes)
    member_id = given["member_id"]
    standing, held, people = unit.fetch(
        store.standing_read(unit.tenant_id),
        store.coupons_in_hand(unit, member_id, given["coupon_codes"], at),
        buyer_read(unit, member_id, today, day),
    )
    book = book_of(unit, standing)
    buyer = buyer_from(people, member_id, today)
    cart = _cart(given, place, at, standing_settings(standing), by_promotion(held), buyer)
    codes, points = given["coupon_codes"], given["points"] or 0

    def explained(tried: PromotionBook, named: Iterable[UUID]) -> dict[str, Any]:
        deal = _deal(unit, cart, tried, named)
        return _plain(asked_in_vain(deal, tried.promotions, codes, held, points, standing_settings(standing)))

    deal = explained(book, given["explain"])
    if not given["drafts"]:
        return {**deal, "without_drafts": None}
    drafts = [promotion_of(draft["id"], 0, checked(draft["terms"])) for draft in given["drafts"]]
    tried = PromotionBook(PromotionSet([*book.promotions.by_id.values(), *drafts]), book.caps)
    named = [*given["explain"], *(draft.id for draft in drafts)]
    return {**explained(tried, named), "without_drafts": deal}


def _deal(unit: Unit, cart: Cart, book: PromotionBook, named: Iterable[UUID]) -> Deal:
    limits = limits_of(unit, book, cart) if book.caps else {}
    return price_cart(cart, book.promotions, limits, named)


def standing_settings(rows: list[Any]) -> Settings:
    """What the brand chose, from the row of ``standing_read``."""
    chosen = rows[0].chosen if rows else None
    return DEFAULTS if chosen is None else settings_of(chosen)


def by_promotion(coupons: list[Any]) -> dict[UUID, tuple[UUID, ...]]:
    """Coupons in hand as a cart has them."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for row in coupons:
        if row.refused is None:
            found[row.promotion_id] = (*found.get(row.promotion_id, ()), row.id)
    return found


def asked_in_vain(
    deal: Deal,
    promotions: PromotionSet,
    codes: Iterable[str],
    coupons: list[Any],
    points: int,
    settings: Settings,
) -> Deal:
    """The deal, with why a coupon that was shown, or points that were asked for, gave nothing, where no candidate says it."""
    known = {row.code: row for row in coupons}
    told = list(deal.trace)
    for code in codes:
        row: Any = known.get(code)
        refused = "coupon_unknown" if row is None else row.refused
        if refused is None and row.promotion_id not in promotions.by_id:
            refused = "coupon_paused"
        if refused is not None:
            of = None if row is None else row.promotion_id
            told.append(Verdict(refused, "coupon", ORDER_COUPON, of, numbers={"code": code}))
    if points and not deal.points_used:
        numbers = {"asked": points, "block": settings.points_block}
        told.append(Verdict("points_short", "points", POINTS, numbers=numbers))
    return replace(deal, trace=tuple(told))


def points_use(asked: int, balance: int, settings: Settings) -> PointsUse | None:
    """As many of the points asked for as there are; None: none."""
    usable = max(0, min(asked, balance))
    if not usable:
        return None
    return PointsUse(usable, settings.points_block, settings.points_worth, settings.points_highest_bp)


def limits_of(
    unit: Unit, book: PromotionBook, cart: Cart, order_id: UUID | None = None
) -> dict[UUID, Limits]:
    """What is left for the order of the caps of those promotions that its cart touches."""
    touched = [p.id for p in book.promotions.touching(cart) if p.id in book.caps]
    if not touched:
        return {}
    parts = parts_of(cart)
    used = store.used_of_caps(unit, touched, list(parts.values()), order_id, clock.now())
    found = {}
    for promotion_id in touched:
        caps = book.caps[promotion_id]
        left = [
            caps[name] - used.get((promotion_id, part), 0)
            for name, part in parts.items()
            if name != "budget" and caps.get(name) is not None
        ]
        budget = caps.get("budget")
        spent = used.get((promotion_id, "budget"), 0)
        found[promotion_id] = Limits(min(left) if left else None, None if budget is None else budget - spent)
    return found


def parts_of(cart: Cart) -> dict[str, str]:
    """The counters that a cart's uses count on, by the cap that each is of."""
    parts = {
        "total": "total",
        "budget": "budget",
        "per_day": f"day:{cart.moment.day.isoformat()}",
        "per_store": f"store:{cart.store_id}",
    }
    if cart.buyer is not None:
        parts["per_member"] = f"member:{cart.buyer.id}"
    return parts


def _cart(
    given: dict[str, Any],
    place: StoreSettings,
    at: datetime,
    settings: Settings,
    coupons: dict[UUID, tuple[UUID, ...]],
    buyer: Buyer | None,
) -> Cart:
    moment = wall_moment(at, place.timezone)
    _check_lines(given["lines"])
    lines = tuple(_line(line, is_member=buyer is not None) for line in given["lines"])
    refuse_too_many(lines)
    return Cart(
        lines=lines,
        store_id=place.id,
        channel=given["channel"],
        moment=moment,
        region_id=place.region_id,
        holidays=settings.holidays,
        buyer=buyer,
        coupons=coupons,
        points=points_use(given["points"] or 0, buyer.points if buyer else 0, settings),
        round_unit=place.rounding.unit if place.rounding.scope == "all" else 1,
        round_mode=place.rounding.mode if place.rounding.scope == "all" else "none",
    )


def refuse_too_many(lines: Sequence[CartLine]) -> None:
    """Every unit is looked at by itself: an order for a million would keep everybody else waiting, and take all memory."""
    if unit_count(lines) > MOST_UNITS:
        raise BadPromotion(
            f"At most {MOST_UNITS} units are priced at once, components of set meals counted.",
            code="too_many_units",
        )


def _check_lines(lines: Sequence[dict[str, Any]]) -> None:
    if len({line["id"] for line in lines}) != len(lines):
        raise BadPromotion("Two lines have the same id.", code="line_twice")


def _line(given: dict[str, Any], *, is_member: bool) -> CartLine:
    line = {**given, "category_ids": tuple(given["category_ids"])}
    line["member_price"] = given["member_price"] if is_member else None
    line["components"] = tuple(
        CartComponent(part["id"], part["product_id"], part["amount"], tuple(part["category_ids"]))
        for part in given["components"]
    )
    quantity = given["quantity"]
    if not given["is_weighed"] and quantity != quantity.to_integral_value():
        raise BadPromotion("Only weighed goods have fractions.", code="quantity_not_whole")
    if line["components"]:
        _check_components(line["components"], given["unit_price"] * int(quantity))
    return CartLine(**line)


def _check_components(components: Sequence[CartComponent], whole: int) -> None:
    if sum(part.amount for part in components) != whole:
        raise BadPromotion("The components add up to the set's price.", code="components_do_not_add_up")


def _plain(deal: Deal) -> dict[str, Any]:
    return {
        "listed": deal.listed,
        "payable": deal.payable,
        "nets": [{"line_id": line_id, "net": net} for line_id, net in deal.nets.items()],
        "allocations": [row_of(part) for part in deal.allocations],
        "trace": [row_of(verdict) for verdict in deal.trace],
        "nudges": [row_of(nudge) for nudge in deal.nudges],
        "points_used": deal.points_used,
        "is_exhaustive": deal.is_exhaustive,
        "looked_at": deal.looked_at,
    }
