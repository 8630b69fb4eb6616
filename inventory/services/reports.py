"""Published reports: a version that never changes; and the brand's stores, regions, categories and items beside each other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.errors import Forbidden
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from inventory import ports
from inventory.errors import BadReport, ReportNotFound
from inventory.models.reports import ReportLineRow, ReportRow
from inventory.rules.exact import rounded
from inventory.rules.published import chosen
from inventory.services.facts import store_settings
from inventory.services.variance import check_days, live_report, purchases, stock_value
from inventory.store import reports as store
from inventory.store.items import items_by_id
from inventory.values.costs import Amount
from inventory.values.report import Line

Json = dict[str, Any]
KEPT_PLACES = 12
DEFAULT_TOLERANCE = Decimal(5)
BY = ("store", "region", "category", "item")
TOTALS = {
    "actual": "actual_value",
    "theoretical": "theoretical_value",
    "at_standard": "standard_value",
    "price": "price_variance",
    "usage": "usage_variance",
    "given": "given_value",
    "wasted": "wasted_value",
    "yield_variance": "yield_value",
    "unexplained": "unexplained_value",
}


def publish_report(unit: Unit, store_id: UUID, first: date, last: date) -> ReportRow:
    """Keep the report as it is now; over the same days again it is the next version, and the one before stays."""
    living = live_report(unit, store_id, first, last, permission="inventory.publish")
    if not living.report.lines:
        raise BadReport("Nothing was counted at both ends of these days.", code="nothing_counted")
    totals = living.totals
    row: Json = {
        "id": new_id(),
        "store_id": store_id,
        "first": first,
        "last": last,
        "number": store.next_number(unit, store_id, first, last),
        "costing": living.costing,
        "published_at": clock.now(),
        "published_by": unit.actor.staff_id,
        "coverage": None if living.report.coverage is None else _kept(living.report.coverage),
        "list_sales": _kept(living.list_sales),
        "net_sales": _kept(living.net_sales),
        "purchases": _kept(purchases(living.report.lines)),
        "stock_value": _kept(stock_value(living.report.lines)),
        **{name: _kept(getattr(totals, name)) for name in TOTALS},
    }
    unit.add(ReportRow, [row])
    unit.add(ReportLineRow, [_line_row(row["id"], line) for line in living.report.lines])
    detail = {"from": first.isoformat(), "to": last.isoformat(), "number": row["number"]}
    unit.audit("inventory.report", "inventory_report", row["id"], detail, store_id)
    return ReportRow(tenant_id=unit.tenant_id, **row)


def list_reports(unit: Unit, store_id: UUID, cursor: str | None = None, limit: int = 50) -> Page[ReportRow]:
    """A store's published reports, the last first."""
    store_settings(unit, store_id)
    return store.list_reports(unit, store_id, cursor, limit)


def get_report(unit: Unit, report_id: UUID) -> Json:
    """A published report with its lines, as it was."""
    head = unit.session.get(ReportRow, (unit.tenant_id, report_id))
    if head is None:
        raise ReportNotFound
    settings = store_settings(unit, head.store_id)
    lines = store.list_lines(unit, [report_id])
    items = items_by_id(unit, [line.item_id for line in lines])
    told = [{**_plain(line), **_tag(items[line.item_id])} for line in lines]
    told.sort(key=lambda line: (-abs(line["usage_variance"]), line["code"]))
    return {**_plain_head(head), "currency": settings.currency, "lines": told}


def brand_variance(
    unit: Unit,
    first: date,
    last: date,
    by: str = "store",
    store_id: UUID | None = None,
    region_id: UUID | None = None,
    category_id: UUID | None = None,
) -> Json:
    """The newest published reports within the days, beside each other: the largest loss first.

    ``by`` store, region, category or item; only one store's, region's or category's when said. Where reports overlap, the
    longest counts. Stores without a report are named.
    """
    unit.actor.demand_somewhere("inventory.report")
    check_days(first, last)
    within = unit.actor.stores_with("inventory.report")
    stores = {
        s.id: s
        for s in ports.stores.stores(unit)
        if (within is None or s.id in within)
        and (store_id is None or s.id == store_id)
        and (region_id is None or s.region_id == region_id)
    }
    if not stores:
        raise Forbidden("There is no store whose food cost you may see.", code="permission_needed")
    heads = chosen(store.list_heads(unit, list(stores), first, last))
    if by in ("store", "region") and category_id is None:
        rows = _by_head(heads, _key_of(by, stores))
    else:
        rows = _by_line(unit, heads, by, category_id, _key_of(by, stores))
    names = _names(unit, by, stores)
    told = [{**names(key), **row} for key, row in rows.items()]
    told.sort(key=lambda row: (-row["usage"], str(row["code"])))
    seen = {head.store_id for head in heads}
    return {
        "from": first,
        "to": last,
        "by": by,
        "currencies": sorted({s.currency for s in stores.values()}),
        "rows": told,
        "totals": _totals_of(told) if len({s.currency for s in stores.values()}) == 1 and told else None,
        "reports": len(heads),
        "without": [
            {"store_id": s.id, "code": s.code, "name": s.name} for s in stores.values() if s.id not in seen
        ],
    }


