"""Counts: sheets in walking order, entries, results."""

from marshmallow import fields

from core.schemas import Choice, Flag, Id, Many, Moment, Name, PageArgs, Shape, Text
from inventory.schemas.fields import Exact, ItemTagShape, a_unit

KINDS = ("full", "spot", "cycle")
STATES = ("open", "submitted", "recount", "approved", "cancelled")
LARGEST = 10**12


class NewCountShape(Shape):
    """A count of everything (full), or of these items or this category (spot, cycle).

    ``at``: the instant that it stands for, such as the end of the day; now, unless it is given. ``is_blind``: who counts
    does not see the book.
    """

    id = Id(load_default=None, allow_none=True)
    kind = Choice(*KINDS, required=True)
    at = Moment(load_default=None, allow_none=True)
    is_blind = Flag(load_default=True)
    item_ids = Many(Id(), 2000, load_default=None, allow_none=True)
    category_id = Id(load_default=None, allow_none=True)
    note = Text(500, load_default=None, allow_none=True, lines=True)


class CountShape(Shape):
    """A count, and how many of its items are counted."""

    id = Id(required=True)
    store_id = Id(required=True)
    kind = Choice(*KINDS, required=True)
    at = Moment(required=True)
    state = Choice(*STATES, required=True)
    is_blind = fields.Boolean(required=True)
    note = fields.String(required=True, allow_none=True)
    opened_at = Moment(required=True)
    approved_at = Moment(required=True, allow_none=True)
    items = fields.Integer(required=True)
    counted = fields.Integer(required=True)


class CountListArgs(PageArgs):
    """Which counts."""

    state = Choice(*STATES)


class NewCountEntryShape(Shape):
    """What was counted at a place, at its own instant. The tablet makes the id; ``replaces``: the own entry it corrects."""

    id = Id(required=True)
    item_id = Id(required=True)
    location_id = Id(load_default=None, allow_none=True)
    quantity = Exact(required=True, example="10.14")
    unit = a_unit(required=True)
    counted_at = Moment(load_default=None, allow_none=True)
    replaces = Id(load_default=None, allow_none=True)


class NewCountEntriesShape(Shape):
    """Entries; those that are there already are left as they are."""

    entries = Many(fields.Nested(NewCountEntryShape), 500, required=True, least=1)


class CountEntryShape(Shape):
    """An entry as it stands."""

    id = Id(required=True)
    location_id = Id(required=True, allow_none=True)
    quantity = Exact(required=True)
    unit = fields.String(required=True)
    stock_quantity = Exact(required=True)
    counted_at = Moment(required=True)
    counted_by = Id(required=True)
    counted_by_name = fields.String(required=True, allow_none=True)


class CountSheetLineShape(Shape):
    """An item to count, in any of its units. What the book says is null on a blind sheet.

    ``counted``: the entries' sum; ``closing``: what that makes at the count's instant.
    """

    item = fields.Nested(ItemTagShape, required=True)
    round = fields.Integer(required=True)
    units = fields.List(fields.String(), required=True)
    entries = fields.List(fields.Nested(CountEntryShape), required=True)
    counted = Exact(12, least=-LARGEST, required=True, allow_none=True)
    closing = Exact(12, least=-LARGEST, required=True, allow_none=True)
    book = Exact(12, least=-LARGEST, required=True, allow_none=True)
    is_within = fields.Boolean(required=True, allow_none=True)


class CountSheetPlaceShape(Shape):
    """A location on the way; the last, without an id, holds what lies nowhere."""

    location_id = Id(required=True, allow_none=True)
    name = Name(required=True)
    lines = fields.List(fields.Nested(CountSheetLineShape), required=True)


class CountSheetShape(Shape):
    """A count's sheet, in walking order."""

    count = fields.Nested(CountShape, required=True)
    locations = fields.List(fields.Nested(CountSheetPlaceShape), required=True)


class RecountShape(Shape):
    """What is to be counted once more."""

    item_ids = Many(Id(), 2000, required=True, least=1)


class CountResultShape(Shape):
    """What a count came to: ``closing`` = ``counted`` − ``moved``; ``adjusted`` = ``closing`` − ``book``."""

    item = fields.Nested(ItemTagShape, required=True)
    counted = Exact(12, least=-LARGEST, required=True)
    moved = Exact(12, least=-LARGEST, required=True)
    closing = Exact(12, least=-LARGEST, required=True)
    book = Exact(12, least=-LARGEST, required=True)
    adjusted = Exact(12, least=-LARGEST, required=True)
    computed_at = Moment(required=True)


class CountResultsShape(Shape):
    """What an approved count came to, by item code."""

    results = fields.List(fields.Nested(CountResultShape), required=True)
