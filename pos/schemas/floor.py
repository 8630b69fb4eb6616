"""A store's floor plan, and what stands at each table."""

from marshmallow import fields, validate

from core.schemas import Change, Choice, Id, Int, Name, Shape, Text
from pos.models.floor import SHAPES
from pos.schemas.menu_parts import Archived
from pos.schemas.products import SORT

PLAN = 100_000


class NewAreaShape(Shape):
    """A room, a terrace, a floor."""

    name = Name(required=True)
    sort = Int(-SORT, SORT, load_default=0)


class AreaChangeShape(Change, NewAreaShape):
    """Fields that are left out stay."""


class AreaShape(NewAreaShape):
    """An area as it stands."""

    id = Id(required=True)
    store_id = Id(required=True)
    archived = Archived()


class NewTableShape(Shape):
    """A table: place and size in hundredths of a metre from its area's top left corner."""

    area_id = Id(required=True)
    name = Text(20, required=True, metadata={"example": "A12"})
    seats = Int(1, 999, load_default=4)
    x = Int(0, PLAN, load_default=0)
    y = Int(0, PLAN, load_default=0)
    w = Int(1, PLAN, load_default=80)
    h = Int(1, PLAN, load_default=80)
    shape = Choice(*SHAPES, load_default="square")


class TableChangeShape(Change, NewTableShape):
    """Fields that are left out stay."""


class TableShape(NewTableShape):
    """A table as it stands."""

    id = Id(required=True)
    store_id = Id(required=True)
    archived = Archived()


class FloorAreaShape(Shape):
    """An area as the till shows it."""

    id = fields.UUID(required=True)
    name = Name(required=True)
    sort = fields.Integer(required=True)


class TableOrderShape(Shape):
    """An open order at a table. Money in minor units; ``unfired``: lines that are still held."""

    id = fields.UUID(required=True)
    number = fields.Raw(required=True, metadata={"type": ["integer", "string"]})
    covers = fields.Integer(required=True, allow_none=True)
    opened_at = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(("open", "paid", "cancelled", "merged")))
    total = fields.Integer(required=True)
    paid = fields.Integer(required=True)
    due = fields.Integer(required=True)
    unfired = fields.Integer(required=True)
    version = fields.Integer(required=True)


class FloorTableShape(Shape):
    """A table with the open orders at it."""

    id = fields.UUID(required=True)
    area_id = fields.UUID(required=True)
    name = fields.String(required=True)
    seats = fields.Integer(required=True)
    x = fields.Integer(required=True)
    y = fields.Integer(required=True)
    w = fields.Integer(required=True)
    h = fields.Integer(required=True)
    shape = fields.String(required=True, validate=validate.OneOf(SHAPES))
    orders = fields.List(fields.Nested(TableOrderShape), required=True)


class FloorShape(Shape):
    """The floor plan."""

    areas = fields.List(fields.Nested(FloorAreaShape), required=True)
    tables = fields.List(fields.Nested(FloorTableShape), required=True)
