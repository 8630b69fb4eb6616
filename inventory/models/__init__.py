"""Every table of the store room."""

from inventory.models import counts, items, photos, recipes, reports, stock, usage

__all__ = ["counts", "items", "photos", "recipes", "reports", "stock", "usage"]
