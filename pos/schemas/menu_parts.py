"""The smaller things of the menu as head office edits them: categories, modifier groups, tax classes, suggestions."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

from core.json import quantity_text
from core.schemas import Change, Flag, Id, Int, Many, Name, Shape
from pos.schemas.products import SORT, color

RATE = r"^[0-9]{1,3}(\.[0-9]{1,4})?$"


class Rate(fields.String):
    """A tax rate in percent as text, up to four decimals: "6", "8.875"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"pattern": RATE, "example": "6"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if not re.fullmatch(RATE[1:-1], text, re.ASCII):
            raise ValidationError("Not a percentage with up to four decimals.")
        return Decimal(text)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else quantity_text(value)


class Archived(fields.Function):
    """Whether the row was archived."""

    def __init__(self) -> None:
        super().__init__(lambda row: row.archived_at is not None, metadata={"type": "boolean"})


class NewCategoryShape(Shape):
    """A place on the till's rail."""

    name = Name(required=True)
    color = color(load_default=None)
    sort = Int(-SORT, SORT, load_default=0)


class CategoryChangeShape(Change, NewCategoryShape):
    """Fields that are left out stay. ``version`` is the one that was edited."""

    version = Int(1)


class CategoryShape(NewCategoryShape):
    """A category as it stands."""

    id = Id(required=True)
    version = Int(required=True)
    archived = Archived()


class OptionShape(Shape):
    """A product as an option; ``max``: how often on one unit."""

    product_id = Id(required=True)
    max = Int(1, 99, load_default=1)
    is_default = Flag(load_default=False)


class NewModifierGroupShape(Shape):
    """Options from which the guest chooses. Lists are kept in their order."""

    name = Name(required=True)
    min = Int(0, 99, load_default=0)
    max = Int(0, 99, load_default=1)
    free = Int(0, 99, load_default=0)
    sort = Int(-SORT, SORT, load_default=0)
    options = Many(fields.Nested(OptionShape), 200, load_default=list)


class ModifierGroupChangeShape(Change, NewModifierGroupShape):
    """Fields that are left out stay; ``options`` are given whole. ``version`` is the one that was edited."""

    version = Int(1)


class ModifierGroupShape(NewModifierGroupShape):
    """A modifier group as it stands."""

    id = Id(required=True)
    version = Int(required=True)
    archived = Flag(required=True)


class TaxOverrideShape(Shape):
    """Another rate in one region or at one store; ``inclusive`` empty: as the class."""

    region_id = Id(load_default=None, allow_none=True)
    store_id = Id(load_default=None, allow_none=True)
    rate = Rate(required=True)
    inclusive = Flag(load_default=None, allow_none=True)


class NewTaxClassShape(Shape):
    """A rate in percent; ``inclusive`` empty: as the store's prices are."""

    name = Name(required=True)
    rate = Rate(required=True)
    inclusive = Flag(load_default=None, allow_none=True)
    is_default = Flag(load_default=False)
    overrides = Many(fields.Nested(TaxOverrideShape), 200, load_default=list)


class TaxClassChangeShape(Change, NewTaxClassShape):
    """Fields that are left out stay; ``overrides`` are given whole."""


class TaxClassShape(NewTaxClassShape):
    """A tax class as it stands."""

    id = Id(required=True)
    archived = Flag(required=True)


class NewSuggestionShape(Shape):
    """An offer: always, or once the trigger product is on the order."""

    trigger_product_id = Id(load_default=None, allow_none=True)
    offer_product_id = Id(required=True)
    text = Name(required=True)
    sort = Int(-SORT, SORT, load_default=0)


class SuggestionChangeShape(Change, NewSuggestionShape):
    """Fields that are left out stay."""


class SuggestionShape(NewSuggestionShape):
    """A suggestion as it stands."""

    id = Id(required=True)
