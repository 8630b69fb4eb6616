"""The store room's use-cases."""
