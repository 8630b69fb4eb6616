"""The shapes of stored value."""

from typing import Any

from marshmallow import fields, validate

from core.schemas import Choice, Day, Id, Int, Moment, ProofShape, Shape, Text

LARGEST = 10**10


class ValueAmountShape(Shape):
    """``value_id`` is made by the till: the same id is done once. ``amount``: what the guest pays."""

    value_id = Id(required=True)
    member_id = Id(required=True)
    amount = Int(1, LARGEST, required=True)


class RechargeShape(ValueAmountShape):
    """``cash`` goes into the drawer of the till's shift."""

    tender = Choice("cash", "card", "scan", load_default="card")


class SpendShape(ValueAmountShape):
    """What is paid with stored value, for an order. ``quota_id``: it was taken offline, out of this quota."""

    order_id = Id()
    proof = fields.Nested(ProofShape)
    quota_id = Id()


class QuotaAskShape(Shape):
    """How much of a balance to keep back, at most; the id is made by the till."""

    quota_id = Id(required=True)
    member_id = Id(required=True)
    amount = Int(1, LARGEST, required=True)
    proof = fields.Nested(ProofShape)


class QuotaShape(Shape):
    """What is kept back; once released, what was used of it."""

    quota_id = Id(required=True)
    amount = Int(required=True)
    expires_at = Moment(required=True)


def Pin(**options: Any) -> Text:  # noqa: N802 - stands where a field class stands
    """A field for a PIN as it is typed: 4 to 8 digits, never told again."""
    return Text(8, shortest=4, load_only=True, validate_more=validate.Regexp(r"^[0-9]{4,8}$"), **options)


class ValuePinShape(Shape):
    """A member's new PIN, or null to take it away."""

    pin = Pin(required=True, allow_none=True)


class ValueRefundShape(Shape):
    """So much of a spend (``original_id``) back."""

    value_id = Id(required=True)
    original_id = Id(required=True)
    amount = Int(1, LARGEST, required=True)


class WithdrawalShape(Shape):
    """A member's whole principal back in cash."""

    value_id = Id(required=True)
    member_id = Id(required=True)


class BalanceShape(Shape):
    """What a member can spend; an expired bonus is not in it."""

    principal = Int(required=True)
    bonus = Int(required=True)


class ValueUseShape(Shape):
    """One use: how much principal and bonus it moved."""

    value_id = Id(required=True)
    kind = Text(required=True, metadata={"example": "spend"})
    store_id = Id(required=True, allow_none=True)
    principal = Int(required=True)
    bonus = Int(required=True)
    original_id = Id(required=True, allow_none=True)
    at = Moment(required=True)
    business_date = Day(required=True)


class ValueAnswerShape(ValueUseShape):
    """The use, and the balance after it."""

    balance = fields.Nested(BalanceShape, required=True)


class ValueStatementShape(Shape):
    """A member's balance and last uses, the latest first."""

    balance = fields.Nested(BalanceShape, required=True)
    uses = fields.List(fields.Nested(ValueUseShape), required=True)


class DaysArgs(Shape):
    """From one business date to another."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")


class StoreDueShape(Shape):
    """What a store pays head office; negative: what it gets."""

    store_id = Id(required=True)
    pays = Int(required=True)


class AccountSumShape(Shape):
    """What an account of an entity's book came to: debit positive, credit negative."""

    entity = Text(required=True, metadata={"description": "hq, or a store's id"})
    account = Text(required=True)
    other = Text(required=True, allow_none=True)
    amount = Int(required=True)


class SettlementShape(Shape):
    """Σ stores' payments + what head office bears = 0; each entity's accounts sum to 0."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    stores = fields.List(fields.Nested(StoreDueShape), required=True)
    head_office_bears = Int(required=True)
    accounts = fields.List(fields.Nested(AccountSumShape), required=True)
