"""Promotions at head office, and the best deal for a cart."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from membership.schemas.coupons import CouponShape, CouponsShape, IssueShape
from membership.schemas.pricing import CartShape, PricedShape
from membership.schemas.promotions import (
    DraftTermsShape,
    NewPromotionShape,
    PromotionChangeShape,
    PromotionListArgs,
    PromotionShape,
    PromotionsShape,
    RuleWordsShape,
    WhatIfResultShape,
    WhatIfShape,
)
from membership.services import coupons, pricing, promotions, rule_words, what_ifs

blp = Blueprint("promotions", __name__, description="Promotions, coupons' templates, and what a cart costs.")


@blp.route("/promotions", methods=["GET"])
@blp.arguments(PromotionListArgs, location="query")
@blp.response(200, PromotionsShape)
def list_promotions(args: dict[str, Any]) -> Response:
    """The brand's promotions, by id."""
    return answer(promotions.list_promotions(current_unit(), **args))


@blp.route("/promotions", methods=["POST"])
@blp.arguments(NewPromotionShape)
@blp.response(201, PromotionShape)
def create_promotion(given: dict[str, Any]) -> Response:
    """A new promotion; without a state it is a draft."""
    return answer(promotions.create_promotion(current_unit(), **given), 201)


@blp.route("/promotions/words", methods=["POST"])
@blp.arguments(DraftTermsShape)
@blp.response(200, RuleWordsShape)
def tell_draft(given: dict[str, Any]) -> Response:
    """A rule in words while it is edited, and what is still wrong with it."""
    return answer(rule_words.draft_words(current_unit(), given["terms"]))


@blp.route("/promotions/what-if", methods=["POST"])
@blp.arguments(WhatIfShape)
@blp.response(200, WhatIfResultShape)
def try_on_past(given: dict[str, Any]) -> Response:
    """What a draft would have done with past orders, so many at a time."""
    return answer(what_ifs.what_if(current_unit(), given))


@blp.route("/promotions/<uuid:promotion_id>", methods=["GET"])
@blp.response(200, PromotionShape)
def get_promotion(promotion_id: UUID) -> Response:
    """One promotion."""
    return answer(promotions.get_promotion(current_unit(), promotion_id))


@blp.route("/promotions/<uuid:promotion_id>", methods=["PATCH"])
@blp.arguments(PromotionChangeShape)
@blp.response(200, PromotionShape)
def change_promotion(given: dict[str, Any], promotion_id: UUID) -> Response:
    """Change, pause, resume or archive it. Orders keep the version that they were priced with."""
    return answer(promotions.change_promotion(current_unit(), promotion_id, **given))


@blp.route("/promotions/<uuid:promotion_id>/coupons", methods=["POST"])
@blp.arguments(IssueShape)
@blp.response(201, CouponsShape)
def issue_coupons(given: dict[str, Any], promotion_id: UUID) -> Response:
    """Coupons from a template, for members or for whoever shows a code."""
    return answer(coupons.issue(current_unit(), promotion_id, **given), 201)


@blp.route("/coupons/<uuid:coupon_id>/void", methods=["POST"])
@blp.response(200, CouponShape)
def void_coupon(coupon_id: UUID) -> Response:
    """A coupon that nobody may use any more."""
    return answer(coupons.void(current_unit(), coupon_id))


@blp.route("/stores/<uuid:store_id>/price", methods=["POST"])
@blp.arguments(CartShape)
@blp.response(200, PricedShape)
def price(given: dict[str, Any], store_id: UUID) -> Response:
    """The best deal for a cart, with every candidate explained; with drafts, what they would change."""
    return answer(pricing.price(current_unit(), store_id, given))
