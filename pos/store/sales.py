"""Sales figures: added to in one statement a table, summed up by day, channel, hour, product, person and store."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, literal, select

from core.sql import prepared
from core.sums import add_sums, adding
from core.uow import Unit
from pos.models.menu import ProductRow, VariantRow
from pos.models.sales import SalesDay, SalesHour, SalesProduct, SalesStaff
from pos.rules.sales_figures import NO_VARIANT, Figures

_DAYS, _HOURS, _PRODUCTS, _STAFF = (
    adding(model) for model in (SalesDay, SalesHour, SalesProduct, SalesStaff)
)


def add_figures(unit: Unit, figures: Figures) -> None:
    """Add to what stands; sent with the next read or the commit."""
    add_sums(unit, _DAYS, figures.days)
    add_sums(unit, _HOURS, figures.hours)
    add_sums(unit, _PRODUCTS, figures.products)
    add_sums(unit, _STAFF, figures.staff)


_day = SalesDay.__table__.c
_hour = SalesHour.__table__.c
_sold = SalesProduct.__table__.c
_seller = SalesStaff.__table__.c
_product = ProductRow.__table__.c
_variant = VariantRow.__table__.c
DAY_SUMS = _DAYS.sums


def _between(table: Any) -> list[ColumnElement[bool]]:
    return [
        table.tenant_id == bindparam("tenant_id"),
        table.store_id == func.any(bindparam("store_ids")),
        table.business_date.between(bindparam("first"), bindparam("last")),
    ]


def _sum(table: Any, *names: str) -> list[ColumnElement[Any]]:
    """The columns' sums; of whole numbers whole, which PostgreSQL's sum over BIGINT is not."""
    sums = {name: func.sum(table[name]) for name in names}
    return [
        (total.cast(BigInteger) if table[name].type.python_type is int else total).label(name)
        for name, total in sums.items()
    ]


def _days_by(*columns: str) -> Select[Any]:
    by = [_day[name] for name in columns]
    return select(*by, *_sum(_day, *DAY_SUMS)).where(*_between(_day)).group_by(*by).order_by(*by)


_BY_DAY = prepared(_days_by("business_date"))
_BY_CHANNEL = prepared(_days_by("channel"))
_BY_STORE = prepared(_days_by("store_id"))
_BY_HOUR = prepared(
    select(_hour.hour, *_sum(_hour, "orders", "covers", "total"))
    .where(*_between(_hour))
    .group_by(_hour.hour)
    .order_by(_hour.hour)
)
_TOP = prepared(
    select(
        _sold.product_id,
        func.nullif(_sold.variant_id, literal(NO_VARIANT)).label("variant_id"),
        _product.code,
        _product.kind,
        _product.name,
        _variant.name.label("variant_name"),
        *_sum(_sold, *_PRODUCTS.sums),
    )
    .outerjoin_from(
        SalesProduct.__table__,
        ProductRow.__table__,
        (_product.tenant_id == _sold.tenant_id) & (_product.id == _sold.product_id),
    )
    .outerjoin(
        VariantRow.__table__,
        (_variant.tenant_id == _sold.tenant_id) & (_variant.id == _sold.variant_id),
    )
    .where(*_between(_sold))
    .group_by(_sold.product_id, _sold.variant_id, _product.code, _product.kind, _product.name, _variant.name)
    .order_by(func.sum(_sold.revenue + _sold.set_revenue).desc(), _sold.product_id, _sold.variant_id)
    .limit(bindparam("most"))
)
_SELLERS = prepared(
    select(_seller.staff_id, *_sum(_seller, *_STAFF.sums))
    .where(*_between(_seller))
    .group_by(_seller.staff_id)
    .order_by(func.sum(_seller.upsell_revenue).desc(), _seller.staff_id)
)


@dataclass(frozen=True, slots=True)
class Sales:
    """What some stores sold in some days, looked at from several sides."""

    days: list[Any]
    channels: list[Any]
    hours: list[Any]
    products: list[Any]
    staff: list[Any]


def read_sales(unit: Unit, store_ids: list[UUID], first: date, last: date, most: int) -> Sales:
    """The figures of the days, both included; of products the ``most`` that brought most."""
    params = {"tenant_id": unit.tenant_id, "store_ids": store_ids, "first": first, "last": last}
    found = unit.fetch(
        (_BY_DAY, params),
        (_BY_CHANNEL, params),
        (_BY_HOUR, params),
        (_TOP, {**params, "most": most}),
        (_SELLERS, params),
    )
    return Sales(*found)


def sales_by_store(unit: Unit, store_ids: list[UUID], first: date, last: date) -> dict[UUID, Any]:
    """Each store's figures over the days; a store that sold nothing is missing."""
    params = {"tenant_id": unit.tenant_id, "store_ids": store_ids, "first": first, "last": last}
    return {row.store_id: row for row in unit.fetch_all(_BY_STORE, **params)}
