"""A cart taken apart into units, in an order that does not depend on that of its lines."""

from collections.abc import Iterable
from uuid import UUID

from core.money import half_up, largest_remainder
from membership.values.carts import Cart, CartLine
from membership.values.promotions import Scope


def unit_count(lines: Iterable[CartLine]) -> int:
    """How many units these lines are taken apart into, components counted: what pricing takes in time and memory."""
    return sum(1 if line.is_weighed else int(line.quantity) * (1 + len(line.components)) for line in lines)


class Units:
    """The units of a cart as parallel lists, by place. A set meal is one unit; its components follow as its children.

    ``tops`` are the units as the guest sees them. ``rank`` breaks ties: by product, then line. ``mask`` has the bits of a unit and of all that is used up with it.
    """

    def __init__(self, cart: Cart) -> None:
        self.lines = sorted(cart.lines, key=lambda line: (line.product_id.int, line.id.int))
        self.line_of: list[int] = []
        self.bearer: list[UUID] = []
        self.product: list[UUID] = []
        self.categories: list[tuple[UUID, ...]] = []
        self.listed: list[int] = []
        self.extra: list[int] = []
        self.parent: list[int] = []
        self.children: list[tuple[int, ...]] = []
        self.mask: list[int] = []
        for place, line in enumerate(self.lines):
            _take_apart(self, place, line)
        by_name = sorted(
            range(len(self.listed)), key=lambda unit: (self.product[unit].int, self.bearer[unit].int, unit)
        )
        self.rank = [0] * len(by_name)
        for rank, unit in enumerate(by_name):
            self.rank[unit] = rank
        self.tops = tuple(unit for unit, parent in enumerate(self.parent) if parent < 0)
        self._found: dict[tuple[Scope, bool], tuple[int, ...]] = {}

    @property
    def total(self) -> int:
        """The list price of everything."""
        return sum(self.listed[unit] for unit in self.tops)

    def add(
        self, line: int, bearer: UUID, product: UUID, categories: tuple[UUID, ...], listed: int, parent: int
    ) -> int:
        """One more unit; answers its place."""
        place = len(self.listed)
        self.line_of.append(line)
        self.bearer.append(bearer)
        self.product.append(product)
        self.categories.append(categories)
        self.listed.append(listed)
        self.extra.append(0)
        self.parent.append(parent)
        self.children.append(())
        self.mask.append(1 << place if parent < 0 else 1 << place | 1 << parent)
        return place

    def matching(self, scope: Scope, *, components: bool = False) -> tuple[int, ...]:
        """The units in a scope, gifts left out; with ``components`` also those of sets that are not in it themselves."""
        key = (scope, components)
        if key not in self._found:
            self._found[key] = tuple(self._match(scope, components))
        return self._found[key]

    def gifts(self, promotion_id: UUID, product_ids: Iterable[UUID]) -> tuple[int, ...]:
        """The units that stand in the cart as this promotion's gifts."""
        return tuple(
            unit
            for unit in self.tops
            if self.lines[self.line_of[unit]].gift_of == promotion_id and self.product[unit] in product_ids
        )

    def in_lines(self, units: Iterable[int]) -> list[list[int]]:
        """The units, those of one bearing line together."""
        found: dict[UUID, list[int]] = {}
        for unit in units:
            found.setdefault(self.bearer[unit], []).append(unit)
        return list(found.values())

    def _match(self, scope: Scope, components: bool) -> Iterable[int]:
        for unit in self.tops:
            if self.lines[self.line_of[unit]].gift_of is not None:
                continue
            if self._is_in(scope, unit):
                yield unit
            elif components:
                yield from (
                    child
                    for child in self.children[unit]
                    if self.bearer[child] != self.bearer[unit] and self._is_in(scope, child)
                )

    def _is_in(self, scope: Scope, unit: int) -> bool:
        product = self.product[unit]
        if product in scope.excluded_ids:
            return False
        if not scope.names_some or product in scope.product_ids:
            return True
        return any(category in scope.category_ids for category in self.categories[unit])


def unit_prices(line: CartLine, unit_price: int, extra: int) -> list[int]:
    """What each of the line's units comes to at a price a unit, with its part of what the line costs beyond that."""
    if line.is_weighed:
        return [half_up(line.quantity * unit_price) + extra]
    count = int(line.quantity)
    return [unit_price + part for part in largest_remainder(extra, [1] * count)]


def _take_apart(units: Units, place: int, line: CartLine) -> None:
    if line.components:
        _take_set_apart(units, place, line)
        return
    prices = unit_prices(line, line.unit_price, line.extra)
    extras = [line.extra] if line.is_weighed else largest_remainder(line.extra, [1] * len(prices))
    for listed, extra in zip(prices, extras, strict=True):
        unit = units.add(place, line.id, line.product_id, line.category_ids, listed, -1)
        units.extra[unit] = extra


def _take_set_apart(units: Units, place: int, line: CartLine) -> None:
    """Equal sets cost the same; what a set comes to is split over what the ones before it left of each component."""
    count = int(line.quantity)
    parts = [(part.id, part.product_id, part.category_ids, part.amount) for part in line.components]
    if line.extra:
        parts.append((line.id, line.product_id, line.category_ids, line.extra))
    left = [amount for *_, amount in parts]
    for listed in largest_remainder(sum(left), [1] * count):
        share = largest_remainder(listed, left)
        left = [have - part for have, part in zip(left, share, strict=True)]
        top = units.add(place, line.id, line.product_id, line.category_ids, listed, -1)
        units.extra[top] = listed - line.unit_price
        children = tuple(
            units.add(place, bearer, product, categories, part, top)
            for (bearer, product, categories, _), part in zip(parts, share, strict=True)
        )
        units.children[top] = children
        units.mask[top] |= sum(1 << child for child in children)
