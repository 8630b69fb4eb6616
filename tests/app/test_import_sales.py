"""``flask pos import-sales``: what was sold long ago comes in once, whole, whatever is wrong with the files or the machine."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from accounts.services import stores
from accounts.services.tenants import command_line, enter_brand
from app.cli.importing import import_sales
from app.factory import App
from core import clock
from core.ids import new_id
from core.uow import Unit
from pos.services import products, sales, taxes
from pos.services.availability import list_availability, set_availability
from pos.services.orders import run_commands
from pos.values import commands as c
from tests.support.past_sales import YEAR, come_to, cut, rows_of, write
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]


@dataclass
class Said:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def figures(self) -> dict[str, Any]:
        """The one line of JSON on stdout."""
        (line,) = self.out.splitlines()
        found: dict[str, Any] = json.loads(line)
        return found


class Importer:
    """Imports into a brand of this test's own, and looks at what came of it."""

    def __init__(self, app: App, engine: Engine, database_url: str) -> None:
        self._app, self.engine, self._database_url = app, engine, database_url
        self.brand = f"b{new_id().hex[-20:]}"

    def run(self, folder: Path, *options: str) -> Said:
        """The command in this process."""
        arguments = [str(folder), "--brand", self.brand, *options]
        done = self._app.test_cli_runner().invoke(import_sales, arguments)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    def start(self, folder: Path, var: Path, *options: str) -> subprocess.Popen[str]:
        """The command in a process of its own."""
        env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env |= {"DATABASE_URL": self._database_url, "ZAOTAI_VAR": str(var), "SECRET_KEY": "x" * 40}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "pos", "import-sales", str(folder)]
        return subprocess.Popen(
            [*command, "--brand", self.brand, *options],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def unit(self) -> Unit:
        """A transaction of the brand's."""
        unit = Unit(self.engine)
        assert enter_brand(unit, self.brand, "Test")
        return unit

    def store(self, code: str) -> Any:
        """A store's settings."""
        with self.unit() as unit:
            return next(s for s in stores.list_store_settings(unit) if s.code == code)

    def numbers(self, code: str) -> list[Any]:
        """Day, number and moment of each order of the store."""
        query = "SELECT business_date, number, opened_at FROM pos_order WHERE store_id = :store ORDER BY 1, 2"
        with self.unit() as unit:
            return unit.session.execute(text(query), {"store": self.store(code).id}).all()  # type: ignore[return-value]

    def count(self, table: str) -> int:
        """How many rows of a table are the brand's."""
        with self.unit() as unit:
            return int(unit.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


@pytest.fixture
def importer(app: App, engine: Engine, database_url: str) -> Importer:
    """One for this test."""
    return Importer(app, engine, database_url)


def test_sales_come_in_whole_and_once(importer: Importer, tmp_path: Path) -> None:
    folder = cut(tmp_path / "january", 120)
    first = importer.run(folder)
    assert first.figures | come_to(folder) == first.figures
    assert (first.code, first.figures["skipped"]) == (0, 0)
    assert first.figures | {"store": "january", "currency": "USD", "first_day": "2015-01-01"} == first.figures
    assert "pizza_types.csv:17: byte 0xFD" in first.err
    events = importer.count("core_event")
    again = importer.run(folder)
    assert (again.out, importer.count("core_event")) == (first.out, events)


def test_numbers_follow_the_moments_of_each_day_without_gaps(importer: Importer, tmp_path: Path) -> None:
    importer.run(cut(tmp_path / "days", 150))
    rows = importer.numbers("days")
    assert len({day for day, _, _ in rows}) == 3
    for day in {day for day, _, _ in rows}:
        of_day = [row for row in rows if row[0] == day]
        assert [row[1] for row in of_day] == list(range(1, len(of_day) + 1))
        assert [row[2] for row in of_day] == sorted(row[2] for row in of_day)


def test_sales_figures_agree_with_the_orders(importer: Importer, tmp_path: Path) -> None:
    figures = importer.run(cut(tmp_path / "f", 100)).figures
    days = [row[0] for row in importer.numbers("f")]
    with importer.unit() as unit:
        found = sales.store_sales(unit, importer.store("f").id, min(days), max(days), 500)
    assert found["totals"]["orders"] == figures["orders"]
    assert found["totals"]["total"] == round(float(figures["revenue"]) * 100)
    assert sum(row["units"] for row in found["products"]) == figures["units"]


def test_what_is_added_to_the_files_later_is_added_to_the_store(importer: Importer, tmp_path: Path) -> None:
    importer.run(cut(tmp_path / "s", 60))
    whole = cut(tmp_path / "whole", 100)
    grown = importer.run(whole, "--store", "s").figures
    assert grown | come_to(whole) == grown
    apart = importer.run(whole).figures
    assert {**apart, "store": "s"} == grown
    assert importer.numbers("s") == importer.numbers("whole")


def test_what_the_stores_own_people_sell_is_not_among_the_figures(importer: Importer, tmp_path: Path) -> None:
    folder = cut(tmp_path / "s", 10)
    before = importer.run(folder).out
    store = importer.store("s")
    with importer.unit() as unit:
        dish = products.list_products(unit, q="hawaiian").items[0]
        line = c.AddLine(line_id=new_id(), product_id=dish["id"], variant_id=dish["variants"][0]["id"])
        pay = c.Pay(payment_id=new_id(), tender="card", amount=1050)
        sold = run_commands(unit, store.id, new_id(), [c.OpenOrder(channel="takeaway"), line, pay])
        unit.commit()
    assert sold["state"] == "paid"
    assert importer.run(folder).out == before


def test_other_sales_with_the_same_order_ids_are_told_and_stay_out(
    importer: Importer, tmp_path: Path
) -> None:
    first = importer.run(cut(tmp_path / "s", 20)).figures
    rows = rows_of(tmp_path / "s" / "orders.csv")
    write(tmp_path / "s" / "orders.csv", [{**row, "date": "2016-05-05"} for row in rows])
    other = importer.run(tmp_path / "s")
    assert other.figures["problem_kinds"] == {"bad_bytes": 1, "other_order": 20}
    assert {name: other.figures[name] for name in ("orders", "revenue", "last_day")} == {
        name: first[name] for name in ("orders", "revenue", "last_day")
    }
    assert "orders.csv:2: the store s has another order 1" in other.err


def test_killed_in_the_middle_and_run_again_it_ends_the_same(importer: Importer, tmp_path: Path) -> None:
    folder = cut(tmp_path / "killed", 400)
    with importer.start(folder, tmp_path / "var") as process:
        try:
            wait_until(lambda: _orders_so_far(importer) >= 50 or process.poll() is not None, 120, "orders")
        finally:
            process.kill()
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    between = len(importer.numbers("killed"))
    assert 50 <= between < 400
    ended = importer.run(folder).figures
    assert ended | come_to(folder) == ended
    undisturbed = importer.run(folder, "--store", "undisturbed").figures
    assert {**undisturbed, "store": "killed"} == ended
    assert importer.numbers("killed") == importer.numbers("undisturbed")


def _orders_so_far(importer: Importer) -> int:
    with Unit(importer.engine) as unit:
        return importer.count("pos_order") if enter_brand(unit, importer.brand, "Test") else 0


def test_two_at_once_bring_in_each_order_once(importer: Importer, tmp_path: Path) -> None:
    folder = cut(tmp_path / "twice", 110)
    importer.run(cut(tmp_path / "before", 1), "--store", "twice")  # brand, store and menu are there
    with importer.start(folder, tmp_path / "one") as one, importer.start(folder, tmp_path / "two") as two:
        for process in (one, two):
            process.communicate(timeout=180)
    assert [one.returncode, two.returncode] == [0, 0]
    done = importer.run(folder).figures
    assert done | come_to(folder) == done
    numbers = [(day, number) for day, number, _ in importer.numbers("twice")]
    assert len(set(numbers)) == len(numbers) == 110


def test_a_till_that_refuses_an_order_is_told_and_costs_no_number(importer: Importer, tmp_path: Path) -> None:
    importer.run(cut(tmp_path / "s", 1))  # order 1 is one hawaiian_m
    with importer.unit() as unit:
        page = products.list_products(unit, q="five_cheese")
        products.archive_product(unit, page.items[0]["id"])
        unit.commit()
    folder = cut(tmp_path / "more", 60)
    bad = {
        row["order_id"] for row in rows_of(folder / "order_details.csv") if "five_cheese" in row["pizza_id"]
    }
    done = importer.run(folder, "--store", "s")
    assert done.figures["orders"] == 60 - len(bad)
    assert done.figures["problem_kinds"]["refused"] == len(bad) > 0
    assert "orders.csv:3: the order 2 is refused (unknown_product)" in done.err
    for day in {row[0] for row in importer.numbers("s")}:
        of_day = [row[1] for row in importer.numbers("s") if row[0] == day]
        assert of_day == list(range(1, len(of_day) + 1))


def test_what_is_sold_out_today_was_not_in_the_past(importer: Importer, tmp_path: Path) -> None:
    importer.run(cut(tmp_path / "s", 1))
    store = importer.store("s")
    with importer.unit() as unit:
        page = products.list_products(unit, q="hawaiian")
        set_availability(unit, store.id, page.items[0]["id"], None, "countdown", Decimal(1))
        unit.commit()
    folder = cut(tmp_path / "more", 40)
    done = importer.run(folder, "--store", "s").figures
    assert done | come_to(folder) == done
    with importer.unit() as unit:
        assert [item.left for item in list_availability(unit, store.id)] == [1]


def test_todays_prices_stay_what_they_are(importer: Importer, tmp_path: Path) -> None:
    importer.run(cut(tmp_path / "s", 5))
    dearer = cut(tmp_path / "dear", 50)
    write(
        dearer / "pizzas.csv",
        [{**row, "price": str(float(row["price"]) + 1)} for row in rows_of(dearer / "pizzas.csv")],
    )
    done = importer.run(dearer).figures
    assert done["revenue"] == f"{float(come_to(dearer)['revenue']):.2f}"
    cheaper = importer.run(cut(tmp_path / "later", 20, first=60))
    assert cheaper.figures | come_to(tmp_path / "later") == cheaper.figures


def test_the_stores_own_bill_is_paid_in_full(importer: Importer, tmp_path: Path) -> None:
    importer.run(cut(tmp_path / "plain", 1))
    with importer.unit() as unit:
        rounding = {"unit": 100, "mode": "down", "scope": "all"}
        values = {"prices_include_tax": False, "rounding": rounding, "service_charge_bp": 1000}
        name = {"zh": "税", "en": "Taxed"}
        more = {"code": "taxed", "name": name, "timezone": "America/New_York", **values}
        stores.add_store(unit, {**more, "service_charge_channels": ["dine_in"]})
        taxes.create_tax_class(unit, {"name": name, "rate": "8.875", "is_default": True})
        unit.commit()
    folder = cut(tmp_path / "folder", 30)
    done = importer.run(folder, "--store", "taxed").figures
    assert done["orders"] == 30
    assert float(done["revenue"]) > float(come_to(folder)["revenue"]) * 1.15
    assert done["revenue"].endswith(".00")


def _without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _empty(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(b"")


def _edited(name: str, edit: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(edit((folder / name).read_bytes())) and None


DAMAGES = {
    "byte-order mark": (_edited("orders.csv", lambda b: b"\xef\xbb\xbf" + b), "pizza_types.csv:17", 0),
    "bad bytes": (_edited("pizzas.csv", lambda b: b.replace(b",S,", b",\xff,", 1)), "pizzas.csv:2", 0),
    "no orders": (_without("orders.csv"), "orders.csv: the file is missing", 1),
    "no lines": (_without("order_details.csv"), "order_details.csv: the file is missing", 1),
    "no prices": (_empty("pizzas.csv"), "pizzas.csv: the file is empty", 1),
    "no names": (_without("pizza_types.csv"), "pizza_types.csv: the file is missing", 0),
    "no such column": (_edited("orders.csv", lambda b: b.replace(b"time", b"hour", 1)), "orders.csv:1", 1),
    "bad date": (_edited("orders.csv", lambda b: b.replace(b"2015-01-01", b"soon", 1)), "orders.csv:2", 0),
    "twice": (_edited("orders.csv", lambda b: b + b"1,2015-01-01,11:00:00\r\n"), "orders.csv:22", 0),
    "stray quote": (_edited("order_details.csv", lambda b: b.replace(b"\n3,", b'\n"3,', 1)), "order_details.csv:4", 0),
    "binary": (_edited("order_details.csv", lambda _b: bytes(range(256)) * 40), "order_details.csv:", 1),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_told_by_file_and_line_and_never_with_a_trace(
    importer: Importer, tmp_path: Path, kind: str
) -> None:
    damage, told, code = DAMAGES[kind]
    folder = cut(tmp_path / "s", 20)
    damage(folder)
    done = importer.run(folder)
    assert done.code == code
    assert told in done.err
    assert "Traceback" not in done.err
    assert done.figures["problems"] == sum(done.figures["problem_kinds"].values()) > 0
    assert importer.run(folder).out == done.out


def test_every_problem_can_be_had_as_a_file(importer: Importer, tmp_path: Path) -> None:
    folder = cut(tmp_path / "s", 100)
    write(folder / "pizzas.csv", [{**row, "price": ""} for row in rows_of(folder / "pizzas.csv")])
    done = importer.run(folder, "--report", str(tmp_path / "report.csv"))
    assert "more of this kind: missing_price" in done.err
    report = rows_of(tmp_path / "report.csv")
    assert len(report) == done.figures["problems"]
    assert sum(int(row["skipped"]) for row in report) == done.figures["skipped"]


def test_a_report_that_cannot_be_written_is_told_before_anything_comes_in(
    importer: Importer, tmp_path: Path
) -> None:
    folder = cut(tmp_path / "s", 1)
    for report in (tmp_path / "nowhere" / "report.csv", tmp_path):
        done = importer.run(folder, "--report", str(report))
        assert (done.code, done.out) == (2, "")
        assert str(report) in done.err
    with Unit(importer.engine) as unit:
        assert enter_brand(unit, importer.brand, "Test") is None


def test_a_report_that_stops_halfway_costs_nothing_else(importer: Importer, tmp_path: Path) -> None:
    done = importer.run(cut(tmp_path / "s", 1), "--report", "/dev/full")
    assert (done.code, done.figures["orders"]) == (1, 1)
    assert "--report /dev/full: No space left on device" in done.err


def test_what_is_not_past_yet_stays_out_of_the_books(importer: Importer, tmp_path: Path) -> None:
    folder = cut(tmp_path / "s", 2)
    rows = rows_of(folder / "orders.csv")
    moment = clock.now().astimezone(ZoneInfo("America/New_York")) - timedelta(seconds=30)
    write(
        folder / "orders.csv",
        [rows[0], {**rows[1], "date": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M:%S}"}],
    )
    first = importer.run(folder)
    assert "orders.csv:3: the order 2 is not past yet" in first.err
    assert first.figures | {"orders": 1, "problem_kinds": first.figures["problem_kinds"]} == first.figures
    assert first.figures["problem_kinds"]["bad_date"] == 1
    assert first.figures["last_day"] == rows[0]["date"]
    assert importer.run(folder).out == first.out


@pytest.mark.parametrize("options", [["--brand", "Not A Slug"], ["--store", "ä"], []])
def test_what_cannot_be_meant_is_refused(importer: Importer, tmp_path: Path, options: list[str]) -> None:
    folder = cut(tmp_path / "s", 1) if options else tmp_path / "nowhere"
    done = importer.run(folder, *options)
    assert (done.code, done.out) == (2, "")


@pytest.mark.long
def test_the_whole_year_comes_in(importer: Importer) -> None:
    done = importer.run(YEAR)
    expected = {"orders": 21350, "units": 49574, "revenue": "817860.05", "lines": 48620, "days": 358}
    assert done.figures | expected == done.figures
    assert importer.run(YEAR).out == done.out


def test_the_importer_is_no_person_of_the_brand(importer: Importer, tmp_path: Path) -> None:
    importer.run(cut(tmp_path / "s", 1))
    with importer.unit() as unit:
        actor = command_line(unit.tenant_id, "Sales import")
        found = unit.session.execute(text("SELECT DISTINCT opened_by, opened_by_name FROM pos_order")).all()
    assert [tuple(row) for row in found] == [(actor.staff_id, "Sales import")]
