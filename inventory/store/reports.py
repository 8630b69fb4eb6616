"""Published reports: written once, read by store, by item, by brand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from core.paging import Page, page
from core.sql import Prepared, prepared
from core.uow import Read, Unit
from inventory.models.items import CategoryRow, ItemRow
from inventory.models.recipes import RecipeRow
from inventory.models.reports import BudgetRow, ReportLineRow, ReportRow, SettingRow, YieldTestRow
from inventory.rules.costing import PERIODIC
from inventory.rules.figures import SUMS
from inventory.store.rows import of_tenant
from inventory.values.costs import Amount

_report: Any = ReportRow.__table__.c
_line: Any = ReportLineRow.__table__.c
_item: Any = ItemRow.__table__.c
_CLOSING = Prepared(
    """SELECT DISTINCT ON (w.item_id) w.item_id, l.closing, l.closing_value, l.average, l.layers
    FROM unnest(%(item_ids)s::uuid[], %(moments)s::timestamptz[]) AS w(item_id, at)
    JOIN inventory_report r ON r.tenant_id = %(tenant_id)s AND r.store_id = %(store_id)s
    JOIN inventory_report_line l ON l.tenant_id = r.tenant_id AND l.report_id = r.id AND l.item_id = w.item_id
        AND l.until = w.at
    ORDER BY w.item_id, r.published_at DESC""",
    {},
)
_CLOSED = Prepared(
    """SELECT l.item_id, max(l.until) AS until FROM inventory_report r
    JOIN inventory_report_line l ON l.tenant_id = r.tenant_id AND l.report_id = r.id
        AND l.until > %(since)s AND l.until < %(before)s
    WHERE r.tenant_id = %(tenant_id)s AND r.store_id = %(store_id)s AND r.last >= %(since)s::date
    GROUP BY l.item_id""",
    {},
)
_HEADS = prepared(
    select(ReportRow.__table__)
    .where(
        _report.tenant_id == bindparam("tenant_id"),
        _report.store_id == func.any(bindparam("store_ids")),
        _report.first >= bindparam("first"),
        _report.last <= bindparam("last"),
    )
    .ext(distinct_on(_report.store_id, _report.first, _report.last))
    .order_by(_report.store_id, _report.first, _report.last, _report.number.desc())
)
_BY_ITEM = prepared(
    select(
        _line.item_id.label("key"),
        func.count().label("reports"),
        *(func.sum(_line[name]).label(name) for name in SUMS.values()),
    )
    .where(_line.tenant_id == bindparam("tenant_id"), _line.report_id == func.any(bindparam("report_ids")))
    .group_by(_line.item_id)
)
_BY_CATEGORY = prepared(
    select(
        _item.category_id.label("key"),
        func.count(_line.report_id.distinct()).label("reports"),
        *(func.sum(_line[name]).label(name) for name in SUMS.values()),
    )
    .join_from(
        ReportLineRow.__table__,
        ItemRow.__table__,
        (_item.tenant_id == _line.tenant_id) & (_item.id == _line.item_id),
    )
    .where(
        _line.tenant_id == bindparam("tenant_id"),
        _line.report_id == func.any(bindparam("report_ids")),
        or_(bindparam("item_id", type_=Uuid).is_(None), _line.item_id == bindparam("item_id")),
    )
    .group_by(_item.category_id)
)
_BY_REPORT = prepared(
    select(_line.report_id, *(func.sum(_line[name]).label(name) for name in SUMS.values()))
    .join(ItemRow, (ItemRow.tenant_id == _line.tenant_id) & (ItemRow.id == _line.item_id))
    .where(
        _line.tenant_id == bindparam("tenant_id"),
        _line.report_id == func.any(bindparam("report_ids")),
        or_(_line.item_id == bindparam("item_id"), ItemRow.category_id == bindparam("category_id")),
    )
    .group_by(_line.report_id)
)
_LINES = prepared(
    select(ReportLineRow.__table__).where(
        _line.tenant_id == bindparam("tenant_id"), _line.report_id == func.any(bindparam("report_ids"))
    )
)
_BEYOND = Prepared(
    """SELECT lines.*, row_number() OVER (PARTITION BY currency ORDER BY abs(usage_variance) DESC, code) AS place FROM (
        SELECT l.report_id, l.item_id, l.variance, l.usage_variance, l.unexplained_value, l.theoretical_value, i.code,
            r.currency, coalesce(i.tolerance_percent, %(tolerance)s::numeric) AS allowed
        FROM unnest(%(report_ids)s::uuid[], %(currencies)s::text[]) AS r(id, currency)
        JOIN inventory_report_line l ON l.tenant_id = %(tenant_id)s AND l.report_id = r.id
        JOIN inventory_item i ON i.tenant_id = l.tenant_id AND i.id = l.item_id
    ) lines
    WHERE abs(usage_variance) * 100 > allowed * theoretical_value
    ORDER BY place, currency LIMIT %(most)s""",
    {},
)
_NUMBER = prepared(
    select(func.max(_report.number).label("last")).where(
        _report.tenant_id == bindparam("tenant_id"),
        _report.store_id == bindparam("store_id"),
        _report.first == bindparam("first"),
        _report.last == bindparam("last"),
    )
)
_setting: Any = SettingRow.__table__.c
_COSTING = prepared(select(_setting.costing).where(_setting.tenant_id == bindparam("tenant_id")))
_budget: Any = BudgetRow.__table__.c
_BUDGET = prepared(
    select(_budget.valid_from, _budget.portions)
    .where(_budget.tenant_id == bindparam("tenant_id"), _budget.valid_from <= bindparam("day"))
    .order_by(_budget.valid_from.desc())
    .limit(1)
)


def closing_costs_read(unit: Unit, store_id: UUID, since: Mapping[UUID, datetime]) -> Read:
    """The published windows that ended where those of these items begin; ``closing_costs_from`` reads the rows."""
    return _CLOSING, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "item_ids": list(since),
        "moments": list(since.values()),
    }


def closing_costs_from(rows: Iterable[Any]) -> dict[UUID, Fraction]:
    """What a unit was worth at the end of each, above or below zero; nothing for what was not published."""
    return {
        row.item_id: Fraction(row.closing_value) / Fraction(row.closing)
        if row.closing
        else Fraction(row.average)
        for row in rows
    }


def closing_layers_from(rows: Iterable[Any]) -> dict[UUID, list[Amount]]:
    """What was left of each receipt at the end of each, where it was valued by first in, first out."""
    return {
        row.item_id: [Amount(Fraction(quantity), Fraction(value)) for quantity, value in row.layers]
        for row in rows
        if row.layers
    }


def last_closed_read(unit: Unit, store_id: UUID, since: datetime, before: datetime) -> Read:
    """(item_id, until): when each item's last published window closed, between two moments, if any did."""
    return _CLOSED, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "since": since,
        "before": before,
    }


