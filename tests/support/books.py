"""A menu, a till and its orders without a database: for properties of the rules."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.actor import Actor, Rounding, StoreSettings
from core.ids import new_id
from pos.rules.commands import apply_commands
from pos.values import commands as c
from pos.values.catalog import (
    Catalog,
    GroupLink,
    ModifierGroup,
    ModifierOption,
    PriceRow,
    Product,
    SaleRule,
    SetFixed,
    TaxClass,
)
from pos.values.context import Context
from pos.values.orders import Book

NOW = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
RIGHTS = frozenset(
    {
        "order.take",
        "order.view",
        "order.void",
        "order.void_fired",
        "order.comp",
        "order.refire",
        "payment.take",
        "payment.refund",
    }
)


def name(text: str) -> dict[str, str]:
    """The same name in both languages."""
    return {"zh": text, "en": text}


@dataclass
class Menu:
    """Dishes by code, as the rules read them."""

    store_id: UUID = field(default_factory=new_id)
    ids: dict[str, UUID] = field(default_factory=dict)
    products: dict[UUID, Product] = field(default_factory=dict)
    prices: dict[tuple[UUID, UUID | None], tuple[PriceRow, ...]] = field(default_factory=dict)
    taxes: dict[UUID, TaxClass] = field(default_factory=dict)
    sale_rules: dict[UUID, tuple[SaleRule, ...]] = field(default_factory=dict)
    groups: dict[UUID, ModifierGroup] = field(default_factory=dict)

    def tax(self, rate: str, *, inclusive: bool) -> UUID:
        """A tax class."""
        made = TaxClass(new_id(), name(f"T{rate}{'i' if inclusive else 'e'}"), Decimal(rate), inclusive)
        self.taxes[made.id] = made
        return made.id

    def dish(self, code: str, amount: int | None, kind: str = "item", **more: Any) -> UUID:
        """A product, with a price unless ``amount`` is None."""
        product = Product(new_id(), code, name(code), kind, None, more.pop("tax_class_id", None), **more)
        self.ids[code] = product.id
        self.products[product.id] = product
        if amount is not None:
            self.prices[product.id, None] = (PriceRow(new_id(), product.id, None, amount),)
        return product.id

    def set_meal(self, code: str, amount: int, parts: dict[str, int], **more: Any) -> UUID:
        """A set of fixed components: so many of each dish."""
        fixed = tuple(SetFixed(new_id(), self.ids[part], None, quantity) for part, quantity in parts.items())
        return self.dish(code, amount, "set_meal", set_fixed=fixed, **more)

    def options(self, prices: dict[str, int], most: int = 9) -> tuple[GroupLink, ...]:
        """A modifier group of options, each with its price, up to ``most`` pieces of each and in all."""
        made = tuple(
            ModifierOption(self.dish(code, price, is_option=True), most) for code, price in prices.items()
        )
        group = ModifierGroup(new_id(), name("g"), made)
        self.groups[group.id] = group
        return (GroupLink(group.id, 0, most),)

    def catalog(self) -> Catalog:
        """The whole menu."""
        return Catalog(
            self.store_id, 1, self.products, self.prices, self.groups, self.taxes, sale_rules=self.sale_rules
        )


@dataclass
class Till:
    """One order, and whoever sends commands to it."""

    menu: Menu
    rounding: Rounding = field(default_factory=Rounding)
    service_bp: int = 0
    rights: frozenset[str] = RIGHTS
    approval_limit: int | None = None
    order_id: UUID = field(default_factory=new_id)
    book: Book | None = None
    others: dict[UUID, Book] = field(default_factory=dict)
    context: Context | None = None

    def run(self, *commands: c.Command, order_id: UUID | None = None, at: datetime = NOW) -> Book:
        """Apply a batch to the order (or to another one): all of it, or nothing when it raises."""
        target = order_id or self.order_id
        books = {**self.others, **({self.order_id: self.book} if self.book else {})}
        copies = {known: book.copy() for known, book in books.items()}
        context = self.context_of(target, copies.pop(target, None), copies, at)
        apply_commands(context, commands)
        assert context.book is not None
        self.context = context
        after = {**context.others, target: context.book}
        self.book = after.pop(self.order_id, None)
        self.others = after
        return context.book

    def context_of(
        self, order_id: UUID, book: Book | None, others: dict[UUID, Book], at: datetime
    ) -> Context:
        """What the commands may look at."""
        store = StoreSettings(
            id=self.menu.store_id,
            code="S1",
            name=name("Store"),
            region_id=None,
            timezone="Asia/Shanghai",
            currency="CNY",
            cutoff_minutes=240,
            prices_include_tax=True,
            rounding=self.rounding,
            service_charge_bp=self.service_bp,
            service_charge_channels=("dine_in",),
            approval_limit=self.approval_limit,
        )
        actor = Actor(self.menu.store_id, new_id(), "Wang", new_id(), {store.id: self.rights}, store=store)
        return Context(
            order_id=order_id,
            store=store,
            actor=actor,
            now=at,
            at=at,
            catalog=self.menu.catalog(),
            number=len(others) + 1,
            book=book,
            others=others,
        )

    def open(self, **changes: Any) -> c.OpenOrder:
        """The command that begins an order."""
        return c.OpenOrder(**{"channel": "dine_in", **changes})

    def line(self, code: str, quantity: Any = 1, **changes: Any) -> c.AddLine:
        """The command that orders a dish."""
        line_id = changes.pop("line_id", None) or new_id()
        return c.AddLine(
            line_id=line_id, product_id=self.menu.ids[code], quantity=Decimal(quantity), **changes
        )
