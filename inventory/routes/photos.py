"""Photos of what was thrown away."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import current_unit
from inventory.schemas.photos import PhotoFileShape, PhotoShape
from inventory.services import photos

blp = Blueprint("inventory_photos", __name__, description="Photos of what was thrown away.")
PHOTOS = "/stores/<uuid:store_id>/inventory/photos"


@blp.route(PHOTOS, methods=["POST"])
@blp.arguments(PhotoFileShape, location="files")
@blp.response(201, PhotoShape)
def add_photo(files: dict[str, Any], store_id: UUID) -> Any:
    """Keep a photo, whose id a document may then name"""
    return photos.add_photo(current_unit(), store_id, files["file"].read())


@blp.route(f"{PHOTOS}/<uuid:photo_id>", methods=["GET"])
@blp.response(200, content_type="image/*")
def get_photo(store_id: UUID, photo_id: UUID) -> Response:
    """The photo itself"""
    media_type, content = photos.get_photo(current_unit(), store_id, photo_id)
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
