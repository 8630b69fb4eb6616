"""Ticket times for reports."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from kitchen.schemas.times import TimesArgs, TimesShape
from kitchen.services import times

blp = Blueprint("kitchen_times", __name__, description="How long dishes take.")


@blp.route("/stores/<uuid:store_id>/kitchen/times", methods=["GET"])
@blp.arguments(TimesArgs, location="query")
@blp.response(200, TimesShape)
def get_times(args: dict[str, Any], store_id: UUID) -> Response:
    """Fired → started → ready → served in whole seconds, per station, product, hour and day."""
    return answer(times.ticket_times(current_unit(), store_id, **args))
