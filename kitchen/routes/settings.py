"""Stations and routes, for those who edit them."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from kitchen.schemas.settings import (
    DivertedShape,
    DivertShape,
    NewRouteShape,
    NewStationShape,
    RouteChangeShape,
    RouteShape,
    RoutesShape,
    StationChangeShape,
    StationShape,
)
from kitchen.services import settings

blp = Blueprint("kitchen_settings", __name__, description="Kitchen stations, and which dishes go to which.")


@blp.route("/stores/<uuid:store_id>/kitchen/stations", methods=["POST"])
@blp.arguments(NewStationShape)
@blp.response(201, StationShape)
def create_station(given: dict[str, Any], store_id: UUID) -> Response:
    """A new station. A store's first that cooks catches what no rule names."""
    return answer(settings.create_station(current_unit(), store_id, given), 201)


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>", methods=["GET"])
@blp.response(200, StationShape)
def get_station(store_id: UUID, station_id: UUID) -> Response:
    """One station."""
    return answer(settings.get_station(current_unit(), store_id, station_id))


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>", methods=["PATCH"])
@blp.arguments(StationChangeShape)
@blp.response(200, StationShape)
def change_station(given: dict[str, Any], store_id: UUID, station_id: UUID) -> Response:
    """Change a station

    Name the ``version`` that was edited. When somebody has saved since, 409 ``changed_meanwhile`` carries theirs.
    """
    version = given.pop("version")
    return answer(settings.change_station(current_unit(), store_id, station_id, given, version))


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>", methods=["DELETE"])
@blp.response(204)
def archive_station(store_id: UUID, station_id: UUID) -> None:
    """Take a station away, with the rules that lead to it."""
    settings.archive_station(current_unit(), store_id, station_id)


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>/divert", methods=["POST"])
@blp.arguments(DivertShape)
@blp.response(200, DivertedShape)
def divert_station(given: dict[str, Any], store_id: UUID, station_id: UUID) -> Response:
    """Send a station's work elsewhere: its screen is gone. Nothing is made twice, and nothing is lost."""
    return answer(settings.divert_station(current_unit(), store_id, station_id, **given))


@blp.route("/stores/<uuid:store_id>/kitchen/routes", methods=["GET"])
@blp.response(200, RoutesShape)
def list_routes(store_id: UUID) -> Response:
    """The store's routing rules."""
    return answer({"routes": settings.list_routes(current_unit(), store_id)})


@blp.route("/stores/<uuid:store_id>/kitchen/routes", methods=["POST"])
@blp.arguments(NewRouteShape)
@blp.response(201, RouteShape)
def create_route(given: dict[str, Any], store_id: UUID) -> Response:
    """A new rule. Rules that name a product or a modifier go before those for its category."""
    return answer(settings.create_route(current_unit(), store_id, given), 201)


@blp.route("/stores/<uuid:store_id>/kitchen/routes/<uuid:route_id>", methods=["PATCH"])
@blp.arguments(RouteChangeShape)
@blp.response(200, RouteShape)
def change_route(given: dict[str, Any], store_id: UUID, route_id: UUID) -> Response:
    """Change a rule

    Name the ``version`` that was edited. When somebody has saved since, 409 ``changed_meanwhile`` carries theirs.
    """
    version = given.pop("version")
    return answer(settings.change_route(current_unit(), store_id, route_id, given, version))


@blp.route("/stores/<uuid:store_id>/kitchen/routes/<uuid:route_id>", methods=["DELETE"])
@blp.response(204)
def remove_route(store_id: UUID, route_id: UUID) -> None:
    """Take a rule away."""
    settings.remove_route(current_unit(), store_id, route_id)
