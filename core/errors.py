"""How the product refuses. A family gives the HTTP status in one place; a code stays stable for clients."""

from typing import Any


class Problem(Exception):
    """A refusal that a client can act on (RFC 9457).

    ``code`` never changes once published; ``detail`` says in words what to do next. ``extra`` members go into the
    problem document beside them. With ``keeps_writes`` the edge commits what was written before the refusal, such as
    a counted wrong PIN; every other refusal leaves no trace.
    """

    status = 500
    title = "Error"
    code = "error"
    keeps_writes = False

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        errors: list[dict[str, Any]] | None = None,
        keeps_writes: bool = False,
        **extra: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = errors
        self.keeps_writes = keeps_writes
        self.extra = extra


class BadRequest(Problem):
    """The request cannot be read."""

    status, title, code = 400, "Bad request", "bad_request"


class Unauthenticated(Problem):
    """Nobody known is asking."""

    status, title, code = 401, "Sign in first", "unauthenticated"


class Forbidden(Problem):
    """Somebody known is asking for what they may not do."""

    status, title, code = 403, "Not allowed", "forbidden"


class NotFound(Problem):
    """It is not there, or not for this asker."""

    status, title, code = 404, "Not found", "not_found"


class Conflict(Problem):
    """The present state does not allow it; ``current`` carries that state where it helps."""

    status, title, code = 409, "Conflict", "conflict"


class ChangedMeanwhile(Conflict):
    """Somebody else has saved since; ``current`` is what they saved."""

    title, code = "Somebody else has changed it", "changed_meanwhile"


class Unprocessable(Problem):
    """The request is readable but breaks a rule."""

    status, title, code = 422, "Not valid", "invalid"


class TooMany(Problem):
    """Too many tries; ``retry_after`` (seconds) says when to come back."""

    status, title, code = 429, "Too many requests", "rate_limited"


class Unavailable(Problem):
    """For the moment we cannot; the same request may be sent again."""

    status, title, code = 503, "Try again", "unavailable"
