"""Every refusal as application/problem+json (RFC 9457), whatever raised it."""

from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from core import json
from core.errors import Problem, Unavailable

log = structlog.get_logger()
DOCS = "/api/docs#problems"


def problem_response(
    status: int, code: str, title: str, detail: str = "", headers: dict[str, str] | None = None, **extra: Any
) -> Response:
    """A problem document."""
    body = {
        "type": f"{DOCS}-{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail or title,
    }
    body["request_id"] = g.get("request_id")
    body.update({name: value for name, value in extra.items() if value is not None or name == "current"})
    response = Response(json.dumps(body), status=status, mimetype="application/problem+json")
    response.headers.update(headers or {})
    return response


def of_problem(problem: Problem) -> Response:
    """One of the product's own refusals."""
    headers: dict[str, str] = {}
    if "retry_after" in problem.extra:
        headers["Retry-After"] = str(problem.extra["retry_after"])
    elif isinstance(problem, Unavailable):
        headers["Retry-After"] = "1"
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem_response(
        problem.status,
        problem.code,
        problem.title,
        problem.detail,
        headers,
        errors=problem.errors,
        **problem.extra,
    )


def of_http(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse: unknown addresses, wrong methods, bodies that are too large."""
    status = error.code or 500
    if error.response is not None and status < 400:
        raise error
    phrase = HTTPStatus(status)
    methods = getattr(error, "valid_methods", None)
    headers = {"Allow": ", ".join(sorted(methods))} if methods else {}
    return problem_response(status, phrase.name.lower(), phrase.phrase, error.description or "", headers)


def of_fault(error: Exception) -> Response:
    """A fault of ours: logged with its trace, answered without it."""
    log.error("request_failed", path=request.path, method=request.method, exc_info=error)
    return problem_response(
        500,
        "internal_error",
        "Something went wrong on our side",
        "It was logged; send the same request again.",
    )


def init_problems(app: Flask) -> None:
    """Answer every error of this app in one form."""
    app.register_error_handler(Problem, of_problem)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_fault)
