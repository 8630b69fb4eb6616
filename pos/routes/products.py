"""Products, as head office edits them."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.paging import Page
from core.schemas import page_of
from pos.routes.edits import edited_version
from pos.schemas.products import NewProductShape, ProductChangeShape, ProductListArgs, ProductShape
from pos.services import products as service

blp = Blueprint("products", __name__, description="What is sold, with its variants, modifiers and set meals.")


@blp.route("/menu/products", methods=["GET"])
@blp.arguments(ProductListArgs, location="query")
@blp.response(200, page_of(ProductShape))
def list_products(args: dict[str, Any]) -> Page[dict[str, Any]]:
    """A page of products by code"""
    return service.list_products(current_unit(), **args)


@blp.route("/menu/products", methods=["POST"])
@blp.arguments(NewProductShape)
@blp.response(201, ProductShape)
def create_product(fields: dict[str, Any]) -> dict[str, Any]:
    """A new product"""
    return service.create_product(current_unit(), fields)


@blp.route("/menu/products/<uuid:product_id>", methods=["GET"])
@blp.response(200, ProductShape)
def get_product(product_id: UUID) -> dict[str, Any]:
    """One product, archived or not"""
    return service.get_product(current_unit(), product_id)


@blp.route("/menu/products/<uuid:product_id>", methods=["PATCH"])
@blp.arguments(ProductChangeShape)
@blp.response(200, ProductShape)
def change_product(fields: dict[str, Any], product_id: UUID) -> dict[str, Any]:
    """Change a product

    Name the version that was edited, in ``version`` or in If-Match. When somebody has saved since, 409
    ``changed_meanwhile`` carries theirs in ``current``.
    """
    version = edited_version(fields)
    return service.change_product(current_unit(), product_id, fields, version)


@blp.route("/menu/products/<uuid:product_id>", methods=["DELETE"])
@blp.response(204)
def archive_product(product_id: UUID) -> None:
    """Archive a product"""
    service.archive_product(current_unit(), product_id)
