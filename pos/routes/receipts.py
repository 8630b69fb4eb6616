"""Receipts to look at, to print from a browser, or to send to a printer."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import current_unit
from core.paper import as_html, as_text
from pos.schemas.receipts import ReceiptArgs
from pos.services import receipts

blp = Blueprint("receipts", __name__, description="Receipts of checks.")


@blp.route("/stores/<uuid:store_id>/orders/<uuid:order_id>/receipt", methods=["GET"])
@blp.arguments(ReceiptArgs, location="query")
@blp.response(200, content_type="text/html", description="A page, plain text, or ESC/POS bytes.")
def get_receipt(args: dict[str, Any], store_id: UUID, order_id: UUID) -> Response:
    """A check's receipt. Before it is paid, it says so (预结单)."""
    paper = receipts.check_receipt(current_unit(), store_id, order_id, args.get("check_id"), args["language"])
    if args["format"] == "escpos":
        return Response(receipts.as_escpos(paper), mimetype="application/octet-stream")
    if args["format"] == "text":
        return Response(as_text(paper), mimetype="text/plain")
    return Response(as_html(paper), mimetype="text/html")
