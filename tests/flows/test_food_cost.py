"""A week of food cost through the API: recipes, receipts, counts, waste, sales; and the report to the last digit.

The week is that of the food-cost semantics. In order, or counted by two people while the tills sell, with receipts and sales
that are heard of only after the count was approved: the variance is the same.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app.wiring import USAGE
from core import clock
from core.ids import new_id
from core.models import EventRow
from core.outbox import consume
from core.uow import Unit
from pos.events import LineRefired, LinesFired, OrderPaid
from tests.support.accounts import Caller, House, name
from tests.support.brand import made
from tests.support.worked_week import (
    CLOSING,
    DISHES,
    OPENING,
    PRICES,
    RAW,
    RECEIPTS,
    SEMI,
    WASTE,
    by_code,
)

FIGURES = "opening closing actual theoretical variance given wasted unexplained average actual_value price_variance usage_variance"
TABLE = {
    "pork": "14 11.9 88.1 81.6 6.5 0.8 2.48 3.22 42.38 3733.678 209.678 260",
    "bamboo": "10 17.5 62.5 60 2.5 0.6 0.36 1.54 24.875 1554.6875 54.6875 60",
    "wood-ear": "1 2.4 2.6 2.5 0.1 0.025 0.015 0.06 116 301.6 -10.4 12",
    "potato": "30 30 130 120 10 4.5 2 3.5 4.13 536.9 16.9 40",
}
ONE_DISH = {"pork-shreds": "0.15", "bamboo": "0.12", "soaked": "0.04"}


class Week:
    """A store's week, told step by step."""

    def __init__(self, boss: Caller, engine: Engine, house: House) -> None:
        self.boss, self.engine, self.house = boss, engine, house
        self.store = str(house.stores["own"])
        settings = made(boss.get(f"/stores/{self.store}"), 200)
        hours, minutes = settings["day_cutoff"].split(":")
        assert settings["timezone"] == "Asia/Shanghai"
        self.cutoff = timedelta(hours=int(hours) - 8, minutes=int(minutes))
        today = (clock.now() - self.cutoff).date()
        self.last = today - timedelta(days=2)
        self.first = self.last - timedelta(days=6)
        self.begins, self.ends = (self.at(day) for day in (self.first, self.last + timedelta(days=1)))
        self.lunch = self.begins + timedelta(days=2, hours=8)
        self.items: dict[str, str] = {}
        self.products = {code: str(new_id()) for code in DISHES}
        self._kitchen()

    def at(self, day: date) -> datetime:
        """When a business day begins."""
        return datetime.combine(day, time(), UTC) + self.cutoff

    def post(self, path: str, body: Any = None, status: int = 201) -> Any:
        """Ask for something that is granted."""
        return made(self.boss.post(path, body), status)

    def _kitchen(self) -> None:
        for code in (*RAW, *SEMI):
            kind = "raw" if code in RAW else "semi"
            item = {"code": code, "name": name(code), "stock_unit": "kg", "kind": kind}
            self.items[code] = self.post("/inventory/items", item)["id"]
        for code, price in RAW.items():
            body = {"price": price, "valid_from": "2020-01-01"}
            self.post(f"/inventory/items/{self.items[code]}/standard-prices", body)
        for code, (raw, usable) in SEMI.items():
            self._recipe({"item_id": self.items[code]}, {raw: ("1", usable)})
        for code, lines in DISHES.items():
            self._recipe({"product_id": self.products[code], "code": code, "name": name(code)}, lines)

    def _recipe(self, head: dict[str, Any], lines: dict[str, tuple[str, str]]) -> None:
        recipe = self.post("/inventory/recipes", head)["id"]
        told = [
            {"item_id": self.items[code], "quantity": net, "unit": "kg", "yield_rate": usable}
            for code, (net, usable) in lines.items()
        ]
        version = self.post(f"/inventory/recipes/{recipe}/versions", {"batch": "1", "lines": told})["id"]
        begins = {"valid_from": (self.begins - timedelta(days=30)).isoformat()}
        self.post(f"/inventory/recipe-versions/{version}/publish", begins, 200)

    def document(self, kind: str, lines: list[dict[str, Any]], step: str = "post", **head: Any) -> None:
        """Write a document, and let it take effect."""
        at = {"at": head.pop("at", self.lunch).isoformat()}
        made_id = self.post(self.path("documents"), {"kind": kind, "lines": lines, **at, **head})["id"]
        self.post(self.path(f"documents/{made_id}/{step}"), at if step == "ship" else None, 200)

    def path(self, rest: str) -> str:
        """An address of the store's."""
        return f"/stores/{self.store}/inventory/{rest}"

    def line(self, code: str, quantity: str, cost: str | None = None) -> dict[str, Any]:
        """A document's line."""
        return {"item_id": self.items[code], "quantity": quantity, "unit": "kg", "unit_cost": cost}

    def receive(self) -> None:
        """The week's receipts."""
        for code, quantity, cost in RECEIPTS:
            self.document("receipt", [self.line(code, quantity, cost)])

    def send_and_waste(self) -> None:
        """Two kilograms of pork go to the other store; something is thrown away."""
        away = str(self.house.stores["franchised"])
        later = self.lunch + timedelta(hours=1)
        self.document("transfer", [self.line("pork", "2", "41")], "ship", other_store_id=away, at=later)
        for code, quantity in WASTE:
            self.document("waste", [self.line(code, quantity)], cause="prep_error")

    def count(self, at: datetime, found: dict[str, str], counted_at: datetime | None = None) -> None:
        """A full count by two people, each of half the items, approved."""
        count_id = self.post(self.path("counts"), {"kind": "full", "at": at.isoformat()})["id"]
        codes = sorted(self.items)
        for half in (codes[::2], codes[1::2]):
            entries = [
                {
                    "id": str(new_id()),
                    "item_id": self.items[code],
                    "quantity": found.get(code, "0"),
                    "unit": "kg",
                    "counted_at": (counted_at or at).isoformat(),
                }
                for code in half
            ]
            self.post(self.path(f"counts/{count_id}/entries"), {"entries": entries}, 200)
        for step in ("submit", "approve"):
            self.post(self.path(f"counts/{count_id}/{step}"), None, 200)

    def sell(self) -> None:
        """The week's dishes, as the till tells of them; discounts are the bill's."""
        sold = [
            self._sold("yuxiang", 485, comped=5, list=480 * 3800, net=480 * 3800 - 20000),
            self._sold("yuxiang", 20, extra=1, list=20 * 4400, net=20 * 4400),
            self._sold("tudousi", 415, comped=15, list=400 * 1800, net=400 * 1800 - 12000),
        ]
        self._tell(LinesFired, self.lunch, lines=sold, again=False)
        self._tell(LineRefired, self.lunch, line=sold[0], quantity="3", refire_id=new_id(), reason="cold")
        paid = {
            "covers": None,
            "is_late": False,
            "hour": 12,
            "totals": {},
            "total": 0,
            "tips": 0,
            "payments": [],
        }
        self._tell(OrderPaid, self.lunch, lines=sold, **paid)

    def one_more(self, at: datetime) -> None:
        """A dish fired after the week was over."""
        self._tell(LinesFired, at, lines=[self._sold("yuxiang", 1)], again=False)

    def _sold(self, dish: str, quantity: int, comped: int = 0, extra: int = 0, **sums: int) -> dict[str, Any]:
        modifier = {"option_id": self.products["extra-pork"], "quantity": extra}
        line = {"line_id": new_id(), "product_id": self.products[dish], "variant_id": None, "components": []}
        counted = {"quantity": Decimal(quantity), "voided": Decimal(0), "comped": Decimal(comped)}
        return {
            **line,
            **counted,
            "modifiers": [modifier] if extra else [],
            "suggestion_id": None,
            "charged": 0,
            **sums,
        }

    def _tell(self, kind: Any, at: datetime, **payload: Any) -> None:
        order = {
            "order_id": new_id(),
            "order_number": 1,
            "business_date": (at - self.cutoff).date(),
            "channel": "dine_in",
        }
        more = {} if kind is OrderPaid else {"table_name": None, "timezone": "Asia/Shanghai"}
        with Unit(self.engine, self.house.tenant_id) as unit:
            event = kind(store_id=UUID(self.store), at=at, **order, **more, **payload)
            row = {"id": new_id(), "type": event.type, "store_id": event.store_id, "at": at}
            unit.add(EventRow, [{**row, "payload": event.payload()}])
            unit.commit()

    def hear(self) -> None:
        """The consumer hears all that was told."""
        while consume(self.engine, USAGE, self.house.tenant_id):
            pass

    def report(self, **more: str) -> dict[str, Any]:
        """The week's report."""
        days = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        found: dict[str, Any] = made(self.boss.get(self.path("variance"), **days, **more), 200)
        return found


