"""Where and when something holds: a place, a channel, weekdays, a daypart, dates. Empty: everywhere, always."""

from core.schemas import Choice, Day, Id, Int, Shape
from pos.values.catalog import CHANNELS


class WhenShape(Shape):
    """A daypart whose end is before its start passes midnight and belongs to the day it starts on; dates are included."""

    store_id = Id(load_default=None, allow_none=True)
    channel = Choice(*CHANNELS, load_default=None, allow_none=True)
    weekdays = Int(
        1,
        127,
        load_default=None,
        allow_none=True,
        metadata={"description": "bit 0 is Monday; 127 is every day"},
    )
    start_minute = Int(
        0, 1439, load_default=None, allow_none=True, metadata={"description": "after midnight"}
    )
    end_minute = Int(0, 1440, load_default=None, allow_none=True, metadata={"description": "excluded"})
    valid_from = Day(load_default=None, allow_none=True)
    valid_to = Day(load_default=None, allow_none=True)
