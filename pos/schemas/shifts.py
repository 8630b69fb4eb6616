"""The shapes of shifts and of the day's report."""

from marshmallow import fields

from core.schemas import Choice, Day, Id, Moment, Money, Shape, Text


class OpenShiftShape(Shape):
    """The float in the drawer."""

    opening_float = Money(0, required=True, metadata={"example": 50000})


class MoveCashShape(Shape):
    """Cash in or out, and why."""

    kind = Choice("paid_in", "paid_out", required=True)
    amount = Money(1, required=True)
    reason = Text(200, required=True)


class CloseShiftShape(Shape):
    """What was counted, before anybody was told what should be there."""

    counted = Money(0, required=True)
    terminal_id = Id(
        load_default=None,
        allow_none=True,
        metadata={"description": "Another terminal's drawer, where that is broken; asks for `day.close`."},
    )


class CashMoveShape(Shape):
    """Cash that went in or out."""

    kind = fields.String(required=True)
    amount = fields.Integer(required=True)
    reason = fields.String(required=True)
    at = Moment(required=True)
    by = fields.String(required=True)


class ShiftShape(Shape):
    """A shift; ``expected`` and ``difference`` are told once it is counted."""

    id = Id(required=True)
    terminal_id = Id(required=True)
    business_date = Day(required=True)
    opened_at = Moment(required=True)
    opened_by = fields.String(required=True)
    opening_float = fields.Integer(required=True)
    closed_at = Moment(required=True, allow_none=True)
    closed_by = fields.String(required=True, allow_none=True)
    counted = fields.Integer(required=True, allow_none=True)
    expected = fields.Integer(required=True, allow_none=True)
    difference = fields.Integer(required=True, allow_none=True)
    moves = fields.List(fields.Nested(CashMoveShape), required=True, allow_none=True)


class ShiftAnswerShape(Shape):
    """The terminal's shift, or null."""

    shift = fields.Nested(ShiftShape, required=True, allow_none=True)


class DayReportShape(Shape):
    """The figures of a day: X while it runs, Z once it is closed. Money in minor units."""

    kind = fields.String(required=True, metadata={"enum": ["X", "Z"]})
    closed_at = Moment(required=True, allow_none=True)
    closed_by = fields.String(required=True, allow_none=True)
    store_id = Id(required=True)
    business_date = Day(required=True)
    currency = fields.String(required=True)
    orders = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    covers = fields.Integer(required=True)
    net = fields.Integer(required=True)
    service_charge = fields.Integer(required=True)
    rounding = fields.Integer(required=True)
    total = fields.Integer(required=True)
    tax = fields.Integer(required=True)
    tips = fields.Integer(required=True)
    refunds = fields.Integer(required=True)
    written_off = fields.Integer(
        required=True, metadata={"description": "Of the total, what guests left unpaid for good."}
    )
    channels = fields.List(fields.Dict(), required=True)
    taxes = fields.List(fields.Dict(), required=True)
    tenders = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "late_taken, late_given_back: of it, money of days that were closed before."
        },
    )
    adjustments = fields.List(fields.Dict(), required=True)
    shifts = fields.List(fields.Nested(ShiftShape), required=True)


class DaysArgs(Shape):
    """Which days, both included; the last seven business days unless said."""

    first = Day(data_key="from")
    last = Day(data_key="to")


class ListedDayShape(Shape):
    """A day with its shifts; ``total`` is that of its Z report, null while the day runs."""

    business_date = Day(required=True)
    closed_at = Moment(required=True, allow_none=True)
    closed_by = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True)
    shifts = fields.List(fields.Nested(ShiftShape), required=True)


class ListedDaysShape(Shape):
    """A store's days, newest first. Money in minor units."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    currency = fields.String(required=True)
    days = fields.List(fields.Nested(ListedDayShape), required=True)


class DayReportAnswerShape(Shape):
    """A day's report."""

    report = fields.Nested(DayReportShape, required=True)
