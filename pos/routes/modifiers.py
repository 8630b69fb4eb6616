"""Modifier groups, as head office edits them."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import PageArgs, page_of
from pos.routes.edits import edited_version
from pos.schemas.menu_parts import ModifierGroupChangeShape, ModifierGroupShape, NewModifierGroupShape
from pos.services import modifiers as service

blp = Blueprint("modifiers", __name__, description="Options from which a guest chooses.")


@blp.route("/menu/modifier-groups", methods=["GET"])
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(ModifierGroupShape))
def list_modifier_groups(args: dict[str, Any]) -> Any:
    """A page of modifier groups"""
    return service.list_groups(current_unit(), **args)


@blp.route("/menu/modifier-groups", methods=["POST"])
@blp.arguments(NewModifierGroupShape)
@blp.response(201, ModifierGroupShape)
def create_modifier_group(fields: dict[str, Any]) -> Any:
    """A new modifier group"""
    return service.create_group(current_unit(), fields)


@blp.route("/menu/modifier-groups/<uuid:modifier_group_id>", methods=["GET"])
@blp.response(200, ModifierGroupShape)
def get_modifier_group(modifier_group_id: UUID) -> Any:
    """One modifier group, archived or not"""
    return service.get_group(current_unit(), modifier_group_id)


@blp.route("/menu/modifier-groups/<uuid:modifier_group_id>", methods=["PATCH"])
@blp.arguments(ModifierGroupChangeShape)
@blp.response(200, ModifierGroupShape)
def change_modifier_group(fields: dict[str, Any], modifier_group_id: UUID) -> Any:
    """Change a modifier group

    Name the version that was edited, in ``version`` or in If-Match. When somebody has saved since, 409
    ``changed_meanwhile`` carries theirs in ``current``.
    """
    version = edited_version(fields)
    return service.change_group(current_unit(), modifier_group_id, fields, version)


@blp.route("/menu/modifier-groups/<uuid:modifier_group_id>", methods=["DELETE"])
@blp.response(204)
def archive_modifier_group(modifier_group_id: UUID) -> None:
    """Archive a modifier group"""
    service.archive_group(current_unit(), modifier_group_id)
