"""Which version somebody edited, as every door of the menu asks for it."""

from typing import Any

from flask import request

from pos.menu_errors import BadMenu
from pos.rules.product_checks import error


def edited_version(fields: dict[str, Any]) -> int:
    """Takes ``version`` out of the fields, else reads If-Match; refuses (422) where neither says it."""
    given: int | None = fields.pop("version", None)
    if given is not None:
        return given
    tag = request.headers.get("If-Match", "").strip().strip('"')
    if not (tag.isascii() and tag.isdecimal() and len(tag) < 16):
        message = "Name the version that you edited, in version or If-Match."
        raise BadMenu(message, errors=[error("version", "required", message)])
    return int(tag)
