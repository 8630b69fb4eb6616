"""The shapes of ticket times."""

from marshmallow import fields

from core.schemas import Day, Id, NameShape, Shape


class TimesArgs(Shape):
    """From one business day to another, both included."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")


class SpanShape(Shape):
    """Whole seconds: half of all took at most ``median``, nine of ten at most ``p90``."""

    median = fields.Integer(required=True)
    p90 = fields.Integer(required=True)


def _span(meaning: str) -> fields.Nested:
    return fields.Nested(SpanShape, required=True, allow_none=True, metadata={"description": meaning})


class TimesRowShape(Shape):
    """Counts and times. ``late``: ready after it was due; ``late_bp``: of the ready ones, in basis points."""

    items = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    late = fields.Integer(required=True)
    late_bp = fields.Integer(required=True, allow_none=True)
    remade = fields.Integer(required=True)
    wait = _span("fired → started")
    make = _span("started → ready")
    hand_out = _span("ready → served")
    whole = _span("fired → ready")


class StationTimesShape(TimesRowShape):
    """Of a station."""

    station_id = Id(required=True)
    name = fields.Nested(NameShape, required=True)


class ProductTimesShape(TimesRowShape):
    """Of a product, by the name it had last."""

    product_id = Id(required=True)
    name = fields.Nested(NameShape, required=True)


class HourTimesShape(TimesRowShape):
    """Of what was fired in an hour of the store's clock."""

    hour = fields.Integer(required=True)


class DayTimesShape(TimesRowShape):
    """Of a business day."""

    date = Day(required=True)


class TimesShape(Shape):
    """Ticket times of a store."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    all = fields.Nested(TimesRowShape, required=True)
    stations = fields.List(fields.Nested(StationTimesShape), required=True)
    products = fields.List(fields.Nested(ProductTimesShape), required=True)
    hours = fields.List(fields.Nested(HourTimesShape), required=True)
    days = fields.List(fields.Nested(DayTimesShape), required=True)
