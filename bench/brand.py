"""A brand to measure with: four stores with two tills and three kitchen stations each, and a menu of everyday size."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Engine

from accounts.services.staff import add_staff
from accounts.services.stores import add_store, get_store_settings
from accounts.services.tenants import FirstUser, create_brand
from accounts.services.terminals import make_enrolment_code
from accounts.values import RoleAt
from app.kitchen_sockets import LARGEST_SEQ
from core import clock
from core.ids import new_id
from core.uow import Unit
from kitchen.store.stations import hear_screen
from tests.support.kitchen import make_route, make_station
from tests.support.menu import make_category, make_price, make_product, make_tax_class, name
from tests.support.orders import Shop, make_choice, make_set

STORES = 4
TILLS = 2
PIN = "4071"
DISHES = 120


@dataclass(slots=True)
class Brand:
    """What a till has to know to begin, and what it orders."""

    slug: str
    tenant_id: UUID
    stores: list[UUID] = field(default_factory=list)
    codes: dict[UUID, str] = field(default_factory=dict)
    products: dict[str, UUID] = field(default_factory=dict)
    choices: dict[str, UUID] = field(default_factory=dict)
    stations: dict[UUID, list[UUID]] = field(default_factory=dict)


def moved(brand: Brand, one: UUID, other: UUID) -> dict[str, str]:
    """What stands for one store and its stations at another."""
    pairs = zip([one, *brand.stations[one]], [other, *brand.stations[other]], strict=True)
    return {str(a): str(b) for a, b in pairs}


def make_brand(engine: Engine, dishes: int = DISHES, *, has_kitchens: bool = True) -> Brand:
    """Make and commit one."""
    with Unit(engine) as unit:
        boss = FirstUser("Boss", "boss@example.com", "correct horse battery")
        slug = f"bench-{new_id().hex[-12:]}"
        made = create_brand(unit, slug, name("Bench"), "CNY", boss)
        brand = Brand(slug, made.tenant_id)
        for place in range(STORES):
            _add_store(unit, brand, made.roles["cashier"], place)
        categories = _add_menu(unit, brand, dishes)
        for store_id in brand.stores if has_kitchens else ():
            brand.stations[store_id] = _add_kitchen(unit, store_id, categories)
        unit.commit()
    return brand


def _add_store(unit: Unit, brand: Brand, cashier: UUID, place: int) -> None:
    store = add_store(
        unit, {"code": f"S{place}", "name": name(f"Store {place}"), "timezone": "Asia/Shanghai"}
    )
    unit.session.flush()
    brand.stores.append(store.id)
    values = {"name": f"Cashier {place}", "color": "#336699", "locale": "en"}
    add_staff(unit, values, [RoleAt(cashier, store.id)], PIN, None)
    brand.codes[store.id] = make_enrolment_code(unit, store.id, uses=100, minutes=24 * 60).code
    unit.session.flush()


def _add_kitchen(unit: Unit, store_id: UUID, categories: list[UUID]) -> list[UUID]:
    """An order of the benchmarks is cooked at all three, and a screen of each shows whatever comes: otherwise all tickets of a
    rush would be warned of and printed beside it."""
    stations = [make_station(unit, store_id, "Wok", is_default=True)]
    for place, text in enumerate(("Noodles", "Cold")):
        stations.append(make_station(unit, store_id, text))
        make_route(unit, store_id, stations[-1], category_id=categories[place])
    for station_id in stations:
        hear_screen(unit, store_id, station_id, new_id(), "Screen", LARGEST_SEQ, clock.now())
    return stations


def _add_menu(unit: Unit, brand: Brand, dishes: int) -> list[UUID]:
    shop = Shop(unit, get_store_settings(unit, brand.stores[0]))
    make_tax_class(unit, "6", is_default=True)
    categories = [make_category(unit, f"Category {n}", sort=n) for n in range(12)]
    for place in range(dishes):
        code = f"D{place:04}"
        shop.products[code] = make_product(
            unit, code, name={"zh": f"红烧牛肉面 {place}", "en": f"Braised beef noodles {place}"},
            category_id=categories[place % len(categories)], sort=place,
        )  # fmt: skip
        make_price(unit, shop.products[code], 1200 + place % 50 * 100)
    shop.products["SET"] = make_set(unit, shop, "SET", 5000, ["D0000", "D0001"])
    make_choice(unit, shop, "SET", 1, {"D0002": 0, "D0003": 300, "D0004": 0})
    brand.products, brand.choices = shop.products, shop.options
    return categories
