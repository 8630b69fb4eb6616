"""Access tokens: signed, short-lived, and asked after in the database at every request, so that they end at once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt
from flask import Flask, current_app

from accounts.errors import SessionEnded
from accounts.store.grants import read_grants, read_grants_at
from accounts.store.sessions import STATE
from accounts.store.settings import settings_of
from core import clock
from core.actor import Actor
from core.edge import Claims
from core.errors import Unauthenticated
from core.uow import Read

LIFETIME = timedelta(minutes=15)
_ALGORITHM = "HS256"
_EXTENSION = "accounts"


@dataclass(frozen=True, slots=True)
class AccessClaims(Claims):
    """What an access token says, with the terminal it was given to."""

    terminal_id: UUID | None
    expires_at: datetime


class Authentication:
    """Issues access tokens and turns them into people; an ``Authenticator`` for the edge."""

    def __init__(self, secret_key: str, lifetime: timedelta = LIFETIME) -> None:
        self._key = hashlib.sha256(b"zaotai access token\0" + secret_key.encode()).digest()
        self._key_id = hashlib.sha256(self._key).hexdigest()[:8]
        self._lifetime = lifetime
        # A token is good for a quarter of an hour and many requests; its signature is checked once.
        self._read: Callable[[str], AccessClaims] = lru_cache(maxsize=4096)(self._verified)

    def init_app(self, app: Flask) -> None:
        """Let this app's sign-in routes find it."""
        app.extensions[_EXTENSION] = self

    def issue(
        self, tenant_id: UUID, session_id: UUID, staff_id: UUID, terminal_id: UUID | None
    ) -> tuple[str, datetime]:
        """A new access token and when it expires."""
        expires_at = (clock.now() + self._lifetime).replace(microsecond=0)
        says = {
            "tid": tenant_id.hex,
            "sid": session_id.hex,
            "sub": staff_id.hex,
            "dev": terminal_id.hex if terminal_id else None,
            "exp": int(expires_at.timestamp()),
        }
        return jwt.encode(says, self._key, _ALGORITHM, headers={"kid": self._key_id}), expires_at

    def claims(self, token: str) -> AccessClaims:
        """Check signature and expiry; raises Unauthenticated ``token_malformed`` or ``token_expired``."""
        claims = self._read(token)
        if clock.now() >= claims.expires_at:
            raise Unauthenticated("The access token is too old: refresh it.", code="token_expired")
        return claims

    def reads(self, claims: Claims) -> list[Read]:
        """One statement: the session, the person, the terminal, the store, and what is granted."""
        return [(STATE, {"tenant_id": claims.tenant_id, "session_id": claims.session_id})]

    def actor(self, claims: Claims, rows: list[list[Any]]) -> Actor:
        """The person, from that statement's row; raises SessionEnded when the session holds no more."""
        state = rows[0][0] if rows[0] else None
        if state is None or state.staff_id != claims.staff_id or _has_ended(state):
            raise SessionEnded("This sign-in was ended. Sign in again.")
        store = settings_of(state) if state.store_id else None
        return Actor(
            tenant_id=claims.tenant_id,
            staff_id=state.staff_id,
            staff_name=state.staff_name,
            session_id=claims.session_id,
            permissions=read_grants_at(state.grants, store.id) if store else read_grants(state.grants),
            terminal_id=state.terminal_id,
            store=store,
        )

    def _verified(self, token: str) -> AccessClaims:
        try:
            says = jwt.decode(
                token, self._key, [_ALGORITHM], options={"verify_exp": False, "require": ["exp", "sub"]}
            )
            staff_id = UUID(says["sub"])
            terminal_id = UUID(says["dev"]) if says["dev"] else None
            return AccessClaims(
                tenant_id=UUID(says["tid"]),
                session_id=UUID(says["sid"]),
                staff_id=staff_id,
                owner_id=terminal_id or staff_id,
                terminal_id=terminal_id,
                expires_at=datetime.fromtimestamp(says["exp"], UTC),
            )
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as error:
            raise Unauthenticated("This is not one of our access tokens.", code="token_malformed") from error


def current_authentication() -> Authentication:
    """The one that this app was made with."""
    found: Authentication = current_app.extensions[_EXTENSION]
    return found


def _has_ended(state: Any) -> bool:
    gone = (state.revoked_at, state.staff_archived_at, state.terminal_revoked_at, state.store_archived_at)
    return any(gone) or bool(clock.now() >= state.expires_at)
