"""How the store room refuses."""

from collections.abc import Sequence
from typing import Self

from core.errors import Conflict, NotFound, Unprocessable
from inventory.values.recipes import Node


class BadRecipe(Unprocessable):
    """A recipe breaks a rule: a yield of nothing, an empty batch, shares above the whole."""

    title, code = "Not a recipe", "bad_recipe"


class RecipeCycle(Unprocessable):
    """Something would be made of itself; ``cycle`` tells the ring, its first member said again at the end."""

    title, code = "A recipe would need itself", "recipe_cycle"

    @classmethod
    def of(cls, nodes: Sequence[Node]) -> Self:
        """The refusal for a ring of nodes; a service that knows their names says them in the detail."""
        return cls(
            cycle=[
                {"kind": n.kind, "id": str(n.id), "variant_id": n.variant_id and str(n.variant_id)}
                for n in nodes
            ]
        )


class BadUnit(Unprocessable):
    """A unit that cannot be: made of itself, at odds with another, or leading nowhere."""

    title, code = "Not a unit of this item", "bad_unit"


class BadItem(Unprocessable):
    """An item breaks a rule."""

    title, code = "Not an item", "bad_item"


class BadStock(Unprocessable):
    """A document or a count breaks a rule."""

    title, code = "Not possible", "bad_stock"


class BadPhoto(Unprocessable):
    """A file that cannot be kept as a photo."""

    title, code = "Not a photo", "not_a_photo"


class RowNotFound(NotFound):
    """Not there; the code says what: ``item_not_found``."""

    title = "There is no such thing in the store room"


class CodeTaken(Conflict):
    """Another one has this code."""

    title, code = "The code is taken", "code_taken"


class IdReused(Conflict):
    """This id stands for something else."""

    title, code = "This id was used for something else", "id_reused"


class InUse(Conflict):
    """Something else needs it still."""

    title, code = "It is in use", "in_use"


class NotNow(Conflict):
    """The state that it is in does not allow it; ``state`` says which."""

    title, code = "Not in this state", "wrong_state"


class BooksClosed(Conflict):
    """It would change books that are closed; ``closed_until`` says up to and with which day."""

    title, code = "These books are closed", "books_closed"


class BadReport(Unprocessable):
    """A report over days that do not make one."""

    title, code = "Not a report", "bad_report"


class ReportNotFound(NotFound):
    """No such published report."""

    title, code = "There is no such report", "report_not_found"
