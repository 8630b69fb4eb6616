"""The shapes of an order's courses."""

from marshmallow import fields

from core.schemas import Moment, Shape
from pos.values.courses import WHENS


class CourseShape(Shape):
    """A course; 0: lines without one. ``held``: lines not fired yet. ``ready_at``: when every station had bumped it."""

    course = fields.Integer(required=True)
    when = fields.String(required=True, metadata={"enum": list(WHENS)})
    fire_at = Moment(required=True, allow_none=True)
    held = fields.Integer(required=True)
    ready_at = Moment(required=True, allow_none=True)


class CoursesShape(Shape):
    """An order's courses, in order."""

    courses = fields.List(fields.Nested(CourseShape), required=True)
