"""The shape of an order as it is answered. Money in minor units, quantities as exact text."""

from marshmallow import fields, validate

from core.schemas import Day, Id, Moment, NameShape, Shape
from pos.rules.commands.paying import TENDERS
from pos.values.catalog import CHANNELS, KINDS


def _money(*, nullable: bool = False) -> fields.Integer:
    return fields.Integer(required=True, allow_none=nullable, metadata={"description": "minor units"})


def _text(*, nullable: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=nullable)


def _word(*words: str) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(words))


def _amount_text() -> fields.String:
    return fields.String(required=True, metadata={"example": "1", "description": "an exact decimal"})


class WhoShape(Shape):
    """A person."""

    id = Id(required=True)
    name = _text()


class TaxOfLineShape(Shape):
    """The tax a line bears."""

    name = fields.Nested(NameShape, required=True, allow_none=True)
    rate = _amount_text()
    inclusive = fields.Boolean(required=True)


class _ItemShape(Shape):
    id = Id(required=True)
    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    kind = _word(*KINDS)
    code = _text()
    name = fields.Nested(NameShape, required=True)
    variant_name = fields.Nested(NameShape, required=True, allow_none=True)
    quantity = _amount_text()
    voided = _amount_text()
    comped = _amount_text()
    unit_price = _money()
    price_id = Id(required=True, allow_none=True)
    modifiers = fields.List(fields.Nested(lambda: LineModifierShape()), required=True)
    state = _word("held", "fired", "voided")
    tax = fields.Nested(TaxOfLineShape, required=True)
    refunded = _money()


class LineModifierShape(Shape):
    """A modifier on a line, ``quantity`` per unit."""

    option_id = Id(required=True)
    group_id = Id(required=True)
    name = fields.Nested(NameShape, required=True)
    quantity = fields.Integer(required=True)
    unit_price = _money()
    modifiers = fields.List(fields.Nested(lambda: LineModifierShape()))


class OrderComponentShape(_ItemShape):
    """A set meal's component: its share of the set's total, its extras, and what of both is payable."""

    component_id = Id(required=True, allow_none=True)
    share = _money()
    upcharge = _money()
    amount = _money()


class OrderLineShape(_ItemShape):
    """A line of an order."""

    list_price = _money()
    member_price = fields.Integer(required=True, allow_none=True, metadata={"description": "minor units"})
    components = fields.List(fields.Nested(OrderComponentShape), required=True)
    line_total = _money()
    net = _money()
    discount = _money()
    gift_of = Id(required=True, allow_none=True)
    seat = fields.Integer(required=True, allow_none=True)
    course = fields.Integer(required=True, allow_none=True)
    on_hold = fields.Boolean(required=True)
    revision = fields.Integer(required=True)
    note = _text(nullable=True)
    suggestion_id = Id(required=True, allow_none=True)
    added_at = Moment(required=True)
    added_by = fields.Nested(WhoShape, required=True)
    fired_at = Moment(required=True, allow_none=True)


class CheckPartShape(Shape):
    """A check's part of a line: ``weight`` of ``of``."""

    line_id = Id(required=True)
    amount = _money()
    weight = fields.Integer(required=True)
    of = fields.Integer(required=True)


class TaxGroupShape(Shape):
    """A tax group on a check."""

    name = _text()
    rate = _amount_text()
    inclusive = fields.Boolean(required=True)
    base = _money()
    tax = _money()


class OrderPaymentShape(Shape):
    """Money taken."""

    id = Id(required=True)
    tender = _word(*TENDERS)
    amount = _money()
    tip = _money()
    tendered = fields.Integer(required=True, allow_none=True)
    change = _money()
    reference = _text(nullable=True)
    at = Moment(required=True)
    by = fields.Nested(WhoShape, required=True)
    refunded = _money()


class RefundLineShape(Shape):
    """What of a line was given back."""

    line_id = Id(required=True)
    quantity = _text()
    amount = _money()


class OrderRefundShape(Shape):
    """Money given back."""

    id = Id(required=True)
    amount = _money()
    reason = _text()
    at = Moment(required=True)
    by = fields.Nested(WhoShape, required=True)
    lines = fields.List(fields.Nested(RefundLineShape), required=True)


class WriteOffOfCheckShape(Shape):
    """What of a check will never be paid, and why; ``approved_by``: the second person, where one was asked."""

    amount = _money()
    reason = _text()
    at = Moment(required=True)
    by = fields.Nested(WhoShape, required=True)
    approved_by = _text(nullable=True)


class OrderCheckShape(Shape):
    """A check (bill) of an order."""

    id = Id(required=True)
    number = fields.Integer(required=True)
    state = _word("open", "paid")
    parts = fields.List(fields.Nested(CheckPartShape), required=True)
    net = _money()
    service_charge = _money()
    tax = _money()
    taxes = fields.List(fields.Nested(TaxGroupShape), required=True)
    rounding = _money()
    total = _money()
    paid = _money()
    tips = _money()
    due = _money()
    cash_due = _money()
    paid_at = Moment(required=True, allow_none=True)
    payments = fields.List(fields.Nested(OrderPaymentShape), required=True)
    refunds = fields.List(fields.Nested(OrderRefundShape), required=True)
    write_off = fields.Nested(WriteOffOfCheckShape, required=True, allow_none=True)


