"""What the membership room needs of others."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Any, Protocol
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from membership.values.past import Dish, PastCart, Place, SoldDishes


class Stores(Protocol):
    """Stores, from the accounts room."""

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings; raises NotFound."""

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store in use."""

    def all_stores(self, unit: Unit) -> list[StoreSettings]:
        """The same, archived stores too."""

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The regions' names."""


class Brands(Protocol):
    """Brands by their slugs, from the accounts room."""

    def enter(self, unit: Unit, slug: str) -> dict[str, str]:
        """Let the transaction serve that brand, and answer its name; raises NotFound ``brand_not_found``."""


class Menu(Protocol):
    """What is sold, from the till's room."""

    def names(self, unit: Unit, ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
        """What products and categories are called, archived ones too; unknown ids are left out."""


class Orders(Protocol):
    """Past orders, from the till's room."""

    def past_carts(
        self,
        unit: Unit,
        store_ids: Collection[UUID],
        first: date,
        last: date,
        after: Place | None,
        limit: int,
    ) -> list[PastCart]:
        """The paid orders of these stores and days, by place, from the one after ``after`` on."""

    def count(self, unit: Unit, store_ids: Collection[UUID], first: date, last: date) -> int:
        """How many paid orders there are."""

    def is_payment(self, unit: Unit, payment_id: UUID) -> bool:
        """Whether an order was paid with it."""

    def sold(self, unit: Unit, order_ids: Collection[UUID]) -> list[SoldDishes]:
        """What was made for these orders."""

    def nets_untaxed(self, unit: Unit, order_ids: Collection[UUID]) -> dict[UUID, int]:
        """What these paid orders brought, without service charge and tax, less what was given back of it."""


class Costs(Protocol):
    """What food should cost, from the store room."""

    def of_dishes(self, unit: Unit, dishes: Collection[Dish]) -> dict[Dish, Fraction]:
        """A portion's standard cost in the currency's main unit; dishes without a recipe or a price are left out."""


class Drawers(Protocol):
    """The cash drawer of the till at hand, from the till's room."""

    def note(self, unit: Unit, kind: str, amount: int, reason: str) -> bool:
        """Cash came in (``paid_in``) or went out (``paid_out``). Without an open shift there is nothing to note, and the answer
        is no: it went through no drawer."""


class _Unfilled:
    """Stands where the app has not put the real thing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the app has to fill membership.ports before {name} is asked")


stores: Stores = _Unfilled()
brands: Brands = _Unfilled()
menu: Menu = _Unfilled()
orders: Orders = _Unfilled()
costs: Costs = _Unfilled()
drawers: Drawers = _Unfilled()
