"""Published reports: versions that never change, and the days over which there are any."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from inventory import ports
from inventory.errors import BadReport, ReportNotFound
from inventory.models.reports import ReportLineRow, ReportRow
from inventory.rules.exact import rounded
from inventory.rules.figures import figures_of
from inventory.rules.published import chosen
from inventory.services.facts import store_settings
from inventory.services.variance import live_report, tag_of, totals_of_report
from inventory.store import reports as store
from inventory.store.items import items_by_id
from inventory.values.report import Line

Json = dict[str, Any]
KEPT_PLACES = 12

# What is told under another name, and what the coverage of many reports together is made of.
NOT_TOLD = ("tenant_id", "first", "last", "expected", "counted")


def publish_report(unit: Unit, store_id: UUID, first: date, last: date) -> ReportRow:
    """Keep the report as it is now; over the same days again it is the next version, and the one before stays."""
    living = live_report(unit, store_id, first, last, permission="inventory.publish")
    if not living.report.lines:
        raise BadReport("Nothing was counted at both ends of these days.", code="nothing_counted")
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
        "expected": _kept(living.report.expected),
        "counted": _kept(living.report.counted),
        **{name: _kept(number) for name, number in totals_of_report(living).items()},
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
    told = [{**_plain(line), **tag_of(items[line.item_id])} for line in lines]
    told.sort(key=lambda line: (-abs(line["usage_variance"]), line["code"]))
    return {**_plain_head(head), "currency": settings.currency, "lines": told}


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


def trend(unit: Unit, store_id: UUID, last: date, weeks: int) -> Json:
    """The store's published reports of the last weeks in order of time, for a plot."""
    settings = store_settings(unit, store_id)
    heads = chosen(store.list_heads(unit, [store_id], last - timedelta(weeks=weeks), last))
    told = [_plain_head(head) for head in sorted(heads, key=lambda head: head.first)]
    return {"currency": settings.currency, "reports": told}


def _line_row(report_id: UUID, line: Line) -> Json:
    span = line.window.span
    kept = {name: _kept(number) for name, number in figures_of(line).items()}
    layers = [[str(_kept(layer.quantity)), str(_kept(layer.value))] for layer in line.layers]
    head = {"report_id": report_id, "item_id": line.item_id, "since": span.since, "until": span.until}
    return {**head, **kept, "layers": layers}


def _kept(number: Fraction) -> Decimal:
    """As it is written down: what has no end, to twelve decimals."""
    return rounded(number, KEPT_PLACES)


def _plain(line: Any) -> Json:
    row: Json = line._asdict()
    del row["tenant_id"], row["report_id"], row["layers"]
    return row


def _plain_head(head: Any) -> Json:
    names = [column.name for column in ReportRow.__table__.columns if column.name not in NOT_TOLD]
    told = {name: getattr(head, name) for name in names}
    return {**told, "from": head.first, "to": head.last}
