"""What kitchen screens ask over HTTP. Live entries come over Socket.IO; everything that could be missed is here again."""

from typing import Any
from uuid import UUID

from flask import Response

from core import clock
from core.blueprint import Blueprint
from core.edge import answer, current_unit
from kitchen.schemas.screens import (
    BoardShape,
    CookCommandsShape,
    FeedArgs,
    FeedShape,
    HeardShape,
    HearShape,
    PickupShape,
    StationsShape,
    TicketsShape,
)
from kitchen.services import pickup, screens, stations

blp = Blueprint("kitchen", __name__, description="Kitchen screens: boards, numbered streams, what cooks do.")


@blp.route("/stores/<uuid:store_id>/kitchen/stations", methods=["GET"])
@blp.response(200, StationsShape)
def list_stations(store_id: UUID) -> Response:
    """The store's stations."""
    return answer({"stations": stations.list_stations(current_unit(), store_id)})


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>/board", methods=["GET"])
@blp.response(200, BoardShape)
def get_board(store_id: UUID, station_id: UUID) -> Response:
    """All that the station's screen shows, as of ``seq``; the expo station sees every station's open tickets.

    An expo station's ``seq`` is 0: to stay up to date, follow the feeds of the stations that cook.
    """
    return answer(screens.board(current_unit(), store_id, station_id))


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>/done", methods=["GET"])
@blp.response(200, TicketsShape)
def get_done(store_id: UUID, station_id: UUID) -> Response:
    """The station's tickets that were done lately, the latest first: for recall, and for expo, which hands them out."""
    return answer(screens.done(current_unit(), store_id, station_id))


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>/feed", methods=["GET"])
@blp.arguments(FeedArgs, location="query")
@blp.response(200, FeedShape)
def get_feed(args: dict[str, Any], store_id: UUID, station_id: UUID) -> Response:
    """The entries after a number. Nothing is ever missing between two numbers.

    An entry stands in the stream of the station that makes the dish and in no other: an expo station's feed is empty.
    """
    return answer(screens.feed(current_unit(), store_id, station_id, args["after"]))


@blp.route("/stores/<uuid:store_id>/kitchen/stations/<uuid:station_id>/heard", methods=["POST"])
@blp.arguments(HearShape)
@blp.response(200, HeardShape)
def post_heard(given: dict[str, Any], store_id: UUID, station_id: UUID) -> Response:
    """A screen lives, and has shown everything up to a number (for screens that poll; others say it on the socket)."""
    screens.hear(current_unit(), store_id, station_id, **given)
    return answer({"server_time": clock.now()})


@blp.route("/stores/<uuid:store_id>/kitchen/commands", methods=["POST"])
@blp.arguments(CookCommandsShape)
@blp.response(200, TicketsShape)
def post_commands(given: dict[str, Any], store_id: UUID) -> Response:
    """Start, bump, serve, recall, undo, rush, remake, or say that a change was seen: all of it, or nothing."""
    return answer(screens.run_commands(current_unit(), store_id, given["commands"]))


@blp.route("/stores/<uuid:store_id>/kitchen/pickup", methods=["GET"])
@blp.response(200, PickupShape)
def get_pickup(store_id: UUID) -> Response:
    """The numbers that guests wait for."""
    return answer(pickup.pickup_board(current_unit(), store_id))
