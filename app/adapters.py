"""What one room needs of another at once, filled from here so that rooms need not know each other."""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

import inventory.ports
import kitchen.ports
import pos.ports
from accounts.services import approval, regions, staff, stores
from app.deals import DealsForPos, StoredValueForPos
from app.membership_ports import fill_membership_ports
from app.places import Places
from core.actor import StoreSettings
from core.paper import Paper
from core.uow import Unit
from integrations.printers import PrinterAway, PrinterBroke, Printers
from kitchen.services import courses
from pos.store.floor import tables_of_orders
from pos.store.menu_sheet import load_menu


class AccountsForPos:
    """The till's view of accounts."""

    def store_settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings."""
        return stores.get_store_settings(unit, store_id)

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store in use."""
        return stores.list_store_settings(unit)

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The regions' names."""
        return regions.region_names(unit)

    def staff_names(self, unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
        """What people are called."""
        return staff.staff_names(unit, staff_ids)

    def approve(
        self, unit: Unit, staff_id: UUID, pin: str, permission: str, store_id: UUID
    ) -> tuple[UUID, str]:
        """A second person's PIN and permission, proved."""
        return approval.approve(unit, staff_id, pin, permission, store_id)


class PeopleForInventory:
    """The store room's view of who works here."""

    def names(self, unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
        """What people are called."""
        return staff.staff_names(unit, staff_ids)


class MenuForInventory:
    """The store room's view of the menu."""

    def by_code(self, unit: Unit) -> dict[str, inventory.ports.MenuProduct]:
        """Every product in use."""
        rows = load_menu(unit)
        variants: dict[UUID, dict[str, UUID]] = {}
        for row in rows["variants"]:
            variants.setdefault(row.product_id, {})[row.code] = row.id
        return {
            row.code: inventory.ports.MenuProduct(row.id, row.name, variants.get(row.id, {}))
            for row in rows["products"]
        }


class OrdersForKitchen:
    """The kitchen's view of orders."""

    def tables(self, unit: Unit, order_ids: Collection[UUID]) -> Mapping[UUID, str | None]:
        """Where guests sit by now."""
        return tables_of_orders(unit, order_ids)


class KitchenForPos:
    """The till's view of the kitchen."""

    def lines_out(self, unit: Unit, line_ids: Collection[UUID]) -> dict[UUID, datetime | None]:
        """When the lines' courses were bumped."""
        return courses.lines_out(unit, line_ids)


class StationPrinters:
    """The kitchen's view of printers."""

    def __init__(self, printers: Printers) -> None:
        self._printers = printers

    def fault(self, address: str) -> str | None:
        """What is wrong with an address."""
        return self._printers.fault(address)

    def escpos(self, paper: Paper) -> bytes:
        """The paper in the printer's language."""
        return self._printers.escpos(paper)

    def send(self, address: str, content: bytes) -> None:
        """Print, or say whether it may be on paper all the same."""
        try:
            self._printers.send(address, content)
        except PrinterAway as error:
            raise kitchen.ports.PrinterFailed(str(error), may_be_out=False) from error
        except PrinterBroke as error:
            raise kitchen.ports.PrinterFailed(str(error), may_be_out=True) from error


def fill_ports(var: Path) -> None:
    """Fill every room's ports; printers that are files lie in the folder ``prints`` of ``var``."""
    printers = Printers(var / "prints")
    kitchen.ports.printers = StationPrinters(printers)
    pos.ports.printer = printers
    pos.ports.accounts = AccountsForPos()
    pos.ports.deals = DealsForPos()
    pos.ports.stored_value = StoredValueForPos()
    pos.ports.kitchen = KitchenForPos()
    kitchen.ports.stores = Places()
    kitchen.ports.orders = OrdersForKitchen()
    inventory.ports.stores = Places()
    inventory.ports.menu = MenuForInventory()
    inventory.ports.people = PeopleForInventory()
    fill_membership_ports()
