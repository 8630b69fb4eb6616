"""What guests order: made up from a seed, so that the same day at the same store is always the same."""

import random
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from app.demo.menu.dishes import DISHES
from app.demo.menu.sets import SETS
from core.actor import StoreSettings
from core.ids import id_of
from pos.rules.line_nets import gross_of
from pos.rules.pricing import Sale, Signature, price_line
from pos.rules.sale import is_sold
from pos.rules.schedule import PriceMoment
from pos.values import commands as c
from pos.values.catalog import Catalog, GroupLink, Product, SetGroup
from pos.values.specs import ComponentChoice, ModifierChoice

# How often a guest's main dish comes from each category, by the time of the day.
MORNING = {"breakfast": 60, "soup": 25, "dry": 15}
DAY = {"soup": 40, "dry": 27, "rice": 17, "set": 10, "season": 6}
# How many of these come with a main dish, per guest.
BESIDE = {"cold": 0.22, "snack": 0.28, "drink": 0.42}
BREAKFAST_ENDS = 10 * 60
HALF_HOUR = 30
BY_CATEGORY = {
    **{key: [d.code for d in DISHES if d.category == key] for key in {d.category for d in DISHES}},
    "set": [s.code for s in SETS],
}
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line, and what it comes to."""

    command: c.AddLine
    amount: int


class Menu:
    """One store's menu, and what of it is sold when: asked for again and again, so remembered by half hours."""

    def __init__(self, catalog: Catalog, store: StoreSettings) -> None:
        self.catalog, self.store = catalog, store
        self._sold: dict[tuple[str, str, date, int], list[Product]] = {}

    def sold(self, category: str, sale: Sale) -> list[Product]:
        """The category's dishes that can be ordered at that moment in that channel, in menu order."""
        key = (category, sale.channel, sale.moment.day, sale.moment.minute // HALF_HOUR)
        if key not in self._sold:
            ids = [self.catalog.by_code.get(code) for code in BY_CATEGORY[category]]
            found = [self.catalog.products[known] for known in ids if known is not None]
            self._sold[key] = [product for product in found if self.is_sold(product, sale)]
        return self._sold[key]

    def is_sold(self, product: Product, sale: Sale) -> bool:
        """Whether the dish can be ordered, and has a price of its own."""
        rules = self.catalog.sale_rules.get(product.id, ())
        variant_id = product.variants[0].id if product.variants else None
        priced = sale.price_row(product.id, variant_id) is not None
        return (
            priced
            and product.kind != "open_price"
            and is_sold(rules, self.store.id, sale.channel, sale.moment)
        )


class Guest:
    """Chooses from a menu at one moment, by the dice of ``rng``."""

    def __init__(self, rng: random.Random, menu: Menu, channel: str, at: datetime) -> None:
        self._rng, self._menu, self._at = rng, menu, at
        self._sale = Sale(menu.catalog, channel, PriceMoment.at(at, menu.store.timezone))

    def meal(self, order_id: UUID, guests: int, *, courses: bool = False) -> list[Ordered]:
        """A main dish for each guest, and something beside it; the first course held for the second with ``courses``."""
        chosen: list[tuple[Product, int | None, int | None]] = []
        for seat in range(1, guests + 1):
            chosen += [(p, seat, 2 if courses else None) for p in self._mains()]
        for category, often in BESIDE.items():
            count = sum(self._rng.random() < often for _ in range(guests))
            chosen += [(p, None, 1 if courses else None) for p in self._some(category, count)]
        return [
            self.line(order_id, place, product, seat=seat, course=course)
            for place, (product, seat, course) in enumerate(chosen)
        ]

    def line(
        self,
        order_id: UUID,
        place: int,
        product: Product,
        *,
        seat: int | None = None,
        course: int | None = None,
        suggestion_id: UUID | None = None,
    ) -> Ordered:
        """One dish with the guest's wishes."""
        rng = self._rng
        command = c.AddLine(
            line_id=id_of(order_id, f"line {place}", self._at, place),
            product_id=product.id,
            variant_id=self._size(product),
            quantity=self._quantity(product),
            modifiers=self._wishes(product.group_links),
            components=self._components(product) if product.kind == "set_meal" else None,
            seat=seat,
            course=course,
            suggestion_id=suggestion_id,
            note="快一点" if rng.random() < 0.01 else None,
            at=self._at,
        )
        made = price_line(
            self._sale, command.spec(), Signature(command.line_id, order_id, self._at, NOBODY, "")
        )
        return Ordered(command, gross_of(made[0], made[1:]))

    def upsell(self, order_id: UUID, lines: list[Ordered]) -> Ordered | None:
        """Now and then a guest takes what the till suggests."""
        on_order = {line.command.product_id for line in lines}
        for suggestion in self._menu.catalog.suggestions:
            offer = self._menu.catalog.products.get(suggestion.offer_product_id)
            fits = suggestion.trigger_product_id is None or suggestion.trigger_product_id in on_order
            if offer and fits and self._rng.random() < 0.12 and self._menu.is_sold(offer, self._sale):
                return self.line(order_id, len(lines), offer, suggestion_id=suggestion.id)
        return None

    def _mains(self) -> list[Product]:
        weights = MORNING if self._sale.moment.minute < BREAKFAST_ENDS else DAY
        categories = list(weights)
        for _ in range(8):  # a category may have nothing at this hour or in this season
            category = self._rng.choices(categories, list(weights.values()))[0]
            found = self._some(category, 2 if category == "breakfast" else 1)
            if found:
                return found
        return self._some("soup", 1)

    def _some(self, category: str, count: int) -> list[Product]:
        """Dishes that are sold now, those first on the menu more often."""
        sold = self._menu.sold(category, self._sale) if count else []
        return (
            self._rng.choices(sold, [1 / (place + 3) for place in range(len(sold))], k=count) if sold else []
        )

    def _size(self, product: Product) -> UUID | None:
        if not product.variants:
            return None
        first, *others = product.variants
        return first.id if not others or self._rng.random() < 0.68 else self._rng.choice(others).id

    def _quantity(self, product: Product) -> Decimal:
        if product.kind == "weighed":
            return Decimal(self._rng.randrange(150, 600, 5)) / 1000
        return Decimal(2 if product.kind == "item" and self._rng.random() < 0.06 else 1)

    def _wishes(self, links: tuple[GroupLink, ...]) -> tuple[ModifierChoice, ...] | None:
        """The menu's defaults, or with something of the guest's own."""
        chosen, differs = [], False
        for link in links:
            options = self._menu.catalog.groups[link.group_id].options
            defaults = [option for option in options if option.is_default]
            wants_other = self._rng.random() < (0.45 if link.min else 0.14)
            picks = [self._rng.choice(options)] if wants_other else defaults
            differs |= wants_other
            chosen += [ModifierChoice(option.product_id) for option in picks]
        return tuple(chosen) if differs else None

    def _components(self, product: Product) -> tuple[ComponentChoice, ...] | None:
        if self._rng.random() < 0.45:
            return None
        return tuple(pick for group in product.set_groups for pick in self._picks(group))

    def _picks(self, group: SetGroup) -> list[ComponentChoice]:
        picked = self._rng.sample(group.options, min(group.pick, len(group.options)))
        return [ComponentChoice(option.id) for option in picked]
