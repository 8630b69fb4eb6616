"""Legal entities, and clearing between stores and head office."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.sheets.doors import file_to_keep
from core.sheets.files import XLSX
from membership.schemas.clearing import (
    ClearingListArgs,
    ClearingShape,
    ClearingsShape,
    EntitiesShape,
    EntityShape,
    EntriesArgs,
    ExportArgs,
    NewEntityShape,
    PeriodShape,
    StoreEntityShape,
    StoreStatementShape,
)
from membership.services import clearing, clearing_files, legal_entities

blp = Blueprint(
    "clearing", __name__, description="Legal entities, and clearing between stores and head office."
)


@blp.route("/legal-entities", methods=["GET"])
@blp.response(200, EntitiesShape)
def list_entities() -> Response:
    """The legal entities beside head office, with their stores."""
    return answer(legal_entities.list_entities(current_unit()))


@blp.route("/legal-entities", methods=["POST"])
@blp.arguments(NewEntityShape)
@blp.response(201, EntityShape)
def add_entity(given: dict[str, Any]) -> Response:
    """A new legal entity."""
    return answer(legal_entities.add_entity(current_unit(), given["name"]), 201)


@blp.route("/legal-entities/<uuid:entity_id>", methods=["PATCH"])
@blp.arguments(NewEntityShape)
@blp.response(200, EntityShape)
def rename_entity(given: dict[str, Any], entity_id: UUID) -> Response:
    """Give it another name; closed statements keep the old one."""
    return answer(legal_entities.rename_entity(current_unit(), entity_id, given["name"]))


@blp.route("/stores/<uuid:store_id>/legal-entity", methods=["PUT"])
@blp.arguments(StoreEntityShape)
@blp.response(204)
def assign_store(given: dict[str, Any], store_id: UUID) -> Response:
    """Say whose books the store's business goes into from now on."""
    legal_entities.assign_store(current_unit(), store_id, given["entity"])
    return Response(status=204)


@blp.route("/clearings", methods=["GET"])
@blp.arguments(ClearingListArgs, location="query")
@blp.response(200, ClearingsShape)
def list_clearings(args: dict[str, Any]) -> Response:
    """Closed periods, the latest first, and which is next."""
    found = clearing.list_clearings(current_unit(), args["limit"], args.get("cursor"))
    return answer({**found, "items": [_days(x) for x in found["items"]], "next": _days(found["next"])})


@blp.route("/clearings", methods=["POST"])
@blp.arguments(PeriodShape)
@blp.response(201, ClearingShape)
def close(given: dict[str, Any]) -> Response:
    """Close a period for good. Refused (409) before it is over, with a gap, or when somebody has just closed it."""
    return answer(_days(clearing.close(current_unit(), given["first"], given["last"])), 201)


@blp.route("/clearings/<uuid:clearing_id>", methods=["GET"])
@blp.response(200, ClearingShape)
def get_clearing(clearing_id: UUID) -> Response:
    """A closed period: each store's statement, and what each legal entity pays."""
    return answer(_days(clearing.get_clearing(current_unit(), clearing_id)))


@blp.route("/clearings/<uuid:clearing_id>/stores/<uuid:store_id>", methods=["GET"])
@blp.arguments(EntriesArgs, location="query")
@blp.response(200, StoreStatementShape)
def get_statement(args: dict[str, Any], clearing_id: UUID, store_id: UUID) -> Response:
    """A store's statement with every entry."""
    found = clearing.get_statement(current_unit(), clearing_id, store_id, args.get("cursor"), args["limit"])
    return answer({**found, "clearing": _days(found["clearing"])})


@blp.route("/clearings/<uuid:clearing_id>/export.xlsx", methods=["GET"])
@blp.arguments(ExportArgs, location="query")
@blp.response(200, content_type=XLSX)
def export(args: dict[str, Any], clearing_id: UUID) -> Response:
    """A closed period as a workbook, with every entry"""
    content = clearing_files.export_xlsx(current_unit(), clearing_id, args.get("store_id"))
    return file_to_keep(content, "clearing.xlsx")


def _days(found: dict[str, Any]) -> dict[str, Any]:
    """Under the names that days have everywhere in the API."""
    return {"from": found.pop("first"), "to": found.pop("last"), **found}
