"""The shapes of stations and routes for those who edit them."""

from marshmallow import fields

from core.schemas import Change, Choice, Flag, Id, Int, Name, Shape, Text
from kitchen.schemas.screens import StationSummaryShape

CHANNELS = ("dine_in", "takeaway", "delivery", "own_app")
DAY = 24 * 60


class NewStationShape(Shape):
    """A place where dishes are made, packed or handed out. ``printer``: tcp://host:9100 or file:///path.

    Left unacknowledged by every screen for ``ack_seconds``, a ticket is printed. With all screens silent for
    ``divert_after_seconds``, its work goes to ``stand_in_id``.
    """

    name = Name(required=True)
    kind = Choice("prep", "expo")
    pool = Text(40, allow_none=True, metadata={"description": "Stations with the same pool share the load."})
    is_default = Flag()
    sort = Int(-1_000_000, 1_000_000)
    ack_seconds = Int(2, 3600)
    warn_percent = Int(1, 1000)
    printer = Text(200, allow_none=True, metadata={"example": "tcp://192.168.1.50:9100"})
    print_always = Flag()
    stand_in_id = Id(allow_none=True)
    divert_after_seconds = Int(5, 3600, allow_none=True)


class StationChangeShape(Change, NewStationShape):
    """Fields that are left out stay. ``version`` is the one that was edited."""

    version = Int(1, required=True)


class StationShape(StationSummaryShape):
    """A station as it stands."""


class DivertShape(Shape):
    """Where a station's work goes; null: it stays again. ``move_open``: with what is open now."""

    to = Id(required=True, allow_none=True)
    move_open = Flag(load_default=True)


class DivertedShape(Shape):
    """The station, and how many open items went along."""

    station = fields.Nested(StationShape, required=True)
    moved = fields.Integer(required=True)


class NewRouteShape(Shape):
    """Where lines go for which all given conditions hold. ``weekdays``: bit 0 is Monday; minutes of the store's clock."""

    station_id = Id(required=True)
    product_id = Id(allow_none=True)
    category_id = Id(allow_none=True)
    option_id = Id(allow_none=True)
    channel = Choice(*CHANNELS, allow_none=True)
    weekdays = Int(1, 127, allow_none=True)
    start_minute = Int(0, DAY - 1, allow_none=True)
    end_minute = Int(1, DAY, allow_none=True)


class RouteChangeShape(Change, NewRouteShape):
    """Fields that are left out stay. ``version`` is the one that was edited."""

    version = Int(1, required=True)


class RouteShape(NewRouteShape):
    """A rule as it stands."""

    id = Id(required=True)
    version = Int(required=True)


class RoutesShape(Shape):
    """A store's rules; those that hold all apply."""

    routes = fields.List(fields.Nested(RouteShape), required=True)
