"""Members at the till and at head office, tiers and settings."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from membership.schemas.members import (
    FindMemberArgs,
    MemberChangeShape,
    MemberExportShape,
    MemberSettingsShape,
    MemberShape,
    MembersShape,
    NewMemberShape,
    NewTierShape,
    TierChangeShape,
    TierShape,
    TiersShape,
)
from membership.services import members, tiers

blp = Blueprint(
    "members", __name__, description="Members, their tiers, and how the brand runs its memberships."
)


@blp.route("/members", methods=["GET"])
@blp.arguments(FindMemberArgs, location="query")
@blp.response(200, MembersShape)
def find_members(args: dict[str, Any]) -> Response:
    """Whoever has this phone number, card or code."""
    return answer(members.find_members(current_unit(), args["find"]))


@blp.route("/members", methods=["POST"])
@blp.arguments(NewMemberShape)
@blp.response(201, MemberShape)
def join(given: dict[str, Any]) -> Response:
    """A new member."""
    return answer(members.join(current_unit(), given), 201)


@blp.route("/members/<uuid:member_id>", methods=["GET"])
@blp.response(200, MemberShape)
def get_member(member_id: UUID) -> Response:
    """A member with points, balance and coupons."""
    return answer(members.get_member(current_unit(), member_id))


@blp.route("/members/<uuid:member_id>", methods=["PATCH"])
@blp.arguments(MemberChangeShape)
@blp.response(200, MemberShape)
def change_member(given: dict[str, Any], member_id: UUID) -> Response:
    """Change what is known of a member."""
    return answer(members.change_member(current_unit(), member_id, given))


@blp.route("/members/<uuid:member_id>", methods=["DELETE"])
@blp.response(204)
def erase_member(member_id: UUID) -> None:
    """Erase who a member was; the books keep an id that means nobody."""
    members.erase_member(current_unit(), member_id)


@blp.route("/members/<uuid:member_id>/export", methods=["POST"])
@blp.response(200, MemberExportShape)
def export_member(member_id: UUID) -> Response:
    """Everything that is kept of a member."""
    return answer(members.export_member(current_unit(), member_id))


@blp.route("/member-tiers", methods=["GET"])
@blp.response(200, TiersShape)
def list_tiers() -> Response:
    """The tiers, the lowest first."""
    return answer({"tiers": tiers.list_tiers(current_unit())})


@blp.route("/member-tiers", methods=["POST"])
@blp.arguments(NewTierShape)
@blp.response(201, TierShape)
def create_tier(given: dict[str, Any]) -> Response:
    """A new tier."""
    return answer(tiers.create_tier(current_unit(), given), 201)


@blp.route("/member-tiers/<uuid:tier_id>", methods=["PATCH"])
@blp.arguments(TierChangeShape)
@blp.response(200, TierShape)
def change_tier(given: dict[str, Any], tier_id: UUID) -> Response:
    """Change a tier."""
    return answer(tiers.change_tier(current_unit(), tier_id, given))


@blp.route("/member-settings", methods=["GET"])
@blp.response(200, MemberSettingsShape)
def get_settings() -> Response:
    """How the brand runs its memberships."""
    return answer(tiers.get_settings(current_unit()))


@blp.route("/member-settings", methods=["PUT"])
@blp.arguments(MemberSettingsShape)
@blp.response(200, MemberSettingsShape)
def choose_settings(given: dict[str, Any]) -> Response:
    """Keep these choices; what is left out has its default again."""
    return answer(tiers.choose_settings(current_unit(), given))
