"""The shapes of spreadsheets that are brought in, and of what came of them."""

from flask_smorest.fields import Upload
from marshmallow import fields

from core.schemas import QueryFlag, Shape


class SheetFileShape(Shape):
    """An .xlsx workbook, or one sheet as CSV."""

    file = Upload(required=True)


class ImportFormShape(Shape):
    """``dry_run``: only say what would come of it."""

    dry_run = QueryFlag(load_default=False)


class SheetErrorShape(Shape):
    """One thing that is wrong. Row 1 holds the headings; row 0 is the sheet or the file as a whole."""

    sheet = fields.String(required=True)
    row = fields.Integer(required=True)
    column = fields.String(required=True)
    code = fields.String(required=True, metadata={"example": "not_a_number"})
    message = fields.String(required=True)


class ImportReportShape(Shape):
    """What came of an import, or would. With a single error nothing was changed."""

    rows = fields.Integer(required=True)
    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    errors = fields.List(fields.Nested(SheetErrorShape), required=True)
