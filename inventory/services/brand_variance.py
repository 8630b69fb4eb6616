"""Published food cost side by side: the brand's stores, regions, categories and items, and what is alarming."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.errors import Forbidden
from core.uow import Unit
from inventory import ports
from inventory.rules.exact import rounded
from inventory.rules.figures import SALES, SUMS
from inventory.rules.published import chosen
from inventory.services.variance import check_days, tag_of
from inventory.store import reports as store
from inventory.store.items import items_by_id

Json = dict[str, Any]
DEFAULT_TOLERANCE = Decimal(5)
MOST_ALERTS = 500


def brand_variance(
    unit: Unit,
    first: date,
    last: date,
    by: str = "store",
    store_id: UUID | None = None,
    region_id: UUID | None = None,
    category_id: UUID | None = None,
    item_id: UUID | None = None,
) -> Json:
    """The newest published reports within the days, beside each other: the largest loss first.

    ``by`` store, region, category or item; only one store's, region's, category's or item's when said. Where reports overlap, the
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
    if by not in ("store", "region"):
        rows = _by_item(unit, heads, by, category_id, item_id)
    elif category_id is None and item_id is None:
        rows = _by_head(heads, _key_of(by, stores))
    else:
        sums = store.sums_by_report(unit, [head.id for head in heads], item_id, category_id)
        rows = _by_part(heads, sums, _key_of(by, stores))
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
        for name in SUMS:
            sums[name] += row[name]
        sums["reports"] += row["reports"]
    if all(row["net_sales"] is not None for row in listed):
        for row in listed:
            sums["net_sales"] += row["net_sales"]
            sums["list_sales"] += row["list_sales"]
            sums["covered"] += (row["coverage"] or 0) * row["theoretical"]
    return _with_shares(sums)


def alerts(unit: Unit, first: date, last: date, store_id: UUID | None = None) -> Json:
    """Lines of published reports whose usage variance is beyond the tolerance (percent of the theory), the worst
    first, at most ``MOST_ALERTS``."""
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
    lines = store.lines_beyond(unit, list(heads), tolerance, MOST_ALERTS)
    items = items_by_id(unit, {line.item_id for line in lines})
    return {
        "from": first,
        "to": last,
        "alerts": [
            {
                **tag_of(items[line.item_id]),
                "store_id": heads[line.report_id].store_id,
                "store_code": stores[heads[line.report_id].store_id].code,
                "report_id": line.report_id,
                "from": heads[line.report_id].first,
                "to": heads[line.report_id].last,
                "variance": line.variance,
                "usage_variance": line.usage_variance,
                "unexplained_value": line.unexplained_value,
                "percent": _percent(line.usage_variance, line.theoretical_value),
                "tolerance_percent": line.allowed,
            }
            for line in lines
        ],
    }


def _by_head(heads: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Any, Json]:
    rows: dict[Any, Json] = defaultdict(lambda: defaultdict(Decimal))
    for head in heads:
        row = rows[key(head)]
        for name in (*SUMS, *SALES):
            row[name] += getattr(head, name)
        row["reports"] += 1
        # Coverage of several reports: by what each should have used.
        row["covered"] += (head.coverage or 0) * head.theoretical
    return {k: _with_shares(row) for k, row in rows.items()}


def _by_part(heads: Iterable[Any], sums: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Any, Json]:
    """An item's or a category's lines by store or region."""
    places = {head.id: key(head) for head in heads}
    rows: dict[Any, Json] = defaultdict(lambda: defaultdict(Decimal))
    for line in sums:
        _add(rows[places[line.report_id]], line)
        rows[places[line.report_id]]["reports"] += 1
    return {k: _with_shares(row) for k, row in rows.items()}


def _by_item(
    unit: Unit, heads: Iterable[Any], by: str, category_id: UUID | None, item_id: UUID | None
) -> dict[Any, Json]:
    sums = store.sums_by_item(unit, [head.id for head in heads])
    items = items_by_id(unit, [row.item_id for row in sums])
    rows: dict[Any, Json] = defaultdict(lambda: defaultdict(Decimal))
    for row in sums:
        item = items[row.item_id]
        if category_id in (None, item.category_id) and item_id in (None, item.id):
            _add(rows[item.id if by == "item" else item.category_id], row)
    return {k: _with_shares(row) for k, row in rows.items()}


def _add(row: Json, line: Any) -> None:
    for name, column in SUMS.items():
        row[name] += getattr(line, column)


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
