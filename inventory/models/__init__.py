"""Every table of the store room."""

from inventory.models import counts, items, recipes, reports, stock, usage

__all__ = ["counts", "items", "recipes", "reports", "stock", "usage"]
