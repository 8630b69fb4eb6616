"""The OpenAPI 3.1 document and its page, both served from here."""

from typing import Any

from marshmallow import fields

from app.examples import EXAMPLES
from core import blueprint
from core.blueprint import PREFIX, component_name
from kitchen.schemas.screens import COOK_SHAPES, CookField
from pos.schemas.orders import SHAPES, CommandField

CONFIG: dict[str, Any] = {
    "API_TITLE": "Zaotai",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": (
                "Money is integer minor units. Quantities are exact decimals as text. Ids are UUIDs, made by terminals "
                "as UUIDv7. Every refusal is application/problem+json with a stable `code`. A POST that changes something "
                "takes `Idempotency-Key`: the same key with the same request gets the first answer again."
            )
        }
    },
}

__all__ = ["CONFIG", "PREFIX", "init_openapi"]


def init_openapi(api: Any) -> None:
    """Teach the document what its plugin does not know: commands told apart by type."""
    blueprint.EXAMPLES.update(EXAMPLES)
    converter: Any = api.ma_plugin.converter
    converter.schema_name_resolver = component_name

    def commands(self: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
        if isinstance(field, CookField):
            return {"oneOf": [self.resolve_nested_schema(shape) for shape in COOK_SHAPES]}
        if not isinstance(field, CommandField):
            return {}
        references = {name: self.resolve_nested_schema(shape) for name, shape in SHAPES.items()}
        return {
            "oneOf": list(references.values()),
            "discriminator": {
                "propertyName": "type",
                "mapping": {name: found["$ref"] for name, found in references.items()},
            },
        }

    converter.add_attribute_function(commands)
