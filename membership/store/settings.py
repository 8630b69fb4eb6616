"""Queries of a brand's settings."""

from typing import Any

from core.sql import Prepared
from core.uow import Read, Unit
from membership.values.settings import DEFAULTS, Settings, settings_of

_SETTINGS = Prepared("SELECT chosen FROM membership_settings WHERE tenant_id = %(tenant_id)s", {})
_CHOOSE = Prepared(
    """INSERT INTO membership_settings (tenant_id, chosen, changed_at)
    VALUES (%(tenant_id)s, %(chosen)s::jsonb, %(at)s)
    ON CONFLICT (tenant_id) DO UPDATE SET chosen = excluded.chosen, changed_at = excluded.changed_at""",
    {},
)


def settings_read(unit: Unit) -> Read:
    """The read of the settings, to go along with others; ``settings_from`` understands its rows."""
    return _SETTINGS, {"tenant_id": unit.tenant_id}


def settings_from(rows: list[Any]) -> Settings:
    """The settings that such rows mean."""
    return settings_of(rows[0].chosen) if rows else DEFAULTS


def get_settings(unit: Unit) -> Settings:
    """The brand's settings."""
    return settings_from(unit.fetch(settings_read(unit))[0])


def choose(unit: Unit, chosen: str, at: Any) -> None:
    """Keep what was chosen, as JSON text."""
    unit.write(_CHOOSE, tenant_id=unit.tenant_id, chosen=chosen, at=at)
