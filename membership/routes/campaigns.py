"""Campaigns at head office."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from membership.schemas.campaigns import (
    AskedAudienceShape,
    AudienceSizeShape,
    CampaignChangeShape,
    CampaignListArgs,
    CampaignResultsShape,
    CampaignShape,
    CampaignsShape,
    NewCampaignShape,
)
from membership.services import campaign_results, campaigns

blp = Blueprint("campaigns", __name__, description="Coupons for an audience, and what came of them.")


@blp.route("/campaigns", methods=["GET"])
@blp.arguments(CampaignListArgs, location="query")
@blp.response(200, CampaignsShape)
def list_campaigns(args: dict[str, Any]) -> Response:
    """The brand's campaigns, the newest first."""
    return answer(campaigns.list_campaigns(current_unit(), **args))


@blp.route("/campaigns", methods=["POST"])
@blp.arguments(NewCampaignShape)
@blp.response(201, CampaignShape)
def create_campaign(given: dict[str, Any]) -> Response:
    """A new campaign; without a state it is a draft."""
    return answer(campaigns.create_campaign(current_unit(), given), 201)


@blp.route("/campaigns/audience", methods=["POST"])
@blp.arguments(AskedAudienceShape)
@blp.response(200, AudienceSizeShape)
def count_audience(given: dict[str, Any]) -> Response:
    """How many members an audience reaches now."""
    return answer(campaigns.count_audience(current_unit(), given["audience"]))


@blp.route("/campaigns/<uuid:campaign_id>", methods=["GET"])
@blp.response(200, CampaignShape)
def get_campaign(campaign_id: UUID) -> Response:
    """One campaign."""
    return answer(campaigns.get_campaign(current_unit(), campaign_id))


@blp.route("/campaigns/<uuid:campaign_id>", methods=["PATCH"])
@blp.arguments(CampaignChangeShape)
@blp.response(200, CampaignShape)
def change_campaign(given: dict[str, Any], campaign_id: UUID) -> Response:
    """Change, schedule, pause, resume or stop it. Coupons that were given stay with their members, unless a stop voids them."""
    return answer(campaigns.change_campaign(current_unit(), campaign_id, **given))


@blp.route("/campaigns/<uuid:campaign_id>/results", methods=["GET"])
@blp.response(200, CampaignResultsShape)
def show_results(campaign_id: UUID) -> Response:
    """What came of it, in all and day by day."""
    return answer(campaign_results.show_results(current_unit(), campaign_id))
