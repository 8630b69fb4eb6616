"""The deal of an order at the till: priced, and its caps and coupons reserved, in the order's own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core import clock
from core.rows import row_of
from core.uow import Read, Unit
from membership import ports
from membership.errors import CapReached
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.pricing import price_cart
from membership.rules.promotions.terms import promotion_of
from membership.rules.schedule import wall_moment
from membership.services import points, uses
from membership.services.buyers import buyer_from, buyer_read
from membership.services.pricing import (
    asked_in_vain,
    by_promotion,
    limits_of,
    parts_of,
    points_use,
    refuse_too_many,
    standing_settings,
)
from membership.services.promotion_sets import PromotionBook, book_of
from membership.store import promotions as store
from membership.values.carts import Cart, CartLine, ManualDiscount, PointsUse
from membership.values.deals import Deal, Verdict
from membership.values.promotions import Conditions, Limits, Promotion
from membership.values.settings import Settings

Plain = dict[str, Any]
Rows = list[list[Any]]
NONE_LEFT = Limits(0, 0)
# An order keeps what applied, and so many reasons why others did not: what a guest may ask about, not the whole brand's offers.
MOST_REASONS = 50


@dataclass(frozen=True, slots=True)
class AskedOrder:
    """An order to be priced. ``holds``: it has something reserved from the last time."""

    id: UUID
    store_id: UUID
    channel: str
    at: datetime
    lines: tuple[CartLine, ...]
    member_id: UUID | None
    points: int
    coupon_codes: Sequence[str]
    kept_coupons: frozenset[UUID]
    manual: ManualDiscount | None
    holds: bool


def standing_reads(tenant_id: UUID) -> list[Read]:
    """What every order reads along."""
    return [store.standing_read(tenant_id)]


def are_any(unit: Unit, rows: Rows) -> bool:
    """Whether the brand has active promotions."""
    return bool(book_of(unit, rows[0]).promotions.by_id)


def deal_of(unit: Unit, asked: AskedOrder, rows: Rows) -> Plain:
    """The best deal, reserved for the order. Where a cap or a coupon is gone meanwhile, the best one without it."""
    book = book_of(unit, rows[0])
    settings = standing_settings(rows[0])
    cart, coupons = _cart(unit, asked, settings)
    limits = limits_of(unit, book, cart, asked.id) if book.caps else {}
    while True:
        deal = price_cart(cart, book.promotions, limits)
        wanted = uses.uses_of(deal)
        held = [use for use in wanted if use.promotion_id in book.caps or use.coupon_id is not None]
        refused = uses.try_reserve(unit, asked.id, held, book, parts_of(cart)) if held or asked.holds else {}
        if not refused:
            codes, points = asked.coupon_codes, asked.points
            explained = asked_in_vain(deal, book.promotions, codes, coupons, points, settings)
            return _plain(explained, book, [str(use.promotion_id) for use in held], cart.points)
        limits = {**limits, **dict.fromkeys(refused, NONE_LEFT)}


def reclaims(rows: Rows) -> bool:
    """Whether refunds take benefits back whose conditions they break."""
    return standing_settings(rows[0]).refund_reclaims


def deal_of_rest(unit: Unit, asked: AskedOrder, rows: Rows, frozen: Plain) -> Plain:
    """What is taken off the rest of a paid order, under the versions that it was priced with (``frozen``: its deal).

    Who bought, where and when is not asked again, nor whether caps are full: only what is left of the order has changed.
    """
    versions = {
        (UUID(part["promotion_id"]), part["version"]) for part in frozen["parts"] if part["promotion_id"]
    }
    kept = store.versions_of(unit, versions) if versions else []
    promotions = [_open_to_all(promotion_of(row.promotion_id, row.version, row.terms)) for row in kept]
    settings, place = standing_settings(rows[0]), ports.stores.settings(unit, asked.store_id)
    cart = Cart(
        lines=asked.lines,
        store_id=asked.store_id,
        channel=asked.channel,
        moment=wall_moment(asked.at, place.timezone),
        coupons={promotion.id: (promotion.id,) for promotion in promotions if promotion.needs_coupon},
        points=points_use(frozen["points_used"], frozen["points_used"], _as_priced(settings, frozen)),
        manual=asked.manual,
    )
    deal = price_cart(cart, PromotionSet(promotions))
    return _plain(deal, PromotionBook(PromotionSet(promotions), {}), [])


def _as_priced(settings: Settings, frozen: Plain) -> Settings:
    """The settings with what points were worth when the order was priced; orders of before that was kept have today's."""
    if "points_terms" not in frozen:
        return settings
    block, worth, highest_bp = frozen["points_terms"]
    return replace(settings, points_block=block, points_worth=worth, points_highest_bp=highest_bp)


