"""The till's door to orders."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.schemas import page_of
from pos.schemas.courses import CoursesShape
from pos.schemas.order_answers import OrderAnswerShape, OrderChangesShape, OrderSummaryShape
from pos.schemas.orders import ChangesArgs, CommandsShape, OrderListArgs
from pos.services import courses, order_lists, orders

blp = Blueprint("orders", __name__, description="Orders, checks, payments: everything is a command.")


@blp.route("/stores/<uuid:store_id>/orders/<uuid:order_id>/commands", methods=["POST"])
@Blueprint.reads_ahead(orders.reads_ahead)
@blp.arguments(CommandsShape)
@blp.response(200, OrderAnswerShape)
def post_commands(given: dict[str, Any], store_id: UUID, order_id: UUID) -> Response:
    """Apply commands to an order: all of them, or none.

    Ids are made by the terminal (UUIDv7). The first check bears the order's id. A conflict (409) carries the order as it
    stands in ``current``, and ``errors[0].path`` names the command.
    """
    return answer({"order": orders.run_commands(current_unit(), store_id, order_id, given["commands"])})


@blp.route("/stores/<uuid:store_id>/orders/<uuid:order_id>", methods=["GET"])
@blp.response(200, OrderAnswerShape)
def get_order(store_id: UUID, order_id: UUID) -> Response:
    """One order."""
    return answer({"order": orders.get_order(current_unit(), store_id, order_id)})


@blp.route("/stores/<uuid:store_id>/orders/<uuid:order_id>/courses", methods=["GET"])
@blp.response(200, CoursesShape)
def list_courses(store_id: UUID, order_id: UUID) -> Response:
    """How an order's courses are to be fired (by hand, at a time, after the one before), and which are finished."""
    return answer({"courses": courses.list_courses(current_unit(), store_id, order_id)})


@blp.route("/stores/<uuid:store_id>/orders", methods=["GET"])
@blp.arguments(OrderListArgs, location="query")
@blp.response(200, page_of(OrderSummaryShape))
def list_orders(args: dict[str, Any], store_id: UUID) -> Response:
    """The store's orders, newest first."""
    found = order_lists.list_orders(current_unit(), store_id, **args)
    return answer({"items": found.items, "next_cursor": found.next_cursor})


@blp.route("/stores/<uuid:store_id>/orders/changes", methods=["GET"])
@blp.arguments(ChangesArgs, location="query")
@blp.response(200, OrderChangesShape)
def list_changes(args: dict[str, Any], store_id: UUID) -> Response:
    """Orders changed since a cursor. No change is missed; an order may come twice, so go by its version."""
    return answer(order_lists.list_changes(current_unit(), store_id, args.get("after")))
