"""The noodle chain's store rooms: items, recipes, and weeks of receipts, production, waste and counts."""

from app.demo.store_room.making import make_store_rooms
from app.demo.store_room.weeks import live_weeks

__all__ = ["live_weeks", "make_store_rooms"]
