"""Set meals: choice groups of dishes, and what always comes along. Prices and upcharges in whole yuan."""

from dataclasses import dataclass

# A dish in a set: "N01/S" is its small bowl.
Part = str


@dataclass(frozen=True, slots=True)
class Choice:
    """Pick so many of the parts, each with its upcharge; the first ones are the default."""

    zh: str
    en: str
    pick: int
    parts: dict[Part, int]
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class SetMeal:
    """A set meal; ``weekday_lunch``: sold on weekdays from 10:30 to 14:00 alone."""

    code: str
    zh: str
    en: str
    price: int
    fixed: tuple[Part, ...]
    choices: tuple[Choice, ...]
    weekday_lunch: bool = False


_COLD = {"C01": 0, "C06": 0, "C02": 2, "C08": 0, "C03": 12}
_DRINK = {"T01": 0, "T02/G": 0, "T06": 0, "T03": 4, "T04/M": 7}

SETS = (
    SetMeal(
        "M01", "招牌牛肉面套餐", "Signature beef noodle set", 46, ("N01/S",),
        (Choice("配凉菜", "Cold dish", 1, _COLD), Choice("配饮品", "Drink", 1, _DRINK)),
    ),
    SetMeal(
        "M02", "双人分享套餐", "Sharing set for two", 98, (),
        (
            Choice("面两碗", "Two noodles", 2, {"N02/S": 0, "D08/S": 0, "N04/S": 0, "N03/S": 2, "N12/S": 4}, repeat=True),
            Choice("凉菜", "Cold dish", 1, {"C03": 0, "C04": 6, "C07": 6}),
            Choice("小吃", "Snack", 1, {"S03": 0, "S04": 0, "S05": 2}),
            Choice("饮品两杯", "Two drinks", 2, _DRINK, repeat=True),
        ),
    ),
    SetMeal(
        "M03", "拌面轻食套餐", "Light tossed noodle set", 28, ("S01",),
        (
            Choice("拌面", "Noodles", 1, {"D01/S": 0, "D02/S": 0, "D03/S": 0, "D06/S": 0, "D07/S": 2}),
            Choice("饮品", "Drink", 1, _DRINK),
        ),
    ),
    SetMeal(
        "M04", "工作日午市套餐", "Weekday lunch set", 32, ("T01",),
        (
            Choice("主食", "Main", 1, {"R04": 0, "R03": 0, "R05": 2, "R06": 0, "N05/S": 0, "N09/S": 3}),
            Choice("配菜", "Side", 1, {"C01": 0, "S01": 0, "S08": 2}),
        ),
        weekday_lunch=True,
    ),
    SetMeal(
        "M05", "儿童套餐", "Children's set", 25, ("S02",),
        (
            Choice("主食", "Main", 1, {"N08/S": 0, "N09/S": 4, "R06": 0}),
            Choice("饮品", "Drink", 1, {"T01": 0, "T06": 0}),
        ),
    ),
    SetMeal(
        "M06", "四人家庭套餐", "Family set for four", 198, ("T02/J",),
        (
            Choice("主食四份", "Four mains", 4, {"N02/L": 0, "D04/L": 0, "R02": 0, "R07": 0, "N01/L": 2, "N03/L": 2}, repeat=True),
            Choice("凉菜两份", "Two cold dishes", 2, {"C01": 0, "C06": 0, "C02": 0, "C03": 6, "C04": 10}),
            Choice("小吃两份", "Two snacks", 2, {"S03": 0, "S04": 0, "S05": 2, "S08": 0}),
        ),
    ),
)  # fmt: skip

# When the first is on the order, offer the second; with no first, always.
SUGGESTIONS: tuple[tuple[str | None, str, str, str], ...] = (
    ("N01", "M01", "加14元升级招牌套餐", "Make it the signature set for 14 more"),
    ("N04", "C01", "来份拍黄瓜解辣", "Cool down with smashed cucumber"),
    ("D02", "T02", "配一杯酸梅汤", "Goes well with a sour plum drink"),
    ("D03", "S10", "红糖冰粉，又麻又甜", "Ice jelly after the heat"),
    ("R05", "S01", "加个卤蛋？", "A braised egg with it?"),
    (None, "S05", "小笼包现蒸，刚出笼", "Soup dumplings, fresh from the steamer"),
)
