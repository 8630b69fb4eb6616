"""Products as head office edits them, with everything that hangs on them."""

from typing import Any

from marshmallow import fields, validate

from core.schemas import (
    Change,
    Choice,
    Day,
    Flag,
    Id,
    Int,
    Many,
    Money,
    Name,
    PageArgs,
    QueryFlag,
    Shape,
    Text,
    Word,
)
from pos.schemas.wall_clock import WhenShape
from pos.values.catalog import KINDS

SORT = 1_000_000
UPCHARGE = 10**9


def color(**options: Any) -> Text:
    """A field for a colour, #rrggbb."""
    pattern = validate.Regexp(r"^#[0-9a-fA-F]{6}$", error="A colour such as #C0392B.")
    return Text(7, validate_more=pattern, allow_none=True, metadata={"example": "#C0392B"}, **options)


def picture(**options: Any) -> Text:
    """A field for a picture's address: ours (/…) or an https one."""
    pattern = validate.Regexp(r"^(/|https://)[!-~]*$", error="An address that begins with / or https://.")
    return Text(
        500, validate_more=pattern, allow_none=True, metadata={"example": "/pictures/a.jpg"}, **options
    )


class VariantShape(Shape):
    """A size or form (规格); without an id a new one."""

    id = Id(load_default=None, allow_none=True)
    code = Text(60, required=True)
    name = Name(required=True)


class GroupLinkShape(Shape):
    """A modifier group on the product; an empty count is the group's own."""

    group_id = Id(required=True)
    min = Int(0, 99, load_default=None, allow_none=True)
    max = Int(0, 99, load_default=None, allow_none=True)
    free = Int(0, 99, load_default=None, allow_none=True)


class SetOptionShape(Shape):
    """A component that may be picked; without a variant the guest chooses one."""

    id = Id(load_default=None, allow_none=True)
    product_id = Id(required=True)
    variant_id = Id(load_default=None, allow_none=True)
    upcharge = Money(0, UPCHARGE, load_default=0)
    is_default = Flag(load_default=False)
    max = Int(1, 99, load_default=1)


class SetGroupShape(Shape):
    """Pick so many of the options; ``repeat``: one option again, up to its max."""

    id = Id(load_default=None, allow_none=True)
    name = Name(required=True)
    pick = Int(1, 99, load_default=1)
    repeat = Flag(load_default=False)
    free = Int(0, 99, load_default=0)
    options = Many(fields.Nested(SetOptionShape), 100, required=True, least=1)


class SetFixedShape(Shape):
    """A component that always comes with the set."""

    id = Id(load_default=None, allow_none=True)
    product_id = Id(required=True)
    variant_id = Id(load_default=None, allow_none=True)
    quantity = Int(1, 99, load_default=1)


class AvailabilityRuleShape(WhenShape):
    """Where and when the product is sold ``only``, or ``not``."""

    id = Id(load_default=None, allow_none=True)
    effect = Choice("only", "not", required=True)


class NewProductShape(Shape):
    """A product. Lists are kept in their order."""

    code = Text(60, required=True)
    name = Name(required=True)
    kitchen_name = Name(load_default=None, allow_none=True)
    print_name = Name(load_default=None, allow_none=True)
    kind = Choice(*KINDS, load_default="item")
    category_id = Id(load_default=None, allow_none=True)
    tax_class_id = Id(load_default=None, allow_none=True)
    tags = Many(Word(), 30, load_default=list)
    allergens = Many(Word(), 30, load_default=list)
    prep_seconds = Int(0, 86_400, load_default=0)
    color = color(load_default=None)
    picture_url = picture(load_default=None)
    sort = Int(-SORT, SORT, load_default=0)
    is_seasonal = Flag(load_default=False)
    seasonal_from = Day(load_default=None, allow_none=True)
    seasonal_to = Day(load_default=None, allow_none=True)
    is_option = Flag(load_default=False)
    variants = Many(fields.Nested(VariantShape), 50, load_default=list)
    group_links = Many(fields.Nested(GroupLinkShape), 30, load_default=list)
    set_groups = Many(fields.Nested(SetGroupShape), 30, load_default=list)
    set_fixed = Many(fields.Nested(SetFixedShape), 50, load_default=list)
    availability_rules = Many(fields.Nested(AvailabilityRuleShape), 50, load_default=list)


class ProductChangeShape(Change, NewProductShape):
    """Fields that are left out stay. A list is given whole: entries with an id stay, others are new, missing ones go.

    ``version`` (or If-Match) is the one that was edited; when somebody has saved since, 409 carries theirs.
    """

    version = Int(1)
    archived = Flag()


class ProductShape(NewProductShape):
    """A product as it stands."""

    id = Id(required=True)
    version = Int(required=True)
    archived = Flag(required=True)


class ProductListArgs(PageArgs):
    """Which products: by words (name, code, pinyin), category, kind."""

    q = Text(100)
    category_id = Id()
    kind = Choice(*KINDS)
    options = QueryFlag(metadata={"description": "true: modifier options only; false: none of them"})
    archived = QueryFlag(load_default=False)
