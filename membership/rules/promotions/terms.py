"""A promotion's terms as they are stored and sent, read into a frozen version; and what may be wrong with them."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from membership.values.promotions import (
    CONSUMING,
    HEAD_OFFICE,
    LANES_OF,
    Benefit,
    Conditions,
    Funder,
    Promotion,
    Scope,
    Tier,
)

Terms = dict[str, Any]
_NEEDS = {
    "percent_off": ("percent_bp",),
    "amount_off": ("amount",),
    "buy_get": ("buy", "get"),
    "bundle_price": ("buy", "price"),
    "nth_percent": ("buy", "get", "percent_bp"),
    "threshold_off": ("tiers",),
    "threshold_percent": ("tiers",),
    "gift": ("gift_ids", "get"),
}
_ID_SETS = ("store_ids", "region_ids", "tier_ids")


def promotion_of(promotion_id: UUID, version: int, terms: Terms) -> Promotion:
    """The frozen version that stored terms mean."""
    funders = tuple(Funder(spelled(given["who"]), given["weight"]) for given in terms.get("funders", ()))
    plain = {name: terms[name] for name in _PLAIN if name in terms}
    if funders:
        plain["funders"] = funders
    return Promotion(
        id=promotion_id,
        version=version,
        lane=terms["lane"],
        benefit=_benefit(terms["benefit"]),
        scope=_scope(terms.get("scope") or {}),
        conditions=_conditions(terms.get("conditions") or {}),
        **plain,
    )


def spelled(who: str) -> str:
    """A funder in the one spelling that the books know: ``hq``, or a store's id in small letters."""
    return who if who == HEAD_OFFICE else str(UUID(who))


def faults(terms: Terms) -> Iterator[tuple[str, str]]:
    """What is wrong with terms of the right shape: where, and why."""
    benefit = terms["benefit"]
    kind = benefit["kind"]
    if terms["lane"] not in LANES_OF[kind]:
        yield "lane", f"{kind} stands in lane {' or '.join(str(lane) for lane in LANES_OF[kind])}."
    yield from _benefit_faults(benefit)
    if terms.get("group_mode", "all") != "all" and not terms.get("group"):
        yield "group", "Which group is it of?"
    yield from _time_faults(terms.get("conditions") or {})


def _benefit_faults(benefit: Terms) -> Iterator[tuple[str, str]]:
    kind, tiers = benefit["kind"], benefit.get("tiers", ())
    for name in _NEEDS.get(kind, ()):
        if not benefit.get(name):
            yield f"benefit.{name}", f"{kind} needs it."
    if kind == "special_price" and benefit.get("price") is None:
        yield "benefit.price", "special_price needs it; 0 gives the dish away."
    if kind == "threshold_percent" and any(tier["value"] > 10_000 for tier in tiers):
        yield "benefit.tiers", "At most the whole: 10000 basis points."
    if kind == "threshold_off" and benefit.get("every") and not all(tier["threshold"] for tier in tiers):
        yield "benefit.tiers", "Each whole threshold is of something: above 0."
    if kind in CONSUMING and benefit.get("max_units"):
        yield "benefit.max_units", "Use max_times."


def _time_faults(when: Terms) -> Iterator[tuple[str, str]]:
    if (when.get("start_minute") is None) != (when.get("end_minute") is None):
        yield "conditions.end_minute", "A daypart has a start and an end."
    elif when.get("start_minute") is not None and when["start_minute"] == when["end_minute"]:
        yield "conditions.end_minute", "A daypart that ends where it starts is no time at all."
    if when.get("valid_from") and when.get("valid_to") and when["valid_from"] > when["valid_to"]:
        yield "conditions.valid_to", "Before the first day."


_PLAIN = (
    "priority",
    "group",
    "group_mode",
    "exclusivity",
    "basis",
    "needs_coupon",
    "matches_components",
)


def _benefit(given: Terms) -> Benefit:
    found = dict(given)
    if "tiers" in found:
        found["tiers"] = tuple(Tier(tier["threshold"], tier["value"]) for tier in found["tiers"])
    if found.get("reward") is not None:
        found["reward"] = _scope(found["reward"])
    if "gift_ids" in found:
        found["gift_ids"] = _ids(found["gift_ids"])
    return Benefit(**found)


def _scope(given: Terms) -> Scope:
    return Scope(
        _ids(given.get("product_ids", ())),
        _ids(given.get("category_ids", ())),
        _ids(given.get("excluded_ids", ())),
    )


def _conditions(given: Terms) -> Conditions:
    found = dict(given)
    for name in _ID_SETS:
        if name in found:
            found[name] = _ids(found[name])
    for name in ("channels", "month_days", "segments"):
        if name in found:
            found[name] = frozenset(found[name])
    for name in ("valid_from", "valid_to"):
        if found.get(name):
            found[name] = date.fromisoformat(found[name])
    return Conditions(**found)


def _ids(given: Any) -> frozenset[UUID]:
    return frozenset(UUID(one) for one in given)
