"""A store's food cost, live: theory against use between counts, by item, dish and day; never a figure without its coverage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision

from core.actor import StoreSettings
from core.uow import Unit
from inventory.errors import BadReport
from inventory.rules.costing import IN_ORDER, method_of
from inventory.rules.exact import text_of
from inventory.rules.figures import SALES, SUMS, figures_of
from inventory.rules.report import raw_report, staged_report
from inventory.rules.variance import Totals, totals_of
from inventory.rules.waterfall import budget_share, waterfall
from inventory.services.facts import facts_of, store_settings
from inventory.services.food_plan import Place, planned_portions
from inventory.store import facts as fact_store
from inventory.store import reports as report_store
from inventory.store.items import items_by_id
from inventory.values.costs import ZERO
from inventory.values.report import Facts, Line, Report

Json = dict[str, Any]
MOST_DAYS = 400
SHARE_PLACES = 10


@dataclass(frozen=True, slots=True)
class Living:
    """A store's report as it is now, with what it was made of."""

    settings: StoreSettings
    first: date
    last: date
    costing: str
    facts: Facts
    report: Report
    totals: Totals
    list_sales: Fraction
    net_sales: Fraction
    budget: Fraction | None
    lost_in_transit: Fraction


def store_variance(unit: Unit, store_id: UUID, first: date, last: date, view: str = "raw") -> Json:
    """The report over business days, both included; ``view``: raw (raw-equivalent) or staged."""
    living = live_report(unit, store_id, first, last, view)
    return told(unit, living, view)


def live_report(
    unit: Unit,
    store_id: UUID,
    first: date,
    last: date,
    view: str = "raw",
    permission: str = "inventory.report",
) -> Living:
    """The report's figures, computed from the ledger, the counts and the sales as they stand."""
    settings = store_settings(unit, store_id, permission)
    check_days(first, last)
    costing = report_store.costing_of(unit)
    method = method_of(costing)
    facts = facts_of(unit, settings, first, last, in_order=costing in IN_ORDER)
    report = raw_report(facts, method) if view == "raw" else staged_report(facts, method)
    minor = 10 ** get_currency_precision(settings.currency)
    sales = fact_store.list_sales(unit, store_id, first, last)
    return Living(
        settings,
        first,
        last,
        costing,
        facts,
        report,
        totals_of(line.variance for line in report.lines),
        Fraction(sum(row.list for row in sales)) / minor,
        Fraction(sum(row.net for row in sales)) / minor,
        _budget(unit, settings, facts, first, minor),
        Fraction(fact_store.lost_in_transit(unit, store_id, facts.span)),
    )


def check_days(first: date, last: date) -> None:
    """Refuse days in the wrong order, and more than a year of them."""
    if first > last:
        raise BadReport("The last day is before the first.", code="dates_reversed")
    if (last - first).days >= MOST_DAYS:
        raise BadReport(f"At most {MOST_DAYS} days at once.", code="too_many_days")


def told(unit: Unit, living: Living, view: str) -> Json:
    """The report as people read it."""
    report = living.report
    ids = [line.item_id for line in report.lines] + [one.item_id for one in report.uncounted]
    items = items_by_id(unit, ids)
    lines = [{**tag_of(items[line.item_id]), **told_line(line)} for line in report.lines]
    lines.sort(key=lambda line: (-abs(Fraction(line["usage_variance"])), line["code"]))
    uncounted = [
        {
            **tag_of(items[one.item_id]),
            "theoretical": text_of(one.theoretical),
            "theoretical_value": text_of(one.theoretical * one.standard_price),
        }
        for one in report.uncounted
    ]
    return {
        "store_id": living.settings.id,
        "currency": living.settings.currency,
        "from": living.first,
        "to": living.last,
        "view": view,
        "costing": living.costing,
        "coverage": share(report.coverage),
        "totals": told_totals(living),
        "waterfall": told_waterfall(living),
        "lines": lines,
        "uncounted": sorted(uncounted, key=lambda one: str(one["code"])),
    }


def told_line(line: Line) -> Json:
    """An item's figures as exact text; an average without an end has 12 decimals."""
    span = line.window.span
    figures = {name: text_of(number) for name, number in figures_of(line).items()}
    return {"since": span.since, "until": span.until, **figures}


def told_totals(living: Living) -> Json:
    """The sums in money, the efficiency beside the signed gap, and the shares of net sales."""
    shares = living.totals.share_of(living.net_sales)
    return {
        **{name: text_of(number) for name, number in totals_of_report(living).items()},
        "efficiency": share(living.totals.efficiency),
        "shares": None if shares is None else {name: share(part) for name, part in shares.items()},
        "lost_in_transit": text_of(living.lost_in_transit),
    }


def totals_of_report(living: Living) -> dict[str, Fraction]:
    """Each of ``TOTALS``, in the major unit."""
    lines = living.report.lines
    return {
        **{name: getattr(living.totals, name) for name in SUMS},
        **{name: getattr(living, name) for name in SALES},
        "purchases": purchases(lines),
        "stock_value": stock_value(lines),
    }


def purchases(lines: Iterable[Line]) -> Fraction:
    """What was bought, less what was sent back."""
    return sum((line.receipts.value - line.returns.value for line in lines), ZERO)


def stock_value(lines: Iterable[Line]) -> Fraction:
    """What the closing stock is worth."""
    return sum((line.variance.closing_value for line in lines), ZERO)


def told_waterfall(living: Living) -> Json | None:
    """The steps from the budget's share of sales to the actual one; None without a budget or sales."""
    if living.budget is None or living.net_sales <= 0 or living.list_sales <= 0:
        return None
    steps = waterfall(
        living.budget,
        living.totals.theoretical,
        living.list_sales,
        living.net_sales,
        living.totals.price,
        living.totals.usage,
    )
    return {
        name: share(getattr(steps, name))
        for name in ("budget", "mix", "discount", "price", "usage", "actual")
    }


def share(number: Fraction | None) -> str | None:
    """A share as text: "0.21360", to ten decimals where it has no end."""
    return None if number is None else text_of(number, SHARE_PLACES)


def _budget(unit: Unit, settings: StoreSettings, facts: Facts, day: date, minor: int) -> Fraction | None:
    """The planned mix's share of sales: recipes and standard prices as they hold at the span's end."""
    portions = report_store.find_budget(unit, day)
    if not portions:
        return None
    place = Place(settings, facts.prices, facts.span.until)
    priced = planned_portions(unit, [place], portions, minor)[settings.id]
    return budget_share(
        {number: Fraction(one["portions"]) for number, one in enumerate(portions)}, dict(enumerate(priced))
    )


def tag_of(item: Any) -> Json:
    """What an item is called in a line."""
    return {
        "item_id": item.id,
        "code": item.code,
        "name": item.name,
        "category_id": item.category_id,
        "stock_unit": item.stock_unit,
    }
