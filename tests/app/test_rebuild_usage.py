"""``flask inventory rebuild-usage``: what sales used, made anew from the events, or one day of it."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import Engine, select, text

from accounts.services.tenants import enter_brand
from app.cli.importing import import_sales
from app.cli.inventory import rebuild_usage
from app.factory import App
from core.ids import new_id
from core.uow import Unit
from inventory.models.recipes import RecipeRow
from inventory.models.usage import Sold
from inventory.services.stock import close_period
from tests.support.past_sales import cut
from tests.support.store_room import make_item, publish

FACTS = ("inventory_sold", "inventory_sold_day", "inventory_usage_day", "inventory_net_sales_day")


class Brand:
    """A brand with a few orders of the pizza place."""

    def __init__(self, app: App, engine: Engine, folder: Path) -> None:
        self.app, self.engine, self.slug = app, engine, f"b{new_id().hex[-20:]}"
        done = self.run(import_sales, str(folder), "--brand", self.slug, "--store", "P1")
        assert done.exit_code == 0, done.output

    def run(self, command: Any, *arguments: str) -> Result:
        """A command, as somebody types it."""
        return self.app.test_cli_runner().invoke(command, arguments)

    def rebuild(self, *arguments: str) -> dict[str, Any]:
        """What a rebuild says."""
        done = self.run(rebuild_usage, "--brand", self.slug, *arguments)
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def facts(self, *tables: str) -> list[list[str]]:
        """Every row, in one order."""
        with Unit(self.engine) as unit:
            assert enter_brand(unit, self.slug, "Test")
            return [
                sorted(_plain(row) for row in unit.session.scalars(text(f"SELECT x::text FROM {table} x")))
                for table in tables or FACTS
            ]


def _plain(row: str) -> str:
    """A row's text without the zeros at the end of a number."""
    return re.sub(r"(\.\d*?)0+(?=[,)])", r"\1", row)


@pytest.fixture
def brand(app: App, engine: Engine, tmp_path: Path) -> Brand:
    return Brand(app, engine, cut(tmp_path / "some", 60))


def test_a_rebuild_gives_the_same_facts(brand: Brand) -> None:
    before = brand.facts()
    assert brand.rebuild()["events"] >= 120
    assert brand.facts() == before


@pytest.mark.parametrize("is_closed", [True, False])
def test_closed_books_are_not_made_anew(brand: Brand, is_closed: bool) -> None:
    """Other recipes were published for the past meanwhile: days whose books are open follow them, closed ones do not."""
    before = brand.facts()
    with Unit(brand.engine) as unit:
        assert enter_brand(unit, brand.slug, "Test")
        store_id = unit.session.scalar(select(Sold.store_id).limit(1))
        sold = set(unit.session.scalars(select(Sold.product_id)))
        recipes = unit.session.scalars(select(RecipeRow).where(RecipeRow.node_kind == "product"))
        recipe = next(one for one in recipes if one.product_id in sold)
        flour = make_item(unit, "more flour")
        publish(unit, {flour: "1"}, recipe=recipe, valid_from=datetime(2014, 1, 1, tzinfo=UTC))
        if is_closed:
            assert store_id
            close_period(unit, store_id, date(2015, 12, 31))
        unit.commit()
    brand.rebuild()
    assert (brand.facts() == before) is is_closed


def test_one_day_is_resolved_anew(brand: Brand) -> None:
    before = brand.facts()
    assert brand.rebuild("--store", "P1", "--day", "2015-01-01")["resolved"] > 0
    assert brand.facts() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--brand", "nobody-has-this"),
        ("--brand", "", "--store", "P1"),
        ("--brand", "", "--store", "X", "--day", "2015-01-01"),
    ],
)
def test_what_is_not_there_is_refused(brand: Brand, arguments: tuple[str, ...]) -> None:
    done = brand.run(rebuild_usage, *(argument or brand.slug for argument in arguments))
    assert done.exit_code == 2
    assert "Error" in done.output
