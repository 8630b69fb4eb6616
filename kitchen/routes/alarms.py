"""Alarms for the till, and slips to look at."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.paper import as_text
from kitchen.schemas.alarms import AlarmsShape, SlipArgs
from kitchen.services import alarms, slips

blp = Blueprint("kitchen_alarms", __name__, description="Tickets that no screen acknowledged; slips.")


@blp.route("/stores/<uuid:store_id>/kitchen/alarms", methods=["GET"])
@blp.response(200, AlarmsShape)
def list_alarms(store_id: UUID) -> Response:
    """The store's open alarms; the same come over the till's socket as ``kitchen_alarm`` whenever they change."""
    return answer({"alarms": alarms.list_alarms(current_unit(), store_id)})


@blp.route("/stores/<uuid:store_id>/kitchen/alarms/<uuid:alarm_id>/clear", methods=["POST"])
@blp.response(200, AlarmsShape)
def clear_alarm(store_id: UUID, alarm_id: UUID) -> Response:
    """Somebody has seen to it; answers what is still open."""
    return answer({"alarms": alarms.clear_alarm(current_unit(), store_id, alarm_id)})


@blp.route("/stores/<uuid:store_id>/kitchen/tickets/<uuid:ticket_id>/slip", methods=["GET"])
@blp.arguments(SlipArgs, location="query")
@blp.response(200, content_type="text/plain", description="The slip as text, or as ESC/POS bytes.")
def get_slip(args: dict[str, Any], store_id: UUID, ticket_id: UUID) -> Response:
    """The ticket as it would be printed now."""
    paper = slips.ticket_slip(current_unit(), store_id, ticket_id, args["language"])
    if args["format"] == "escpos":
        return Response(slips.as_escpos(paper), mimetype="application/octet-stream")
    return Response(as_text(paper), mimetype="text/plain")
