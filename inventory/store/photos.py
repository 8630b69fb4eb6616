"""Queries of photos."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from core.sql import prepared
from core.uow import Read, Unit
from inventory.models.photos import PhotoRow

_photo: Any = PhotoRow.__table__.c
_THIS = (
    _photo.tenant_id == bindparam("tenant_id"),
    _photo.store_id == bindparam("store_id"),
    _photo.id == bindparam("photo_id"),
)
_KNOWN = prepared(select(_photo.id).where(*_THIS))
_CONTENT = prepared(select(_photo.media_type, _photo.content).where(*_THIS))


def photo_read(unit: Unit, store_id: UUID, photo_id: UUID | None) -> Read:
    """The statement that tells whether the store has the photo."""
    return _KNOWN, {"tenant_id": unit.tenant_id, "store_id": store_id, "photo_id": photo_id}


def find_content(unit: Unit, store_id: UUID, photo_id: UUID) -> Any:
    """(media_type, content) of a photo of the store's, or None."""
    return unit.fetch_one(_CONTENT, tenant_id=unit.tenant_id, store_id=store_id, photo_id=photo_id)
