"""Promotions found by what triggers them, so that thousands cost a cart no more than those that it touches."""

from collections.abc import Iterable
from uuid import UUID

from membership.values.carts import Cart
from membership.values.promotions import Promotion

Placed = dict[UUID | None, list[Promotion]]


class PromotionSet:
    """All promotions of a brand in one version: built once, asked by every cart.

    Those of other stores or regions are no candidates; whoever wants to hear why one is not asks for it by name.
    """

    def __init__(self, promotions: Iterable[Promotion], version: int = 0) -> None:
        self.version = version
        self.by_id = {promotion.id: promotion for promotion in promotions}
        self._anywhere: Placed = {}
        self._in_region: dict[UUID, Placed] = {}
        self._at_store: dict[UUID, Placed] = {}
        for promotion in sorted(self.by_id.values(), key=in_turn):
            for placed in self._places(promotion):
                for key in _triggers(promotion):
                    placed.setdefault(key, []).append(promotion)

    def touching(self, cart: Cart, named: Iterable[UUID] = ()) -> list[Promotion]:
        """The candidates of a cart, and those asked for by name, in the pipeline's order."""
        keys: set[UUID | None] = {None}
        for line in cart.lines:
            keys.update((line.product_id, *line.category_ids))
            for part in line.components:
                keys.update((part.product_id, *part.category_ids))
        found: dict[UUID, Promotion] = {}
        for placed in (
            self._anywhere,
            self._at_store.get(cart.store_id, {}),
            {} if cart.region_id is None else self._in_region.get(cart.region_id, {}),
        ):
            for key in keys & placed.keys():
                found.update(
                    (promotion.id, promotion) for promotion in placed[key] if _in_hand(promotion, cart)
                )
        for promotion_id in (*cart.coupons, *named):
            if promotion_id in self.by_id:
                found[promotion_id] = self.by_id[promotion_id]
        return sorted(found.values(), key=in_turn)

    def _places(self, promotion: Promotion) -> list[Placed]:
        when = promotion.conditions
        if when.store_ids:
            return [self._at_store.setdefault(store, {}) for store in when.store_ids]
        if when.region_ids:
            return [self._in_region.setdefault(region, {}) for region in when.region_ids]
        return [self._anywhere]


def in_turn(promotion: Promotion) -> tuple[int, int, int]:
    """The pipeline's order: lane, priority, id."""
    return promotion.lane, promotion.priority, promotion.id.int


def _triggers(promotion: Promotion) -> list[UUID | None]:
    scope = promotion.scope
    return [*scope.product_ids, *scope.category_ids] if scope.names_some else [None]


def _in_hand(promotion: Promotion, cart: Cart) -> bool:
    return not promotion.needs_coupon or promotion.id in cart.coupons
