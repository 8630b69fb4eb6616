"""The demonstration: a noodle chain of our own making, with weeks of sales up to now."""

from app.demo.filling import fill

__all__ = ["fill"]
