"""Whatever menu the API takes goes out and comes in again as it was, as a workbook and sheet by sheet as CSV."""

import csv
import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from core.errors import Problem
from core.uow import Unit
from pos.rules.sheet_columns import SHEETS
from pos.schemas.menu_parts import NewCategoryShape, NewModifierGroupShape, NewTaxClassShape
from pos.schemas.prices import NewPriceShape
from pos.schemas.products import NewProductShape, ProductChangeShape
from pos.services import categories, modifiers, prices, products, taxes
from pos.services.menu_sheet import _load, export_menu, import_menu
from tests.pos.conftest import FewStores
from tests.support.menu import name, sign_in

ODD = [
    "辣",
    "辣 #2",
    "辣 #3",
    "x" * 200,
    "=1+1",
    "007",
    "1e5",
    "yes",
    "#N/A",
    "_x0041_",
    '"',
    "'",
    "a b",
    "\uffff",
]
texts = st.sampled_from(ODD) | st.text(st.characters(min_codepoint=32), min_size=1, max_size=6)
names = st.builds(lambda zh, en: {"zh": zh, "en": en}, texts, texts)
words = st.lists(st.sampled_from(["辣", "007", "x" * 40, "a;b", "#N/A", "=1"]), max_size=3)
counts = st.integers(0, 3)
maybe = st.none() | counts
days = st.sampled_from([None, "2000-01-01", "2026-11-21", "2199-12-31"])


@pytest.fixture
def office(unit: Unit, stores: FewStores, monkeypatch: pytest.MonkeyPatch) -> Unit:
    """Head office of a brand with two regions of one name."""
    sign_in(unit)
    assert stores.here.region_id is not None
    twins = {stores.here.region_id: name("East"), unit.tenant_id: name("East")}
    monkeypatch.setattr(stores, "regions", lambda _unit: twins)
    return unit


class _Undone(Exception):
    """Takes an example's menu away."""


