"""The shapes of legal entities and clearing."""

from marshmallow import fields

from core.schemas import PAGE_LIMIT, Day, Flag, Id, Int, Moment, Name, QueryInt, Shape, Text
from membership.schemas.fields import HeadOfficeOr
from membership.schemas.stored_value import DaysArgs


class NewEntityShape(Shape):
    """A legal entity's name."""

    name = Name(required=True)


class EntityShape(NewEntityShape):
    """A legal entity and its stores."""

    id = Id(required=True)
    store_ids = fields.List(Id(), required=True)


class EntitiesShape(Shape):
    """The legal entities beside head office, and the stores that are head office's own."""

    entities = fields.List(fields.Nested(EntityShape), required=True)
    head_office_store_ids = fields.List(Id(), required=True)


class StoreEntityShape(Shape):
    """An entity's id, ``hq`` for head office, or null: the store is an entity of its own."""

    entity = HeadOfficeOr(required=True, allow_none=True)


class PeriodShape(DaysArgs):
    """The days to close, as ``next`` of the list names them, or up to another day."""


class NextPeriodShape(DaysArgs):
    """The period to close next, by default to the end of the month."""

    can_close = Flag(required=True)


class ClearingHeadShape(DaysArgs):
    """A closed period. Σ of what stores pay + what head office bears = 0."""

    id = Id(required=True)
    number = Int(required=True)
    head_office_bears = Int(required=True)
    closed_at = Moment(required=True)
    stores = Int(required=True)


class ClearingListArgs(Shape):
    """Where the page before ended."""

    cursor = Id()
    limit = QueryInt(1, PAGE_LIMIT, load_default=50)


class ClearingsShape(Shape):
    """What is closed, the latest first, and what is next; with ``next_cursor`` there are more."""

    items = fields.List(fields.Nested(ClearingHeadShape), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    next = fields.Nested(NextPeriodShape, required=True)


class KindSumShape(Shape):
    """What one kind of entry comes to."""

    kind = Text(required=True, metadata={"example": "spend"})
    amount = Int(required=True)
    entries = Int(required=True)


class StatementShape(Shape):
    """What a store pays head office; negative: what it gets."""

    store_id = Id(required=True)
    store_name = Name(required=True, allow_none=True)
    entity = Text(required=True)
    entity_name = Name(required=True, allow_none=True)
    pays = Int(required=True)
    entries = Int(required=True)
    kinds = fields.List(fields.Nested(KindSumShape), required=True)


class EntitySumShape(Shape):
    """What a legal entity pays for all of its stores."""

    entity = Text(required=True)
    name = Name(required=True, allow_none=True)
    pays = Int(required=True)


class ClearingShape(ClearingHeadShape):
    """A closed period with its statements."""

    statements = fields.List(fields.Nested(StatementShape), required=True)
    entities = fields.List(fields.Nested(EntitySumShape), required=True)


class ClearedEntryShape(Shape):
    """An entry between a store and head office; positive: the store owes it. ``entity``: in whose book it stands, as in the
    statement. ``used_at``: where the value was used."""

    entry_id = Id(required=True)
    store_id = Id(required=True)
    entity = Text(required=True)
    at = Moment(required=True)
    business_date = Day(required=True)
    kind = Text(required=True)
    amount = Int(required=True)
    value_id = Id(required=True)
    order_id = Id(required=True, allow_none=True)
    member_id = Id(required=True, allow_none=True)
    used_at = Id(required=True, allow_none=True)


class StoreStatementShape(Shape):
    """A store's statement, and a page of its entries."""

    clearing = fields.Nested(ClearingHeadShape, required=True)
    statements = fields.List(fields.Nested(StatementShape), required=True)
    entries = fields.List(fields.Nested(ClearedEntryShape), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class EntriesArgs(Shape):
    """Where the page before ended."""

    cursor = Id()
    limit = QueryInt(1, PAGE_LIMIT, load_default=PAGE_LIMIT)


class ExportArgs(Shape):
    """One store's statement alone."""

    store_id = Id()
