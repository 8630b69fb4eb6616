"""When courses are to be fired."""

from dataclasses import dataclass
from datetime import datetime

WHENS = ("hand", "at", "after_previous")


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """How a course is to be fired: by hand, at ``fire_at``, or once the one before it is bumped."""

    course: int
    when: str
    fire_at: datetime | None = None
