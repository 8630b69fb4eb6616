"""The floor plan: for the till with its orders, for the office as areas and tables."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import PageArgs, page_of
from pos.schemas.floor import (
    AreaChangeShape,
    AreaShape,
    FloorShape,
    NewAreaShape,
    NewTableShape,
    TableChangeShape,
    TableShape,
)
from pos.services import floor as service

blp = Blueprint("floor", __name__, description="Areas and tables of a store.")


@blp.route("/stores/<uuid:store_id>/floor", methods=["GET"])
@blp.response(200, FloorShape)
def get_floor(store_id: UUID) -> Any:
    """The plan with the open orders at each table"""
    return service.get_floor(current_unit(), store_id)


@blp.route("/stores/<uuid:store_id>/areas", methods=["GET"])
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(AreaShape))
def list_areas(args: dict[str, Any], store_id: UUID) -> Any:
    """A page of the store's areas"""
    return service.list_areas(current_unit(), store_id, **args)


@blp.route("/stores/<uuid:store_id>/areas", methods=["POST"])
@blp.arguments(NewAreaShape)
@blp.response(201, AreaShape)
def create_area(fields: dict[str, Any], store_id: UUID) -> Any:
    """A new area"""
    return service.create_area(current_unit(), store_id, fields)


@blp.route("/stores/<uuid:store_id>/areas/<uuid:area_id>", methods=["GET"])
@blp.response(200, AreaShape)
def get_area(store_id: UUID, area_id: UUID) -> Any:
    """One area, archived or not"""
    return service.get_area(current_unit(), store_id, area_id)


@blp.route("/stores/<uuid:store_id>/areas/<uuid:area_id>", methods=["PATCH"])
@blp.arguments(AreaChangeShape)
@blp.response(200, AreaShape)
def change_area(fields: dict[str, Any], store_id: UUID, area_id: UUID) -> Any:
    """Change an area"""
    return service.change_area(current_unit(), store_id, area_id, fields)


@blp.route("/stores/<uuid:store_id>/areas/<uuid:area_id>", methods=["DELETE"])
@blp.response(204)
def archive_area(store_id: UUID, area_id: UUID) -> None:
    """Archive an area"""
    service.archive_area(current_unit(), store_id, area_id)


@blp.route("/stores/<uuid:store_id>/tables", methods=["GET"])
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(TableShape))
def list_tables(args: dict[str, Any], store_id: UUID) -> Any:
    """A page of the store's tables"""
    return service.list_tables(current_unit(), store_id, **args)


@blp.route("/stores/<uuid:store_id>/tables", methods=["POST"])
@blp.arguments(NewTableShape)
@blp.response(201, TableShape)
def create_table(fields: dict[str, Any], store_id: UUID) -> Any:
    """A new table"""
    return service.create_table(current_unit(), store_id, fields)


@blp.route("/stores/<uuid:store_id>/tables/<uuid:table_id>", methods=["GET"])
@blp.response(200, TableShape)
def get_table(store_id: UUID, table_id: UUID) -> Any:
    """One table, archived or not"""
    return service.get_table(current_unit(), store_id, table_id)


@blp.route("/stores/<uuid:store_id>/tables/<uuid:table_id>", methods=["PATCH"])
@blp.arguments(TableChangeShape)
@blp.response(200, TableShape)
def change_table(fields: dict[str, Any], store_id: UUID, table_id: UUID) -> Any:
    """Change a table"""
    return service.change_table(current_unit(), store_id, table_id, fields)


@blp.route("/stores/<uuid:store_id>/tables/<uuid:table_id>", methods=["DELETE"])
@blp.response(204)
def archive_table(store_id: UUID, table_id: UUID) -> None:
    """Archive a table"""
    service.archive_table(current_unit(), store_id, table_id)
