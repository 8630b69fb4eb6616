"""How the till's room refuses."""

from typing import Any

from core.errors import Conflict, Forbidden, NotFound, Unprocessable


class OrderNotFound(NotFound):
    """No such order at this store."""

    title, code = "There is no such order", "order_not_found"


class MemberNotFound(NotFound):
    """Whose order it is said to be is nobody: not known, or erased."""

    title, code = "There is no such member", "member_not_found"


class LineNotFound(NotFound):
    """No such line on this order."""

    title, code = "There is no such line on the order", "line_not_found"


class CheckNotFound(NotFound):
    """No such check on this order."""

    title, code = "There is no such check on the order", "check_not_found"


class OrderNotOpen(Conflict):
    """The order is paid, cancelled or merged."""

    title, code = "The order is no longer open", "order_not_open"


class StaleLine(Conflict):
    """Somebody else has changed the line since."""

    title, code = "Somebody changed this line", "line_changed"


class OrderTaken(Conflict):
    """Another order bears this id."""

    title, code = "Another order has this id", "order_exists"


class LineTaken(Conflict):
    """Another line bears this id."""

    title, code = "Another line has this id", "line_exists"


class SoldOut(Conflict):
    """Not enough of it is left."""

    title, code = "Sold out", "sold_out"


class TableOccupied(Conflict):
    """Another open order is at this table."""

    title, code = "The table is occupied", "table_occupied"


class BadCommand(Unprocessable):
    """The command breaks a rule of the menu or of the bill."""

    title, code = "Not possible", "bad_command"


class ApprovalNeeded(Forbidden):
    """A second person has to approve with a PIN."""

    title, code = "A second person has to approve", "approval_needed"


def refuse(code: str, detail: str, **extra: Any) -> BadCommand:
    """A rule broken by the command, under its own stable code."""
    return BadCommand(detail, code=code, **extra)


def conflict(code: str, detail: str, **extra: Any) -> Conflict:
    """A state that does not allow the command, under its own stable code."""
    return Conflict(detail, code=code, **extra)
