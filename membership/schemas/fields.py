"""Fields of this room alone."""

from typing import Any

from marshmallow import validate

from core.schemas import Text
from membership.values.stored_value import HEAD_OFFICE

_ID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class HeadOfficeOr(Text):
    """``hq`` for head office, or an id."""

    def __init__(self, **options: Any) -> None:
        form = validate.Regexp(f"^({HEAD_OFFICE}|{_ID})$", error=f"{HEAD_OFFICE}, or an id.")
        super().__init__(36, validate_more=form, **options)
