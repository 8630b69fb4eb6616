"""The base of every room's routes: strict parsing, and the whole of what may come back documented."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NoReturn, TypeVar

import flask_smorest
import marshmallow
from flask import Request
from webargs import core as webargs
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest as UnreadableBody
from werkzeug.exceptions import UnsupportedMediaType

from core.edge import KEY_LENGTH
from core.errors import BadRequest, Unprocessable
from core.schemas import ProblemShape, Shape, error_list
from core.uow import Read

PREFIX = "/api/v1"
# An example for each shape that has one, by its name: filled by the app, before it registers any routes.
EXAMPLES: dict[str, Any] = {}
View = TypeVar("View", bound=Callable[..., Any])
_KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "Any text of the client's making. For thirty days the same key with the same request gets the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH},
}
_REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Nobody is signed in, or not any more.",
    "403": "A permission is missing.",
    "404": "It is not there, or not for you.",
    "409": "The present state does not allow it.",
    "413": "The request is too large.",
    "422": "A value breaks a rule.",
    "429": "Too many requests.",
    "503": "Not now: send the same request again.",
}


class StrictParser(FlaskParser):
    """Reads arguments; what does not fit becomes a problem with one entry an error."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - webargs' own form
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": None,
        "querystring": None,
        "files": None,
        "form": None,
    }

    def parse(self, *given: Any, **named: Any) -> Any:
        """The arguments, checked; refuses what is nested deeper than anything of ours."""
        try:
            return super().parse(*given, **named)
        except RecursionError as error:
            raise BadRequest("The body is nested too deep.", code="too_deep") from error

    def load_json(self, req: Request, schema: marshmallow.Schema) -> Any:
        """The body, parsed once for the view and for its idempotency hash."""
        if not req.is_json:
            if req.get_data(cache=True):
                raise BadRequest("Send JSON, with Content-Type: application/json.", code="json_needed")
            return webargs.missing
        try:
            return req.get_json(cache=True)
        except (UnreadableBody, UnsupportedMediaType, RecursionError) as error:
            raise BadRequest("The body is not readable JSON.", code="bad_json") from error

    def _get_schema(self, argmap: Any, req: Request) -> marshmallow.Schema:
        """One instance of a shape for all requests: making one copies every field of it."""
        if isinstance(argmap, type):
            return _the_only(argmap)
        found: marshmallow.Schema = super()._get_schema(argmap, req)
        return found

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        req: Request,
        schema: marshmallow.Schema,
        **_more: Any,
    ) -> NoReturn:
        """Refuse with 422 and say what is wrong where."""
        messages = error.messages
        inner = next(iter(messages.values())) if isinstance(messages, dict) else messages
        raise Unprocessable("Some values do not fit.", code="invalid", errors=error_list(inner)) from error


