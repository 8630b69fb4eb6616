"""The shapes of boards, streams and what cooks ask."""

from typing import Any, ClassVar

from marshmallow import EXCLUDE, ValidationError, fields, post_load

from core.schemas import Choice, Flag, Id, Int, Many, Moment, NameShape, QueryInt, Shape, Text
from kitchen.values import commands as c

LARGEST_SEQ = 2**53


def _text(*, nullable: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=nullable)


def _amount() -> fields.String:
    return fields.String(required=True, metadata={"example": "1", "description": "an exact decimal"})


class TicketModifierShape(Shape):
    """A modifier of an item, ``quantity`` per unit."""

    option_id = Id(required=True)
    group_id = Id(required=True)
    name = fields.Nested(NameShape, required=True)
    quantity = fields.Integer(required=True)
    unit_price = fields.Integer(required=True)
    modifiers = fields.List(fields.Nested(lambda: TicketModifierShape()))


class TicketItemShape(Shape):
    """Something to be made. ``change``: changed or cancelled, until a cook has seen it; what is ready may be changed, too."""

    id = Id(required=True)
    line_id = Id(required=True)
    top_line_id = Id(required=True)
    revision = fields.Integer(required=True)
    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    name = fields.Nested(NameShape, required=True)
    variant_name = fields.Nested(NameShape, required=True, allow_none=True)
    set_name = fields.Nested(NameShape, required=True, allow_none=True)
    quantity = _amount()
    modifiers = fields.List(fields.Nested(TicketModifierShape), required=True)
    allergens = fields.List(fields.String(), required=True)
    note = _text(nullable=True)
    seat = fields.Integer(required=True, allow_none=True)
    prep_seconds = fields.Integer(required=True)
    start_at = Moment(required=True)
    state = fields.String(
        required=True, metadata={"enum": ["new", "started", "ready", "served", "cancelled"]}
    )
    change = fields.String(required=True, allow_none=True)
    is_remake = fields.Boolean(required=True)
    reason = _text(nullable=True)
    fired_at = Moment(required=True)
    started_at = Moment(required=True, allow_none=True)
    ready_at = Moment(required=True, allow_none=True)
    served_at = Moment(required=True, allow_none=True)


class TicketShape(Shape):
    """What one station makes of one order's course."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    order_id = Id(required=True)
    order_number = fields.Integer(required=True)
    course = fields.Integer(required=True)
    part = fields.Integer(required=True)
    channel = _text()
    table_name = _text(nullable=True)
    note = _text(nullable=True)
    state = fields.String(required=True, metadata={"enum": ["open", "done", "cancelled"]})
    is_rush = fields.Boolean(required=True)
    fired_at = Moment(required=True)
    due_at = Moment(required=True)
    done_at = Moment(required=True, allow_none=True)
    printed_at = Moment(required=True, allow_none=True)
    items = fields.List(fields.Nested(TicketItemShape), required=True)


class BoardStationShape(Shape):
    """The station that a board is of."""

    id = Id(required=True)
    kind = _text()
    name = fields.Nested(NameShape, required=True)


class AllDayShape(Shape):
    """How many of a dish are open."""

    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    name = fields.Nested(NameShape, required=True)
    variant_name = fields.Nested(NameShape, required=True, allow_none=True)
    quantity = _amount()


class BoardShape(Shape):
    """A station's whole screen as of its stream's number ``seq``; of an expo station, which has no stream of its own, 0."""

    station = fields.Nested(BoardStationShape, required=True)
    seq = fields.Integer(required=True)
    tickets = fields.List(fields.Nested(TicketShape), required=True)
    all_day = fields.List(fields.Nested(AllDayShape), required=True)
    load_seconds = fields.Integer(required=True)
    server_time = Moment(required=True)


class EntryShape(Shape):
    """A numbered entry of a station's stream: tickets as they then stood."""

    seq = fields.Integer(required=True)
    at = Moment(required=True)
    tickets = fields.List(fields.Nested(TicketShape), required=True)


class FeedShape(Shape):
    """Entries after a number; ``more``: ask again at once. An expo station has none."""

    entries = fields.List(fields.Nested(EntryShape), required=True)
    last_seq = fields.Integer(required=True)
    more = fields.Boolean(required=True)


class FeedArgs(Shape):
    """After which number."""

    after = QueryInt(0, LARGEST_SEQ, required=True)


class HearShape(Shape):
    """A screen lives, and has shown everything up to ``acked_seq``."""

    screen_id = Id(required=True)
    name = Text(80, load_default="")
    acked_seq = Int(0, LARGEST_SEQ, required=True)