def _totals_of(rows: Iterable[Json]) -> Json:
    """Everything together; sales and coverage only where each row knows them."""
    sums: Json = defaultdict(Decimal)
    listed = list(rows)
    for row in listed:
        for name in TOTALS:
            sums[name] += row[name]
        sums["reports"] += row["reports"]
    if all(row["net_sales"] is not None for row in listed):
        for row in listed:
            sums["net_sales"] += row["net_sales"]
            sums["list_sales"] += row["list_sales"]
            sums["covered"] += (row["coverage"] or 0) * row["theoretical"]
    return _with_shares(sums)


def periods(unit: Unit, last: date, weeks: int) -> Json:
    """The days over which the viewer's stores have published reports, the last first: how many stores, and when last."""
    unit.actor.demand_somewhere("inventory.report")
    within = unit.actor.stores_with("inventory.report")
    stores = [s.id for s in ports.stores.stores(unit) if within is None or s.id in within]
    found: dict[tuple[date, date], Json] = {}
    for head in store.list_heads(unit, stores, last - timedelta(weeks=weeks), last):
        days = found.setdefault(
            (head.first, head.last),
            {"from": head.first, "to": head.last, "reports": 0, "published_at": head.published_at},
        )
        days["reports"] += 1
        days["published_at"] = max(days["published_at"], head.published_at)
    return {"periods": [found[key] for key in sorted(found, key=lambda key: (key[1], key[0]), reverse=True)]}


def alerts(unit: Unit, first: date, last: date, store_id: UUID | None = None) -> Json:
    """Lines of published reports whose usage variance is beyond the tolerance (percent of the theory), the worst first."""
    unit.actor.demand_somewhere("inventory.report")
    check_days(first, last)
    within = unit.actor.stores_with("inventory.report")
    stores = {
        s.id: s
        for s in ports.stores.stores(unit)
        if (within is None or s.id in within) and store_id in (None, s.id)
    }
    setting = store.find_setting(unit)
    tolerance = setting.tolerance_percent if setting else DEFAULT_TOLERANCE
    heads = {head.id: head for head in chosen(store.list_heads(unit, list(stores), first, last))}
    lines = store.list_lines(unit, list(heads))
    items = items_by_id(unit, {line.item_id for line in lines})
    found = []
    for line in lines:
        item, head = items[line.item_id], heads[line.report_id]
        allowed = item.tolerance_percent if item.tolerance_percent is not None else tolerance
        if abs(line.usage_variance) * 100 > allowed * line.theoretical_value:
            found.append(
                {
                    **_tag(item),
                    "store_id": head.store_id,
                    "store_code": stores[head.store_id].code,
                    "report_id": head.id,
                    "from": head.first,
                    "to": head.last,
                    "variance": line.variance,
                    "usage_variance": line.usage_variance,
                    "unexplained_value": line.unexplained_value,
                    "percent": _percent(line.usage_variance, line.theoretical_value),
                    "tolerance_percent": allowed,
                }
            )
    found.sort(key=lambda one: (-abs(one["usage_variance"]), one["code"]))
    return {"from": first, "to": last, "alerts": found}


def trend(unit: Unit, store_id: UUID, last: date, weeks: int) -> Json:
    """The store's published reports of the last weeks in order of time, for a plot."""
    settings = store_settings(unit, store_id)
    heads = chosen(store.list_heads(unit, [store_id], last - timedelta(weeks=weeks), last))
    told = [_plain_head(head) for head in sorted(heads, key=lambda head: head.first)]
    return {"currency": settings.currency, "reports": told}


def _by_head(heads: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Any, Json]:
    rows: dict[Any, Json] = defaultdict(lambda: defaultdict(Decimal))
    for head in heads:
        row = rows[key(head)]
        for name in (*TOTALS, "net_sales", "list_sales"):
            row[name] += getattr(head, name)
        row["reports"] += 1
        # Coverage of several reports: by what each should have used.
        row["covered"] += (head.coverage or 0) * head.theoretical
    return {k: _with_shares(row) for k, row in rows.items()}


