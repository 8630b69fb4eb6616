"""The pizza place's recipes: what its sales should have used equals a plain recount from the files, item by item."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from accounts.services.tenants import enter_brand
from app.cli.importing import import_sales
from app.cli.inventory import live_weeks
from app.factory import App
from app.past_recipes import code_of, grams_of
from core.ids import new_id
from core.uow import Unit
from tests.support.past_sales import YEAR, cut, rows_of

LINES = """
    SELECT i.code, l.wasted, l.unexplained, l.theoretical FROM inventory_report_line l
    JOIN inventory_item i ON i.tenant_id = l.tenant_id AND i.id = l.item_id
"""
USED = """
    SELECT i.code, sum(u.quantity) AS used FROM inventory_usage_day u
    JOIN inventory_item i ON i.tenant_id = u.tenant_id AND i.id = u.item_id GROUP BY i.code
"""


def recounted(folder: Path) -> dict[str, Decimal]:
    """Kilograms of each ingredient, straight from the files."""
    made_of = {
        row["pizza_type_id"]: list(dict.fromkeys(name.strip() for name in row["ingredients"].split(",")))
        for row in rows_of(folder / "pizza_types.csv")
    }
    pizzas = {row["pizza_id"]: row for row in rows_of(folder / "pizzas.csv")}
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in rows_of(folder / "order_details.csv"):
        pizza = pizzas[line["pizza_id"]]
        for name in made_of[pizza["pizza_type_id"]]:
            found[code_of(name)] += grams_of(name, pizza["size"]) * int(line["quantity"]) / 1000
    return dict(found)


@pytest.mark.parametrize("orders", [120, pytest.param(None, marks=pytest.mark.long)])
def test_theory_equals_a_plain_recount(app: App, engine: Engine, tmp_path: Path, orders: int | None) -> None:
    folder = cut(tmp_path / "cut", orders) if orders else YEAR
    brand = f"b{new_id().hex[-20:]}"
    for _ in range(2):  # the second run adds nothing
        done = app.test_cli_runner().invoke(import_sales, [str(folder), "--brand", brand])
        assert done.exit_code == 0, done.output
    with Unit(engine) as unit:
        assert enter_brand(unit, brand, "Test")
        used = {row.code: row.used for row in unit.session.execute(text(USED))}
        versions = unit.session.scalar(text("SELECT count(*) FROM inventory_recipe_version"))
        parked = unit.session.scalar(text("SELECT count(*) FROM core_parked_event"))
    assert used == recounted(folder)
    assert (versions, parked) == (96, 0)


def test_made_up_weeks_show_what_was_lost_and_wasted(app: App, engine: Engine, tmp_path: Path) -> None:
    brand = f"b{new_id().hex[-20:]}"
    runner = app.test_cli_runner()
    folder = cut(tmp_path / "cut", 120)
    assert runner.invoke(import_sales, [str(folder), "--brand", brand]).exit_code == 0
    for weeks in (1, 0):  # the second run finds nothing left to do
        done = runner.invoke(live_weeks, ["--brand", brand, "--store", "cut"], catch_exceptions=False)
        assert json.loads(done.stdout.splitlines()[-1]) == {"weeks": weeks}, done.output
    with Unit(engine) as unit:
        assert enter_brand(unit, brand, "Test")
        (report,) = unit.session.execute(text("SELECT number, coverage FROM inventory_report")).all()
        lines = unit.session.execute(text(LINES)).all()
    found = {row.code: row for row in lines}
    assert (report.number, report.coverage) == (1, 1)
    assert found["ING-SPINACH"].wasted > 0
    chicken = found[code_of("Chicken")]
    assert Decimal("0.04") < chicken.unexplained / chicken.theoretical < Decimal("0.08")
