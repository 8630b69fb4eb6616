"""What guests choose on a dish: groups of options, each a small product of its own. Prices in whole yuan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """An option: code, names, price, how often on one dish."""

    code: str
    zh: str
    en: str
    price: int = 0
    most: int = 1
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group: names, how many options at least and at most."""

    zh: str
    en: str
    least: int
    most: int
    options: tuple[Option, ...]


GROUPS: dict[str, Group] = {
    "spice": Group(
        "辣度",
        "Heat",
        1,
        1,
        (
            Option("HOT0", "不辣", "Not spicy"),
            Option("HOT1", "微辣", "Mild", is_default=True),
            Option("HOT2", "中辣", "Medium"),
            Option("HOT3", "特辣", "Extra hot"),
        ),
    ),
    "noodle": Group(
        "面条",
        "Noodles",
        1,
        1,
        (
            Option("NOO1", "细面", "Thin", is_default=True),
            Option("NOO2", "宽面", "Wide"),
            Option("NOO3", "刀削面", "Knife-cut", 2),
            Option("NOO4", "荞麦面", "Buckwheat", 3),
        ),
    ),
    "extra": Group(
        "加料",
        "Extra",
        0,
        6,
        (
            Option("ADD1", "加牛肉", "Beef", 12, 2),
            Option("ADD2", "加牛腩", "Brisket", 14, 2),
            Option("ADD3", "加卤蛋", "Braised egg", 3, 3),
            Option("ADD4", "加煎蛋", "Fried egg", 4, 2),
            Option("ADD5", "加青菜", "Greens", 3, 2),
            Option("ADD6", "加面", "More noodles", 4, 2),
            Option("ADD7", "加豆皮", "Tofu skin", 3, 2),
            Option("ADD8", "加酸豆角", "Pickled beans", 2, 2),
        ),
    ),
    "without": Group(
        "忌口",
        "Without",
        0,
        6,
        (
            Option("NO1", "不要香菜", "No coriander"),
            Option("NO2", "不要葱", "No scallion"),
            Option("NO3", "不要蒜", "No garlic"),
            Option("NO4", "不要花生", "No peanuts"),
            Option("NO5", "少盐", "Less salt"),
            Option("NO6", "少油", "Less oil"),
        ),
    ),
    "dip": Group(
        "蘸料",
        "Dip",
        0,
        3,
        (
            Option("DIP1", "香醋", "Vinegar", is_default=True),
            Option("DIP2", "辣椒油", "Chilli oil"),
            Option("DIP3", "蒜泥", "Garlic"),
        ),
    ),
    "ice": Group(
        "温度",
        "Temperature",
        1,
        1,
        (
            Option("ICE1", "冰", "Iced", is_default=True),
            Option("ICE2", "少冰", "Less ice"),
            Option("ICE3", "常温", "Room temperature"),
            Option("ICE4", "热", "Hot"),
        ),
    ),
    "sugar": Group(
        "甜度",
        "Sweetness",
        1,
        1,
        (
            Option("SUG1", "全糖", "Full"),
            Option("SUG2", "半糖", "Half", is_default=True),
            Option("SUG3", "无糖", "None"),
        ),
    ),
}
