"""Signing in with a PIN at a terminal or a password at head office, refreshing, signing out."""

import secrets
from datetime import timedelta
from uuid import UUID

from accounts.authentication import Authentication
from accounts.errors import SessionEnded
from accounts.models import SignInSession, Terminal
from accounts.rules import tokens
from accounts.rules.grants import at_store
from accounts.services import tries
from accounts.services.me import describe
from accounts.services.terminals import enter_as_terminal
from accounts.store import sessions, staff, stores
from accounts.store import tries as people
from accounts.store.grants import read_grants
from accounts.store.tenants import find_tenant_id
from accounts.store.terminals import find_terminal
from accounts.values import Pad, Tokens
from core import clock, hashing
from core.errors import Unauthenticated
from core.ids import new_id
from core.lockout import FREE_TRIES
from core.sealed import SECRET_BYTES, Sealed, secret_hash, unsealed
from core.uow import Unit

# How long a sign-in may rest before it ends; each refresh starts it anew.
TERMINAL_REST = timedelta(hours=24)
OFFICE_REST = timedelta(days=14)


def show_pad(unit: Unit, terminal_token: str) -> Pad:
    """Who may sign in at a terminal; the terminal's token is the right to ask."""
    terminal = enter_as_terminal(unit, terminal_token)
    return Pad(stores.get_store(unit, terminal.store_id), staff.list_on_pad(unit, terminal.store_id))


def sign_in_with_pin(
    unit: Unit, authentication: Authentication, terminal_token: str, staff_id: UUID, pin: str
) -> Tokens:
    """Raises Unauthenticated ``wrong_pin`` (``attempts_left``), TooMany ``pin_locked`` (``retry_after``)."""
    terminal = enter_as_terminal(unit, terminal_token)
    person = people.lock_person(unit, staff_id)
    works_here = person and person.pin_hash and at_store(read_grants(person.grants), terminal.store_id)
    if works_here:
        tries.refuse_while_locked(person)
    if not hashing.verify(person.pin_hash if works_here else None, pin):
        left = tries.count_wrong_pin(unit, person) if works_here else FREE_TRIES - 1
        raise Unauthenticated("Wrong PIN.", code="wrong_pin", attempts_left=left, keeps_writes=True)
    tries.welcome_pin(unit, person, pin)
    terminal.last_seen_at = clock.now()
    return _start(unit, authentication, staff_id, terminal)


def sign_in_with_password(
    unit: Unit, authentication: Authentication, brand: str, email: str, password: str
) -> Tokens:
    """Raises Unauthenticated ``wrong_password``, the same for an unknown brand or e-mail and while it is locked."""
    tenant_id = find_tenant_id(unit, brand)
    person = None
    if tenant_id is not None:
        unit.enter_tenant(tenant_id)
        person = people.lock_person_by_email(unit, email.lower())
    is_open = person is not None and not tries.seconds_until(person.password_locked_until)
    kept = person.password_hash if person is not None and is_open else None
    if not hashing.verify(kept, password):
        if is_open:
            tries.count_wrong_password(unit, person)
        raise Unauthenticated(
            "The brand, the e-mail or the password is wrong; or there were too many tries: then wait.",
            code="wrong_password",
            keeps_writes=is_open,
        )
    assert person is not None
    tries.welcome_password(unit, person, password)
    tokens_given = _start(unit, authentication, person.id, None)
    unit.audit("staff.sign_in", "staff", person.id)
    return tokens_given


def refresh(unit: Unit, authentication: Authentication, refresh_token: str) -> Tokens:
    """New tokens for an old refresh token, which is spent. Showing a spent one again ends the session.

    Raises SessionEnded.
    """
    sealed = unsealed(tokens.REFRESH, refresh_token)
    if sealed is None:
        raise _ended()
    unit.enter_tenant(sealed.tenant_id)
    held = sessions.lock_session(unit, sealed.id)
    if held is None or held.revoked_at or clock.now() >= held.expires_at:
        raise _ended()
    if not sealed.proves(held.refresh_hash):
        # Two hold tokens of one session: one of them stole it, and we cannot tell which.
        sessions.end_session(unit, held.id)
        unit.audit("session.reused", "staff", held.staff_id, {"session_id": held.id}, held.store_id)
        raise SessionEnded("This sign-in was ended for safety. Sign in again.", keeps_writes=True)
    terminal = find_terminal(unit, held.terminal_id) if held.terminal_id else None
    if not _still_welcome(unit, held.staff_id, terminal):
        raise _ended()
    if terminal is not None:
        terminal.last_seen_at = clock.now()
    secret = secrets.token_bytes(SECRET_BYTES)
    sessions.rotate(unit, held.id, secret_hash(secret), clock.now() + _rest(terminal))
    return _tokens(unit, authentication, held.id, secret, held.staff_id, terminal)


def sign_out(unit: Unit) -> None:
    """End the session at hand, at once."""
    session_id = unit.actor.session_id
    if session_id is not None:
        sessions.end_session(unit, session_id)


def _still_welcome(unit: Unit, staff_id: UUID, terminal: Terminal | None) -> bool:
    if staff.find_staff(unit, staff_id) is None:
        return False
    if terminal is None:
        return True
    place = stores.find_store(unit, terminal.store_id)
    return terminal.revoked_at is None and place is not None and place.archived_at is None


def _start(unit: Unit, authentication: Authentication, staff_id: UUID, terminal: Terminal | None) -> Tokens:
    now, secret = clock.now(), secrets.token_bytes(SECRET_BYTES)
    session_id = new_id()
    session = {
        "id": session_id,
        "staff_id": staff_id,
        "terminal_id": terminal.id if terminal else None,
        "store_id": terminal.store_id if terminal else None,
        "refresh_hash": secret_hash(secret),
        "started_at": now,
        "refreshed_at": now,
        "expires_at": now + _rest(terminal),
    }
    unit.add(SignInSession, [session])
    sessions.remove_old_sessions(unit, staff_id)
    return _tokens(unit, authentication, session_id, secret, staff_id, terminal)


def _tokens(
    unit: Unit,
    authentication: Authentication,
    session_id: UUID,
    secret: bytes,
    staff_id: UUID,
    terminal: Terminal | None,
) -> Tokens:
    me = describe(unit, staff_id, terminal)
    access, expires_at = authentication.issue(
        unit.tenant_id, session_id, staff_id, terminal.id if terminal else None
    )
    return Tokens(me, access, expires_at, Sealed(unit.tenant_id, session_id, secret).text(tokens.REFRESH))


def _rest(terminal: Terminal | None) -> timedelta:
    return TERMINAL_REST if terminal else OFFICE_REST


def _ended() -> SessionEnded:
    return SessionEnded("This sign-in was ended. Sign in again.")
