"""How the store room refuses."""

from collections.abc import Sequence
from typing import Self

from core.errors import Unprocessable
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
