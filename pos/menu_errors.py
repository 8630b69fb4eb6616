"""How the menu refuses."""

from core.errors import Conflict, NotFound, Unprocessable


class MenuRowNotFound(NotFound):
    """No such category, product, price, …; ``code`` says which."""

    title, code = "It is not on the menu", "menu_row_not_found"


class CodeTaken(Conflict):
    """Another product bears this code."""

    title, code = "Another product has this code", "code_taken"


class InUse(Conflict):
    """Others on the menu still need it; ``errors`` names them."""

    title, code = "It is still in use", "in_use"


class PriceTies(Conflict):
    """Another price holds at the same place and time, and neither is more specific."""

    title, code = "Two prices for the same", "price_ties"


class BadMenu(Unprocessable):
    """Some values do not fit; ``errors`` says which, and why."""

    title, code = "Some values do not fit", "invalid"
