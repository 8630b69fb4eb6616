"""Documents, the ledger, and what a store has."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.schemas import page_of
from inventory.schemas.stock import (
    ClosePeriodShape,
    DocumentChangeShape,
    DocumentListArgs,
    DocumentShape,
    ItemCostsShape,
    MoveListArgs,
    NewDocumentShape,
    PeriodsShape,
    ReceiveShape,
    ShipShape,
    StockArgs,
    StockAtArgs,
    StockMoveShape,
    StockShape,
)
from inventory.services import documents, posting, stock, stock_values

blp = Blueprint(
    "inventory_stock", __name__, description="Receipts, transfers, waste: everything that moves stock."
)
STORE = "/stores/<uuid:store_id>/inventory"
DOCUMENT = f"{STORE}/documents/<uuid:document_id>"


@blp.route(f"{STORE}/documents", methods=["GET"])
@blp.arguments(DocumentListArgs, location="query")
@blp.response(200, page_of(DocumentShape))
def list_documents(args: dict[str, Any], store_id: UUID) -> Any:
    """A page of the store's documents, newest first"""
    return documents.list_documents(current_unit(), store_id, **args)


@blp.route(f"{STORE}/documents", methods=["POST"])
@blp.arguments(NewDocumentShape)
@blp.response(201, DocumentShape)
def create_document(given: dict[str, Any], store_id: UUID) -> Any:
    """A draft of a document; nothing moves yet"""
    return documents.create_document(current_unit(), store_id, given)


@blp.route(DOCUMENT, methods=["GET"])
@blp.response(200, DocumentShape)
def get_document(store_id: UUID, document_id: UUID) -> Any:
    """One document"""
    return documents.get_document(current_unit(), store_id, document_id)


@blp.route(DOCUMENT, methods=["PATCH"])
@blp.arguments(DocumentChangeShape)
@blp.response(200, DocumentShape)
def change_document(given: dict[str, Any], store_id: UUID, document_id: UUID) -> Any:
    """Change a draft"""
    return documents.change_document(current_unit(), store_id, document_id, given)


@blp.route(DOCUMENT, methods=["DELETE"])
@blp.response(204)
def cancel_document(store_id: UUID, document_id: UUID) -> None:
    """Give a draft up"""
    documents.cancel_document(current_unit(), store_id, document_id)


@blp.route(f"{DOCUMENT}/post", methods=["POST"])
@blp.response(200, DocumentShape)
def post_document(store_id: UUID, document_id: UUID) -> Any:
    """Let a draft take effect"""
    return posting.post_document(current_unit(), store_id, document_id)


@blp.route(f"{DOCUMENT}/ship", methods=["POST"])
@blp.arguments(ShipShape)
@blp.response(200, DocumentShape)
def ship_document(given: dict[str, Any], store_id: UUID, document_id: UUID) -> Any:
    """Send a transfer off, at a price that stays"""
    return posting.ship_document(current_unit(), store_id, document_id, given["at"])


@blp.route(f"{DOCUMENT}/receive", methods=["POST"])
@blp.arguments(ReceiveShape)
@blp.response(200, DocumentShape)
def receive_document(given: dict[str, Any], store_id: UUID, document_id: UUID) -> Any:
    """Confirm what of a transfer arrived here"""
    received = {line["line_no"]: line["quantity"] for line in given["lines"]}
    return posting.receive_document(current_unit(), store_id, document_id, received, given["at"])


@blp.route(f"{STORE}/stock", methods=["GET"])
@blp.arguments(StockArgs, location="query")
@blp.response(200, StockShape)
def get_stock(args: dict[str, Any], store_id: UUID) -> Any:
    """What the store has, what it is worth, what runs out and what expires"""
    return stock.stock(current_unit(), store_id, **args)


@blp.route(f"{STORE}/stock/<uuid:item_id>", methods=["GET"])
@blp.arguments(StockAtArgs, location="query")
@blp.response(200, ItemCostsShape)
def get_item_costs(args: dict[str, Any], store_id: UUID, item_id: UUID) -> Response:
    """How an item's stock came to its value: what came and went since it was last published, and what each flow cost"""
    return answer(stock_values.item_costs(current_unit(), store_id, item_id, **args))


@blp.route(f"{STORE}/moves", methods=["GET"])
@blp.arguments(MoveListArgs, location="query")
@blp.response(200, page_of(StockMoveShape))
def list_moves(args: dict[str, Any], store_id: UUID) -> Any:
    """A page of the store's ledger, newest first"""
    return stock.list_moves(current_unit(), store_id, **args)


@blp.route(f"{STORE}/periods", methods=["GET"])
@blp.response(200, PeriodsShape)
def list_periods(store_id: UUID) -> Any:
    """Which books are closed"""
    return {"closed": stock.list_periods(current_unit(), store_id)}


@blp.route(f"{STORE}/periods", methods=["POST"])
@blp.arguments(ClosePeriodShape)
@blp.response(201, PeriodsShape)
def close_period(given: dict[str, Any], store_id: UUID) -> Any:
    """Close the store's books up to and with a day"""
    return {"closed": stock.close_period(current_unit(), store_id, given["ends_on"])}
