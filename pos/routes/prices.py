"""List prices, as head office edits them, and why one holds."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import page_of
from pos.schemas.prices import (
    ExplainArgs,
    ExplanationShape,
    NewPriceShape,
    PriceChangeShape,
    PriceListArgs,
    PriceShape,
)
from pos.services import prices as service

blp = Blueprint("prices", __name__, description="Prices by place, channel, daypart and date.")


@blp.route("/menu/prices", methods=["GET"])
@blp.arguments(PriceListArgs, location="query")
@blp.response(200, page_of(PriceShape))
def list_prices(args: dict[str, Any]) -> Any:
    """A page of prices"""
    return service.list_prices(current_unit(), **args)


@blp.route("/menu/prices", methods=["POST"])
@blp.arguments(NewPriceShape)
@blp.response(201, PriceShape)
def create_price(fields: dict[str, Any]) -> Any:
    """A new price"""
    return service.create_price(current_unit(), fields)


@blp.route("/menu/prices/<uuid:price_id>", methods=["GET"])
@blp.response(200, PriceShape)
def get_price(price_id: UUID) -> Any:
    """One price"""
    return service.get_price(current_unit(), price_id)


@blp.route("/menu/prices/<uuid:price_id>", methods=["PATCH"])
@blp.arguments(PriceChangeShape)
@blp.response(200, PriceShape)
def change_price(fields: dict[str, Any], price_id: UUID) -> Any:
    """Change a price"""
    return service.change_price(current_unit(), price_id, fields)


@blp.route("/menu/prices/<uuid:price_id>", methods=["DELETE"])
@blp.response(204)
def remove_price(price_id: UUID) -> None:
    """Take away a price"""
    service.remove_price(current_unit(), price_id)


@blp.route("/menu/price-explain", methods=["GET"])
@blp.arguments(ExplainArgs, location="query")
@blp.response(200, ExplanationShape)
def explain_price(args: dict[str, Any]) -> dict[str, Any]:
    """Which price holds, and why the others do not"""
    return service.explain_price(current_unit(), **args)
