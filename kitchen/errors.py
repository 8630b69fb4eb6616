"""How the kitchen refuses."""

from core.errors import Conflict, NotFound, Unprocessable


class StationNotFound(NotFound):
    """No such station at this store."""

    title, code = "There is no such station", "station_not_found"


class ItemNotFound(NotFound):
    """No such item or ticket at this store."""

    title, code = "There is no such item", "item_not_found"


class BadKitchen(Unprocessable):
    """The settings or the command break a rule."""

    title, code = "Not possible", "bad_kitchen"


class BadDays(Unprocessable):
    """The first day is after the last, or there are too many between them."""

    title, code = "These days do not fit", "bad_days"


class RouteNotFound(NotFound):
    """No such routing rule at this store."""

    title, code = "There is no such route", "route_not_found"


class AlarmNotFound(NotFound):
    """No such alarm at this store."""

    title, code = "There is no such alarm", "alarm_not_found"


class StationGone(Conflict):
    """The station was archived: no screen would show what is to be made there."""

    title, code = "The station is no more", "station_gone"


class StationInUse(Conflict):
    """Work is open at the station, or it is the one that catches the rest."""

    title, code = "The station is in use", "station_in_use"
