"""Sales figures."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from pos.schemas.sales import BrandSalesShape, SalesArgs, StoreSalesArgs, StoreSalesShape
from pos.services import sales

blp = Blueprint("sales", __name__, description="What was sold: by day, channel, hour, product, store.")


@blp.route("/stores/<uuid:store_id>/sales", methods=["GET"])
@blp.arguments(StoreSalesArgs, location="query")
@blp.response(200, StoreSalesShape)
def store_sales(args: dict[str, Any], store_id: UUID) -> Response:
    """A store's sales; the last seven business days unless said

    The figures follow a paid order within a second or two.
    """
    return answer(sales.store_sales(current_unit(), store_id, **args))


@blp.route("/sales", methods=["GET"])
@blp.arguments(SalesArgs, location="query")
@blp.response(200, BrandSalesShape)
def brand_sales(args: dict[str, Any]) -> Response:
    """The stores that you may see, those that sold most first"""
    return answer(sales.brand_sales(current_unit(), **args))
