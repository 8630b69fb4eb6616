"""Segments by how often and how lately a member came (RFM without the money)."""

from datetime import date

NEW_DAYS = 30
SLEEPING_DAYS = 60
LOST_DAYS = 180
REGULAR_VISITS = 4
WINDOW_DAYS = 90
SEGMENTS = ("new", "regular", "ordinary", "sleeping", "lost")


def segment_of(joined_on: date, last_visit_on: date | None, lately: int, today: date) -> str:
    """``lost`` after 180 days without a visit, ``sleeping`` after 60; else ``regular`` with 4 visits within the last
    90 days, ``new`` in the first 30 days, ``ordinary`` otherwise. ``lately``: the visits within the last 90 days."""
    away = (today - (last_visit_on or joined_on)).days
    if away >= LOST_DAYS:
        return "lost"
    if away >= SLEEPING_DAYS:
        return "sleeping"
    if lately >= REGULAR_VISITS:
        return "regular"
    return "new" if (today - joined_on).days < NEW_DAYS else "ordinary"
