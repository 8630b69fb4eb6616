"""What the membership room needs of the others."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from uuid import UUID

import membership.ports
from accounts.store import tenants
from app.deals import deal_line
from app.places import Places
from core.errors import NotFound
from core.uow import Unit
from inventory.services.dish_prices import standard_costs_of
from membership.values.past import Dish, PastCart, Place, SoldDishes
from pos.services import past_carts, shifts
from pos.store.names import menu_names


class BrandsForMembership:
    """The membership room's view of brands."""

    def enter(self, unit: Unit, slug: str) -> dict[str, str]:
        """Serve the brand of that slug; answers its name."""
        tenant_id = tenants.find_tenant_id(unit, slug)
        if tenant_id is None:
            raise NotFound("There is no such brand.", code="brand_not_found")
        unit.enter_tenant(tenant_id)
        return tenants.get_tenant(unit).name


class MenuForMembership:
    """The membership room's view of the menu."""

    def names(self, unit: Unit, ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
        """What products and categories are called."""
        return menu_names(unit, ids)


class OrdersForMembership:
    """The membership room's view of past orders."""

    def past_carts(
        self,
        unit: Unit,
        store_ids: Collection[UUID],
        first: date,
        last: date,
        after: Place | None,
        limit: int,
    ) -> list[PastCart]:
        """A page of them."""
        return [
            PastCart(
                place=past.place,
                sold=SoldDishes(past.cart.order_id, tuple(past.made.items())),
                channel=past.cart.channel,
                at=past.cart.opened_at,
                lines=tuple(deal_line(line) for line in past.cart.lines),
                member_id=past.cart.member_id,
            )
            for past in past_carts.past_carts(unit, store_ids, first, last, after, limit)
        ]

    def count(self, unit: Unit, store_ids: Collection[UUID], first: date, last: date) -> int:
        """How many there are."""
        return past_carts.count_past(unit, store_ids, first, last)

    def is_payment(self, unit: Unit, payment_id: UUID) -> bool:
        """Whether an order was paid with it."""
        return past_carts.is_payment(unit, payment_id)

    def sold(self, unit: Unit, order_ids: Collection[UUID]) -> list[SoldDishes]:
        """What was made for them."""
        made = past_carts.made_by_order(unit, order_ids)
        return [SoldDishes(order_id, tuple(dishes.items())) for order_id, dishes in made.items()]

    def nets_untaxed(self, unit: Unit, order_ids: Collection[UUID]) -> dict[UUID, int]:
        """What they brought without tax."""
        return past_carts.nets_untaxed(unit, order_ids)


class CostsForMembership:
    """The membership room's view of the store room."""

    def of_dishes(self, unit: Unit, dishes: Collection[Dish]) -> dict[Dish, Fraction]:
        """What portions should cost."""
        return standard_costs_of(unit, dishes)


class DrawersForMembership:
    """The membership room's view of cash drawers."""

    def note(self, unit: Unit, kind: str, amount: int, reason: str) -> bool:
        """Cash came in or went out; whether there is a drawer that it went through."""
        return shifts.note_cash(unit, kind, amount, reason)


def fill_membership_ports() -> None:
    """Fill the membership room's ports."""
    membership.ports.stores = Places()
    membership.ports.brands = BrandsForMembership()
    membership.ports.orders = OrdersForMembership()
    membership.ports.costs = CostsForMembership()
    membership.ports.drawers = DrawersForMembership()
    membership.ports.menu = MenuForMembership()
