"""Regions."""

from typing import Any
from uuid import UUID

from accounts.models import Region
from accounts.schemas.stores import RegionChangeShape, RegionNewShape, RegionShape
from accounts.services import regions
from core.blueprint import Blueprint
from core.edge import current_unit
from core.paging import Page
from core.schemas import PageArgs, page_of

blp = Blueprint("regions", __name__, description="Groups of stores")


@blp.route("/regions")
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(RegionShape))
def list_regions(args: dict[str, Any]) -> Page[Region]:
    """A page of regions."""
    return regions.list_regions(current_unit(), args.get("cursor"), args["limit"])


@blp.route("/regions", methods=["POST"])
@blp.arguments(RegionNewShape)
@blp.response(201, RegionShape)
def add_region(data: dict[str, Any]) -> Region:
    """Add a region."""
    return regions.add_region(current_unit(), **data)


@blp.route("/regions/<uuid:region_id>")
@blp.response(200, RegionShape)
def get_region(region_id: UUID) -> Region:
    """One region."""
    return regions.get_region(current_unit(), region_id)


@blp.route("/regions/<uuid:region_id>", methods=["PATCH"])
@blp.arguments(RegionChangeShape)
@blp.response(200, RegionShape)
def change_region(data: dict[str, Any], region_id: UUID) -> Region:
    """Change a region."""
    return regions.change_region(current_unit(), region_id, data)


@blp.route("/regions/<uuid:region_id>", methods=["DELETE"])
@blp.response(204)
def archive_region(region_id: UUID) -> None:
    """Take a region out of use."""
    regions.archive_region(current_unit(), region_id)