def _open_to_all(promotion: Promotion) -> Promotion:
    asked = promotion.conditions
    return replace(
        promotion, conditions=Conditions(min_quantity=asked.min_quantity, min_amount=asked.min_amount)
    )


def redeem(
    unit: Unit,
    order_id: UUID,
    holds: Sequence[str],
    burned: tuple[UUID, UUID, int] | None,
    business_date: date,
) -> None:
    """The order's first payment: what it holds is used. ``burned``: the member, the store and the points it uses."""
    if holds and {str(promotion_id) for promotion_id in uses.redeem(unit, order_id)} != set(holds):
        raise CapReached("What was reserved is given back by now: price the order again.")
    if burned is not None and burned[2]:
        points.burn(unit, burned[0], order_id, burned[1], business_date, burned[2])


def _cart(unit: Unit, asked: AskedOrder, settings: Settings) -> tuple[Cart, list[Any]]:
    """What is priced, and the coupons in hand or shown."""
    refuse_too_many(asked.lines)
    place = ports.stores.settings(unit, asked.store_id)
    moment = wall_moment(asked.at, place.timezone)
    now = clock.now()
    today = wall_moment(now, place.timezone).day
    buyer = None
    coupons: list[Any] = []
    if asked.member_id is not None or asked.coupon_codes:
        day = clock.business_date(now, place.timezone, place.cutoff_minutes)
        people, coupons = unit.fetch(
            buyer_read(unit, asked.member_id, today, day),
            store.coupons_in_hand(unit, asked.member_id, asked.coupon_codes, now, asked.id),
        )
        buyer = buyer_from(people, asked.member_id, today)
    cart = Cart(
        lines=asked.lines,
        store_id=asked.store_id,
        channel=asked.channel,
        moment=moment,
        region_id=place.region_id,
        holidays=settings.holidays,
        buyer=buyer,
        coupons=by_promotion(coupons),
        kept_coupons=asked.kept_coupons,
        points=points_use(asked.points, buyer.points if buyer else 0, settings),
        manual=asked.manual,
    )
    return cart, coupons


def _plain(deal: Deal, book: PromotionBook, holds: list[str], points: PointsUse | None = None) -> Plain:
    others = [verdict for verdict in deal.trace if verdict.code != "applied"]
    others.sort(key=lambda verdict: not _was_asked_for(verdict))  # which is always told
    terms = {}
    if points is not None and deal.points_used:
        terms = {"points_terms": [points.block, points.worth, points.highest_bp]}
    return {
        "parts": [_json(row_of(part)) for part in deal.allocations],
        "trace": [_named(row_of(verdict), book) for verdict in (*deal.applied, *others[:MOST_REASONS])],
        "nudges": [_named(row_of(nudge), book) for nudge in deal.nudges],
        "points_used": deal.points_used,
        **terms,
        "is_exhaustive": deal.is_exhaustive,
        "holds": holds,
    }


def _was_asked_for(verdict: Verdict) -> bool:
    """A coupon kept or put down by its code, points: somebody at the till named it."""
    return verdict.code == "coupon_kept" or not verdict.numbers.keys().isdisjoint(("code", "asked"))


def _named(row: Plain, book: PromotionBook) -> Plain:
    return {**_json(row), "name": book.names.get(row["promotion_id"])}


def _json(row: Plain) -> Plain:
    """As JSON has it, so that a deal just made equals the same one read back."""
    return {
        name: _json(x) if isinstance(x, dict) else str(x) if isinstance(x, UUID) else x
        for name, x in row.items()
    }
