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
THEORY_PLACES = 12
# What whole reports know, and single items or categories of them do not.
BESIDE = (*SALES, "expected", "counted")


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
    names = _names(unit, by, stores)
    told: list[Json] = []
    totals: list[Json] = []
    for currency, among in _by_currency(heads, stores):
        if by in ("store", "region"):
            rows = _by_place(unit, among, _key_of(by, stores), category_id, item_id)
            reports = int(sum(row["reports"] for row in rows.values()))
        else:
            rows = _by_part(unit, among, by, category_id, item_id)
            reports = len(_with_part(unit, among, category_id, item_id))
        if rows:
            found = [{**names(key), "currency": currency, **_with_shares(row)} for key, row in rows.items()]
            told += sorted(found, key=lambda row: (-row["usage"], str(row["code"])))
            sums = _with_shares(_together(rows.values()))
            totals.append({"currency": currency, **sums, "reports": reports})
    seen = {head.store_id for head in heads}
    return {
        "from": first,
        "to": last,
        "by": by,
        "rows": told,
        "totals": totals,
        "reports": len(heads),
        "without": [
            {"store_id": s.id, "code": s.code, "name": s.name} for s in stores.values() if s.id not in seen
        ],
    }


def _by_currency(heads: Iterable[Any], stores: dict[UUID, Any]) -> list[tuple[str, list[Any]]]:
    """The reports of each currency, that of the most reports first: what is in two of them is never added up."""
    found: dict[str, list[Any]] = defaultdict(list)
    for head in heads:
        found[stores[head.store_id].currency].append(head)
    return sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def _together(rows: Iterable[Json]) -> Json:
    """All rows' sums; sales and what was counted only where each row knows them."""
    listed = list(rows)
    known = set.intersection(*(set(row) for row in listed))
    return {
        name: sum((row[name] for row in listed), Decimal(0)) for name in (*SUMS, *BESIDE) if name in known
    }


def _theory_of(head: Any) -> tuple[Decimal, Decimal]:
    """All T·SP of a report's days, and what of it lies between counts."""
    if head.expected is not None:
        return head.expected, head.counted
    if not head.coverage:
        return Decimal(0), Decimal(0)
    return rounded(Fraction(head.theoretical) / Fraction(head.coverage), THEORY_PLACES), head.theoretical


def alerts(unit: Unit, first: date, last: date, store_id: UUID | None = None) -> Json:
    """Lines of published reports whose usage variance is beyond the tolerance (percent of the theory), the worst of each
    currency first, at most ``MOST_ALERTS``."""
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
    currencies = {head.id: stores[head.store_id].currency for head in heads.values()}
    lines = store.lines_beyond(unit, currencies, tolerance, MOST_ALERTS)
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
                "currency": line.currency,
                "variance": line.variance,
                "usage_variance": line.usage_variance,
                "unexplained_value": line.unexplained_value,
                "percent": _percent(line.usage_variance, line.theoretical_value),
                "tolerance_percent": line.allowed,
            }
            for line in lines
        ],
    }


def _by_place(
    unit: Unit,
    heads: Iterable[Any],
    key: Callable[[Any], Hashable],
    category_id: UUID | None,
    item_id: UUID | None,
) -> dict[Any, Json]:
    """Stores or regions; an item's or a category's lines alone have no sales and no coverage."""
    rows: dict[Any, Json] = defaultdict(lambda: defaultdict(Decimal))
    if category_id is None and item_id is None:
        for head in heads:
            row = rows[key(head)]
            for name in (*SUMS, *SALES):
                row[name] += getattr(head, name)
            row["reports"] += 1
            expected, counted = _theory_of(head)
            row["expected"] += expected
            row["counted"] += counted
    else:
        places = {head.id: key(head) for head in heads}
        for line in store.sums_by_report(unit, list(places), item_id, category_id):
            _add(rows[places[line.report_id]], line)
            rows[places[line.report_id]]["reports"] += 1
    return rows


def _by_part(
    unit: Unit, heads: Iterable[Any], by: str, category_id: UUID | None, item_id: UUID | None
) -> dict[Any, Json]:
    """Items or categories, each with how many reports have a line of it."""
    ids = [head.id for head in heads]
    sums = store.sums_by_item(unit, ids) if by == "item" else store.sums_by_category(unit, ids, item_id)
    items = items_by_id(unit, [row.key for row in sums]) if by == "item" else {}
    rows: dict[Any, Json] = {}
    for line in sums:
        category = items[line.key].category_id if by == "item" else line.key
        if category_id in (None, category) and (by != "item" or item_id in (None, line.key)):
            row: Json = defaultdict(Decimal)
            _add(row, line)
            rows[line.key] = {**row, "reports": line.reports}
    return rows


def _with_part(
    unit: Unit, heads: Iterable[Any], category_id: UUID | None, item_id: UUID | None
) -> list[UUID]:
    """The reports that have a line of what is asked for."""
    ids = [head.id for head in heads]
    if category_id is None and item_id is None:
        return ids
    return [line.report_id for line in store.sums_by_report(unit, ids, item_id, category_id)]


def _add(row: Json, line: Any) -> None:
    for name, column in SUMS.items():
        row[name] += getattr(line, column)


def _with_shares(row: Json) -> Json:
    """The sums, with efficiency, the signed gap in percent of net sales, and coverage where they can be told."""
    row = dict(row)
    net, expected, counted = (row.pop(name, None) for name in ("net_sales", "expected", "counted"))
    standard = row["at_standard"]
    row["efficiency"] = rounded(Fraction(row["theoretical"]) / Fraction(standard), 10) if standard else None
    row["gap_percent"] = _percent(row["usage"], net) if net else None
    row["coverage"] = rounded(Fraction(counted) / Fraction(expected), 10) if expected else None
    row["reports"] = int(row.get("reports", 0))
    row["net_sales"] = net
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
