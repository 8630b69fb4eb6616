"""A noodle shop for the tests of the till: a floor, a small menu in both languages, and people with PINs."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from accounts.models import Staff
from accounts.services.terminals import make_enrolment_code
from core.ids import new_id
from core.search import search_text
from core.uow import Unit
from pos.models.floor import AreaRow, TableRow
from pos.models.menu import SuggestionRow
from pos.models.modifiers import GroupLinkRow, ModifierGroupRow, ModifierOptionRow
from pos.models.set_meals import SetFixedRow, SetGroupRow, SetOptionRow
from tests.support.accounts import PINS, House, make_house
from tests.support.menu import (
    add_row,
    make_category,
    make_price,
    make_product,
    make_tax_class,
    make_variant,
    sign_in,
)

CODES = 40


@dataclass
class NoodleShop:
    """What a test of the till needs to know of it."""

    house: House
    enrolment_code: str
    products: dict[str, UUID] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The link that makes a browser a terminal of the shop."""
        return f"/till/?brand={self.house.slug}&code={self.enrolment_code}"

    @staticmethod
    def pin(who: str) -> str:
        """Somebody's PIN."""
        return PINS[who]


def make_noodle_shop(engine: Engine, dishes: int = 0) -> NoodleShop:
    """Make and commit one: the cashier and the manager speak Chinese, the waiter English. ``dishes`` adds so many plain ones more."""
    house = make_house(engine)
    with Unit(engine, house.tenant_id) as unit:
        sign_in(unit, "terminal.enrol", "store.view")
        code = make_enrolment_code(unit, house.stores["own"], uses=CODES).code
        shop = NoodleShop(house, code)
        for who in ("cashier", "manager"):
            unit.session.get_one(Staff, (house.tenant_id, house.people[who])).locale = "zh-CN"
        _floor(unit, house.stores["own"])
        _menu(unit, shop, dishes)
        unit.commit()
    return shop


