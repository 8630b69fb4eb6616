"""What was sold and should have been used: written in bulk, resolved anew by day, summed up by instant."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, select

from core.sql import Prepared, prepared
from core.sums import Key, add_sums, adding, array_of, unnested
from core.uow import Read, Unit
from inventory.models.stock import PeriodRow
from inventory.models.usage import NetSalesDay, Sold, SoldDay, UsageDay
from inventory.values.usage import SalesKey, SoldPart, Takings

_DAYS, _USAGE, _SALES = adding(SoldDay), adding(UsageDay), adding(NetSalesDay)
_sold: Any = Sold.__table__
_COLUMNS = tuple(column.name for column in _sold.columns if column.name != "tenant_id")
_KEEP = Prepared(
    f"INSERT INTO inventory_sold (tenant_id, {', '.join(_COLUMNS)}) "  # noqa: S608 - names come from metadata
    f"SELECT %(tenant_id)s, {', '.join(_COLUMNS)} FROM {unnested(_sold, _COLUMNS)}",
    {},
)
_period: Any = PeriodRow.__table__.c
_FORGET = tuple(
    prepared(
        delete(model).where(
            model.__table__.c.tenant_id == bindparam("tenant_id"),
            ~exists().where(
                _period.tenant_id == bindparam("tenant_id"),
                _period.store_id == model.__table__.c.store_id,
                _period.ends_on >= model.__table__.c.business_date,
            ),
        )
    )
    for model in (Sold, SoldDay, UsageDay, NetSalesDay)
)
_OF_DAY = prepared(
    select(_sold)
    .where(
        _sold.c.tenant_id == bindparam("tenant_id"),
        _sold.c.store_id == bindparam("store_id"),
        _sold.c.business_date == bindparam("day"),
    )
    .order_by(_sold.c.event_id, _sold.c.part)
)
_FORGET_DAY = tuple(
    prepared(
        delete(model).where(
            model.__table__.c.tenant_id == bindparam("tenant_id"),
            model.__table__.c.store_id == bindparam("store_id"),
            model.__table__.c.business_date == bindparam("day"),
        )
    )
    for model in (Sold, SoldDay, UsageDay)
)
# Dishes are added up by recipe before their needs are looked at, once for all items of the same span.
_BETWEEN = Prepared(
    """WITH made AS (
        SELECT w.span, s.closure_id, sum(s.quantity) AS quantity
        FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) WITH ORDINALITY AS w(since, until, span)
        JOIN inventory_sold s ON s.tenant_id = %(tenant_id)s AND s.store_id = %(store_id)s
            AND s.at > w.since AND s.at <= w.until
        GROUP BY w.span, s.closure_id
    )
    SELECT p.place, sum(made.quantity * n.need::numeric) AS used
    FROM made
    JOIN inventory_closure c ON c.tenant_id = %(tenant_id)s AND c.id = made.closure_id
    CROSS JOIN LATERAL jsonb_each_text(c.staged) AS n(item_id, need)
    JOIN unnest(%(item_ids)s::text[], %(spans)s::bigint[]) WITH ORDINALITY AS p(item_id, span, place)
        ON p.span = made.span AND p.item_id = n.item_id
    GROUP BY p.place""",
    {},
)

_HAS_SOLD = Prepared(
    """SELECT EXISTS (
        SELECT FROM inventory_sold s
        WHERE s.tenant_id = %(tenant_id)s AND s.store_id = ANY(%(store_ids)s::uuid[]) AND s.at >= %(since)s
            AND (%(product_id)s::uuid IS NULL OR s.product_id = %(product_id)s)
    ) AS found""",
    {},
)


class Between(NamedTuple):
    """An item's window: what happened after ``since``, until ``until`` and then included."""

    item_id: UUID
    since: datetime
    until: datetime


def keep_sold(unit: Unit, parts: Sequence[SoldPart]) -> None:
    """Write the parts; refused by their key when one of the events was written before."""
    if parts:
        columns = {name: array_of([getattr(part, name) for part in parts]) for name in _COLUMNS}
        unit.write(_KEEP, tenant_id=unit.tenant_id, **columns)


def add_days(
    unit: Unit, sold: Mapping[Key, Mapping[str, Decimal]], usage: Mapping[Key, Mapping[str, Decimal]]
) -> None:
    """Add to the days' sums of products and items."""
    add_sums(unit, _DAYS, sold)
    add_sums(unit, _USAGE, usage)


def add_takings(unit: Unit, takings: Mapping[SalesKey, Takings]) -> None:
    """Add to the days' sales."""
    add_sums(unit, _SALES, {k: {"units": t.units, "list": t.list, "net": t.net} for k, t in takings.items()})


def list_sold(unit: Unit, store_id: UUID, day: date) -> list[SoldPart]:
    """A day's parts as they came in, with the recipe that each was resolved to."""
    rows = unit.fetch_all(_OF_DAY, tenant_id=unit.tenant_id, store_id=store_id, day=day)
    return [SoldPart(**{name: getattr(row, name) for name in _COLUMNS}) for row in rows]


def has_sold(unit: Unit, store_ids: Sequence[UUID], since: datetime, product_id: UUID | None) -> bool:
    """Whether the stores have sold the product, or anything at all, since then."""
    row = unit.fetch_one(
        _HAS_SOLD, tenant_id=unit.tenant_id, store_ids=list(store_ids), since=since, product_id=product_id
    )
    return bool(row.found)


def forget_day(unit: Unit, store_id: UUID, day: date) -> None:
    """Take a day's parts and sums away, to write them anew in the same transaction."""
    for statement in _FORGET_DAY:
        unit.write(statement, tenant_id=unit.tenant_id, store_id=store_id, day=day)


def forget_all(unit: Unit) -> None:
    """Take all of the brand's facts away, but those of closed books, to make them anew from its events in the same transaction."""
    for statement in _FORGET:
        unit.write(statement, tenant_id=unit.tenant_id)


def usage_between(unit: Unit, store_id: UUID, windows: Iterable[Between]) -> dict[Between, Decimal]:
    """What each item should have been used for dishes made in its window, in its stock unit, whatever the cause.

    Stocked semi-finished items count as themselves. One round trip; what was not used at all is missing.
    """
    wanted = list(windows)
    return usage_from(wanted, unit.fetch(usage_read(unit, store_id, wanted))[0]) if wanted else {}


def usage_read(unit: Unit, store_id: UUID, windows: Sequence[Between]) -> Read:
    """The statement that tells it; ``usage_from`` reads the rows."""
    spans = {span: place for place, span in enumerate(dict.fromkeys(window[1:] for window in windows), 1)}
    return _BETWEEN, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "since": [since for since, _ in spans],
        "until": [until for _, until in spans],
        "item_ids": [str(window.item_id) for window in windows],
        "spans": [spans[window[1:]] for window in windows],
    }


def usage_from(windows: Sequence[Between], rows: Iterable[Any]) -> dict[Between, Decimal]:
    """What the rows of ``usage_read`` say."""
    return {windows[row.place - 1]: row.used for row in rows}
