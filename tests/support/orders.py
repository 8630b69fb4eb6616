"""A store with a small menu, and a cashier who takes orders there: for tests of orders."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.actor import Actor, StoreSettings
from core.ids import new_id
from core.uow import Unit
from pos.models.modifiers import GroupLinkRow, ModifierGroupRow, ModifierOptionRow
from pos.models.set_meals import SetFixedRow, SetGroupRow, SetOptionRow
from pos.services import orders
from pos.store.menu_version import bump_menu
from pos.values import commands as c
from tests.support.menu import add_row, make_price, make_product, make_store, make_tax_class, name

CASHIER = frozenset(
    {
        "order.take",
        "order.view",
        "order.void",
        "order.void_fired",
        "order.comp",
        "order.refire",
        "payment.take",
        "payment.refund",
        "order.backdate",
    }
)


@dataclass
class Shop:
    """A store with dishes by code, ready to sell."""

    unit: Unit
    store: StoreSettings
    products: dict[str, UUID] = field(default_factory=dict)
    options: dict[str, UUID] = field(default_factory=dict)
    order_id: UUID = field(default_factory=new_id)

    def run(self, *commands: c.Command, order_id: UUID | None = None) -> dict[str, Any]:
        """Send commands to the order (the shop's own, unless another is named)."""
        return orders.run_commands(self.unit, self.store.id, order_id or self.order_id, commands)

    def open(self, **changes: Any) -> c.OpenOrder:
        """The command that begins an order."""
        return c.OpenOrder(**{"channel": "dine_in", **changes})

    def line(self, code: str, quantity: Any = 1, **changes: Any) -> c.AddLine:
        """The command that orders a dish."""
        return c.AddLine(
            line_id=changes.pop("line_id", None) or new_id(),
            product_id=self.products[code],
            quantity=Decimal(quantity),
            **changes,
        )


def make_shop(unit: Unit, permissions: frozenset[str] = CASHIER, **store: Any) -> Shop:
    """Dishes A 22.00, B 12.00, C 10.00, a set S at 50.00 with all three, and D with a modifier group."""
    settings = make_store(**store)
    unit.actor = Actor(unit.tenant_id, new_id(), "Wang", new_id(), {settings.id: permissions}, store=settings)
    shop = Shop(unit, settings)
    make_tax_class(unit, "6", is_default=True)
    for code, amount in (("A", 2200), ("B", 1200), ("C", 1000), ("D", 1800)):
        shop.products[code] = make_product(unit, code)
        make_price(unit, shop.products[code], amount)
    shop.products["S"] = make_set(unit, shop, "S", 5000, ["A", "B", "C"])
    make_modifiers(unit, shop, "D", {"extra": 300, "no egg": -100}, most=2)
    return shop


def make_set(unit: Unit, shop: Shop, code: str, amount: int, parts: list[str]) -> UUID:
    """A set meal of fixed parts."""
    product_id = make_product(unit, code, kind="set_meal")
    make_price(unit, product_id, amount)
    for place, part in enumerate(parts):
        row = {"set_product_id": product_id, "product_id": shop.products[part], "variant_id": None}
        add_row(unit, SetFixedRow, {**row, "quantity": 1, "sort": place})
    return product_id


def make_choice(
    unit: Unit, shop: Shop, code: str, pick: int, options: dict[str, int], **changes: Any
) -> None:
    """A choice group on a set: pick so many of the dishes, each with its upcharge; the first is the default."""
    plain = {
        "product_id": shop.products[code],
        "name": name("Choice"),
        "pick": pick,
        "repeat": False,
        "free": 0,
        "sort": 0,
    }
    group_id = add_row(unit, SetGroupRow, plain | changes)
    for place, (part, upcharge) in enumerate(options.items()):
        row = {
            "group_id": group_id,
            "product_id": shop.products[part],
            "variant_id": None,
            "upcharge": upcharge,
            "is_default": place < pick,
            "max": 9,
            "sort": place,
        }
        shop.options[f"{code}/{part}"] = add_row(unit, SetOptionRow, row)


def make_modifiers(
    unit: Unit, shop: Shop, code: str, options: dict[str, int], *, most: int, **link: Any
) -> None:
    """A modifier group with priced options on a dish."""
    group = {"name": name("Extras"), "min": 0, "max": most, "free": 0, "sort": 0, "archived_at": None}
    group_id = add_row(unit, ModifierGroupRow, group)
    for place, (text, amount) in enumerate(options.items()):
        option_id = make_product(unit, f"{code}/{text}", is_option=True)
        make_price(unit, option_id, amount)
        row = {"group_id": group_id, "product_id": option_id, "max": 2, "is_default": False, "sort": place}
        unit.add(ModifierOptionRow, [row])
        shop.options[text] = option_id
    plain = {
        "product_id": shop.products[code],
        "group_id": group_id,
        "min": 0,
        "max": most,
        "free": 0,
        "sort": 0,
    }
    unit.add(GroupLinkRow, [plain | link])
    bump_menu(unit)
