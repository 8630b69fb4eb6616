"""Members at the till and at head office, tiers and settings."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.limits import limited
from membership.schemas.member_pages import (
    AskedBrandShape,
    BrandOfPageShape,
    BrowseArgs,
    DuplicatesArgs,
    DuplicatesShape,
    MemberExportShape,
    MemberListShape,
    MemberPageShape,
    MergedShape,
    MergeShape,
    PhoneJoinedShape,
    PhoneJoinsShape,
    SegmentArgs,
    SegmentSeriesShape,
)
from membership.schemas.members import (
    FindMemberArgs,
    MemberChangeShape,
    MemberJoinsShape,
    MemberSettingsShape,
    MemberShape,
    MembersShape,
    NewTierShape,
    TierChangeShape,
    TierShape,
    TiersShape,
)
from membership.services import joining, member_export, member_pages, members, merging, segments, tiers

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
@blp.arguments(MemberJoinsShape)
@blp.response(201, MemberShape)
def join(given: dict[str, Any]) -> Response:
    """A new member."""
    return answer(joining.join(current_unit(), given), 201)


@blp.route("/members/browse", methods=["GET"])
@blp.arguments(BrowseArgs, location="query")
@blp.response(200, MemberListShape)
def browse_members(args: dict[str, Any]) -> Response:
    """Members by segment, tier, birthday or part of a name or number, the newest first."""
    limit, word, after = args.pop("limit"), args.pop("word", None), args.pop("after", None)
    return answer(member_pages.browse(current_unit(), args, limit, word, after))


@blp.route("/members/<uuid:member_id>/page", methods=["GET"])
@blp.response(200, MemberPageShape)
def show_member_page(member_id: UUID) -> Response:
    """What a member has, when they came, what they were given, whom they brought: the latest 50 of each."""
    return answer(member_pages.show_page(current_unit(), member_id))


@blp.route("/member-segments", methods=["GET"])
@blp.arguments(SegmentArgs, location="query")
@blp.response(200, SegmentSeriesShape)
def show_segments(args: dict[str, Any]) -> Response:
    """How many members each segment has now, and had day by day."""
    return answer(segments.segment_series(current_unit(), args["first"], args["last"]))


@blp.route("/member-page/brand", methods=["POST"])
@Blueprint.without_bearer
@limited("120 per minute")
@blp.arguments(AskedBrandShape)
@blp.response(200, BrandOfPageShape)
def show_brand(given: dict[str, Any]) -> Response:
    """Whose member one becomes on this page."""
    return answer(joining.show_brand(current_unit(), given["brand"]))


@blp.route("/member-page/join", methods=["POST"])
@Blueprint.without_bearer
@limited("30 per minute")
@blp.arguments(PhoneJoinsShape)
@blp.response(200, PhoneJoinedShape)
def join_by_phone(given: dict[str, Any]) -> Response:
    """Become a member on one's own phone. The answer does not tell whether the number was known."""
    brand, store_id = given.pop("brand"), given.pop("store_id", None)
    return answer(joining.join_by_phone(current_unit(), brand, store_id, given))


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
@Blueprint.keeps_no_answer
@blp.response(200, MemberExportShape)
def export_member(member_id: UUID) -> Response:
    """Everything that is kept of a member."""
    return answer(member_export.export_member(current_unit(), member_id))


@blp.route("/member-duplicates", methods=["GET"])
@blp.arguments(DuplicatesArgs, location="query")
@blp.response(200, DuplicatesShape)
def list_duplicates(args: dict[str, Any]) -> Response:
    """Members who are likely to be one guest."""
    return answer(merging.list_duplicates(current_unit(), args["limit"], args.get("after")))


@blp.route("/members/<uuid:member_id>/merge", methods=["POST"])
@blp.arguments(MergeShape)
@blp.response(200, MergedShape)
def merge_member(given: dict[str, Any], member_id: UUID) -> Response:
    """Another member turned out to be this one, who has everything of theirs from then on. It cannot be undone."""
    return answer(merging.merge(current_unit(), member_id, given["other_id"]))


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