@cache
def _the_only(shape: type[marshmallow.Schema]) -> marshmallow.Schema:
    return shape()


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest carries no types
    """Routes under /api/v1. Each operation documents every refusal as application/problem+json.

    Views need a bearer token unless they are marked with ``Blueprint.without_bearer``.
    """

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, import_name: str, *, description: str, **options: Any) -> None:
        options.setdefault("url_prefix", PREFIX)
        super().__init__(name, import_name, description=description, **options)
        self._prepare_doc_cbks.append(_document)

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register a view under a path."""
        found: Callable[[View], View] = super().route(rule, **options)
        return found

    def arguments(self, schema: Any, **options: Any) -> Callable[[View], View]:
        """Parse the body (or ``location="query"``) and hand it to the view."""
        found: Callable[[View], View] = super().arguments(schema, **options)
        return found

    def response(self, status_code: int, schema: Any = None, **options: Any) -> Callable[[View], View]:
        """Name the answer's shape; what is not a Response already is dumped with it."""
        found: Callable[[View], View] = super().response(status_code, schema, **options)
        return found

    def alt_response(self, status_code: int, **options: Any) -> Callable[[View], View]:
        """Document another answer that is no refusal, such as 304."""
        found: Callable[[View], View] = super().alt_response(status_code, **options)
        return found

    @staticmethod
    def without_bearer(view: View) -> View:
        """Mark a view that nobody needs to be signed in for; a bearer token is not even looked at."""
        vars(view)["takes_no_bearer"] = True
        vars(view)["_apidoc"] = {**getattr(view, "_apidoc", {}), "takes_no_bearer": True}
        return view

    @staticmethod
    def keyed(view: View) -> View:
        """Document the Idempotency-Key of a view that needs nobody to be signed in, and looks at it by itself."""
        vars(view)["_apidoc"] = {**getattr(view, "_apidoc", {}), "takes_key": True}
        return view

    @staticmethod
    def keeps_no_answer(view: View) -> View:
        """Mark a view of which the answer holds what is to be kept nowhere, and which may be done again instead."""
        vars(view)["keeps_no_answer"] = True
        return view

    @staticmethod
    def reads_ahead(tells: Callable[..., Sequence[Read]]) -> Callable[[View], View]:
        """Send what the view will read along with the question who is asking, which saves a round trip.

        ``tells`` gets the tenant's id and the address's parts. The rows are given to nobody before the rights are checked.
        """

        def mark(view: View) -> View:
            vars(view)["reads_ahead"] = tells
            return view

        return mark


def component_name(schema: Any) -> str:
    """What a shape is called in the OpenAPI document: NameShape is Name."""
    cls = schema if isinstance(schema, type) else type(schema)
    return cls.__name__.removesuffix("Shape")


def _document(
    doc: dict[str, Any], doc_info: dict[str, Any], *, spec: Any, method: str, **_more: Any
) -> dict[str, Any]:
    _declare(spec)
    responses = {str(status): response for status, response in doc.get("responses", {}).items()}
    responses.pop("default", None)
    for status in _REFUSALS:
        responses[status] = f"Refused{status}"
    doc["responses"] = responses
    is_open = doc_info.get("takes_no_bearer", False)
    doc["security"] = [] if is_open else [{"bearer": []}]
    if method == "post" and (not is_open or doc_info.get("takes_key")):
        doc.setdefault("parameters", []).append(dict(_KEY_PARAMETER))
    _join_files(doc)
    for content in doc.get("requestBody", {}).get("content", {}).values():
        example = EXAMPLES.get(component_name(content["schema"]))
        if example is not None:
            content["example"] = example
    return doc


def _join_files(doc: dict[str, Any]) -> None:
    """A file that comes with a form's fields is one body of several parts, which flask-smorest does not see."""
    files = [parameter for parameter in doc.get("parameters", []) if parameter.get("in") == "files"]
    if files:
        doc["parameters"] = [parameter for parameter in doc["parameters"] if parameter not in files]
        (form,) = doc["requestBody"]["content"].values()
        shapes = [form["schema"], *(parameter["schema"] for parameter in files)]
        parts = _parts(*(shape if isinstance(shape, type) else type(shape) for shape in shapes))
        doc["requestBody"]["content"] = {"multipart/form-data": {"schema": parts}}


@cache
def _parts(form: type[marshmallow.Schema], *files: type[marshmallow.Schema]) -> type[marshmallow.Schema]:
    """One shape for the same form with the same files, wherever it is sent."""
    fields = {name: field for shape in (form, *files) for name, field in shape._declared_fields.items()}
    return Shape.from_dict(fields, name=f"{component_name(form)}Parts")


def _declare(spec: Any) -> None:
    """Put what every operation refers to into the document, once."""
    if "bearer" in spec.components.security_schemes:
        return
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for status, meaning in _REFUSALS.items():
        content = {"application/problem+json": {"schema": ProblemShape}}
        spec.components.response(f"Refused{status}", {"description": meaning, "content": content})
