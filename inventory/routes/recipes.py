"""Recipes, their versions, and what dishes cost by them."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import page_of
from inventory.schemas.recipes import (
    CardArgs,
    CostCardShape,
    NewRecipeShape,
    NewRecipeVersionShape,
    PreviewArgs,
    PreviewShape,
    ProductCardArgs,
    PublishedVersionShape,
    PublishRecipeShape,
    RecipeListArgs,
    RecipeShape,
    RecipeVersionChangeShape,
    RecipeVersionShape,
    StandardCostArgs,
    StandardCostsShape,
)
from inventory.services import cost_cards, publishing, recipes
from inventory.services.standard_costs import standard_costs as costs_now

blp = Blueprint("inventory_recipes", __name__, description="How dishes are made, and what they should cost.")
VERSION = "/inventory/recipe-versions/<uuid:recipe_version_id>"


@blp.route("/inventory/recipes", methods=["GET"])
@blp.arguments(RecipeListArgs, location="query")
@blp.response(200, page_of(RecipeShape))
def list_recipes(args: dict[str, Any]) -> Any:
    """A page of recipes by code"""
    return recipes.list_recipes(current_unit(), **args)


@blp.route("/inventory/recipes", methods=["POST"])
@blp.arguments(NewRecipeShape)
@blp.response(201, RecipeShape)
def create_recipe(given: dict[str, Any]) -> Any:
    """A new recipe, without versions"""
    return recipes.create_recipe(current_unit(), given)


@blp.route("/inventory/recipes/<uuid:recipe_id>", methods=["GET"])
@blp.response(200, RecipeShape)
def get_recipe(recipe_id: UUID) -> Any:
    """One recipe with its versions"""
    return recipes.get_recipe(current_unit(), recipe_id)


@blp.route("/inventory/recipes/<uuid:recipe_id>", methods=["DELETE"])
@blp.response(204)
def archive_recipe(recipe_id: UUID) -> None:
    """No longer made like this, from now on"""
    recipes.archive_recipe(current_unit(), recipe_id)


@blp.route("/inventory/recipes/<uuid:recipe_id>/versions", methods=["POST"])
@blp.arguments(NewRecipeVersionShape)
@blp.response(201, RecipeVersionShape)
def draft_version(given: dict[str, Any], recipe_id: UUID) -> Any:
    """A new draft of a recipe"""
    return recipes.draft_version(current_unit(), recipe_id, given)


@blp.route(VERSION, methods=["GET"])
@blp.response(200, RecipeVersionShape)
def get_version(recipe_version_id: UUID) -> Any:
    """A version with its lines"""
    return recipes.get_version(current_unit(), recipe_version_id)


@blp.route(VERSION, methods=["PATCH"])
@blp.arguments(RecipeVersionChangeShape)
@blp.response(200, RecipeVersionShape)
def change_draft(given: dict[str, Any], recipe_version_id: UUID) -> Any:
    """Change a draft"""
    edit = given.pop("edit")
    return recipes.change_draft(current_unit(), recipe_version_id, given, edit)


@blp.route(VERSION, methods=["DELETE"])
@blp.response(204)
def discard_draft(recipe_version_id: UUID) -> None:
    """Throw a draft away"""
    recipes.discard_draft(current_unit(), recipe_version_id)


@blp.route(f"{VERSION}/preview", methods=["GET"])
@blp.arguments(PreviewArgs, location="query")
@blp.response(200, PreviewShape)
def preview(args: dict[str, Any], recipe_version_id: UUID) -> Any:
    """What publishing a draft would change of the cost of each dish"""
    return cost_cards.preview(current_unit(), recipe_version_id, **args)


@blp.route(f"{VERSION}/publish", methods=["POST"])
@blp.arguments(PublishRecipeShape)
@blp.response(200, PublishedVersionShape)
def publish(given: dict[str, Any], recipe_version_id: UUID) -> Any:
    """Let a draft hold, from now or from a moment on"""
    unit = current_unit()
    needs_rebuild = publishing.publish_version(unit, recipe_version_id, given["valid_from"])
    return recipes.get_version(unit, recipe_version_id) | {"needs_rebuild": needs_rebuild}


@blp.route("/inventory/items/<uuid:item_id>/cost-card", methods=["GET"])
@blp.arguments(CardArgs, location="query")
@blp.response(200, CostCardShape)
def item_card(args: dict[str, Any], item_id: UUID) -> Any:
    """What a semi-finished item costs, level by level"""
    return cost_cards.item_card(current_unit(), item_id, **args)


@blp.route("/inventory/products/<uuid:product_id>/cost-card", methods=["GET"])
@blp.arguments(ProductCardArgs, location="query")
@blp.response(200, CostCardShape)
def product_card(args: dict[str, Any], product_id: UUID) -> Any:
    """What a dish costs, level by level"""
    return cost_cards.product_card(current_unit(), product_id, **args)


@blp.route("/inventory/costs", methods=["GET"])
@blp.arguments(StandardCostArgs, location="query")
@blp.response(200, StandardCostsShape)
def standard_costs(args: dict[str, Any]) -> Any:
    """What everything should cost now, at a store or anywhere"""
    return costs_now(current_unit(), **args)