def next_number(unit: Unit, store_id: UUID, first: date, last: date) -> int:
    """The number of the next version of a report over these days."""
    row = unit.fetch_one(_NUMBER, tenant_id=unit.tenant_id, store_id=store_id, first=first, last=last)
    return int(row.last or 0) + 1


def list_heads(unit: Unit, store_ids: Sequence[UUID], first: date, last: date) -> list[Any]:
    """The newest versions of the reports that lie within the days, of these stores."""
    return unit.fetch_all(_HEADS, tenant_id=unit.tenant_id, store_ids=list(store_ids), first=first, last=last)


def sums_by_item(unit: Unit, report_ids: Sequence[UUID]) -> list[Any]:
    """The reports' lines added up by item (``key``), and how many reports that is."""
    return unit.fetch_all(_BY_ITEM, tenant_id=unit.tenant_id, report_ids=list(report_ids))


def sums_by_category(unit: Unit, report_ids: Sequence[UUID], item_id: UUID | None = None) -> list[Any]:
    """The same by category, of one item only when said."""
    return unit.fetch_all(
        _BY_CATEGORY, tenant_id=unit.tenant_id, report_ids=list(report_ids), item_id=item_id
    )


def sums_by_report(
    unit: Unit, report_ids: Sequence[UUID], item_id: UUID | None, category_id: UUID | None
) -> list[Any]:
    """What each report says of one item, or else of a category, added up."""
    return unit.fetch_all(
        _BY_REPORT,
        tenant_id=unit.tenant_id,
        report_ids=list(report_ids),
        item_id=item_id,
        category_id=None if item_id else category_id,
    )


