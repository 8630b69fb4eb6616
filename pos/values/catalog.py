"""The menu of one store as a frozen value: what the pricing rules read. Made by ``services.catalog``."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

CHANNELS = ("dine_in", "takeaway", "delivery", "own_app")
KINDS = ("item", "set_meal", "open_price", "weighed")
Name = dict[str, str]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One price with where and when it holds; ``None`` means everywhere, every channel, always.

    ``amount`` in minor units; ``member_amount``: what members pay where it is lower than everything else. ``weekdays``: bit 0 is Monday. The daypart runs from ``start_minute`` (included) to
    ``end_minute`` (excluded) on the store's wall clock and may pass midnight (22:00–02:00). Dates are included at both ends.
    """

    id: UUID
    product_id: UUID
    variant_id: UUID | None
    amount: int
    store_id: UUID | None = None
    region_id: UUID | None = None
    channel: str | None = None
    weekdays: int | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    member_amount: int | None = None


@dataclass(frozen=True, slots=True)
class TaxClass:
    """A rate in percent; ``inclusive``: the list price contains the tax."""

    id: UUID
    name: Name
    rate: Decimal
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """A size or form of a product (规格)."""

    id: UUID
    code: str
    name: Name
    sort: int = 0


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A modifier group on a product: how many options may be chosen in all, and how many are free of charge."""

    group_id: UUID
    min: int
    max: int
    free: int = 0


@dataclass(frozen=True, slots=True)
class ModifierOption:
    """An option is itself a small product; ``max`` is how often it may be chosen on one unit."""

    product_id: UUID
    max: int = 1
    is_default: bool = False
    sort: int = 0


@dataclass(frozen=True, slots=True)
class ModifierGroup:
    """Options from which the guest chooses; the counts are those of a link that says nothing else."""

    id: UUID
    name: Name
    options: tuple[ModifierOption, ...]
    min: int = 0
    max: int = 1
    free: int = 0
    sort: int = 0


@dataclass(frozen=True, slots=True)
class SetOption:
    """A component that may be picked in a choice group; ``upcharge`` in minor units per piece picked."""

    id: UUID
    product_id: UUID
    variant_id: UUID | None
    upcharge: int = 0
    is_default: bool = False
    max: int = 1
    sort: int = 0


@dataclass(frozen=True, slots=True)
class SetGroup:
    """Pick ``pick`` pieces of the options; the first ``free`` upcharged pieces cost nothing extra; ``repeat``: one option may be picked again."""

    id: UUID
    name: Name
    pick: int
    repeat: bool
    options: tuple[SetOption, ...]
    free: int = 0
    sort: int = 0


@dataclass(frozen=True, slots=True)
class SetFixed:
    """A component that always comes with the set."""

    id: UUID
    product_id: UUID
    variant_id: UUID | None
    quantity: int = 1
    sort: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold. ``kind``: item, set_meal, open_price (the cashier types the price), weighed (quantity in kg)."""

    id: UUID
    code: str
    name: Name
    kind: str
    category_id: UUID | None
    tax_class_id: UUID | None
    kitchen_name: Name | None = None
    print_name: Name | None = None
    variants: tuple[Variant, ...] = ()
    group_links: tuple[GroupLink, ...] = ()
    set_groups: tuple[SetGroup, ...] = ()
    set_fixed: tuple[SetFixed, ...] = ()
    tags: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    prep_seconds: int = 0
    color: str | None = None
    picture_url: str | None = None
    search: str = ""
    sort: int = 0
    is_seasonal: bool = False
    is_option: bool = False
    seasonal_from: date | None = None
    seasonal_to: date | None = None

    def variant(self, variant_id: UUID | None) -> Variant | None:
        """The variant with that id, or None."""
        return next((v for v in self.variants if v.id == variant_id), None)


@dataclass(frozen=True, slots=True)
class Category:
    """A place on the till's rail."""

    id: UUID
    name: Name
    color: str | None = None
    sort: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer shown with an order: always (no trigger), or once the trigger product is on it."""

    id: UUID
    trigger_product_id: UUID | None
    offer_product_id: UUID
    text: Name


@dataclass(frozen=True, slots=True)
class SaleRule:
    """Where and when a product is sold ``only``, or ``not``; the fields mean what they mean in ``PriceRow``."""

    id: UUID
    product_id: UUID
    effect: str
    store_id: UUID | None = None
    channel: str | None = None
    weekdays: int | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that one store can sell, at one version of the menu.

    ``prices``: all rows that may hold at this store by (product, variant). Under a variant stand its own rows and those
    for the product alone, which serve its variants too. ``products`` holds modifier options as well (``is_option``).
    ``sale_rules``: by product, for ``rules.sale.is_sold``.
    """

    store_id: UUID
    version: int
    products: dict[UUID, Product]
    prices: dict[tuple[UUID, UUID | None], tuple[PriceRow, ...]]
    groups: dict[UUID, ModifierGroup]
    tax_classes: dict[UUID, TaxClass]
    categories: tuple[Category, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    default_tax_class_id: UUID | None = None
    by_code: dict[str, UUID] = field(default_factory=dict)
    sale_rules: dict[UUID, tuple[SaleRule, ...]] = field(default_factory=dict)

    def tax_class_of(self, product: Product) -> TaxClass | None:
        """The product's tax class, or the brand's default one."""
        return self.tax_classes.get(product.tax_class_id or self.default_tax_class_id or product.id)
