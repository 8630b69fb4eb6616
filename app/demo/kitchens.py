"""The kitchens of the chain: a store's stations, and which dishes go where."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.demo.menu.dishes import CATEGORIES
from core.actor import StoreSettings
from core.uow import Unit
from kitchen.rules.plan import as_uuid
from kitchen.services import settings
from kitchen.store.config import load_kitchen
from pos.services.categories import list_categories

# Long enough for a visitor who looks at the till first; a kitchen that works would take 15.
ACK_SECONDS = 120
MOST_CATEGORIES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A station: key, names, the categories whose dishes it makes."""

    key: str
    zh: str
    en: str
    categories: tuple[str, ...] = ()
    kind: str = "prep"


STATIONS = (
    Place("wok", "炒锅", "Wok", ("rice", "snack")),
    Place("noodle", "面档", "Noodles", ("soup", "dry", "season", "breakfast")),
    Place("cold", "凉菜", "Cold", ("cold",)),
    Place("drink", "饮品", "Drinks", ("drink",)),
    Place("packing", "打包", "Packing"),
    Place("expo", "传菜", "Pass", kind="expo"),
)
PACKED = ("takeaway", "delivery", "own_app")
# The egg on top is fried at the wok, whatever bowl it goes on. Rules for a modifier go before those for the category and
# the channel, so that bowl and box are named once more.
FRIED_EGG = "ADD4"
BOWLS = ("soup", "dry", "season")


def make_kitchen(unit: Unit, store: StoreSettings, products: dict[str, UUID]) -> bool:
    """Stations and routes of a store that has none; whether there was anything to do. ``products``: by code."""
    if load_kitchen(unit, store.id, store.timezone).stations:
        return False
    made: dict[str, UUID] = {}
    for sort, place in enumerate(STATIONS):
        fields = {"name": {"zh": place.zh, "en": place.en}, "kind": place.kind, "sort": sort * 10}
        station = settings.create_station(unit, store.id, {**fields, "ack_seconds": ACK_SECONDS})
        made[place.key] = as_uuid(station["id"])
    for route in _routes(unit, made, products.get(FRIED_EGG)):
        settings.create_route(unit, store.id, route)
    return True


def _routes(unit: Unit, stations: dict[str, UUID], egg: UUID | None) -> list[dict[str, Any]]:
    names = {en: key for key, (_, en, _) in CATEGORIES.items()}
    known = {
        names[row.name["en"]]: row.id
        for row in list_categories(unit, None, MOST_CATEGORIES).items
        if row.name["en"] in names
    }
    packing = [{"station_id": stations["packing"], "channel": channel} for channel in PACKED]
    routes: list[dict[str, Any]] = [
        {"station_id": stations[place.key], "category_id": known[key]}
        for place in STATIONS
        for key in place.categories
        if key in known
    ]
    routes += packing
    if egg is not None:
        routes.append({"station_id": stations["wok"], "option_id": egg})
        bowls = [known[key] for key in BOWLS if key in known]
        routes += [
            {"station_id": stations["noodle"], "option_id": egg, "category_id": bowl} for bowl in bowls
        ]
        routes += [{**route, "option_id": egg} for route in packing]
    return routes
