"""Suggestions, as head office edits them."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import PageArgs, page_of
from pos.schemas.menu_parts import NewSuggestionShape, SuggestionChangeShape, SuggestionShape
from pos.services import suggestions as service

blp = Blueprint("suggestions", __name__, description="What the till offers with an order.")


@blp.route("/menu/suggestions", methods=["GET"])
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(SuggestionShape))
def list_suggestions(args: dict[str, Any]) -> Any:
    """A page of suggestions"""
    return service.list_suggestions(current_unit(), **args)


@blp.route("/menu/suggestions", methods=["POST"])
@blp.arguments(NewSuggestionShape)
@blp.response(201, SuggestionShape)
def create_suggestion(fields: dict[str, Any]) -> Any:
    """A new suggestion"""
    return service.create_suggestion(current_unit(), fields)


@blp.route("/menu/suggestions/<uuid:suggestion_id>", methods=["GET"])
@blp.response(200, SuggestionShape)
def get_suggestion(suggestion_id: UUID) -> Any:
    """One suggestion"""
    return service.get_suggestion(current_unit(), suggestion_id)


@blp.route("/menu/suggestions/<uuid:suggestion_id>", methods=["PATCH"])
@blp.arguments(SuggestionChangeShape)
@blp.response(200, SuggestionShape)
def change_suggestion(fields: dict[str, Any], suggestion_id: UUID) -> Any:
    """Change a suggestion"""
    return service.change_suggestion(current_unit(), suggestion_id, fields)


@blp.route("/menu/suggestions/<uuid:suggestion_id>", methods=["DELETE"])
@blp.response(204)
def remove_suggestion(suggestion_id: UUID) -> None:
    """Take away a suggestion"""
    service.remove_suggestion(current_unit(), suggestion_id)
