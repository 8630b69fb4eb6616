"""Writes the menu through the same services as head office."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.demo.menu.choices import GROUPS
from app.demo.menu.dishes import CATEGORIES, DISHES, SEASONS, Dish
from app.demo.menu.sets import SETS, SUGGESTIONS, Choice, SetMeal
from core.uow import Unit
from pos.services import categories, menu_batches, modifiers, suggestions, taxes

YUAN = 100
WEEKDAYS = 0b0011111
LUNCH = (10 * 60 + 30, 14 * 60)
MORNING = (6 * 60, 10 * 60 + 30)
TAXES = {"service": ("餐饮服务", "Catering", "6"), "goods": ("预包装饮料", "Packaged drinks", "13")}
MORNING_PRICES = {"N08/S": 9, "N08/L": 12, "T01": 4}
SOUTHWEST_PRICES = {"D02/S": 15, "D02/L": 18, "D03/S": 15, "D03/L": 18, "N11/S": 25, "N11/L": 29}
# A box for a takeaway bowl; on delivery the platform's part is in the price.
BOXED = ("soup", "dry", "rice", "season")
BOX = 1
DELIVERY_PERCENT = 115


class MenuMaker:
    """Makes the menu piece by piece, and remembers what it made."""

    def __init__(self, unit: Unit, today: date, regions: dict[str, UUID]) -> None:
        self._unit, self._today, self._regions = unit, today, regions
        self._categories: dict[str, UUID] = {}
        self._taxes: dict[str, UUID] = {}
        self._groups: dict[str, UUID] = {}
        self._products: dict[str, UUID] = {}
        self._variants: dict[str, UUID] = {}
        self._prices: list[dict[str, Any]] = []

    def make(self) -> None:
        """All of it."""
        for key, (zh, en, rate) in TAXES.items():
            fields = {"name": _name(zh, en), "rate": Decimal(rate), "is_default": key == "service"}
            self._taxes[key] = taxes.create_tax_class(self._unit, fields)["id"]
        for place, (key, (zh, en, color)) in enumerate(CATEGORIES.items()):
            fields = {"name": _name(zh, en), "color": color, "sort": place}
            self._categories[key] = categories.create_category(self._unit, fields).id
        self._make_groups()
        self._make_dishes()
        self._make_sets()
        self._make_special_prices()
        menu_batches.create_prices(self._unit, self._prices)
        for place, (trigger, offer, zh, en) in enumerate(SUGGESTIONS):
            fields = {
                "trigger_product_id": self._products[trigger] if trigger else None,
                "offer_product_id": self._products[offer],
                "text": _name(zh, en),
                "sort": place,
            }
            suggestions.create_suggestion(self._unit, fields)

    def _make_groups(self) -> None:
        options = [option for group in GROUPS.values() for option in group.options]
        self._make_products([{"code": o.code, "name": _name(o.zh, o.en), "is_option": True} for o in options])
        for option in options:
            if option.price:
                self._price(option.code, option.price)
        for place, (key, group) in enumerate(GROUPS.items()):
            fields = {
                "name": _name(group.zh, group.en),
                "min": group.least,
                "max": group.most,
                "sort": place,
                "options": [
                    {"product_id": self._products[o.code], "max": o.most, "is_default": o.is_default}
                    for o in group.options
                ],
            }
            self._groups[key] = modifiers.create_group(self._unit, fields)["id"]

    def _make_dishes(self) -> None:
        self._make_products([self._dish(dish, place) for place, dish in enumerate(DISHES)])
        for dish in DISHES:
            if not dish.sizes:
                self._dish_prices(dish, dish.code, dish.price)
            for size, _, _, price in dish.sizes:
                self._dish_prices(dish, f"{dish.code}/{size}", price)

    def _make_sets(self) -> None:
        self._make_products([self._set(set_meal, place) for place, set_meal in enumerate(SETS)])
        for set_meal in SETS:
            self._price(set_meal.code, set_meal.price)

    def _make_products(self, many: list[dict[str, Any]]) -> None:
        for view in menu_batches.create_products(self._unit, many):
            code = view["code"]
            self._products[code] = view["id"]
            for variant in view["variants"]:
                self._variants[f"{code}/{variant['code'].removeprefix(code)}"] = variant["id"]

    def _dish(self, dish: Dish, place: int) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "code": dish.code,
            "name": _name(dish.zh, dish.en),
            "kind": dish.kind,
            "category_id": self._categories[dish.category],
            "tax_class_id": self._taxes[dish.tax],
            "tags": list(dish.tags),
            "allergens": list(dish.allergens),
            "prep_seconds": dish.minutes * 60,
            "sort": place,
            "variants": [
                {"code": f"{dish.code}{code}", "name": _name(zh, en)} for code, zh, en, _ in dish.sizes
            ],
            "group_links": [{"group_id": self._groups[key]} for key in dish.groups],
            "availability_rules": self._rules(dish),
        }
        if dish.season:
            first, last = season_of(dish.season, self._today)
            fields |= {"is_seasonal": True, "seasonal_from": first, "seasonal_to": last}
        return fields

    def _rules(self, dish: Dish) -> list[dict[str, Any]]:
        if dish.hours is not None:
            return [_only(start_minute=dish.hours[0], end_minute=dish.hours[1])]
        if dish.season is not None:
            first, last = season_of(dish.season, self._today)
            return [_only(valid_from=first, valid_to=last)]
        return []

    def _dish_prices(self, dish: Dish, part: str, price: int) -> None:
        self._price(part, price)
        if dish.category in BOXED and dish.code != "R08":
            self._price(part, price + BOX, channel="takeaway")
            self._price(part, price * DELIVERY_PERCENT // 100, channel="delivery")

    def _set(self, set_meal: SetMeal, place: int) -> dict[str, Any]:
        lunch = {"start_minute": LUNCH[0], "end_minute": LUNCH[1], "weekdays": WEEKDAYS}
        return {
            "code": set_meal.code,
            "name": _name(set_meal.zh, set_meal.en),
            "kind": "set_meal",
            "category_id": self._categories["set"],
            "sort": place,
            "set_fixed": [{**self._part(part), "quantity": 1} for part in set_meal.fixed],
            "set_groups": [self._choice(choice) for choice in set_meal.choices],
            "availability_rules": [_only(**lunch)] if set_meal.weekday_lunch else [],
        }

    def _choice(self, choice: Choice) -> dict[str, Any]:
        options = [
            {
                **self._part(part),
                "upcharge": upcharge * YUAN,
                "is_default": place < choice.pick,
                "max": choice.pick if choice.repeat else 1,
            }
            for place, (part, upcharge) in enumerate(choice.parts.items())
        ]
        head = {"name": _name(choice.zh, choice.en), "pick": choice.pick, "repeat": choice.repeat, "free": 0}
        return {**head, "options": options}

    def _part(self, part: str) -> dict[str, UUID | None]:
        code, _, size = part.partition("/")
        return {"product_id": self._products[code], "variant_id": self._variants[part] if size else None}

    def _make_special_prices(self) -> None:
        """What is cheaper in the morning, and at home."""
        morning = {"start_minute": MORNING[0], "end_minute": MORNING[1]}
        for part, price in MORNING_PRICES.items():
            self._price(part, price, **morning)
        for part, price in SOUTHWEST_PRICES.items():
            self._price(part, price, region_id=self._regions["southwest"])

    def _price(self, part: str, price: int, **where: Any) -> None:
        self._prices.append({**self._part(part), "amount": price * YUAN, **where})


def make_menu(unit: Unit, today: date, regions: dict[str, UUID]) -> None:
    """The whole menu; ``regions`` by key, for prices of their own."""
    MenuMaker(unit, today, regions).make()


def season_of(season: str, today: date) -> tuple[date, date]:
    """The season's first and last day: this one's when it runs, else the next one's."""
    first, last = SEASONS[season]
    for year in (today.year - 1, today.year, today.year + 1):
        begins = date(year, *first)
        ends = date(year + (last < first), *last)
        if ends >= today:
            return begins, ends
    return today, today + timedelta(days=90)


def _name(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _only(**when: Any) -> dict[str, Any]:
    fields = ("store_id", "channel", "weekdays", "start_minute", "end_minute", "valid_from", "valid_to")
    return {"effect": "only", **dict.fromkeys(fields), **when}
