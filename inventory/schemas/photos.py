"""Photos as they are sent, and what is told of them."""

from flask_smorest.fields import Upload
from marshmallow import fields

from core.schemas import Id, Moment, Shape


class PhotoFileShape(Shape):
    """A JPEG, PNG or WebP file of at most 4 MB."""

    file = Upload(required=True)


class PhotoShape(Shape):
    """A photo that is kept."""

    id = Id(required=True)
    media_type = fields.String(required=True, metadata={"example": "image/jpeg"})
    size = fields.Integer(required=True)
    taken_at = Moment(required=True)
