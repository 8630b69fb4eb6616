"""The menu for the till."""

from uuid import UUID

from flask import Response, request

from core.blueprint import Blueprint
from core.edge import current_unit
from pos.schemas.menu import MenuShape
from pos.services import menu as service

blp = Blueprint("menu", __name__, description="What a till shows and sells.")


@blp.route("/stores/<uuid:store_id>/menu", methods=["GET"])
@blp.response(200, MenuShape)
@blp.alt_response(304, description="The menu is as you have it (If-None-Match).")
def get_menu(store_id: UUID) -> Response:
    """The store's menu with the prices that hold now"""
    written = service.get_menu(current_unit(), store_id)
    response = Response(written.body, mimetype="application/json")
    response.set_etag(written.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
