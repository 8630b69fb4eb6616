"""Bringing in past sales: a menu from what was sold, and every order through the same services as the till."""

from pos.services.sales_import.menu import Sold, make_menu
from pos.services.sales_import.orders import RefusedOrder, ToAdd, orders_to_add, replay
from pos.services.sales_import.totals import Totals, store_totals

__all__ = ["RefusedOrder", "Sold", "ToAdd", "Totals", "make_menu", "orders_to_add", "replay", "store_totals"]
