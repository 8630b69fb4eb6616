"""What a guest asks for, before it has a price."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ModifierChoice:
    """An option picked ``quantity`` times per unit, with choices of its own."""

    option_id: UUID
    quantity: int = 1
    modifiers: tuple["ModifierChoice", ...] | None = None


@dataclass(frozen=True, slots=True)
class ComponentChoice:
    """A set meal's component (the id of a choice in a group), ``quantity`` pieces per set."""

    component_id: UUID
    quantity: int = 1
    modifiers: tuple[ModifierChoice, ...] | None = None
    variant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A product as ordered. ``None`` for modifiers or components means: the menu's defaults.

    ``quantity`` in pieces, or kilograms for weighed goods; ``unit_price`` (minor units) only for open-price products.
    """

    product_id: UUID
    quantity: Decimal
    variant_id: UUID | None = None
    modifiers: tuple[ModifierChoice, ...] | None = None
    components: tuple[ComponentChoice, ...] | None = None
    unit_price: int | None = None
