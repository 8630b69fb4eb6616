"""Stored value at the till, and its settlement at head office."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, request

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.uow import Read
from membership.schemas.stored_value import (
    DaysArgs,
    QuotaAskShape,
    QuotaShape,
    RechargeShape,
    SettlementShape,
    SpendShape,
    ValueAnswerShape,
    ValuePinShape,
    ValueRefundShape,
    ValueStatementShape,
    WithdrawalShape,
)
from membership.services import stored_value, value_proof, value_quotas

blp = Blueprint("stored_value", __name__, description="Stored value: recharge, pay, refund, settle.")


@blp.route("/stores/<uuid:store_id>/stored-value/recharges", methods=["POST"])
@blp.arguments(RechargeShape)
@blp.response(201, ValueAnswerShape)
def recharge(given: dict[str, Any], store_id: UUID) -> Response:
    """Sell stored value; the plan that the amount reaches brings a bonus."""
    return answer(stored_value.recharge(current_unit(), store_id, **given), 201)


def _reads_of_spend(tenant_id: UUID, store_id: UUID) -> Sequence[Read]:
    given: Any = request.get_json(silent=True, cache=True)
    try:
        return stored_value.reads_ahead(
            tenant_id, store_id, UUID(given["value_id"]), UUID(given["member_id"])
        )
    except (TypeError, KeyError, ValueError, AttributeError):  # no spend at all: the view says what is wrong
        return ()


@blp.route("/stores/<uuid:store_id>/stored-value/spends", methods=["POST"])
@Blueprint.reads_ahead(_reads_of_spend)
@blp.arguments(SpendShape)
@blp.response(201, ValueAnswerShape)
def spend(given: dict[str, Any], store_id: UUID) -> Response:
    """Pay with stored value. Refused (409) when the balance is less or the store was archived, and (403 ``proof_needed``) without a proof where the
    brand wants one."""
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


@blp.route("/stores/<uuid:store_id>/stored-value/quotas", methods=["POST"])
@blp.arguments(QuotaAskShape)
@blp.response(201, QuotaShape)
def reserve(given: dict[str, Any], store_id: UUID) -> Response:
    """Keep part of a balance back, for twelve hours, so that the till can take it while it is offline."""
    return answer(value_quotas.reserve(current_unit(), store_id, **given), 201)


@blp.route("/stores/<uuid:store_id>/stored-value/quotas/<uuid:quota_id>/release", methods=["POST"])
@blp.response(200, QuotaShape)
def release(store_id: UUID, quota_id: UUID) -> Response:
    """Give back what was not used of a quota."""
    return answer(value_quotas.release(current_unit(), store_id, quota_id))


@blp.route("/members/<uuid:member_id>/value-pin", methods=["PUT"])
@blp.arguments(ValuePinShape)
@blp.response(204)
def set_pin(given: dict[str, Any], member_id: UUID) -> Response:
    """Give a member a PIN for paying with stored value, or take it away."""
    value_proof.set_pin(current_unit(), member_id, given["pin"])
    return Response(status=204)


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
