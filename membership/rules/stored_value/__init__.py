"""Stored value: how a balance is used, and what every use means in the books."""