def lines_beyond(unit: Unit, currencies: dict[UUID, str], tolerance: Decimal, most: int) -> list[Any]:
    """Of these reports (each with its currency) the lines whose usage variance is more than the item's tolerance, else this one
    (percent of T·SP); the worst of each currency first, then the second of each: their money cannot be compared.
    """
    return unit.fetch_all(
        _BEYOND,
        tenant_id=unit.tenant_id,
        report_ids=list(currencies),
        currencies=list(currencies.values()),
        tolerance=tolerance,
        most=most,
    )


def list_lines(unit: Unit, report_ids: Sequence[UUID]) -> list[Any]:
    """The reports' lines."""
    return unit.fetch_all(_LINES, tenant_id=unit.tenant_id, report_ids=list(report_ids))


def list_reports(unit: Unit, store_id: UUID, cursor: str | None, limit: int) -> Page[ReportRow]:
    """A store's published reports, the last first."""
    query = of_tenant(unit, ReportRow).where(ReportRow.store_id == store_id)
    return page(unit.session, query, [ReportRow.id], cursor, limit, newest_first=True)


def find_budget(unit: Unit, day: date) -> list[dict[str, Any]]:
    """The planned mix that holds on a day; empty when none was planned."""
    row = find_plan(unit, day)
    return list(row.portions) if row else []


def find_plan(unit: Unit, day: date) -> Any:
    """The same with the day from which it holds; None when none was planned."""
    return unit.fetch_one(_BUDGET, tenant_id=unit.tenant_id, day=day)


def find_setting(unit: Unit) -> SettingRow | None:
    """How the brand costs, if it ever said so."""
    return unit.session.get(SettingRow, unit.tenant_id)


def costing_of(unit: Unit) -> str:
    """The brand's costing method: what it chose, else the periodic weighted average."""
    return costing_from(unit.fetch(costing_read(unit))[0])


def costing_read(unit: Unit) -> Read:
    """The statement that tells it; ``costing_from`` reads the rows."""
    return _COSTING, {"tenant_id": unit.tenant_id}


def costing_from(rows: Sequence[Any]) -> str:
    """What the rows of ``costing_read`` say."""
    return rows[0].costing if rows else PERIODIC


def list_yield_tests(unit: Unit, item_id: UUID) -> list[YieldTestRow]:
    """An item's measured yields, the last first."""
    query = of_tenant(unit, YieldTestRow).where(YieldTestRow.item_id == item_id)
    return list(unit.session.scalars(query.order_by(YieldTestRow.tested_at.desc(), YieldTestRow.id)))


def category_names(unit: Unit) -> dict[UUID, dict[str, str]]:
    """What the brand's categories are called, archived ones too."""
    return {row.id: row.name for row in unit.session.scalars(of_tenant(unit, CategoryRow))}


def products_with_recipes(unit: Unit, product_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the products for which the brand has a recipe in use."""
    query = select(RecipeRow.product_id).where(
        RecipeRow.tenant_id == unit.tenant_id,
        RecipeRow.product_id.in_(product_ids),
        RecipeRow.archived_at.is_(None),
    )
    return {product_id for product_id in unit.session.scalars(query) if product_id is not None}


def item_names(unit: Unit) -> dict[UUID, tuple[str, dict[str, str]]]:
    """Every item's code and name, archived ones too."""
    rows = unit.session.execute(
        select(ItemRow.id, ItemRow.code, ItemRow.name).where(ItemRow.tenant_id == unit.tenant_id)
    )
    return {row.id: (row.code, row.name) for row in rows}
