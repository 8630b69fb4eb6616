"""Terminals and enrolment codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from accounts.errors import TerminalNotFound
from accounts.models import EnrolmentCode, Terminal
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


def lock_code(unit: Unit, code_hash: bytes, now: datetime) -> EnrolmentCode | None:
    """A code that still holds, taken so that no two devices share its last use."""
    query = select(EnrolmentCode).where(
        EnrolmentCode.tenant_id == unit.tenant_id,
        EnrolmentCode.code_hash == code_hash,
        EnrolmentCode.uses_left > 0,
        EnrolmentCode.expires_at > now,
    )
    return unit.session.scalars(query.with_for_update()).first()


def remove_spent_codes(unit: Unit, store_id: UUID, now: datetime) -> None:
    """Drop a store's codes that no device can use any more."""
    spent = (EnrolmentCode.expires_at <= now) | (EnrolmentCode.uses_left == 0)
    unit.session.execute(
        delete(EnrolmentCode).where(
            EnrolmentCode.tenant_id == unit.tenant_id, EnrolmentCode.store_id == store_id, spent
        )
    )