class TotalsShape(Shape):
    """The order in figures."""

    list = _money()
    comped = _money()
    discounts = _money()
    net = _money()
    service_charge = _money()
    tax = _money()
    rounding = _money()
    total = _money()
    paid = _money()
    tips = _money()
    refunded = _money()
    written_off = _money()
    due = _money()
    units = _amount_text()


class OrderHeadShape(Shape):
    """The head of an order."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    store_id = Id(required=True)
    number = fields.Integer(required=True)
    pickup_number = fields.Integer(required=True)
    business_date = Day(required=True)
    channel = _word(*CHANNELS)
    table_id = Id(required=True, allow_none=True)
    table_name = _text(nullable=True)
    covers = fields.Integer(required=True, allow_none=True)
    guest_name = _text(nullable=True)
    note = _text(nullable=True)
    due_at = Moment(required=True, allow_none=True)
    state = _word("open", "paid", "cancelled", "merged")
    is_late = fields.Boolean(required=True)
    merged_into = Id(required=True, allow_none=True)
    member_id = Id(required=True, allow_none=True)
    opened_at = Moment(required=True)
    closed_at = Moment(required=True, allow_none=True)
    opened_by = fields.Nested(WhoShape, required=True)
    currency = _text()
    totals = fields.Nested(TotalsShape, required=True)


class OrderSummaryShape(OrderHeadShape):
    """An order in a list."""

    unfired = fields.Integer(required=True)
    line_count = fields.Integer(required=True)
    first_lines = fields.List(fields.Nested(NameShape), required=True)


class ManualDiscountShape(Shape):
    """What somebody takes off by hand; of a percentage no more than ``most``."""

    id = Id(required=True)
    amount = _money()
    percent_bp = fields.Integer(required=True)
    most = _money(nullable=True)
    reason = _text()
    by = Id(required=True)
    by_name = _text()
    approved_by_name = _text(nullable=True)


class WishesShape(Shape):
    """What the guest asks to be taken off; ``kept_coupons``: the promotions of which they keep the coupons for another time."""

    points = fields.Integer(required=True)
    coupons = fields.List(fields.String(), required=True)
    kept_coupons = fields.List(Id(), required=True)
    manual = fields.Nested(ManualDiscountShape, required=True, allow_none=True)


class BenefitPartShape(Shape):
    """A part of a benefit on a line that bears a price; ``funder`` is ``hq`` or a store's id."""

    line_id = Id(required=True)
    top_line_id = Id(required=True)
    lane = fields.Integer(required=True)
    source = _text()
    amount = _money()
    promotion_id = Id(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    funder = _text(nullable=True)


class DealVerdictShape(Shape):
    """What became of a candidate: the codes are those of pricing a cart."""

    code = _text()
    source = _text()
    lane = fields.Integer(required=True)
    promotion_id = Id(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    coupon_id = Id(required=True, allow_none=True)
    discount = _money()
    name = fields.Nested(NameShape, required=True, allow_none=True)
    numbers = fields.Dict(required=True)


class DealNudgeShape(Shape):
    """A benefit just out of reach."""

    promotion_id = Id(required=True)
    name = fields.Nested(NameShape, required=True, allow_none=True)
    more_amount = _money()
    more_quantity = fields.Integer(required=True)
    off = _money()
    percent_bp = fields.Integer(required=True)


class OrderDealShape(Shape):
    """What is taken off, and why; frozen at the first payment."""

    parts = fields.List(fields.Nested(BenefitPartShape), required=True)
    trace = fields.List(fields.Nested(DealVerdictShape), required=True)
    nudges = fields.List(fields.Nested(DealNudgeShape), required=True)
    points_used = fields.Integer(required=True)
    is_exhaustive = fields.Boolean(required=True)
    is_frozen = fields.Boolean(required=True)


class OrderShape(OrderHeadShape):
    """An order with everything that belongs to it."""

    wishes = fields.Nested(WishesShape, required=True)
    deal = fields.Nested(OrderDealShape, required=True, allow_none=True)

    lines = fields.List(fields.Nested(OrderLineShape), required=True)
    checks = fields.List(fields.Nested(OrderCheckShape), required=True)


class OrderAnswerShape(Shape):
    """An order."""

    order = fields.Nested(OrderShape, required=True)


class OrderChangesShape(Shape):
    """Orders changed since the cursor; ask again with the new one. An order may come twice: go by its version."""

    orders = fields.List(fields.Nested(OrderShape), required=True)
    cursor = _text()
    more = fields.Boolean(required=True)
