"""Terminals: made out of devices with a code, listed, revoked."""

import secrets
from datetime import timedelta
from uuid import UUID

from accounts.errors import TerminalRevoked
from accounts.models import EnrolmentCode, Terminal
from accounts.rules import tokens
from accounts.store import stores
from accounts.store import terminals as store
from accounts.store.sessions import end_sessions_of_terminal
from accounts.store.tenants import find_tenant_id, get_tenant
from accounts.values import Enrolled, NewCode
from core import clock
from core.errors import Unauthenticated
from core.ids import new_id
from core.paging import Page
from core.sealed import SECRET_BYTES, Sealed, unsealed
from core.uow import Unit

# How long an enrolment whose answer was lost is answered again.
ANSWERED_AGAIN = timedelta(minutes=10)


def list_terminals(unit: Unit, store_id: UUID, cursor: str | None, limit: int) -> Page[Terminal]:
    """A page of a store's terminals, revoked ones too."""
    unit.actor.demand("store.view", store_id)
    stores.get_store(unit, store_id)
    return store.list_terminals(unit, store_id, cursor, limit)


def make_enrolment_code(unit: Unit, store_id: UUID, uses: int = 1, minutes: int = 60) -> NewCode:
    """A code that turns up to ``uses`` devices into terminals of the store, for so many minutes."""
    unit.actor.demand("terminal.enrol", store_id)
    stores.get_store(unit, store_id)
    now = clock.now()
    store.remove_spent_codes(unit, store_id, now)
    code = "".join(secrets.choice(tokens.CODE_ALPHABET) for _ in range(tokens.CODE_LENGTH))
    row = EnrolmentCode(
        tenant_id=unit.tenant_id,
        id=new_id(),
        store_id=store_id,
        code_hash=tokens.code_hash(unit.tenant_id, code),
        uses_left=uses,
        expires_at=now + timedelta(minutes=minutes),
    )
    unit.session.add(row)
    unit.audit("terminal.code", "store", store_id, {"uses": uses, "expires_at": row.expires_at}, store_id)
    return NewCode(tokens.code_text(code), store_id, uses, row.expires_at)


def enrol_terminal(
    unit: Unit, brand: str, code: str, name: str | None = None, *, key: str | None = None
) -> Enrolled:
    """Turn a device into a terminal; raises Unauthenticated ``wrong_code``. The code is the right to do it.

    With the ``key`` of an enrolment whose answer was lost it is the same terminal again, with a new token: for
    ``ANSWERED_AGAIN`` and until somebody has signed in there.
    """
    tenant_id = find_tenant_id(unit, brand)
    if tenant_id is None:
        raise _wrong_code()
    unit.enter_tenant(tenant_id)
    held = store.lock_code(unit, tokens.code_hash(tenant_id, code))
    known_by = tokens.enrolment_hash(tenant_id, code, key) if key else None
    terminal = store.lock_enrolled(unit, known_by) if known_by else None
    if terminal is not None:
        return _answer_again(unit, terminal)
    place = stores.find_store(unit, held.store_id) if held else None
    if (
        held is None
        or place is None
        or place.archived_at
        or not held.uses_left
        or clock.now() >= held.expires_at
    ):
        raise _wrong_code()
    held.uses_left -= 1
    sealed = Sealed.new(tenant_id)
    terminal = Terminal(
        tenant_id=tenant_id,
        id=sealed.id,
        store_id=place.id,
        name=name or f"{place.code}-{sealed.id.hex[-4:].upper()}",
        token_hash=sealed.kept,
        enrolment_hash=known_by,
        enrolled_at=clock.now(),
        last_seen_at=clock.now(),
    )
    unit.session.add(terminal)
    unit.audit("terminal.enrol", "terminal", terminal.id, {"name": terminal.name}, place.id)
    return Enrolled(terminal, sealed.text(tokens.TERMINAL), get_tenant(unit), place)


def _answer_again(unit: Unit, terminal: Terminal) -> Enrolled:
    place = stores.find_store(unit, terminal.store_id)
    is_late = clock.now() >= terminal.enrolled_at + ANSWERED_AGAIN
    if (
        place is None
        or place.archived_at
        or terminal.revoked_at
        or is_late
        or store.has_signed_in(unit, terminal.id)
    ):
        raise _wrong_code()
    sealed = Sealed(terminal.tenant_id, terminal.id, secrets.token_bytes(SECRET_BYTES))
    terminal.token_hash = sealed.kept
    unit.audit("terminal.enrol_again", "terminal", terminal.id, {"name": terminal.name}, place.id)
    return Enrolled(terminal, sealed.text(tokens.TERMINAL), get_tenant(unit), place)


def revoke_terminal(unit: Unit, terminal_id: UUID) -> Terminal:
    """Shut a terminal out for good, and everybody who is signed in there. Again: nothing more happens."""
    unit.actor.demand_somewhere("terminal.revoke")
    terminal = store.get_terminal(unit, terminal_id)
    unit.actor.demand("terminal.revoke", terminal.store_id)
    if terminal.revoked_at is None:
        terminal.revoked_at = clock.now()
        end_sessions_of_terminal(unit, terminal_id)
        unit.audit("terminal.revoke", "terminal", terminal_id, {"name": terminal.name}, terminal.store_id)
    return terminal


def enter_as_terminal(unit: Unit, token: str) -> Terminal:
    """The terminal that a token belongs to, its tenant entered; raises TerminalRevoked when it is none any more."""
    sealed = unsealed(tokens.TERMINAL, token)
    if sealed is None:
        raise _no_terminal()
    unit.enter_tenant(sealed.tenant_id)
    terminal = store.find_terminal(unit, sealed.id)
    if terminal is None or terminal.revoked_at or not sealed.proves(terminal.token_hash):
        raise _no_terminal()
    place = stores.find_store(unit, terminal.store_id)
    if place is None or place.archived_at:
        raise _no_terminal()
    return terminal


def _wrong_code() -> Unauthenticated:
    return Unauthenticated(
        "The brand or the code is wrong, or the code is used up. Ask for a new one.", code="wrong_code"
    )


def _no_terminal() -> TerminalRevoked:
    return TerminalRevoked("This device is not enrolled, or not any more. Enrol it with a code.")
