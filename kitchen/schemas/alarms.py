"""The shapes of alarms and slips."""

from marshmallow import fields

from core.schemas import Choice, Id, Moment, NameShape, Shape


class AlarmShape(Shape):
    """What the store's people are warned of.

    ``unheard``: no screen acknowledged the ticket in time; ``slip`` says whether it was printed instead. ``print_failed``:
    a station that always prints could not. ``diverted``: all the station's screens are silent, its work goes to ``sent_to``.
    """

    id = Id(required=True)
    kind = fields.String(required=True, metadata={"enum": ["unheard", "print_failed", "diverted"]})
    station_id = Id(required=True)
    station_name = fields.Nested(NameShape, required=True)
    raised_at = Moment(required=True)
    ticket_id = Id(required=True, allow_none=True)
    order_id = Id(required=True, allow_none=True)
    order_number = fields.Integer(required=True, allow_none=True)
    table_name = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)
    slip = fields.String(
        required=True,
        allow_none=True,
        metadata={"enum": ["waiting", "printed", "failed", "no_printer", "dropped", None]},
    )
    error = fields.String(required=True, allow_none=True)
    sent_to = fields.Nested(NameShape, required=True, allow_none=True)


class AlarmsShape(Shape):
    """A store's open alarms, the oldest first."""

    alarms = fields.List(fields.Nested(AlarmShape), required=True)


class SlipArgs(Shape):
    """How to look at a slip."""

    format = Choice("text", "escpos", load_default="text")
    language = Choice("zh", "en", load_default="zh")
