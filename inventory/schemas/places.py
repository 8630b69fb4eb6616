"""Storage locations in walking order, and par levels."""

from marshmallow import fields

from core.schemas import Change, Flag, Id, Int, Many, Name, Shape
from inventory.schemas.fields import Exact, ItemTagShape

ITEMS = 1000
PARS = 2000


class NewLocationShape(Shape):
    """A place where things lie. ``item_ids``: what lies there, in the order in which one walks along it."""

    name = Name(required=True)
    item_ids = Many(Id(), ITEMS, load_default=list)


class LocationChangeShape(Change, NewLocationShape):
    """Fields that are left out stay; ``item_ids`` is given whole."""

    archived = Flag()


class LocationShape(Shape):
    """A location as it stands, and what lies there."""

    id = Id(required=True)
    name = Name(required=True)
    sort = Int(required=True)
    items = fields.List(fields.Nested(ItemTagShape), required=True)


class LocationsShape(Shape):
    """A store's locations in walking order."""

    locations = fields.List(fields.Nested(LocationShape), required=True)


class LocationOrderShape(Shape):
    """Every location of the store, in the order in which one walks."""

    location_ids = Many(Id(), 200, required=True)


class ParShape(Shape):
    """How much of an item the store wants to have, and below what it orders; in the item's stock unit."""

    item_id = Id(required=True)
    par = Exact(required=True)
    reorder = Exact(required=True)


class SetParsShape(Shape):
    """Par levels to set; others stay."""

    pars = Many(fields.Nested(ParShape), PARS, required=True)


class ParLineShape(ParShape):
    """A par level with its item."""

    item = fields.Nested(ItemTagShape, required=True)


class ParsShape(Shape):
    """A store's par levels, by item code."""

    pars = fields.List(fields.Nested(ParLineShape), required=True)
