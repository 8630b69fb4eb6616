"""What a person may do, gathered from their roles."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from accounts.models import Role, StaffRole
from accounts.rules.grants import at_store, gathered
from core import json

_role, _has = Role.__table__.c, StaffRole.__table__.c


def grants_column(tenant_id: Any, staff_id: Any) -> ColumnElement[str]:
    """A column, for a statement about that person: their roles' permissions per store, as JSON text."""
    pair = func.json_build_array(_has.store_id, _role.permissions)
    return (
        select(cast(func.json_agg(aggregate_order_by(pair, _has.id)), Text))
        .where(
            _has.tenant_id == tenant_id,
            _has.staff_id == staff_id,
            _role.tenant_id == _has.tenant_id,
            _role.id == _has.role_id,
        )
        .scalar_subquery()
        .label("grants")
    )


@lru_cache(maxsize=4096)  # by value: changed roles are another text, so nothing here grows stale
def read_grants(text: str | None) -> dict[UUID | None, frozenset[str]]:
    """Permissions per store from that column's text; None is the whole brand."""
    pairs = json.loads(text) if text else []
    return gathered((UUID(store) if store else None, permissions) for store, permissions in pairs)


@lru_cache(maxsize=4096)
def read_grants_at(text: str | None, store_id: UUID) -> dict[UUID | None, frozenset[str]]:
    """The same for somebody who stands at one store's terminal: whatever they may, they may it there alone."""
    return {store_id: at_store(read_grants(text), store_id)}
