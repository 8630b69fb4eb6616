"""Stores."""

from typing import Any
from uuid import UUID

from accounts.models import Store
from accounts.schemas.stores import OfficeStoreShape, StoreArgs, StoreChangeShape, StoreNewShape
from accounts.services import stores
from core.blueprint import Blueprint
from core.edge import current_unit
from core.paging import Page
from core.schemas import page_of

blp = Blueprint("stores", __name__, description="Stores and how they count")


@blp.route("/stores")
@blp.arguments(StoreArgs, location="query")
@blp.response(200, page_of(OfficeStoreShape))
def list_stores(args: dict[str, Any]) -> Page[Store]:
    """A page of stores by code."""
    return stores.list_stores(
        current_unit(), args.get("cursor"), args["limit"], args.get("region_id"), args.get("q")
    )


@blp.route("/stores", methods=["POST"])
@blp.arguments(StoreNewShape)
@blp.response(201, OfficeStoreShape)
def add_store(data: dict[str, Any]) -> Store:
    """Add a store."""
    return stores.add_store(current_unit(), data)


@blp.route("/stores/<uuid:store_id>")
@blp.response(200, OfficeStoreShape)
def get_store(store_id: UUID) -> Store:
    """One store."""
    return stores.get_store(current_unit(), store_id)


@blp.route("/stores/<uuid:store_id>", methods=["PATCH"])
@blp.arguments(StoreChangeShape)
@blp.response(200, OfficeStoreShape)
def change_store(data: dict[str, Any], store_id: UUID) -> Store:
    """Change a store."""
    return stores.change_store(current_unit(), store_id, data)


@blp.route("/stores/<uuid:store_id>", methods=["DELETE"])
@blp.response(204)
def archive_store(store_id: UUID) -> None:
    """Close a store for good."""
    stores.archive_store(current_unit(), store_id)
