"""Sign-in sessions: whether one still holds, and how it ends."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from accounts.models import SignInSession, Staff, Store, Terminal
from accounts.store.grants import grants_column
from accounts.store.settings import COLUMNS
from core import clock
from core.sql import prepared
from core.uow import Unit

_session, _staff, _terminal, _store = (
    SignInSession.__table__.c,
    Staff.__table__.c,
    Terminal.__table__.c,
    Store.__table__.c,
)

# Asked before every request: five look-ups by primary key, and the roles by an index.
STATE = prepared(
    select(
        _session.staff_id,
        _session.terminal_id,
        _session.revoked_at,
        _session.expires_at,
        _staff.name.label("staff_name"),
        _staff.archived_at.label("staff_archived_at"),
        _terminal.revoked_at.label("terminal_revoked_at"),
        _store.archived_at.label("store_archived_at"),
        grants_column(_session.tenant_id, _session.staff_id),
        *COLUMNS,
    )
    .select_from(SignInSession)
    .join(Staff, (_staff.tenant_id == _session.tenant_id) & (_staff.id == _session.staff_id))
    .outerjoin(Terminal, (_terminal.tenant_id == _session.tenant_id) & (_terminal.id == _session.terminal_id))
    .outerjoin(Store, (_store.tenant_id == _session.tenant_id) & (_store.id == _session.store_id))
    .where(_session.tenant_id == bindparam("tenant_id"), _session.id == bindparam("session_id"))
)
_LOCK = prepared(
    select(*(_session[name] for name in ("id", "staff_id", "terminal_id", "store_id", "refresh_hash")))
    .add_columns(_session.expires_at, _session.revoked_at)
    .where(_session.tenant_id == bindparam("tenant_id"), _session.id == bindparam("session_id"))
    .with_for_update(key_share=True)
)
_LIVING = update(SignInSession).where(
    _session.tenant_id == bindparam("the_tenant"), _session.revoked_at.is_(None)
)
_END_OF_STAFF = prepared(
    _LIVING.where(_session.staff_id == bindparam("the_staff"), _session.id != bindparam("but")).values(
        revoked_at=bindparam("now")
    )
)
_END_OF_TERMINAL = prepared(
    _LIVING.where(_session.terminal_id == bindparam("the_terminal")).values(revoked_at=bindparam("now"))
)
_REMOVE_OLD = prepared(
    delete(SignInSession).where(
        _session.tenant_id == bindparam("the_tenant"),
        _session.staff_id == bindparam("the_staff"),
        _session.expires_at < bindparam("before"),
    )
)
_NOBODYS = UUID(int=0)
_REMEMBERED = timedelta(days=30)


def lock_session(unit: Unit, session_id: UUID) -> Any:
    """A session's row, so that only one of two refreshes rotates it; None when there is none."""
    return unit.fetch_one(_LOCK, tenant_id=unit.tenant_id, session_id=session_id)


def rotate(unit: Unit, session_id: UUID, new_hash: bytes, until: datetime) -> None:
    """Take a new refresh token's hash in place of the old one."""
    changes = {"refresh_hash": new_hash, "refreshed_at": clock.now(), "expires_at": until}
    unit.change(SignInSession, {"id": session_id}, changes)


def end_session(unit: Unit, session_id: UUID) -> None:
    """End one session."""
    unit.change(SignInSession, {"id": session_id}, {"revoked_at": clock.now()})


def end_sessions_of_staff(unit: Unit, staff_id: UUID, but: UUID | None = None) -> None:
    """End a person's sessions, but for the one given: they themselves are at work in it."""
    unit.write(
        _END_OF_STAFF,
        the_tenant=unit.tenant_id,
        the_staff=staff_id,
        but=but or _NOBODYS,
        now=clock.now(),
    )


def end_sessions_of_terminal(unit: Unit, terminal_id: UUID) -> None:
    """End everybody's sessions at a terminal."""
    unit.write(_END_OF_TERMINAL, the_tenant=unit.tenant_id, the_terminal=terminal_id, now=clock.now())


def remove_old_sessions(unit: Unit, staff_id: UUID) -> None:
    """Drop a person's sessions that ran out long ago."""
    before = clock.now() - _REMEMBERED
    unit.write(_REMOVE_OLD, the_tenant=unit.tenant_id, the_staff=staff_id, before=before)