def _by_line(
    unit: Unit, heads: Sequence[Any], by: str, category_id: UUID | None, key: Callable[[Any], Hashable]
) -> dict[Any, Json]:
    if by in ("store", "region"):
        groups: dict[Any, list[UUID]] = defaultdict(list)
        for head in heads:
            groups[key(head)].append(head.id)
    else:
        groups = {None: [head.id for head in heads]}
    rows: dict[Any, Json] = defaultdict(lambda: defaultdict(Decimal))
    for group, report_ids in groups.items():
        sums = store.sums_by_item(unit, report_ids)
        items = items_by_id(unit, [row.item_id for row in sums])
        for row in sums:
            item = items[row.item_id]
            if category_id is not None and item.category_id != category_id:
                continue
            place = group if group is not None else item.id if by == "item" else item.category_id
            for name, column in TOTALS.items():
                rows[place][name] += getattr(row, column)
    return {k: _with_shares(row) for k, row in rows.items()}


def _with_shares(row: Json) -> Json:
    """The sums, with efficiency, the signed gap in percent of net sales, and coverage where they can be told."""
    row = dict(row)
    net, covered = row.get("net_sales"), row.pop("covered", None)
    standard = row["at_standard"]
    row["efficiency"] = rounded(Fraction(row["theoretical"]) / Fraction(standard), 10) if standard else None
    row["gap_percent"] = _percent(row["usage"], net) if net else None
    row["coverage"] = (
        rounded(Fraction(covered) / Fraction(row["theoretical"]), 10)
        if covered is not None and row["theoretical"]
        else None
    )
    row["reports"] = int(row.get("reports", 0))
    row.setdefault("net_sales", None)
    row.setdefault("list_sales", None)
    return row


def _key_of(by: str, stores: dict[UUID, Any]) -> Callable[[Any], Hashable]:
    if by == "region":
        return lambda head: stores[head.store_id].region_id
    return lambda head: head.store_id


def _names(unit: Unit, by: str, stores: dict[UUID, Any]) -> Callable[[Any], Json]:
    if by == "store":
        return lambda key: {"id": key, "code": stores[key].code, "name": stores[key].name}
    if by == "region":
        regions = ports.stores.regions(unit)
        return lambda key: {"id": key, "code": "", "name": regions.get(key)}
    if by == "category":
        categories = store.category_names(unit)
        return lambda key: {"id": key, "code": "", "name": categories.get(key)}
    items = store.item_names(unit)
    return lambda key: {"id": key, "code": items[key][0], "name": items[key][1]}


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return rounded(Fraction(part) * 100 / Fraction(whole), 4) if whole else None


def _line_row(report_id: UUID, line: Line) -> Json:
    v, money = line.variance, line.variance.standard_price
    amounts: dict[str, Amount] = {
        "opening": line.opening,
        "receipts": line.receipts,
        "returns": line.returns,
        "transfers_in": line.transfers_in,
        "transfers_out": line.transfers_out,
        "produced": line.produced,
    }
    figures: dict[str, Fraction] = {
        **{name: amount.quantity for name, amount in amounts.items()},
        "closing": line.closing,
        "actual": v.actual,
        "theoretical": v.theoretical,
        "variance": v.variance,
        "given": v.given,
        "wasted": v.wasted,
        "yield_variance": v.yield_variance,
        "unexplained": v.unexplained,
        "standard_price": money,
        "average": v.average,
        "opening_value": line.opening.value,
        "receipts_value": line.receipts.value,
        "closing_value": v.closing_value,
        "actual_value": v.actual_value,
        "theoretical_value": v.theoretical_value,
        "standard_value": v.actual_at_standard,
        "price_variance": v.price_variance,
        "usage_variance": v.usage_variance,
        "given_value": v.given * money,
        "wasted_value": v.wasted * money,
        "yield_value": v.yield_variance * money,
        "unexplained_value": v.unexplained * money,
    }
    span = line.window.span
    kept = {name: _kept(number) for name, number in figures.items()}
    return {"report_id": report_id, "item_id": line.item_id, "since": span.since, "until": span.until, **kept}


def _kept(number: Fraction) -> Decimal:
    """As it is written down: what has no end, to twelve decimals."""
    return rounded(number, KEPT_PLACES)


def _plain(line: Any) -> Json:
    row: Json = line._asdict()
    del row["tenant_id"], row["report_id"]
    return row


def _plain_head(head: Any) -> Json:
    names = [
        column.name
        for column in ReportRow.__table__.columns
        if column.name not in ("tenant_id", "first", "last")
    ]
    told = {name: getattr(head, name) for name in names}
    return {**told, "from": head.first, "to": head.last}


def _tag(item: Any) -> Json:
    return {
        "item_id": item.id,
        "code": item.code,
        "name": item.name,
        "category_id": item.category_id,
        "stock_unit": item.stock_unit,
    }
