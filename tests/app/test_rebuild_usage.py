"""``flask inventory rebuild-usage``: what sales used, made anew from the events, or one day of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import Engine, text

from accounts.services.tenants import enter_brand
from app.cli.importing import import_sales
from app.cli.inventory import rebuild_usage
from app.factory import App
from core.ids import new_id
from core.uow import Unit
from tests.support.past_sales import cut

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
