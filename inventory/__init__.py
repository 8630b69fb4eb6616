"""Inventory: items, recipes, the stock ledger, costing and counts."""
