"""A store's week of food cost through the API, told step by step: the semantics' worked week, ended the day before yesterday."""

import copy
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Engine

from app.wiring import USAGE
from core import clock
from core.ids import new_id
from core.models import EventRow
from core.outbox import catch_up
from core.uow import Unit
from pos.events import LineRefired, LinesFired, OrderPaid, RefundGiven
from tests.support.accounts import Caller, House
from tests.support.brand import made
from tests.support.worked_week import CLOSING, DISHES, OPENING, PRICES, RAW, RECEIPTS, SEMI, WASTE

WORDS = {
    "pork": ("猪里脊", "Pork loin"),
    "bamboo": ("冬笋", "Winter bamboo"),
    "wood-ear": ("干木耳", "Dried wood ear"),
    "potato": ("土豆", "Potato"),
    "pork-shreds": ("肉丝", "Pork shreds"),
    "soaked": ("水发木耳", "Soaked wood ear"),
    "potato-shreds": ("土豆丝净料", "Potato shreds"),
    "yuxiang": ("鱼香肉丝", "Yuxiang pork"),
    "tudousi": ("醋溜土豆丝", "Vinegar potato shreds"),
    "extra-pork": ("加肉", "Extra pork"),
    "sliced-pork": ("滑肉片", "Sliced pork"),
    "vinegar": ("陈醋", "Aged vinegar"),
    "strips": ("腌肉条", "Marinated strips"),
    "bones": ("猪骨", "Pork bones"),
    "boned-pork": ("去骨猪肉", "Boned pork"),
}


def both(text: str) -> dict[str, str]:
    """The same name in both languages."""
    return {"zh": text, "en": text}


def called(code: str) -> dict[str, str]:
    """What an item or a dish of the week is called."""
    return dict(zip(("zh", "en"), WORDS[code], strict=True))