def _floor(unit: Unit, store_id: UUID) -> None:
    area = {"store_id": store_id, "name": both("大厅", "Hall"), "sort": 0, "archived_at": None}
    area_id = add_row(unit, AreaRow, area)
    for place in range(6):
        row = {
            "store_id": store_id,
            "area_id": area_id,
            "name": f"A{place + 1}",
            "seats": 4,
            "archived_at": None,
        }
        spot = {"x": place % 3 * 220, "y": place // 3 * 200, "w": 150, "h": 130}
        add_row(unit, TableRow, row | spot | {"shape": "square"})


def _menu(unit: Unit, shop: NoodleShop, dishes: int) -> None:
    make_tax_class(unit, "6", is_default=True)
    kinds = [("面", "Noodles"), ("套餐", "Sets"), ("凉菜", "Cold dishes"), ("饮品", "Drinks")]
    noodles, sets, cold, drinks = (
        make_category(unit, zh, name=both(zh, en), color=color, sort=place)
        for place, ((zh, en), color) in enumerate(
            zip(kinds, ("#b5532d", "#7a3fb0", "#2d8a6b", "#2f6db5"), strict=True)
        )
    )
    _dish(unit, shop, "N01", both("红烧牛肉面", "Braised beef noodles"), noodles, 2880)
    _dish(unit, shop, "N02", both("担担面", "Dan dan noodles"), noodles, 1690)
    _dish(unit, shop, "C01", both("拍黄瓜", "Smashed cucumber"), cold, 1000)
    _dish(unit, shop, "C02", both("口水鸡", "Mouthwatering chicken"), cold, 2200)
    _dish(unit, shop, "D01", both("豆浆", "Soy milk"), drinks, 600)
    _dish(unit, shop, "D02", both("酸梅汤", "Sour plum drink"), drinks, 800)
    _sizes(unit, shop, noodles)
    _modifiers(unit, shop)
    _set_meal(unit, shop, sets)
    offer = {"trigger_product_id": shop.products["N01"], "offer_product_id": shop.products["C01"], "sort": 0}
    add_row(unit, SuggestionRow, offer | {"text": both("配一份凉菜", "A cold dish goes well")})
    for number in range(dishes):
        text = both(f"菜品{number}", f"Dish {number}")
        _dish(unit, shop, f"X{number}", text, (noodles, cold, drinks)[number % 3], 1000 + number)


def _dish(
    unit: Unit,
    shop: NoodleShop,
    code: str,
    text: dict[str, str],
    category_id: UUID,
    price: int | None,
    **more: Any,
) -> UUID:
    search = search_text(text, [code])
    made = make_product(unit, code, name=text, category_id=category_id, search=search, **more)
    shop.products[code] = made
    if price is not None:
        make_price(unit, made, price)
    return made


def _sizes(unit: Unit, shop: NoodleShop, category_id: UUID) -> None:
    lamian = _dish(unit, shop, "N03", both("兰州拉面", "Lanzhou lamian"), category_id, None)
    for code, text, price in (("S", both("小碗", "Small"), 1800), ("L", both("大碗", "Large"), 2400)):
        size = make_variant(unit, lamian, code, name=text)
        make_price(unit, lamian, price, variant_id=size)


def _modifiers(unit: Unit, shop: NoodleShop) -> None:
    spice = {"不辣": "Not spicy", "微辣": "Mild", "特辣": "Hot"}
    extras = {"加牛肉": "Extra beef", "不要香菜": "No coriander"}
    spice_id = _group(unit, both("辣度", "Spice"), least=1, most=1)
    extras_id = _group(unit, both("加料", "Extras"), least=0, most=3)
    for place, (zh, en) in enumerate(spice.items()):
        _option(unit, shop, spice_id, both(zh, en), 0, place, is_default=en == "Mild")
    for place, (zh, en) in enumerate(extras.items()):
        _option(unit, shop, extras_id, both(zh, en), 1200 if en == "Extra beef" else 0, place)
    for code in ("N01", "N02"):
        _link(unit, shop.products[code], spice_id, least=1, most=1)
        _link(unit, shop.products[code], extras_id, least=0, most=3)


def _group(unit: Unit, text: dict[str, str], *, least: int, most: int) -> UUID:
    row = {"name": text, "min": least, "max": most, "free": 0, "sort": 0, "archived_at": None}
    return add_row(unit, ModifierGroupRow, row)


def _option(
    unit: Unit,
    shop: NoodleShop,
    group_id: UUID,
    text: dict[str, str],
    price: int,
    place: int,
    *,
    is_default: bool = False,
) -> None:
    made = make_product(unit, f"O-{new_id()}", name=text, is_option=True)
    shop.products[text["en"]] = made
    make_price(unit, made, price)
    row = {
        "group_id": group_id,
        "product_id": made,
        "max": 2 if price else 1,
        "is_default": is_default,
        "sort": place,
    }
    unit.add(ModifierOptionRow, [row])


def _link(unit: Unit, product_id: UUID, group_id: UUID, *, least: int, most: int) -> None:
    row = {
        "product_id": product_id,
        "group_id": group_id,
        "min": least,
        "max": most,
        "free": 0,
        "sort": least,
    }
    unit.add(GroupLinkRow, [row])


def _set_meal(unit: Unit, shop: NoodleShop, category_id: UUID) -> None:
    """50.00: beef (+3.00) or dan dan noodles, a drink, and always a cucumber."""
    made = _dish(unit, shop, "T01", both("单人套餐", "Set for one"), category_id, 5000, kind="set_meal")
    fixed = {"set_product_id": made, "product_id": shop.products["C01"], "variant_id": None}
    add_row(unit, SetFixedRow, fixed | {"quantity": 1, "sort": 0})
    _choice(unit, shop, made, both("主食", "Noodles"), {"N02": 0, "N01": 300}, 0)
    _choice(unit, shop, made, both("饮品", "Drink"), {"D01": 0, "D02": 200}, 1)


def _choice(
    unit: Unit, shop: NoodleShop, set_id: UUID, text: dict[str, str], options: dict[str, int], place: int
) -> None:
    group = {"product_id": set_id, "name": text, "pick": 1, "repeat": False, "free": 0, "sort": place}
    group_id = add_row(unit, SetGroupRow, group)
    for sort, (code, upcharge) in enumerate(options.items()):
        row = {
            "group_id": group_id,
            "product_id": shop.products[code],
            "variant_id": None,
            "upcharge": upcharge,
        }
        add_row(unit, SetOptionRow, row | {"is_default": sort == 0, "max": 1, "sort": sort})


def both(zh: str, en: str) -> dict[str, str]:
    """A name in both languages."""
    return {"zh": zh, "en": en}
