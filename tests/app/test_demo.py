"""The demonstration: whole, believable, the same again, and a first order paid in a few taps."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from accounts.services.tenants import command_line, enter_brand
from app.demo.brand import ACTING
from app.demo.days import House, arrivals_of
from app.demo.filling import Filled, _shops, fill
from app.demo.guests import Menu
from app.demo.kitchens import STATIONS
from app.demo.menu.dishes import DISHES, SEASONS
from app.demo.menu.making import season_of
from app.demo.menu.sets import SETS
from app.demo.places import COOKS, PEOPLE, PINS, PLACES
from app.demo.selling import Shop
from app.demo.showing import show
from app.demo.today import RAN_OUT
from app.factory import App
from app.worker import drain_brand
from core import clock
from core.ids import new_id
from core.pins import is_weak
from core.uow import Unit
from kitchen.services import pickup, screens, stations, times
from kitchen.services.alarms import list_alarms
from kitchen.services.fallback import raise_due
from membership.services import campaign_results, campaigns, clearing
from pos.services import products, sales
from pos.services.floor import get_floor
from pos.services.orders import run_commands
from pos.values import commands as c
from pos.values.catalog import Product
from pos.values.specs import ModifierChoice
from tests.support.accounts import Caller

FRIDAY = datetime(2026, 11, 20, 5, 40, tzinfo=UTC)  # 13:40 in China, after lunch
DAYS = 2
SHARE = 0.2


@dataclass
class Demo:
    """A filled brand of this module's own."""

    engine: Engine
    slug: str
    filled: Filled

    def refill(self, at: datetime = FRIDAY) -> Filled:
        """Fill again."""
        with clock.frozen(at):
            return fill(self.engine, DAYS, self.slug, share=SHARE)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """A transaction in which everything is allowed."""
        with Unit(self.engine) as unit:
            assert enter_brand(unit, self.slug, "Test")
            yield unit

    def shops(self) -> dict[str, Shop]:
        """The stores by code."""
        return {shop.settings.code: shop for shop in _shops(self.engine, self.slug, SHARE)[1]}

    def rows(self, query: str) -> list[Any]:
        """What SQL answers in this brand."""
        with self.unit() as unit:
            return list(unit.session.execute(text(query)))


def make_demo(engine: Engine) -> Demo:
    """A filled brand, with few guests and a short past."""
    slug = f"d{new_id().hex[-20:]}"
    with clock.frozen(FRIDAY):
        filled = fill(engine, DAYS, slug, share=SHARE)
    drain_brand(engine, filled.tenant_id)
    return Demo(engine, slug, filled)


@pytest.fixture(scope="module")
def demo(app: App, engine: Engine) -> Demo:
    """A brand for all tests here that only look at it."""
    return make_demo(engine)


@pytest.fixture
def own_demo(alone: None, app: App, engine: Engine) -> Demo:
    """A brand for one test, which goes on with it; a server beside would, by its own clock, too."""
    return make_demo(engine)


def test_the_chain_is_as_large_as_promised(demo: Demo) -> None:
    shops = demo.shops()
    assert len(shops) == 3
    assert demo.rows("SELECT count(*) FROM accounts_store WHERE is_franchised")[0][0] == 1
    catalog = shops["SH01"].catalog
    sold = [p for p in catalog.products.values() if not p.is_option]
    assert len([p for p in sold if p.kind == "set_meal"]) == len(SETS) == 6
    assert len(sold) == len(DISHES) + 6 >= 66
    assert all(p.name["zh"] and p.name["en"] and p.category_id for p in sold)
    assert all(len(set(shop.catalog.products)) == len(catalog.products) for shop in shops.values())


def test_pins_are_good_enough_and_one_for_each_role() -> None:
    assert not any(is_weak(pin) for pin in PINS.values())
    assert {member.role for member in PEOPLE} == set(PINS)
    assert {member.store for member in PEOPLE} == {None, *(place.code for place in PLACES)}