class JoinShape(Shape):
    """A socket follows a station from number ``after``; ``acked``: what is shown by now, where that is less. Without
    ``screen_id`` it only watches."""

    class Meta:
        """A client may send more than we know."""

        unknown = EXCLUDE

    station_id = Id(required=True)
    screen_id = Id(load_default=None, allow_none=True)
    name = Text(80, shortest=0, load_default="")
    after = Int(0, LARGEST_SEQ, load_default=0)
    acked = Int(0, LARGEST_SEQ)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """Nobody has shown more than they have."""
        return found | {"acked": min(found["after"], found.get("acked", found["after"]))}


class HeardShape(Shape):
    """When the server heard it."""

    server_time = Moment(required=True)


class ShownShape(Shape):
    """The version of a ticket that a cook looked at."""

    ticket_id = Id(required=True)
    version = Int(0, LARGEST_SEQ, required=True)


class ActShape(Shape):
    """Do something to items, or to all items of tickets. ``seen``: a change was noticed.

    ``versions``: the tickets as the cook saw them; a change that came later is not taken for seen. Left out: all was seen.
    """

    made_of: ClassVar[Any] = c.Act
    type = Choice(*c.ACTS, required=True)
    item_ids = Many(Id(), 500, load_default=list)
    ticket_ids = Many(Id(), 100, load_default=list)
    versions = Many(fields.Nested(ShownShape), 100, load_default=list)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.Act:
        """As the rules know it."""
        versions = tuple((one["ticket_id"], one["version"]) for one in found["versions"])
        return c.Act(found["type"], tuple(found["item_ids"]), tuple(found["ticket_ids"]), versions)


class RushShape(Shape):
    """Put a ticket first, or back in line."""

    type = Choice("rush", required=True)
    ticket_id = Id(required=True)
    on = Flag(load_default=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.Rush:
        """As the rules know it."""
        return c.Rush(found["ticket_id"], found["on"])


class RemakeShape(Shape):
    """Make an item once more on the kitchen's own account."""

    type = Choice("remake", required=True)
    item_id = Id(required=True)
    remake_id = Id(required=True)
    reason = Text(200, required=True)

    @post_load
    def make(self, found: dict[str, Any], **_more: Any) -> c.Remake:
        """As the rules know it."""
        return c.Remake(found["item_id"], found["remake_id"], found["reason"])


COOK_SHAPES: tuple[type[Shape], ...] = (ActShape, RushShape, RemakeShape)
_LOADERS: dict[str, Shape] = {
    **{act: ActShape() for act in c.ACTS},
    "rush": RushShape(),
    "remake": RemakeShape(),
}


class CookField(fields.Field[c.Command]):
    """Any of a cook's commands; ``type`` says which."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_more: Any) -> c.Command:
        if not isinstance(value, dict):
            raise ValidationError("A command is an object.")
        kind = value.get("type")
        loader = _LOADERS.get(kind) if isinstance(kind, str) else None
        if loader is None:
            raise ValidationError({"type": ["One of: " + ", ".join(_LOADERS) + "."]})
        made: c.Command = loader.load(value)
        return made


class CookCommandsShape(Shape):
    """Commands of cooks: all of them take effect, or none."""

    commands = Many(CookField(), 200, required=True, least=1)


class TicketsShape(Shape):
    """Tickets as they now stand."""

    tickets = fields.List(fields.Nested(TicketShape), required=True)


class PickupOrderShape(Shape):
    """An order on the guests' board."""

    order_id = Id(required=True)
    number = fields.Integer(required=True)
    channel = _text()
    state = fields.String(required=True, metadata={"enum": ["preparing", "ready"]})
    since = Moment(required=True)


class PickupShape(Shape):
    """What guests wait for."""

    orders = fields.List(fields.Nested(PickupOrderShape), required=True)
    server_time = Moment(required=True)


class StationSummaryShape(Shape):
    """A station in the list from which a screen chooses."""

    id = Id(required=True)
    name = fields.Nested(NameShape, required=True)
    kind = _text()
    pool = _text(nullable=True)
    is_default = fields.Boolean(required=True)
    warn_percent = fields.Integer(required=True)
    ack_seconds = fields.Integer(required=True)
    printer = _text(nullable=True)
    print_always = fields.Boolean(required=True)
    diverted_to = Id(required=True, allow_none=True)
    diverted_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "hand, or silence: all its screens were silent"},
    )
    stand_in_id = Id(required=True, allow_none=True)
    divert_after_seconds = fields.Integer(required=True, allow_none=True)
    sort = fields.Integer(required=True)
    version = fields.Integer(required=True)


class StationsShape(Shape):
    """A store's stations."""

    stations = fields.List(fields.Nested(StationSummaryShape), required=True)
