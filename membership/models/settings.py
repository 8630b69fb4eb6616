"""How a brand runs its memberships."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base


class SettingsRow(Base):
    """The brand's settings, as ``membership.values.settings.Settings`` has them; what is not there has its default."""

    __tablename__ = "membership_settings"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    chosen: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