def test_every_dish_and_set_can_be_ordered_with_its_defaults(demo: Demo) -> None:
    shop = demo.shops()["SH01"]
    lunch = datetime(2026, 11, 19, 3, 40, tzinfo=UTC)
    breakfast = lunch - timedelta(hours=4)
    out = {code for store, code, _, _ in RAN_OUT if store == "SH01"}
    with demo.unit() as unit, clock.frozen(FRIDAY):
        for product in shop.catalog.products.values():
            dish = next((d for d in DISHES if d.code == product.code), None)
            out_of_season = dish is not None and dish.season not in (None, "autumn")
            if product.is_option or out_of_season or product.code in out:
                continue
            at = breakfast if dish and dish.hours else lunch
            unit.actor = shop.people[0]
            variant_id = product.variants[0].id if product.variants else None
            line = c.AddLine(line_id=new_id(), product_id=product.id, variant_id=variant_id, at=at)
            order = run_commands(
                unit, shop.settings.id, new_id(), [c.OpenOrder(channel="takeaway", at=at), line]
            )
            assert order["totals"]["total"] > 0, product.code


def test_a_set_as_it_comes_costs_nothing_extra() -> None:
    for choice in (choice for set_meal in SETS for choice in set_meal.choices):
        assert not any(list(choice.parts.values())[: choice.pick]), choice.en


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 4, 1), date(2028, 2, 29), date(2026, 12, 31)])
def test_at_every_time_of_the_year_something_is_in_season(day: date) -> None:
    running = [name for name in SEASONS if season_of(name, day)[0] <= day <= season_of(name, day)[1]]
    assert len(running) == 1 or day == date(2028, 2, 29)
    assert all(season_of(name, day)[1] >= day for name in SEASONS)


def test_the_past_has_sales_at_every_store_and_channel_and_the_figures_agree(demo: Demo) -> None:
    assert demo.filled.orders > 20
    for shop in demo.shops().values():
        with demo.unit() as unit, clock.frozen(FRIDAY):
            found = sales.store_sales(unit, shop.settings.id, date(2026, 11, 19), date(2026, 11, 20))
        assert found["totals"]["orders"] > 3
    query = "SELECT sum(amount) FROM pos_payment UNION ALL SELECT sum(total - refunds) FROM pos_sales_day"
    taken, figures = (row[0] for row in demo.rows(query))
    part_paid = demo.rows(
        "SELECT coalesce(sum(p.amount), 0) FROM pos_payment p JOIN pos_order o ON o.id = p.order_id"
        " WHERE o.state = 'open'"
    )[0][0]
    assert figures == taken - part_paid > 0


def test_order_numbers_have_no_gaps(demo: Demo) -> None:
    by_day: dict[Any, list[int]] = {}
    for store_id, day, number in demo.rows("SELECT store_id, business_date, number FROM pos_order"):
        by_day.setdefault((store_id, day), []).append(number)
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in by_day.values())


def test_the_floor_looks_alive(demo: Demo) -> None:
    shop = demo.shops()["SH01"]
    with demo.unit() as unit:
        unit.actor = shop.people[0]
        tables = get_floor(unit, shop.settings.id)["tables"]
    orders = [order for table in tables for order in table["orders"]]
    assert 0.3 * len(tables) < len(orders) < len(tables)
    assert any(order["unfired"] for order in orders)
    assert any(order["paid"] for order in orders)
    assert any(not order["total"] for order in orders)


def open_tickets(unit: Unit, shop: Shop) -> list[dict[str, Any]]:
    unit.actor = shop.people[0]
    expo = next(s for s in stations.list_stations(unit, shop.settings.id) if s["kind"] == "expo")
    tickets: list[dict[str, Any]] = screens.board(unit, shop.settings.id, expo["id"])["tickets"]
    return tickets


def test_each_kitchen_has_its_stations_a_few_live_tickets_and_a_week_of_times(demo: Demo) -> None:
    for shop in demo.shops().values():
        with demo.unit() as unit, clock.frozen(FRIDAY):
            tickets = open_tickets(unit, shop)
            found = times.ticket_times(unit, shop.settings.id, date(2026, 11, 19), date(2026, 11, 20))
            board = pickup.pickup_board(unit, shop.settings.id)
            known = stations.list_stations(unit, shop.settings.id)
        assert [s["name"]["zh"] for s in known] == [place.zh for place in STATIONS]
        assert 1 <= len(tickets) <= 12
        assert all(FRIDAY - t["fired_at"] < timedelta(minutes=25) for t in tickets)
        states = {item["state"] for ticket in tickets for item in ticket["items"]}
        assert states <= {"new", "started", "ready", "served"}
        assert all(item["change"] is None for ticket in tickets for item in ticket["items"])
        assert 1 <= len(board["orders"]) <= 6
        by_station = {row["name"]["en"] for row in found["stations"]}
        assert {"Wok", "Noodles", "Packing"} <= by_station
        assert 60 < found["all"]["whole"]["median"] < 900


