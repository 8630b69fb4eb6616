"""The till's door to shifts, and the store's to its days."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.errors import NotFound
from pos.schemas.shifts import (
    CloseShiftShape,
    DayReportAnswerShape,
    DaysArgs,
    ListedDaysShape,
    MoveCashShape,
    OpenShiftShape,
    ShiftAnswerShape,
)
from pos.services import shifts

blp = Blueprint("shifts", __name__, description="Shifts of a drawer; X and Z reports of a day.")


@blp.route("/stores/<uuid:store_id>/shift", methods=["GET"])
@blp.response(200, ShiftAnswerShape)
def get_shift(store_id: UUID) -> Response:
    """The open shift of this terminal, or null."""
    return answer({"shift": shifts.current_shift(current_unit(), store_id)})


@blp.route("/stores/<uuid:store_id>/shift", methods=["POST"])
@blp.arguments(OpenShiftShape)
@blp.response(201, ShiftAnswerShape)
def open_shift(given: dict[str, Any], store_id: UUID) -> Response:
    """Begin a shift on this terminal."""
    return answer({"shift": shifts.open_shift(current_unit(), store_id, given["opening_float"])}, 201)


@blp.route("/stores/<uuid:store_id>/shift/cash-moves", methods=["POST"])
@blp.arguments(MoveCashShape)
@blp.response(201, ShiftAnswerShape)
def move_cash(given: dict[str, Any], store_id: UUID) -> Response:
    """Put cash in, or take it out."""
    return answer({"shift": shifts.move_cash(current_unit(), store_id, **given)}, 201)


@blp.route("/stores/<uuid:store_id>/shift/close", methods=["POST"])
@blp.arguments(CloseShiftShape)
@blp.response(200, ShiftAnswerShape)
def close_shift(given: dict[str, Any], store_id: UUID) -> Response:
    """End the shift with a blind count: this terminal's, or one of a terminal that is gone."""
    return answer({"shift": shifts.close_shift(current_unit(), store_id, **given)})


@blp.route("/stores/<uuid:store_id>/days", methods=["GET"])
@blp.arguments(DaysArgs, location="query")
@blp.response(200, ListedDaysShape)
def list_days(args: dict[str, Any], store_id: UUID) -> Response:
    """A store's days, each with its shifts and whether its Z report stands, newest first."""
    return answer(shifts.list_days(current_unit(), store_id, **args))


@blp.route("/stores/<uuid:store_id>/days/<string:day>", methods=["GET"])
@blp.response(200, DayReportAnswerShape)
def get_day(store_id: UUID, day: str) -> Response:
    """The X report of a running day, or the Z report of a closed one."""
    return answer({"report": shifts.day_report(current_unit(), store_id, _day(day))})


@blp.route("/stores/<uuid:store_id>/days/<string:day>/close", methods=["POST"])
@blp.response(200, DayReportAnswerShape)
def close_day(store_id: UUID, day: str) -> Response:
    """Close a day for good."""
    return answer({"report": shifts.close_day(current_unit(), store_id, _day(day))})


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise NotFound("A day is written 2026-11-21.", code="day_not_found") from error
    if not 2000 <= found.year <= 2200:
        raise NotFound("A day is written 2026-11-21.", code="day_not_found")
    return found
