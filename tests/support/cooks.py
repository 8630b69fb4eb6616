"""The noodle shop's kitchen for tests of its screens: stations, times, a cook, and a waiter who orders over HTTP."""

import json
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from accounts.permissions import ALL
from accounts.services.staff import add_staff
from accounts.values import RoleAt
from core.ids import new_id
from core.uow import Unit
from pos.models.menu import ProductRow
from pos.store.menu_version import bump_menu
from tests.support.accounts import PINS
from tests.support.kitchen import make_route, make_station
from tests.support.menu import sign_in
from tests.support.till import NoodleShop, both, make_noodle_shop

COOK_PIN = "3806"
# Station, its names, the dishes that it makes; the first one catches the rest.
STATIONS = {
    "noodle": (both("面档", "Noodles"), ("N01", "N02", "N03")),
    "cold": (both("凉菜", "Cold"), ("C01", "C02")),
    "drinks": (both("水吧", "Drinks"), ("D01", "D02")),
}
PREP_SECONDS = {"N01": 480, "N02": 420, "N03": 360, "C01": 120, "C02": 180, "D01": 60, "D02": 60}
ALLERGENS = {
    "N01": ["gluten"],
    "N02": ["gluten", "peanuts"],
    "N03": ["gluten"],
    "C02": ["sesame"],
    "D01": ["soy"],
}


@dataclass
class NoodleKitchen:
    """A noodle shop with stations by key, and a cook."""

    shop: NoodleShop
    stations: dict[str, UUID] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The link that makes a browser a screen of the kitchen."""
        return f"/kitchen/?brand={self.shop.house.slug}&code={self.shop.enrolment_code}"

    @property
    def store_id(self) -> UUID:
        """The shop's store."""
        return self.shop.house.stores["own"]


def make_noodle_kitchen(engine: Engine) -> NoodleKitchen:
    """Make and commit a noodle shop with a kitchen: three stations, times and allergens of dishes, and the cook Lao Wu."""
    kitchen = NoodleKitchen(make_noodle_shop(engine))
    house, products = kitchen.shop.house, kitchen.shop.products
    with Unit(engine, house.tenant_id) as unit:
        sign_in(unit, *ALL)  # nobody gives a cook more than they have
        for code, seconds in PREP_SECONDS.items():
            more = {"prep_seconds": seconds, "allergens": ALLERGENS.get(code, [])}
            unit.change(ProductRow, {"id": products[code]}, more)
        bump_menu(unit)
        for sort, (key, (text, codes)) in enumerate(STATIONS.items()):
            made = make_station(unit, kitchen.store_id, key, name=text, sort=sort, is_default=sort == 0)
            kitchen.stations[key] = made
            for code in codes:
                make_route(unit, kitchen.store_id, made, product_id=products[code])
        role = RoleAt(house.roles["cook"], kitchen.store_id)
        cook = {"name": "老吴", "color": "#b5532d", "locale": "zh-CN"}
        house.people["cook"] = add_staff(unit, cook, [role], COOK_PIN).id
        unit.commit()
    return kitchen


class Waiter:
    """Somebody at the till who orders, changes and pays over HTTP, and may act as a cook too."""

    def __init__(self, kitchen: NoodleKitchen, url: str, who: str = "manager") -> None:
        self.kitchen, self._url, self._token = kitchen, url, ""
        house = kitchen.shop.house
        body = {
            "terminal_token": house.terminal_tokens["own"],
            "staff_id": str(house.people[who]),
            "pin": PINS[who],
        }
        self._token = self._call("POST", "/sign-in/pin", body)["access_token"]

    def order(
        self, *dishes: str | dict[str, Any], channel: str = "takeaway", **opened: Any
    ) -> dict[str, Any]:
        """A fired order of dishes by code (or as {"code": …, more of add_line}); answers the order."""
        lines = [self.line(dish) for dish in dishes]
        commands = [{"type": "open_order", "channel": channel, **opened}, *lines, {"type": "fire"}]
        return self.command(new_id(), *commands)

    def line(self, dish: str | dict[str, Any]) -> dict[str, Any]:
        """The command that orders a dish."""
        given = {"code": dish} if isinstance(dish, str) else dict(dish)
        product_id = str(self.kitchen.shop.products[given.pop("code")])
        return {
            "type": "add_line",
            "line_id": str(new_id()),
            "product_id": product_id,
            "quantity": "1",
            **given,
        }

    def option(self, name: str, quantity: int = 1) -> dict[str, Any]:
        """A modifier by its English name."""
        return {"option_id": str(self.kitchen.shop.products[name]), "quantity": quantity}

    def command(self, order_id: Any, *commands: dict[str, Any]) -> dict[str, Any]:
        """Send commands to an order; answers the order."""
        found: dict[str, Any] = self.post(f"/orders/{order_id}/commands", {"commands": list(commands)})[
            "order"
        ]
        return found

    def post(self, path: str, body: Any) -> Any:
        """POST under the store."""
        return self._call("POST", f"/stores/{self.kitchen.store_id}{path}", body)

    def patch(self, path: str, body: Any) -> Any:
        """PATCH under the store."""
        return self._call("PATCH", f"/stores/{self.kitchen.store_id}{path}", body)

    def get(self, path: str) -> Any:
        """GET under the store."""
        return self._call("GET", f"/stores/{self.kitchen.store_id}{path}")

    def board(self, station: str) -> dict[str, Any]:
        """What a station's screen should show."""
        found: dict[str, Any] = self.get(f"/kitchen/stations/{self.kitchen.stations[station]}/board")
        return found

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(new_id())}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            f"{self._url}/api/v1{path}", data=data, headers=headers, method=method
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)
