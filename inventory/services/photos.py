"""Photos: taken with the tablet's camera, kept, and shown to those who may see the store's documents."""

from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.errors import BadPhoto
from inventory.models.photos import PhotoRow
from inventory.rules.photos import MOST_BYTES, media_type_of
from inventory.services.stores import at_store
from inventory.store.photos import find_content
from inventory.store.rows import not_found

View = dict[str, Any]


def add_photo(unit: Unit, store_id: UUID, content: bytes) -> View:
    """Keep a photo, whose id a document may then name; refuses what is no JPEG, PNG or WebP, and what is too large."""
    at_store(unit, "inventory.stock", store_id)
    if len(content) > MOST_BYTES:
        raise BadPhoto(f"At most {MOST_BYTES // 1024 // 1024} MB.", code="photo_too_large")
    media_type = media_type_of(content)
    if media_type is None:
        raise BadPhoto("A photo is a JPEG, PNG or WebP file.", code="not_a_photo")
    row = {
        "id": new_id(),
        "store_id": store_id,
        "media_type": media_type,
        "size": len(content),
        "content": content,
        "taken_at": clock.now(),
        "taken_by": unit.actor.staff_id,
    }
    unit.add(PhotoRow, [row])
    return {name: row[name] for name in ("id", "media_type", "size", "taken_at")}


def get_photo(unit: Unit, store_id: UUID, photo_id: UUID) -> tuple[str, bytes]:
    """A photo's media type and bytes; raises NotFound ``photo_not_found``."""
    at_store(unit, "inventory.view", store_id)
    found = find_content(unit, store_id, photo_id)
    if found is None:
        raise not_found("photo")
    return found.media_type, found.content
