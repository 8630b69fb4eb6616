"""Identifiers: UUIDv7 (RFC 9562), sortable by the moment they were made."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A fresh UUIDv7; terminals make theirs in the same way, so that they can work offline."""
    return compat.uuid7()
