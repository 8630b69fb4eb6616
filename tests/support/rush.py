"""A rush of the Pizza Place in a brand of the test's own, and what the year's own files say it must come to."""

import json
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

from click.testing import Result

from app.cli.kitchen import rush
from app.factory import App
from app.rush.place import Place, make_place
from app.rush.wire import Wire
from tests.support.accounts import House
from tests.support.past_sales import YEAR, rows_of


@dataclass
class RushHour:
    """Somebody who may look into the store's kitchen, and begins rushes there."""

    app: App
    house: House
    url: str
    place: Place
    token: str

    def run(self, orders: int, **options: Any) -> dict[str, Any]:
        """``flask kitchen rush`` with so many orders of the busiest day; answers the figures that it ends with."""
        done = self.try_to_run(orders=orders, url=self.url, **options)
        assert done.exit_code == 0, (done.stderr, done.exception)
        (line,) = done.stdout.splitlines()
        found: dict[str, Any] = json.loads(line)
        return found

    def try_to_run(self, **options: Any) -> Result:
        """The same, however it ends."""
        given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        return self.app.test_cli_runner().invoke(rush, ["--brand", self.house.slug, *given])

    def get(self, path: str) -> Any:
        """GET under the store's kitchen."""
        with Wire(self.url, self.token) as wire:
            return wire.get(f"/stores/{self.place.store_id}/kitchen{path}")


def make_rush_hour(app: App, house: House, url: str) -> RushHour:
    """The Pizza Place as a store of the house's brand, and a token for its kitchen."""
    place = make_place(app.engine, YEAR, house.slug, YEAR.name)
    who = {"terminal_token": place.terminal_token, "staff_id": place.staff_id, "pin": place.pin}
    with Wire(url) as wire:
        token = wire.post("/sign-in/pin", who)["access_token"]
    return RushHour(app, house, url, place, token)


def busiest_units(orders: int) -> int:
    """Pizzas in the first so many orders of the year's busiest day, counted straight from the files."""
    listed = rows_of(YEAR / "orders.csv")
    ((day, _),) = Counter(row["date"] for row in listed).most_common(1)
    wanted = {row["order_id"] for row in islice((row for row in listed if row["date"] == day), orders)}
    lines = rows_of(YEAR / "order_details.csv")
    return sum(int(row["quantity"]) for row in lines if row["order_id"] in wanted)
