"""The edge: one transaction a request, retries answered from the first answer, faults turned into clear refusals."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import psycopg
import sqlalchemy.exc
from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from psycopg import errors as pg
from sqlalchemy import Engine, bindparam, func, select

from core import clock, json
from core.actor import Actor
from core.database import database_error
from core.errors import BadRequest, Conflict, Problem, Unauthenticated, Unavailable, Unprocessable
from core.kept_answers import FORGOTTEN
from core.late import Late, filled_in
from core.models import IdempotentAnswer
from core.sql import prepared
from core.uow import Read, Unit

TRIES = 4
KEY_LENGTH = 128
_LOCK_KEY = prepared(select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("text"), 0))))
_answer = IdempotentAnswer.__table__.c
_FIND_ANSWER = prepared(
    select(_answer.payload_hash, _answer.status, _answer.body).where(
        _answer.tenant_id == bindparam("tenant_id"),
        _answer.owner_id == bindparam("owner_id"),
        _answer.key == bindparam("key"),
    )
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says before the database is asked; ``owner_id`` is whose idempotency keys these are."""

    tenant_id: UUID
    session_id: UUID
    staff_id: UUID
    owner_id: UUID


class Authenticator(Protocol):
    """Turns a token into a person; filled by the accounts room."""

    def claims(self, token: str) -> Claims:
        """Check the signature and the expiry; raises Unauthenticated."""

    def reads(self, claims: Claims) -> list[Read]:
        """The statements that tell whether the session still holds, and what it may."""

    def actor(self, claims: Claims, rows: list[list[Any]]) -> Actor:
        """The person, from those rows; raises Unauthenticated when the session was revoked."""


class Edge:
    """Runs a view inside a transaction and commits before the answer leaves."""

    def __init__(self, engine: Engine, authenticator: Authenticator) -> None:
        self.engine = engine
        self.authenticator = authenticator

    def run(self, app: Flask, view: Callable[[], ResponseReturnValue]) -> Response:
        """Answer one request. Deadlocks and serialisation failures are tried again, unseen by the client.

        What is sent is read first: whoever sends it slowly, or stops in the midst of it, must hold no connection meanwhile,
        and no transaction, behind which every consumer and screen would wait.
        """
        request.get_data(cache=True)
        for attempt in range(TRIES):
            try:
                return self._attempt(app, view, attempt)
            except (psycopg.Error, sqlalchemy.exc.DBAPIError) as error:
                cause = database_error(error)
                if not _worth_another_try(cause, attempt):
                    raise refusal_of(cause) from error
                time.sleep(0.005 * (attempt + 1))
            except sqlalchemy.exc.TimeoutError as error:
                raise Unavailable("Too much at once. Send the same request again.", code="busy") from error
            except UnicodeEncodeError as error:
                raise Unprocessable(
                    "A text holds characters that cannot be stored.", code="bad_text"
                ) from error
        raise AssertionError("unreachable")

    def _attempt(self, app: Flask, view: Callable[[], ResponseReturnValue], attempt: int) -> Response:
        only_reads = request.method in ("GET", "HEAD")
        with Unit(self.engine, request_id=g.get("request_id"), only_reads=only_reads) as unit:
            unit.attempt = attempt
            g.unit = unit
            key = idempotency_key()
            if _keeps_no_answer():
                key = None
            claims, stored = self._enter(unit, key)
            if stored is not None:
                return stored
            try:
                response = app.make_response(view())
            except Problem as problem:
                if problem.keeps_writes:
                    unit.commit()
                raise
            if key and claims and response.status_code < 400:
                self._remember(unit, claims, key, response)
            if response.status_code < 400:
                _fill_in(response, unit.commit())
            g.round_trips = unit.round_trips
            return response

    def _enter(self, unit: Unit, key: str | None) -> tuple[Claims | None, Response | None]:
        if takes_no_bearer():
            return None, None
        header = request.headers.get("Authorization", "")
        if not header:
            raise Unauthenticated
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("Send Authorization: Bearer <access token>.", code="token_malformed")
        claims = self.authenticator.claims(token.strip())
        unit.enter_tenant(claims.tenant_id)
        checks = self.authenticator.reads(claims)
        ahead = _reads_ahead(claims.tenant_id)
        if key is None:
            unit.actor = self.authenticator.actor(claims, unit.fetch_ahead(checks, ahead))
            return claims, None
        owner = {"tenant_id": claims.tenant_id, "owner_id": claims.owner_id, "key": key}
        lock_text = f"{claims.tenant_id}/{claims.owner_id}/{key}"
        asked = [*checks, (_LOCK_KEY, {"text": lock_text}), (_FIND_ANSWER, owner)]
        rows = unit.fetch_ahead(asked, ahead)
        unit.actor = self.authenticator.actor(claims, rows)
        answers = rows[-1]
        return claims, _first_answer(answers[0]) if answers else None

    def _remember(self, unit: Unit, claims: Claims, key: str, response: Response) -> None:
        unit.add(
            IdempotentAnswer,
            [
                {
                    "owner_id": claims.owner_id,
                    "key": key,
                    "payload_hash": payload_hash(),
                    "status": response.status_code,
                    "body": response.get_data(as_text=True),
                    "answered_at": clock.now(),
                    "subject_id": unit.tells_of,
                }
            ],
        )


