"""Tax classes' other rates."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core.uow import Unit
from pos.models.prices import TaxOverrideRow


def load_overrides(unit: Unit, tax_class_ids: Sequence[UUID]) -> dict[UUID, list[TaxOverrideRow]]:
    """The other rates of each tax class, in the order in which they were made."""
    query = (
        select(TaxOverrideRow)
        .where(TaxOverrideRow.tenant_id == unit.tenant_id, TaxOverrideRow.tax_class_id.in_(tax_class_ids))
        .order_by(TaxOverrideRow.id)
    )
    found: dict[UUID, list[TaxOverrideRow]] = defaultdict(list)
    for row in unit.session.scalars(query):
        found[row.tax_class_id].append(row)
    return found
