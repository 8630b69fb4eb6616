"""Categories, as head office edits them."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import PageArgs, page_of
from pos.routes.edits import edited_version
from pos.schemas.menu_parts import CategoryChangeShape, CategoryShape, NewCategoryShape
from pos.services import categories as service

blp = Blueprint("categories", __name__, description="The till's rail.")


@blp.route("/menu/categories", methods=["GET"])
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(CategoryShape))
def list_categories(args: dict[str, Any]) -> Any:
    """A page of categories"""
    return service.list_categories(current_unit(), **args)


@blp.route("/menu/categories", methods=["POST"])
@blp.arguments(NewCategoryShape)
@blp.response(201, CategoryShape)
def create_category(fields: dict[str, Any]) -> Any:
    """A new category"""
    return service.create_category(current_unit(), fields)


@blp.route("/menu/categories/<uuid:category_id>", methods=["GET"])
@blp.response(200, CategoryShape)
def get_category(category_id: UUID) -> Any:
    """One category, archived or not"""
    return service.get_category(current_unit(), category_id)


@blp.route("/menu/categories/<uuid:category_id>", methods=["PATCH"])
@blp.arguments(CategoryChangeShape)
@blp.response(200, CategoryShape)
def change_category(fields: dict[str, Any], category_id: UUID) -> Any:
    """Change a category

    Name the version that was edited, in ``version`` or in If-Match. When somebody has saved since, 409
    ``changed_meanwhile`` carries theirs in ``current``.
    """
    version = edited_version(fields)
    return service.change_category(current_unit(), category_id, fields, version)


@blp.route("/menu/categories/<uuid:category_id>", methods=["DELETE"])
@blp.response(204)
def archive_category(category_id: UUID) -> None:
    """Archive a category"""
    service.archive_category(current_unit(), category_id)
