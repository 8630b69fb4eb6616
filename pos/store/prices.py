"""List prices, for head office."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement

from core.paging import Page, page
from core.uow import Unit
from pos.models.prices import PriceListRow
from pos.store.rows import of_tenant
from pos.values.catalog import PriceRow


def list_prices(
    unit: Unit,
    *,
    product_id: UUID | None = None,
    store_id: UUID | None = None,
    region_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PriceListRow]:
    """A page of prices, by product."""
    wanted: list[ColumnElement[bool]] = []
    if product_id is not None:
        wanted.append(PriceListRow.product_id == product_id)
    if store_id is not None:
        wanted.append(PriceListRow.store_id == store_id)
    if region_id is not None:
        wanted.append(PriceListRow.region_id == region_id)
    query = of_tenant(unit, PriceListRow).where(*wanted)
    return page(unit.session, query, [PriceListRow.product_id, PriceListRow.id], cursor, limit)


def prices_of(unit: Unit, product_ids: Iterable[UUID]) -> list[PriceRow]:
    """Every price of the products, wherever and whenever it holds, as the rules know it."""
    query = of_tenant(unit, PriceListRow).where(PriceListRow.product_id.in_(list(product_ids)))
    return [as_value(row) for row in unit.session.scalars(query.order_by(PriceListRow.id))]


def as_value(row: PriceListRow) -> PriceRow:
    """The row as the rules know it."""
    return PriceRow(
        row.id,
        row.product_id,
        row.variant_id,
        row.amount,
        row.store_id,
        row.region_id,
        row.channel,
        row.weekdays,
        row.start_minute,
        row.end_minute,
        row.valid_from,
        row.valid_to,
        row.member_amount,
    )