def _reads_ahead(tenant_id: UUID) -> Sequence[Read]:
    """What the view at hand is going to read, as far as its address tells (``Blueprint.reads_ahead``)."""
    tells = getattr(current_app.view_functions.get(request.endpoint or ""), "reads_ahead", None)
    return tells(tenant_id, **(request.view_args or {})) if tells else ()


def takes_no_bearer() -> bool:
    """Whether the view at hand is for people who are not signed in yet; a stale token must not keep them out."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "takes_no_bearer", False))


def _keeps_no_answer() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "keeps_no_answer", False))


def current_unit() -> Unit:
    """The transaction of the request at hand."""
    unit: Unit = g.unit
    return unit


def answer(body: object, status: int = 200) -> Response:
    """A JSON answer in the product's own dialect."""
    return Response(json.dumps(body), status=status, mimetype="application/json")


def payload_hash() -> bytes:
    """SHA-256 of what is asked: method, path, query and content. JSON counts by its value, not by its spelling."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    spelling = _canonical_content()
    if spelling is not None:
        digest.update(spelling.encode("utf-8", "surrogatepass"))
    elif request.files:
        for name in sorted(request.form):
            digest.update(f"{name}={request.form.getlist(name)}\n".encode())
        for name in sorted(request.files):
            stream = request.files[name].stream
            stream.seek(0)  # the view may have read it
            digest.update(name.encode() + b"\0" + stream.read())
            stream.seek(0)
    else:
        digest.update(request.get_data(cache=True))
    return digest.digest()


def _canonical_content() -> str | None:
    if not request.is_json:
        return None
    try:
        content = request.get_json(silent=True, cache=True)
        return None if content is None else json.canonical(content)
    except RecursionError:  # nested too deep to be anything of ours; the view refuses it
        return None


def idempotency_key() -> str | None:
    """The key of the request at hand; raises BadRequest ``idempotency_key_malformed``."""
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    if key is None:
        return None
    if not key or len(key) > KEY_LENGTH or not key.isprintable():
        raise BadRequest(
            f"Idempotency-Key: 1 to {KEY_LENGTH} printable characters.", code="idempotency_key_malformed"
        )
    return key


def _first_answer(row: Any) -> Response:
    if row.payload_hash != payload_hash():
        raise Unprocessable(
            "This Idempotency-Key was used for another request.", code="idempotency_key_reused"
        )
    if row.status == FORGOTTEN:
        raise Conflict(
            "This was done. Whom its answer told of was erased since, and the answer with them.",
            code="answer_forgotten",
        )
    response = Response(row.body, status=row.status, mimetype="application/json")
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _fill_in(response: Response, values: dict[Late, str]) -> None:
    if values:
        response.set_data(filled_in(response.get_data(as_text=True), values))


def _worth_another_try(cause: Exception, attempt: int) -> bool:
    """Deadlocks pass by; after a unique violation the one who was first has committed, and the rules can see it."""
    if isinstance(cause, pg.UniqueViolation):
        return attempt == 0
    return isinstance(cause, pg.DeadlockDetected | pg.SerializationFailure) and attempt < TRIES - 1


def refusal_of(error: Exception) -> Exception:
    """The problem a client sees for a database error; an unexpected one stays what it is, and becomes a 500."""
    if isinstance(error, pg.UniqueViolation | pg.ExclusionViolation):
        return Conflict("Something with this identity exists already.", code="already_exists")
    if isinstance(error, pg.ForeignKeyViolation):
        return Unprocessable(
            "It refers to something that does not exist, or is still referred to.", code="bad_reference"
        )
    if isinstance(error, pg.CheckViolation):
        return Unprocessable("A value is out of its range.", code="out_of_range")
    if isinstance(error, pg.NumericValueOutOfRange):
        return Unprocessable("A number is too large.", code="number_too_large")
    if isinstance(error, pg.InsufficientPrivilege):
        return error
    if isinstance(error, pg.LockNotAvailable | pg.QueryCanceled):
        return Unavailable("Others are at work on the same thing. Send the same request again.", code="busy")
    if isinstance(error, pg.DeadlockDetected | pg.SerializationFailure | pg.IdleInTransactionSessionTimeout):
        return Unavailable("Too much at once. Send the same request again.", code="busy")
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return Unavailable(
            "The database cannot be reached. Send the same request again.", code="database_away"
        )
    if isinstance(error, psycopg.DataError):
        return Unprocessable("A text or number cannot be stored as it is.", code="bad_text")
    return error