class FoodWeek:
    """The week at the brand's own store; ``at_store`` tells another one's with the same items and recipes."""

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
        self.products = {code: self._dish(code) for code in DISHES}
        self._kitchen()

    def _dish(self, code: str) -> str:
        body = {"code": code, "name": called(code), "is_option": code == "extra-pork"}
        return str(self.post("/menu/products", body)["id"])

    def dish(self, code: str, lines: dict[str, tuple[str, str]]) -> None:
        """One more dish: by item the net kilograms, and their yield."""
        self.products[code] = self._dish(code)
        self.recipe({"product_id": self.products[code], "code": code, "name": called(code)}, lines)

    def item(self, code: str, price: str, **more: Any) -> str:
        """One more item, kept in kg, and its standard price."""
        item = {"code": code, "name": called(code), "stock_unit": "kg", **more}
        item_id: str = self.post("/inventory/items", item)["id"]
        body = {"price": price, "valid_from": "2020-01-01"}
        self.post(f"/inventory/items/{item_id}/standard-prices", body)
        return item_id

    def at_store(self, key: str) -> Self:
        """The same days at another store of the house."""
        other = copy.copy(self)
        other.store = str(self.house.stores[key])
        return other

    def at_new_store(self, code: str, **more: str) -> Self:
        """The same days at a store where nothing has happened yet."""
        like = made(self.boss.get(f"/stores/{self.store}"), 200)
        body = {"code": code, "name": both(code), **{name: like[name] for name in ("timezone", "day_cutoff")}}
        body |= more
        other = copy.copy(self)
        other.store = str(self.post("/stores", body)["id"])
        return other

    @property
    def days(self) -> dict[str, str]:
        """The week's first and last business day, as the API asks for them."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    def at(self, day: date) -> datetime:
        """When a business day begins."""
        return datetime.combine(day, time(), UTC) + self.cutoff

    def post(self, path: str, body: Any = None, status: int = 201) -> Any:
        """Ask for something that is granted."""
        return made(self.boss.post(path, body), status)

    def semi(
        self,
        code: str,
        of: str,
        usable: str,
        by_products: Mapping[str, tuple[str, str]] | None = None,
        **more: Any,
    ) -> None:
        """One more semi-finished item, made of another. ``by_products``: by item the kilograms, and the share of the cost."""
        self.items[code] = self.unmade(code, **more)
        left = [
            {"item_id": self.items[item], "quantity": quantity, "unit": "kg", "cost_share": share}
            for item, (quantity, share) in (by_products or {}).items()
        ]
        self.recipe({"item_id": self.items[code]}, {of: ("1", usable)}, by_products=left)

    def unmade(self, code: str, **more: Any) -> str:
        """One more semi-finished item, without a recipe of its own."""
        item = {"code": code, "name": called(code), "stock_unit": "kg", "kind": "semi", **more}
        item_id: str = self.post("/inventory/items", item)["id"]
        return item_id

    def _kitchen(self) -> None:
        for code, price in RAW.items():
            self.items[code] = self.item(code, price)
        for code, (raw, usable) in SEMI.items():
            self.semi(code, raw, usable)
        for code, lines in DISHES.items():
            self.recipe({"product_id": self.products[code], "code": code, "name": called(code)}, lines)

    def recipe(self, head: dict[str, Any], lines: dict[str, tuple[str, str]], **more: Any) -> None:
        """A recipe that holds since long ago: by item the net kilograms, and their yield."""
        recipe = self.post("/inventory/recipes", head)["id"]
        told = [
            {"item_id": self.items[code], "quantity": net, "unit": "kg", "yield_rate": usable}
            for code, (net, usable) in lines.items()
        ]
        version = self.post(f"/inventory/recipes/{recipe}/versions", {"batch": "1", "lines": told, **more})[
            "id"
        ]
        begins = {"valid_from": (self.begins - timedelta(days=30)).isoformat()}
        self.post(f"/inventory/recipe-versions/{version}/publish", begins, 200)

    def document(self, kind: str, lines: list[dict[str, Any]], step: str = "post", **head: Any) -> str:
        """Write a document, and let it take effect; answers its id."""
        at = {"at": head.pop("at", self.lunch).isoformat()}
        made_id: str = self.post(self.path("documents"), {"kind": kind, "lines": lines, **at, **head})["id"]
        self.post(self.path(f"documents/{made_id}/{step}"), at if step == "ship" else None, 200)
        return made_id

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
        self.send()
        self.waste()

    def send(self) -> None:
        """Two kilograms of pork go to the other store, after all that was received."""
        away = str(self.house.stores["franchised"])
        later = self.lunch + timedelta(hours=1)
        self.document("transfer", [self.line("pork", "2", "41")], "ship", other_store_id=away, at=later)

    def waste(self) -> None:
        """Something is thrown away."""
        for code, quantity in WASTE:
            self.document("waste", [self.line(code, quantity)], cause="prep_error")

    def produce(self, potatoes: str, shreds: str) -> None:
        """Potatoes become shreds."""
        made_of = [self.line("potato", potatoes), self.line("potato-shreds", shreds) | {"is_output": True}]
        self.document("production", made_of)

    def count(
        self,
        at: datetime,
        found: dict[str, str],
        counted_at: datetime | Mapping[str, datetime] | None = None,
        without: Collection[str] = (),
    ) -> None:
        """A full count by two people, each of half the items, approved; items ``without`` are forgotten.

        ``counted_at``: when they stood before the shelf, all of them or by item.
        """
        moments = (
            counted_at if isinstance(counted_at, Mapping) else dict.fromkeys(self.items, counted_at or at)
        )
        sheet = {"kind": "full", "at": at.isoformat(), "item_ids": list(self.items.values())}
        count_id = self.post(self.path("counts"), sheet)["id"]
        codes = sorted(set(self.items) - set(without))
        for half in filter(None, (codes[::2], codes[1::2])):
            entries = [
                {
                    "id": str(new_id()),
                    "item_id": self.items[code],
                    "quantity": found.get(code, "0"),
                    "unit": "kg",
                    "counted_at": moments.get(code, at).isoformat(),
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
            "given_back": 0,
            "tips": 0,
            "payments": [],
            "member_id": None,
            "points_used": 0,
            "points_back": 0,
            "benefits": [],
        }
        self._tell(OrderPaid, self.lunch, lines=sold, **paid)

    def refund(self, amount: int) -> None:
        """Money is given back, in minor units without the tax in it."""
        order = {
            "order_id": new_id(),
            "channel": "dine_in",
            "business_date": (self.lunch - self.cutoff).date(),
        }
        back = {"refund_id": new_id(), "amount": amount, "reason": "cold", "lines": [{"net_untaxed": amount}]}
        rest = {"member_id": None, "benefits": [], "points": 0}
        self._record(RefundGiven(store_id=UUID(self.store), at=self.lunch, **order, **back, **rest))

    def one_more(self, at: datetime, dish: str = "yuxiang", quantity: int = 1) -> None:
        """A dish fired after the week was over."""
        self._tell(LinesFired, at, lines=[self._sold(dish, quantity)], again=False)

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
        self._record(kind(store_id=UUID(self.store), at=at, **order, **more, **payload))

    def _record(self, event: Any) -> None:
        with Unit(self.engine, self.house.tenant_id) as unit:
            row = {"id": new_id(), "type": event.type, "store_id": event.store_id, "at": event.at}
            unit.add(EventRow, [{**row, "payload": event.payload()}])
            unit.commit()

    def live(self, counted_at: datetime | Mapping[str, datetime] | None = None) -> None:
        """The worked week, counted on both ends; ``counted_at`` as in ``count``, of the last one."""
        self.count(self.begins, OPENING)
        self.receive()
        self.send_and_waste()
        self.sell()
        self.hear()
        self.count(self.ends, CLOSING, counted_at)

    def hear(self) -> None:
        """The consumer hears all that was told."""
        catch_up(self.engine, [USAGE], self.house.tenant_id)

    def plan(self) -> None:
        """Plan the mix of dishes that the waterfall begins at."""
        mix = [
            {"product_id": self.products[dish], "portions": part, "price": PRICES[dish]}
            for dish, part in (("yuxiang", "0.6"), ("tudousi", "0.4"))
        ]
        made(self.boss.put("/inventory/food-budget", {"day": self.first.isoformat(), "portions": mix}), 200)

    def publish(self) -> dict[str, Any]:
        """Publish the week as it stands."""
        found: dict[str, Any] = self.post(self.path("reports"), self.days)
        return found

    def report(self, **more: str) -> dict[str, Any]:
        """The week's report."""
        found: dict[str, Any] = made(self.boss.get(self.path("variance"), **self.days, **more), 200)
        return found
