"""Tax classes, as head office edits them."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import PageArgs, page_of
from pos.schemas.menu_parts import NewTaxClassShape, TaxClassChangeShape, TaxClassShape
from pos.services import taxes as service

blp = Blueprint("taxes", __name__, description="Tax rates by class, region and store.")


@blp.route("/menu/tax-classes", methods=["GET"])
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(TaxClassShape))
def list_tax_classes(args: dict[str, Any]) -> Any:
    """A page of tax classes"""
    return service.list_tax_classes(current_unit(), **args)


@blp.route("/menu/tax-classes", methods=["POST"])
@blp.arguments(NewTaxClassShape)
@blp.response(201, TaxClassShape)
def create_tax_class(fields: dict[str, Any]) -> Any:
    """A new tax class"""
    return service.create_tax_class(current_unit(), fields)


@blp.route("/menu/tax-classes/<uuid:tax_class_id>", methods=["GET"])
@blp.response(200, TaxClassShape)
def get_tax_class(tax_class_id: UUID) -> Any:
    """One tax class, archived or not"""
    return service.get_tax_class(current_unit(), tax_class_id)


@blp.route("/menu/tax-classes/<uuid:tax_class_id>", methods=["PATCH"])
@blp.arguments(TaxClassChangeShape)
@blp.response(200, TaxClassShape)
def change_tax_class(fields: dict[str, Any], tax_class_id: UUID) -> Any:
    """Change a tax class"""
    return service.change_tax_class(current_unit(), tax_class_id, fields)


@blp.route("/menu/tax-classes/<uuid:tax_class_id>", methods=["DELETE"])
@blp.response(204)
def archive_tax_class(tax_class_id: UUID) -> None:
    """Archive a tax class"""
    service.archive_tax_class(current_unit(), tax_class_id)
