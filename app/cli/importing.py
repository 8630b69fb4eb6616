"""``flask pos import-sales``: past sales from files, through the same services as the till."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import AppGroup

from app import past_sales
from app.cli.progress import Progress
from app.past_sales import Bringing
from app.worker import drain_brand
from core import json, live
from core.errors import Problem
from pos.services.sales_import import Totals
from pos.values.sales_files import FileFault, PastSales

PIZZA_PLACE = Path(__file__).parents[2] / "pos" / "data" / "pizza_place"
SHOWN = 50  # of each kind; a damaged file has thousands
LONGEST_CODE = 20

pos = AppGroup("pos", help="The till's room.")


def _spelled(pattern: str, what: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def check(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
        if text is not None and not re.fullmatch(pattern, text):
            raise click.BadParameter(what)
        return text

    return check


@pos.command("import-sales")
@click.argument("folder", metavar="[DIR]", default=PIZZA_PLACE, type=click.Path(path_type=Path))
@click.option(
    "--brand",
    default="pizza-place",
    show_default=True,
    callback=_spelled("[a-z0-9-]{1,40}", "Small letters, digits and - only, at most 40."),
    help="The brand's short name; made when new.",
)
@click.option(
    "--store",
    callback=_spelled(
        f"[A-Za-z0-9_-]{{1,{LONGEST_CODE}}}", f"Letters, digits, - and _ only, at most {LONGEST_CODE}."
    ),
    help="The store's code; made when new. Else the folder's name.",
)
@click.option("--report", type=click.Path(path_type=Path), help="Write every problem into this CSV file.")
@click.pass_context
def import_sales(
    context: click.Context, folder: Path, brand: str, store: str | None, report: Path | None
) -> None:
    """Bring a year of sales into a store: menu, orders, payments.

    DIR holds orders.csv, order_details.csv, pizzas.csv and pizza_types.csv; without it, the Pizza Place year that comes
    with the product. Run it again, and it adds what is missing. Ends with one line of JSON on stdout.
    """
    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {folder}.")
    target = context.with_resource(_opened(report)) if report else None  # before anything is brought in
    try:
        with live.silenced():  # nobody waits to see the past on a screen
            bringing = past_sales.begin(current_app.engine, brand, store or _code_of(folder))  # type: ignore[attr-defined]
            past = past_sales.read(folder, bringing)
            if past.orders:
                bringing = past_sales.make_store(bringing)
                _tell_sign_in(bringing)
            faults = _add(bringing, past)
    except Problem as problem:
        raise click.ClickException(f"{problem.detail or problem.title} ({problem.code})") from problem
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    _tell(faults)
    click.echo(_summary(bringing, past_sales.totals(bringing), faults))
    if target is not None:
        _report(faults, target)
    context.exit(0 if past.orders else 1)


def _opened(report: Path) -> TextIO:
    try:
        return report.open("w", newline="", encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"--report {report}: {error.strerror}") from error


def _add(bringing: Bringing, past: PastSales) -> list[FileFault]:
    """Add what is missing; answers everything that was wrong."""
    missing = past_sales.missing(bringing, past)
    faults = [*past.faults, *missing.faults]
    if missing.orders:
        sold = past_sales.add_menu(bringing, past)
        with Progress("orders", len(missing.orders)) as progress:
            faults += past_sales.add_orders(bringing, missing.orders, sold, progress.advance)
    if bringing.tenant_id is not None:
        with Progress("figures", None) as progress:
            drain_brand(bringing.engine, bringing.tenant_id, progress.advance)
    return faults


def _tell_sign_in(bringing: Bringing) -> None:
    if bringing.password:
        sign_in = f"{past_sales.OFFICE}, password {bringing.password}"
        click.echo(
            f"The brand {bringing.brand} is new. Its head office signs in at /office/: {sign_in}", err=True
        )


def _code_of(folder: Path) -> str:
    """A store's code from a folder's name."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", folder.resolve().name)[-LONGEST_CODE:].strip("-") or "sales"


def _tell(faults: Sequence[FileFault]) -> None:
    """Each problem on a line of stderr; of many of a kind the first ones, and how many more there are."""
    told: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        told[fault.file, fault.code] += 1
        if told[fault.file, fault.code] <= SHOWN:
            click.echo(str(fault), err=True)
    for (file, code), count in told.items():
        if count > SHOWN:
            click.echo(
                f"{file}: {count - SHOWN} more of this kind: {code} (--report FILE writes all)", err=True
            )


def _report(faults: Sequence[FileFault], target: TextIO) -> None:
    """All of them as CSV."""
    try:
        with target:
            rows = csv.writer(target)
            rows.writerow(["file", "line", "code", "message", "skipped"])
            rows.writerows((f.file, f.line, f.code, f.message, int(f.skipped)) for f in faults)
    except OSError as error:
        raise click.ClickException(f"--report {target.name}: {error.strerror}") from error


def _summary(bringing: Bringing, totals: Totals, faults: Sequence[FileFault]) -> str:
    return json.dumps(
        {
            "orders": totals.orders,
            "units": int(totals.units) if totals.units == int(totals.units) else totals.units,
            "revenue": bringing.money(totals.revenue),
            "currency": bringing.currency,
            "lines": totals.lines,
            "days": totals.days,
            "first_day": totals.first_day,
            "last_day": totals.last_day,
            "brand": bringing.brand,
            "store": bringing.code,
            "skipped": sum(fault.skipped for fault in faults),
            "problems": len(faults),
            "problem_kinds": dict(sorted(Counter(fault.code for fault in faults).items())),
        }
    )
