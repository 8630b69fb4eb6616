"""Items and their categories, units and standard prices."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import PageArgs, page_of
from inventory.schemas.items import (
    ItemCategoryChangeShape,
    ItemCategoryShape,
    ItemChangeShape,
    ItemListArgs,
    ItemShape,
    NewItemCategoryShape,
    NewItemShape,
    NewStandardPriceShape,
    StandardPriceShape,
    StandardPricesShape,
)
from inventory.services import categories, items

blp = Blueprint("inventory_items", __name__, description="What is bought, made and counted.")


@blp.route("/inventory/categories", methods=["GET"])
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(ItemCategoryShape))
def list_categories(args: dict[str, Any]) -> Any:
    """A page of item categories"""
    return categories.list_categories(current_unit(), **args)


@blp.route("/inventory/categories", methods=["POST"])
@blp.arguments(NewItemCategoryShape)
@blp.response(201, ItemCategoryShape)
def create_category(given: dict[str, Any]) -> Any:
    """A new item category"""
    return categories.create_category(current_unit(), given)


@blp.route("/inventory/categories/<uuid:item_category_id>", methods=["PATCH"])
@blp.arguments(ItemCategoryChangeShape)
@blp.response(200, ItemCategoryShape)
def change_category(given: dict[str, Any], item_category_id: UUID) -> Any:
    """Change an item category, or archive it"""
    return categories.change_category(current_unit(), item_category_id, given)


@blp.route("/inventory/items", methods=["GET"])
@blp.arguments(ItemListArgs, location="query")
@blp.response(200, page_of(ItemShape))
def list_items(args: dict[str, Any]) -> Any:
    """A page of items by code"""
    return items.list_items(current_unit(), **args)


@blp.route("/inventory/items", methods=["POST"])
@blp.arguments(NewItemShape)
@blp.response(201, ItemShape)
def create_item(given: dict[str, Any]) -> Any:
    """A new item"""
    return items.create_item(current_unit(), given)


@blp.route("/inventory/items/<uuid:item_id>", methods=["GET"])
@blp.response(200, ItemShape)
def get_item(item_id: UUID) -> Any:
    """One item, archived or not"""
    return items.get_item(current_unit(), item_id)


@blp.route("/inventory/items/<uuid:item_id>", methods=["PATCH"])
@blp.arguments(ItemChangeShape)
@blp.response(200, ItemShape)
def change_item(given: dict[str, Any], item_id: UUID) -> Any:
    """Change an item, or archive it

    Name the ``version`` that was edited. When somebody has saved since, 409 carries theirs.
    """
    version = given.pop("version")
    return items.change_item(current_unit(), item_id, given, version)


@blp.route("/inventory/items/<uuid:item_id>/standard-prices", methods=["GET"])
@blp.response(200, StandardPricesShape)
def list_standard_prices(item_id: UUID) -> Any:
    """An item's standard prices, newest first"""
    return {"prices": items.list_standard_prices(current_unit(), item_id)}


@blp.route("/inventory/items/<uuid:item_id>/standard-prices", methods=["POST"])
@blp.arguments(NewStandardPriceShape)
@blp.response(201, StandardPriceShape)
def set_standard_price(given: dict[str, Any], item_id: UUID) -> Any:
    """What a stock unit should cost from a day on"""
    return items.set_standard_price(current_unit(), item_id, given)
