"""How the kitchen refuses."""

from core.errors import NotFound, Unprocessable


class StationNotFound(NotFound):
    """No such station at this store."""

    title, code = "There is no such station", "station_not_found"


class ItemNotFound(NotFound):
    """No such item or ticket at this store."""

    title, code = "There is no such item", "item_not_found"


class BadKitchen(Unprocessable):
    """The settings or the command break a rule."""

    title, code = "Not possible", "bad_kitchen"
