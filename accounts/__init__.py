"""Brands, regions, stores, terminals, staff, roles, and who may come in."""
