"""Stored value at the till, and its settlement at head office."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from membership.schemas.stored_value import (
    DaysArgs,
    RechargeShape,
    SettlementShape,
    SpendShape,
    ValueAnswerShape,
    ValueRefundShape,
    ValueStatementShape,
    WithdrawalShape,
)
from membership.services import stored_value

blp = Blueprint("stored_value", __name__, description="Stored value: recharge, pay, refund, settle.")


@blp.route("/stores/<uuid:store_id>/stored-value/recharges", methods=["POST"])
@blp.arguments(RechargeShape)
@blp.response(201, ValueAnswerShape)
def recharge(given: dict[str, Any], store_id: UUID) -> Response:
    """Sell stored value; the plan that the amount reaches brings a bonus."""
    return answer(stored_value.recharge(current_unit(), store_id, **given), 201)


@blp.route("/stores/<uuid:store_id>/stored-value/spends", methods=["POST"])
@blp.arguments(SpendShape)
@blp.response(201, ValueAnswerShape)
def spend(given: dict[str, Any], store_id: UUID) -> Response:
    """Pay with stored value. Refused (409) when the balance is less."""
    return answer(stored_value.spend(current_unit(), store_id, **given), 201)


@blp.route("/stores/<uuid:store_id>/stored-value/refunds", methods=["POST"])
@blp.arguments(ValueRefundShape)
@blp.response(201, ValueAnswerShape)
def refund(given: dict[str, Any], store_id: UUID) -> Response:
    """Give back of a payment, in its original mix of principal and bonus."""
    return answer(stored_value.refund(current_unit(), store_id, **given), 201)


@blp.route("/stores/<uuid:store_id>/stored-value/withdrawals", methods=["POST"])
@blp.arguments(WithdrawalShape)
@blp.response(201, ValueAnswerShape)
def withdraw(given: dict[str, Any], store_id: UUID) -> Response:
    """Pay the principal back in cash; the bonus is void."""
    return answer(stored_value.withdraw(current_unit(), store_id, **given), 201)


@blp.route("/members/<uuid:member_id>/stored-value", methods=["GET"])
@blp.response(200, ValueStatementShape)
def get_statement(member_id: UUID) -> Response:
    """A member's balance and the last 200 uses."""
    return answer(stored_value.statement(current_unit(), member_id))


@blp.route("/stored-value/settlement", methods=["GET"])
@blp.arguments(DaysArgs, location="query")
@blp.response(200, SettlementShape)
def get_settlement(args: dict[str, Any]) -> Response:
    """Who owes whom over business dates, with what every account of every book came to."""
    found = stored_value.settle(current_unit(), args["first"], args["last"])
    return answer({"from": found.pop("first"), "to": found.pop("last"), **found})
