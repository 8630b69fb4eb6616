"""86 and countdowns."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from pos.schemas.availability import AvailabilityListShape, SetAvailabilityShape
from pos.services import availability as service

blp = Blueprint("availability", __name__, description="What is sold out (86) or counted down at a store.")


@blp.route("/stores/<uuid:store_id>/availability", methods=["GET"])
@blp.response(200, AvailabilityListShape)
def list_availability(store_id: UUID) -> dict[str, Any]:
    """What is out or counted down"""
    return {"items": service.list_availability(current_unit(), store_id)}


@blp.route("/stores/<uuid:store_id>/availability", methods=["POST"])
@blp.arguments(SetAvailabilityShape)
@blp.response(200, AvailabilityListShape)
def set_availability(fields: dict[str, Any], store_id: UUID) -> dict[str, Any]:
    """Mark a product as in, out, or counted down"""
    return {"items": service.set_availability(current_unit(), store_id, **fields)}
