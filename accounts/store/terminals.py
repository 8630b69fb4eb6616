"""Terminals and enrolment codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from accounts.errors import TerminalNotFound
from accounts.models import EnrolmentCode, SignInSession, Terminal
from core.paging import Page, page
from core.uow import Unit


def list_terminals(unit: Unit, store_id: UUID, cursor: str | None, limit: int) -> Page[Terminal]:
    """A store's terminals, revoked ones too, oldest first."""
    query = select(Terminal).where(Terminal.tenant_id == unit.tenant_id, Terminal.store_id == store_id)
    return page(unit.session, query, [Terminal.id], cursor, limit)


def find_terminal(unit: Unit, terminal_id: UUID) -> Terminal | None:
    """A terminal, revoked or not."""
    return unit.session.get(Terminal, (unit.tenant_id, terminal_id))


def get_terminal(unit: Unit, terminal_id: UUID) -> Terminal:
    """A terminal, revoked or not; raises TerminalNotFound."""
    found = find_terminal(unit, terminal_id)
    if found is None:
        raise TerminalNotFound("There is no such terminal.")
    return found


def lock_code(unit: Unit, code_hash: bytes) -> EnrolmentCode | None:
    """A code, used up or not, taken so that no two devices share its last use."""
    query = select(EnrolmentCode).where(
        EnrolmentCode.tenant_id == unit.tenant_id, EnrolmentCode.code_hash == code_hash
    )
    return unit.session.scalars(query.with_for_update()).first()


def lock_enrolled(unit: Unit, enrolment_hash: bytes) -> Terminal | None:
    """The terminal that was enrolled with this code and key."""
    query = select(Terminal).where(
        Terminal.tenant_id == unit.tenant_id, Terminal.enrolment_hash == enrolment_hash
    )
    return unit.session.scalars(query.with_for_update()).first()


def has_signed_in(unit: Unit, terminal_id: UUID) -> bool:
    """Whether anybody ever signed in at a terminal."""
    query = select(SignInSession.id).where(
        SignInSession.tenant_id == unit.tenant_id, SignInSession.terminal_id == terminal_id
    )
    return unit.session.scalars(query.limit(1)).first() is not None


def remove_spent_codes(unit: Unit, store_id: UUID, now: datetime) -> None:
    """Drop a store's codes that no device can use any more."""
    spent = (EnrolmentCode.expires_at <= now) | (EnrolmentCode.uses_left == 0)
    unit.session.execute(
        delete(EnrolmentCode).where(
            EnrolmentCode.tenant_id == unit.tenant_id, EnrolmentCode.store_id == store_id, spent
        )
    )