class _Maker:
    """Makes what the API takes of a drawn menu; what it refuses is not made."""

    def __init__(self, unit: Unit, stores: FewStores, data: st.DataObject) -> None:
        self._unit, self._stores, self._data = unit, stores, data
        self.products: list[dict[str, Any]] = []
        self.groups: list[UUID] = []
        self.categories: list[UUID] = []
        self.taxes: list[UUID] = []

    def make(self) -> None:
        """Some of everything."""
        for _ in range(self._some(3)):
            fields = {"name": self._draw(names), "sort": self._draw(counts)}
            if (made := self._take(categories.create_category, NewCategoryShape, fields)) is not None:
                self.categories.append(made.id)
            fields = {"name": self._draw(names), "rate": "6"}
            if (made := self._take(taxes.create_tax_class, NewTaxClassShape, fields)) is not None:
                self.taxes.append(made["id"])
        for number in range(4):
            self._product(is_option=True, code=f"O{number}")
        for _ in range(self._some(4)):
            self._group()
        for _ in range(4):
            self._product(kind=self._draw(st.sampled_from(["item", "item", "open_price", "weighed"])))
        for _ in range(2):
            self._product(kind="set_meal")
        for _ in range(self._some(8)):
            self._price()
        for _ in range(self._some(2)):
            self._change()

    def _draw(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self._data.draw(strategy)

    def _some(self, most: int) -> int:
        return int(self._draw(st.integers(0, most)))

    def _one_of(self, ids: Sequence[Any]) -> Any:
        return self._draw(st.sampled_from(ids)) if ids else None

    def _take(self, use: Callable[..., Any], shape: type[Schema], fields: dict[str, Any], *more: Any) -> Any:
        try:
            with self._unit.savepoint():
                loaded = shape().load(_plain(fields))
                return use(self._unit, *more[:1], loaded, *more[1:])
        except (ValidationError, Problem):
            return None

    def _product(self, **fixed: Any) -> None:
        fields = {
            "code": f"{self._draw(texts)[:50]}{len(self.products)}",
            "name": self._draw(names),
            "kitchen_name": self._draw(st.none() | names),
            "tags": [*self._draw(words), *self._draw(st.sampled_from([[], [], [], ["a, b"]]))],
            "allergens": self._draw(words),
            "category_id": self._one_of(self.categories),
            "tax_class_id": self._one_of(self.taxes),
            "seasonal_from": self._draw(days),
            "variants": [
                {"code": f"{self._draw(texts)[:50]}{place}", "name": self._draw(names)}
                for place in range(self._some(2))
            ],
            "group_links": [
                {
                    "group_id": self._one_of(self.groups),
                    "min": None,
                    "max": self._draw(maybe),
                    "free": self._draw(maybe),
                }
                for _ in range(self._some(2) if self.groups else 0)
            ],
        } | fixed
        if fixed.get("kind") == "set_meal" and self.products:
            fields["set_fixed"] = [
                {**self._part(), "quantity": self._draw(st.integers(1, 3))} for _ in range(self._some(3))
            ]
            fields["set_groups"] = [
                {
                    "name": self._draw(names),
                    "pick": 1,
                    "free": self._draw(st.integers(0, 1)),
                    "options": [{**self._part(), "upcharge": self._some(500)} for _ in range(2)],
                }
                for _ in range(self._some(2))
            ]
        made = self._take(products.create_product, NewProductShape, fields)
        if made is not None:
            self.products.append(made)

    def _part(self) -> dict[str, Any]:
        product = self._one_of(self.products)
        variant = self._one_of([None, *(v["id"] for v in product["variants"])])
        return {"product_id": product["id"], "variant_id": variant}

    def _group(self) -> None:
        fields = {
            "name": self._draw(names),
            "min": 0,
            "max": self._draw(counts),
            "free": self._draw(counts),
            "options": [
                {"product_id": product["id"], "max": 2}
                for product in self._draw(st.lists(st.sampled_from(self.products), max_size=2))
            ]
            if self.products
            else [],
        }
        made = self._take(modifiers.create_group, NewModifierGroupShape, fields)
        if made is not None:
            self.groups.append(made["id"])

    def _price(self) -> None:
        if not self.products:
            return
        region, twin = self._stores.regions(self._unit)
        fields = {
            **self._part(),
            "amount": self._draw(st.sampled_from([-300, 0, 1, 2850, 10**12 - 1, 10**12])),
            "member_amount": self._draw(maybe),
            "store_id": self._draw(st.sampled_from([None, self._stores.here.id])),
            "region_id": self._draw(st.sampled_from([None, region, twin])),
            "channel": self._draw(st.sampled_from([None, "dine_in", "own_app"])),
            "weekdays": self._draw(st.none() | st.integers(1, 127)),
            "valid_from": self._draw(days),
            "start_minute": 1320 if (late := self._draw(st.booleans())) else None,
            "end_minute": self._draw(st.sampled_from([0, 120, 1440])) if late else None,
        }
        self._take(prices.create_price, NewPriceShape, fields)

    def _change(self) -> None:
        """A product becomes another kind of thing."""
        if self.products:
            product = self._one_of(self.products)
            fields = self._draw(
                st.sampled_from([{"kind": "open_price"}, {"is_option": False}, {"variants": []}])
            )
            change = products.change_product
            self._take(change, ProductChangeShape, fields, product["id"], product["version"])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_plain(below) for below in value]
    return str(value) if isinstance(value, UUID) else value


def sheets_as_csv(unit: Unit) -> dict[str, bytes]:
    """Each sheet as a program writes it into a CSV file."""
    found = {}
    for sheet in SHEETS:
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerow([column.name for column in sheet.columns])
        for row in _load(unit).standing.rows[sheet.name]:
            writer.writerow([column.kind.write(row[column.name]) for column in sheet.columns])
        found[f"{sheet.name}.csv"] = stream.getvalue().encode()
    return found


def contents(unit: Unit) -> list[Any]:
    """What an import may change."""
    unit.session.expire_all()
    listed = [products.list_products(unit, limit=200).items, modifiers.list_groups(unit, limit=200).items]
    shown = prices.list_prices(unit, limit=200).items
    columns = ("id", *prices.FIELDS)
    return [*listed, [tuple(getattr(price, column) for column in columns) for price in shown]]


@given(st.data())
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
def test_a_menu_comes_in_again_as_it_was(office: Unit, stores: FewStores, data: st.DataObject) -> None:
    with suppress(_Undone), office.savepoint():
        _Maker(office, stores, data).make()
        before = contents(office)
        for filename, content in {"menu.xlsx": export_menu(office), **sheets_as_csv(office)}.items():
            report = import_menu(office, filename, content, dry_run=False)
            assert report.errors == [], filename
            assert (report.created, report.updated, report.removed) == (0, 0, 0), filename
        assert contents(office) == before
        raise _Undone
