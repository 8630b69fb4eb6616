"""Where things lie in a store, and how much of each it wants to have."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from inventory.schemas.places import (
    LocationChangeShape,
    LocationOrderShape,
    LocationShape,
    LocationsShape,
    NewLocationShape,
    ParsShape,
    SetParsShape,
)
from inventory.services import places

blp = Blueprint("inventory_places", __name__, description="Storage locations and par levels.")
STORE = "/stores/<uuid:store_id>/inventory"


@blp.route(f"{STORE}/locations", methods=["GET"])
@blp.response(200, LocationsShape)
def list_locations(store_id: UUID) -> Any:
    """The store's locations in walking order"""
    return {"locations": places.list_locations(current_unit(), store_id)}


@blp.route(f"{STORE}/locations", methods=["POST"])
@blp.arguments(NewLocationShape)
@blp.response(201, LocationShape)
def create_location(given: dict[str, Any], store_id: UUID) -> Any:
    """A new location, the last on the way"""
    return places.create_location(current_unit(), store_id, given)


@blp.route(f"{STORE}/locations/<uuid:location_id>", methods=["PATCH"])
@blp.arguments(LocationChangeShape)
@blp.response(200, LocationShape)
def change_location(given: dict[str, Any], store_id: UUID, location_id: UUID) -> Any:
    """Change a location and what lies there, or archive it"""
    return places.change_location(current_unit(), store_id, location_id, given)


@blp.route(f"{STORE}/locations/order", methods=["PUT"])
@blp.arguments(LocationOrderShape)
@blp.response(200, LocationsShape)
def order_locations(given: dict[str, Any], store_id: UUID) -> Any:
    """Set the way one walks"""
    return {"locations": places.order_locations(current_unit(), store_id, given["location_ids"])}


@blp.route(f"{STORE}/pars", methods=["GET"])
@blp.response(200, ParsShape)
def list_pars(store_id: UUID) -> Any:
    """The store's par levels"""
    return {"pars": places.list_pars(current_unit(), store_id)}


@blp.route(f"{STORE}/pars", methods=["PUT"])
@blp.arguments(SetParsShape)
@blp.response(200, ParsShape)
def set_pars(given: dict[str, Any], store_id: UUID) -> Any:
    """Set par levels; others stay"""
    return {"pars": places.set_pars(current_unit(), store_id, given["pars"])}