@pytest.fixture
def week(boss: Caller, engine: Engine, house: House) -> Week:
    return Week(boss, engine, house)


def check(found: dict[str, Any]) -> None:
    lines = by_code(found["lines"])
    for code, figures in TABLE.items():
        assert [lines[code][figure] for figure in FIGURES.split()] == figures.split(), code
    totals = found["totals"]
    assert (totals["theoretical"], totals["at_standard"], totals["actual"]) == ("5484", "5856", "6126.8655")
    assert (totals["given"], totals["wasted"], totals["unexplained"]) == ("67.4", "117.64", "186.96")
    assert (totals["list_sales"], totals["net_sales"]) == ("26320", "26000")
    assert found["coverage"] == "1"


def test_the_worked_week_through_the_api(week: Week) -> None:
    week.count(week.begins, OPENING)
    week.receive()
    week.send_and_waste()
    week.sell()
    week.hear()
    week.count(week.ends, CLOSING)
    mix = [
        {"product_id": week.products[dish], "portions": part, "price": PRICES[dish]}
        for dish, part in (("yuxiang", "0.6"), ("tudousi", "0.4"))
    ]
    made(week.boss.put("/inventory/food-budget", {"day": week.first.isoformat(), "portions": mix}), 200)
    found = week.report()
    check(found)
    assert {k: str(round(Decimal(v) * 100, 3)) for k, v in found["waterfall"].items()} == {
        "budget": "21.360",
        "mix": "-0.524",
        "discount": "0.256",
        "price": "1.042",
        "usage": "1.431",
        "actual": "23.565",
    }


