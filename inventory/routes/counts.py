"""Counting a store's stock."""

from typing import Any
from uuid import UUID

from core.blueprint import Blueprint
from core.edge import current_unit
from core.schemas import page_of
from inventory.schemas.counts import (
    CountListArgs,
    CountResultsShape,
    CountShape,
    CountSheetShape,
    NewCountEntriesShape,
    NewCountShape,
    RecountShape,
)
from inventory.services import count_entries, count_sheets, counts

blp = Blueprint("inventory_counts", __name__, description="Counting what is there, also while dishes go out.")
COUNTS = "/stores/<uuid:store_id>/inventory/counts"
COUNT = f"{COUNTS}/<uuid:count_id>"


@blp.route(COUNTS, methods=["GET"])
@blp.arguments(CountListArgs, location="query")
@blp.response(200, page_of(CountShape))
def list_counts(args: dict[str, Any], store_id: UUID) -> Any:
    """A page of the store's counts, newest first"""
    return counts.list_counts(current_unit(), store_id, **args)


@blp.route(COUNTS, methods=["POST"])
@blp.arguments(NewCountShape)
@blp.response(201, CountShape)
def open_count(given: dict[str, Any], store_id: UUID) -> Any:
    """Open a count"""
    return counts.open_count(current_unit(), store_id, given)


@blp.route(COUNT, methods=["GET"])
@blp.response(200, CountSheetShape)
def get_sheet(store_id: UUID, count_id: UUID) -> Any:
    """A count's sheet, in walking order"""
    return count_sheets.get_sheet(current_unit(), store_id, count_id)


@blp.route(COUNT, methods=["DELETE"])
@blp.response(204)
def cancel(store_id: UUID, count_id: UUID) -> None:
    """Give a count up"""
    counts.cancel(current_unit(), store_id, count_id)


@blp.route(f"{COUNT}/entries", methods=["POST"])
@blp.arguments(NewCountEntriesShape)
@blp.response(200, CountSheetShape)
def enter(given: dict[str, Any], store_id: UUID, count_id: UUID) -> Any:
    """Write down what was counted"""
    return count_entries.enter(current_unit(), store_id, count_id, given["entries"])


@blp.route(f"{COUNT}/submit", methods=["POST"])
@blp.response(200, CountSheetShape)
def submit(store_id: UUID, count_id: UUID) -> Any:
    """Everything is counted; what is far off is asked for again"""
    return counts.submit(current_unit(), store_id, count_id)


@blp.route(f"{COUNT}/recount", methods=["POST"])
@blp.arguments(RecountShape)
@blp.response(200, CountSheetShape)
def ask_again(given: dict[str, Any], store_id: UUID, count_id: UUID) -> Any:
    """Have items counted once more"""
    return counts.ask_again(current_unit(), store_id, count_id, given["item_ids"])


@blp.route(f"{COUNT}/approve", methods=["POST"])
@blp.response(200, CountSheetShape)
def approve(store_id: UUID, count_id: UUID) -> Any:
    """Take what was counted for what was there"""
    return counts.approve(current_unit(), store_id, count_id)


@blp.route(f"{COUNT}/results", methods=["GET"])
@blp.response(200, CountResultsShape)
def get_results(store_id: UUID, count_id: UUID) -> Any:
    """What an approved count came to"""
    return counts.results_view(current_unit(), store_id, count_id)