def test_a_boxed_bowl_with_a_fried_egg_goes_to_three_stations(demo: Demo) -> None:
    shop = demo.shops()["HZ01"]
    by_code = shop.catalog.by_code
    soup = shop.catalog.products[by_code["N05"]]
    egg = ModifierChoice(by_code["ADD4"])
    order_id = new_id()
    line = c.AddLine(
        line_id=new_id(),
        product_id=soup.id,
        variant_id=soup.variants[0].id,
        modifiers=(egg, *_needed(shop, soup)),
    )
    with demo.unit() as unit, clock.frozen(FRIDAY):
        unit.actor = shop.people[0]
        run_commands(unit, shop.settings.id, order_id, [c.OpenOrder(channel="takeaway"), line, c.Fire()])
        unit.settle()
        places = {s["id"]: s["name"]["en"] for s in stations.list_stations(unit, shop.settings.id)}
        tickets = [t for t in open_tickets(unit, shop) if t["order_id"] == order_id]
    assert sorted(places[t["station_id"]] for t in tickets) == ["Noodles", "Packing", "Wok"]


def _needed(shop: Shop, product: Product) -> list[ModifierChoice]:
    """The defaults of the groups that must be chosen from."""
    groups = [shop.catalog.groups[link.group_id] for link in product.group_links]
    return [
        ModifierChoice(option.product_id)
        for group in groups
        if group.min
        for option in group.options
        if option.is_default
    ]


def test_no_alarm_rings_over_what_was_filled_in(own_demo: Demo) -> None:
    for shop in own_demo.shops().values():
        with own_demo.unit() as unit, clock.frozen(FRIDAY + timedelta(minutes=10)):
            unit.actor = shop.people[0]
            raise_due(unit)
            unit.settle()
            assert list_alarms(unit, shop.settings.id) == []


def test_filling_later_leaves_no_old_ticket_on_the_rail(own_demo: Demo) -> None:
    later = FRIDAY + timedelta(hours=5)
    own_demo.refill(later)
    for shop in own_demo.shops().values():
        with own_demo.unit() as unit, clock.frozen(later):
            tickets = open_tickets(unit, shop)
        assert all(later - t["fired_at"] < timedelta(minutes=25) for t in tickets)


def test_cooks_sell_nothing(demo: Demo) -> None:
    for shop in demo.shops().values():
        assert not {person.staff_name for person in shop.people} & COOKS


def test_filling_again_adds_nothing_twice_and_leaves_a_visitors_order_alone(own_demo: Demo) -> None:
    before = Counter(state for (state,) in own_demo.rows("SELECT state FROM pos_order"))
    shop = own_demo.shops()["HZ01"]
    visitors = new_id()
    with own_demo.unit() as unit, clock.frozen(FRIDAY):
        unit.actor = shop.people[0]
        run_commands(unit, shop.settings.id, visitors, [c.OpenOrder(channel="takeaway")])
        unit.session.execute(
            text("UPDATE pos_order SET terminal_id = gen_random_uuid() WHERE id = :id"), {"id": visitors}
        )
        unit.commit()
    again = own_demo.refill()
    assert (again.made_brand, again.orders, again.open_orders) == (False, 0, own_demo.filled.open_orders)
    after = Counter(state for (state,) in own_demo.rows("SELECT state FROM pos_order"))
    assert after["open"] == before["open"] + 1
    assert after["paid"] + after["cancelled"] == before["paid"] + before["cancelled"] + before["open"]
    assert own_demo.rows(f"SELECT state FROM pos_order WHERE id = '{visitors}'")[0][0] == "open"


def test_an_hour_later_only_that_hour_is_new(own_demo: Demo) -> None:
    own_demo.refill()
    count = own_demo.rows("SELECT count(*) FROM pos_order WHERE opened_at < '2026-11-20 04:00Z'")[0][0]
    later = own_demo.refill(FRIDAY + timedelta(hours=6))
    assert later.orders > 0
    again = own_demo.rows("SELECT count(*) FROM pos_order WHERE opened_at < '2026-11-20 04:00Z'")[0][0]
    assert again == count


