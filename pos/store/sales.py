"""Sales figures: added to in one statement a table, summed up by day, channel, hour, product, person and store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, literal, select
from sqlalchemy.dialects import postgresql

from core.models import Base
from core.sql import Prepared, prepared
from core.uow import Unit
from pos.models.menu import ProductRow, VariantRow
from pos.models.sales import SalesDay, SalesHour, SalesProduct, SalesStaff
from pos.rules.sales_figures import NO_VARIANT, Figures, Key, Sums

_DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy


@dataclass(frozen=True, slots=True)
class _Adding:
    """The statement that adds sums to one table, and its columns."""

    keys: tuple[str, ...]
    zeros: dict[str, int | Decimal]
    statement: Prepared

    @property
    def sums(self) -> tuple[str, ...]:
        """The columns that are added to."""
        return tuple(self.zeros)


def _adding(model: type[Base]) -> _Adding:
    """Adds in order of the keys, so that two writers never wait for each other in a ring."""
    table: Any = model.__table__
    keys = tuple(column.name for column in table.primary_key if column.name != "tenant_id")
    sums = {column.name: column.type.python_type() for column in table.columns if not column.primary_key}
    arrays = ", ".join(
        f"%({name})s::{table.c[name].type.compile(dialect=_DIALECT)}[]" for name in (*keys, *sums)
    )
    names, key = ", ".join((*keys, *sums)), ", ".join(keys)
    added = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in sums)
    text = (
        f"INSERT INTO {table.name} AS t (tenant_id, {names}) "  # noqa: S608 - names come from metadata
        f"SELECT %(tenant_id)s, {names} FROM unnest({arrays}) AS new({names}) ORDER BY {key} "
        f"ON CONFLICT (tenant_id, {key}) DO UPDATE SET {added}"
    )
    return _Adding(keys, sums, Prepared(text, {}))


_DAYS, _HOURS, _PRODUCTS, _STAFF = (
    _adding(model) for model in (SalesDay, SalesHour, SalesProduct, SalesStaff)
)


def add_figures(unit: Unit, figures: Figures) -> None:
    """Add to what stands; sent with the next read or the commit."""
    _add(unit, _DAYS, figures.days)
    _add(unit, _HOURS, figures.hours)
    _add(unit, _PRODUCTS, figures.products)
    _add(unit, _STAFF, figures.staff)


def _add(unit: Unit, adding: _Adding, rows: Mapping[Key, Sums]) -> None:
    if not rows:
        return
    columns: dict[str, list[Any]] = {
        name: list(values) for name, values in zip(adding.keys, zip(*rows, strict=True), strict=True)
    }
    for name, zero in adding.zeros.items():
        columns[name] = [sums.get(name, zero) for sums in rows.values()]
    unit.write(adding.statement, tenant_id=unit.tenant_id, **columns)


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
