"""Every table of the store room."""

from inventory.models import items, recipes

__all__ = ["items", "recipes"]