def test_a_dish_that_a_visitor_took_off_the_menu_stops_no_others(own_demo: Demo) -> None:
    with own_demo.unit() as unit:
        (drink,) = products.list_products(unit, q="T10").items
        products.change_product(unit, drink["id"], {"kind": "open_price"}, drink["version"])
        unit.commit()
    later = own_demo.refill(FRIDAY + timedelta(hours=8))
    assert later.orders > 0
    test_order_numbers_have_no_gaps(own_demo)


def test_the_same_day_is_always_the_same(demo: Demo) -> None:
    shop = demo.shops()["CD01"]
    day = date(2026, 11, 19)

    def made() -> list[Any]:
        house = House(shop.settings, Menu(shop.catalog, shop.settings), shop.tables)
        return [house.visit(arrival) for arrival in arrivals_of(day, shop.settings, 20)]

    assert made() == made()
    assert [v.order_id for v in made()] == [a.order_id for a in arrivals_of(day, shop.settings, 20)]


def test_lunch_and_dinner_are_busy_and_weekends_busier(demo: Demo) -> None:
    settings = demo.shops()["SH01"].settings
    hours = Counter(
        (arrival.at + timedelta(hours=8)).hour
        for back in range(28)
        for arrival in arrivals_of(date(2026, 11, 1) - timedelta(days=back), settings, 50)
    )
    assert min(hours[12], hours[18]) > 2 * max(hours[10], hours[15])
    count = [len(arrivals_of(date(2026, 11, day), settings, 50)) for day in (17, 21)]
    assert count[1] > count[0]


def test_a_first_order_is_paid_in_a_few_steps(
    own_demo: Demo, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    show(own_demo.engine, "http://127.0.0.1:8000", own_demo.slug)
    shown = capsys.readouterr().out
    brand, code = re.findall(r"/till/\?brand=([\w-]+)&code=([\w-]+)", shown)[0]
    till = Caller(app.test_client())
    enrolled = till.post("/terminals/enrol", {"brand": brand, "code": code}).json
    token, store = enrolled["terminal_token"], enrolled["store"]["id"]
    pad = till.post("/sign-in/staff", {"terminal_token": token}).json["staff"]
    cashier = next(person for person in pad if person["name"].startswith("林悦"))
    pin = {"terminal_token": token, "staff_id": cashier["id"], "pin": PINS["cashier"]}
    till.token = till.post("/sign-in/pin", pin).json["access_token"]
    menu = till.get(f"/stores/{store}/menu").json
    dish = next(p for p in menu["products"] if p["code"] == "N01")
    floor = till.get(f"/stores/{store}/floor").json
    table = random.choice([t for t in floor["tables"] if not t["orders"]])
    order_id = str(new_id())
    line = {
        "type": "add_line",
        "line_id": str(new_id()),
        "product_id": dish["id"],
        "variant_id": dish["variants"][0]["id"],
        "quantity": "1",
    }
    opened = {"type": "open_order", "channel": "dine_in", "table_id": table["id"], "covers": 1}
    pay = {"type": "pay", "payment_id": str(new_id()), "tender": "cash", "amount": 3200, "tendered": 5000}
    body = {"commands": [opened, line, {"type": "fire"}, pay]}
    answer = till.post(f"/stores/{store}/orders/{order_id}/commands", body)
    assert answer.status_code == 200, answer.text
    assert answer.json["order"]["state"] == "paid"
    assert own_demo.slug in shown
    assert f"/kitchen/?brand={own_demo.slug}&code={code}" in shown
    assert "/kitchen/pickup" in shown
    assert all(pin in shown for pin in PINS.values())


def test_members_used_coupons_and_stored_value_and_whole_months_are_cleared(demo: Demo, app: App) -> None:
    drain_brand(demo.engine, demo.filled.tenant_id)
    with clock.frozen(FRIDAY), Unit(demo.engine, demo.filled.tenant_id) as unit:
        unit.actor = command_line(unit.tenant_id, ACTING)
        (campaign,) = campaigns.list_campaigns(unit, 10)["items"]
        found = campaign_results.show_results(unit, campaign["id"])
        assert campaign["state"] == "done"
        assert 0 < found["redeemed"] < found["issued"]
        assert found["with_cost"] == found["redeemed"]
        assert found["margin"] > 0
        months = clearing.list_clearings(unit, 12)
        assert [month["first"].month for month in months["items"]] == [10, 9]
        statements = clearing.get_clearing(unit, months["items"][0]["id"])["statements"]
        assert {kind["kind"] for one in statements for kind in one["kinds"]} == {
            "recharge",
            "refund",
            "spend",
        }