def test_counted_while_selling_with_everything_else_late(week: Week) -> None:
    week.count(week.begins, OPENING)
    week.one_more(week.ends + timedelta(minutes=20))
    less = {code: str(Decimal(there) - Decimal(ONE_DISH.get(code, 0))) for code, there in CLOSING.items()}
    week.count(week.ends, less, week.ends + timedelta(minutes=40))
    week.hear()
    week.sell()
    week.send_and_waste()
    week.hear()
    week.receive()
    check(week.report())


def test_a_published_week_stays_and_a_late_receipt_makes_the_next_version(week: Week) -> None:
    week.count(week.begins, OPENING)
    week.receive()
    week.send_and_waste()
    week.sell()
    week.hear()
    week.count(week.ends, CLOSING)
    days = {"from": week.first.isoformat(), "to": week.last.isoformat()}
    first = week.post(week.path("reports"), days)
    week.document("receipt", [week.line("pork", "3", "41")], at=week.ends - timedelta(minutes=1))
    second = week.post(week.path("reports"), days)
    assert (first["number"], second["number"]) == (1, 2)
    kept = by_code(made(week.boss.get(f"/inventory/reports/{first['id']}"), 200)["lines"])["pork"]
    now = by_code(made(week.boss.get(f"/inventory/reports/{second['id']}"), 200)["lines"])["pork"]
    assert (kept["actual"], kept["variance"], kept["actual_value"]) == ("88.1", "6.5", "3733.678")
    assert (now["closing"], now["actual"], now["variance"]) == ("11.9", "91.1", "9.5")
    assert str(round(Decimal(now["actual_value"]), 4)) == "3857.1563"
    ranked = made(week.boss.get("/inventory/variance", **days), 200)
    assert [row["id"] for row in ranked["rows"]] == [week.store]
    behind = made(week.boss.get(week.path(f"variance/items/{week.items['pork']}"), **days), 200)
    assert [move["kind"] for move in behind["moves"]].count("receipt") == 3
