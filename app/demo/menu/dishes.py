"""What the noodle chain sells. Prices in whole yuan."""

from dataclasses import dataclass

Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dish:
    """A product: code, Chinese and English name, category, price; ``sizes``: (code, zh, en, price) in place of one price.

    ``groups``: keys of ``choices.GROUPS``. ``season``: key of ``SEASONS``, for dishes sold in it alone. ``hours``: minutes
    of the day in which it is sold. ``minutes``: to make it.
    """

    code: str
    zh: str
    en: str
    category: str
    price: int
    sizes: tuple[tuple[str, str, str, int], ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    minutes: int = 2
    kind: str = "item"
    tax: str = "service"
    season: str | None = None
    hours: tuple[int, int] | None = None


CATEGORIES: dict[str, tuple[str, str, str]] = {
    "season": ("时令", "Seasonal", "#B45309"),
    "set": ("套餐", "Set meals", "#9F1239"),
    "soup": ("汤面", "Noodle soups", "#B91C1C"),
    "dry": ("拌面", "Tossed noodles", "#C2410C"),
    "rice": ("米饭", "Rice bowls", "#A16207"),
    "cold": ("凉菜", "Cold dishes", "#3F7D3A"),
    "snack": ("小吃", "Snacks", "#0F766E"),
    "drink": ("饮品", "Drinks", "#1D4ED8"),
    "breakfast": ("早餐", "Breakfast", "#6D28D9"),
}
BREAKFAST = (6 * 60 + 30, 10 * 60 + 30)
# First and last day of each season, as (month, day); winter passes the new year.
SEASONS = {
    "spring": ((3, 1), (5, 31)),
    "summer": ((6, 1), (8, 31)),
    "autumn": ((9, 1), (11, 30)),
    "winter": ((12, 1), (2, 28)),
}
WHEAT = ("gluten",)
SPICY = ("spice", "extra", "without")
MILD = ("extra", "without")


def _noodles(
    category: str,
    code: str,
    zh: str,
    en: str,
    small: int,
    large: int,
    groups: tuple[str, ...] = MILD,
    tags: tuple[str, ...] = (),
    more: tuple[str, ...] = (),
    season: str | None = None,
) -> Dish:
    sizes = (("S", "小碗", "Small", small), ("L", "大碗", "Large", large))
    kinds = ("noodle", *groups)
    return Dish(code, zh, en, category, small, sizes, kinds, tags, (*WHEAT, *more), 5, season=season)


def _drink(
    code: str, zh: str, en: str, price: int, groups: tuple[str, ...] = (), tax: str = "service"
) -> Dish:
    return Dish(code, zh, en, "drink", price, groups=groups, minutes=1, tax=tax)


_HOT = ("辣 spicy",)
_HOUSE = ("招牌 signature",)
_GREEN = ("素 vegetarian",)

SOUPS = (
    _noodles("soup", "N01", "招牌红烧牛肉面", "Signature braised beef noodles", 32, 38, SPICY, _HOUSE),
    _noodles("soup", "N02", "清炖牛肉面", "Clear-broth beef noodles", 32, 38),
    _noodles("soup", "N03", "番茄牛腩面", "Tomato and brisket noodles", 34, 40),
    _noodles("soup", "N04", "酸汤肥牛面", "Sour-broth beef slice noodles", 33, 39, SPICY, _HOT),
    _noodles("soup", "N05", "雪菜肉丝面", "Pork and snow-vegetable noodles", 20, 24),
    _noodles("soup", "N06", "片儿川", "Pian'erchuan: pork, bamboo and pickles", 24, 28, MILD, _HOUSE),
    _noodles("soup", "N07", "鳝丝面", "Shredded eel noodles", 36, 42, MILD, (), ("fish",)),
    _noodles("soup", "N08", "阳春面", "Plain yangchun noodles", 12, 15, ("extra", "without"), _GREEN),
    _noodles("soup", "N09", "土鸡汤面", "Farm-chicken broth noodles", 28, 33),
    _noodles("soup", "N10", "酸菜鱼面", "Pickled-cabbage fish noodles", 34, 40, SPICY, _HOT, ("fish",)),
    _noodles("soup", "N11", "肥肠面", "Braised pork intestine noodles", 28, 33, SPICY, _HOT),
    _noodles(
        "soup", "N12", "海鲜面", "Seafood noodles", 36, 42, MILD, (), ("fish", "crustaceans", "molluscs")
    ),
    _noodles("soup", "N13", "菌菇素汤面", "Mushroom noodles in clear broth", 22, 26, MILD, _GREEN),
    _noodles("soup", "N14", "兰州牛肉拉面", "Lanzhou hand-pulled beef noodles", 26, 31, SPICY),
)
TOSSED = (
    _noodles("dry", "D01", "葱油拌面", "Scallion-oil noodles", 16, 20, MILD, (*_HOUSE, *_GREEN)),
    _noodles("dry", "D02", "担担面", "Dandan noodles", 18, 22, SPICY, _HOT, ("peanuts", "sesame")),
    _noodles("dry", "D03", "重庆小面", "Chongqing noodles", 18, 22, SPICY, _HOT, ("peanuts",)),
    _noodles("dry", "D04", "老北京炸酱面", "Beijing fried-sauce noodles", 24, 28, MILD, (), ("soybeans",)),
    _noodles("dry", "D05", "豌杂面", "Minced pork and pea noodles", 22, 26, SPICY, _HOT),
    _noodles("dry", "D06", "武汉热干面", "Wuhan sesame noodles", 18, 22, MILD, (), ("sesame",)),
    _noodles("dry", "D07", "宜宾燃面", "Yibin burning noodles", 20, 24, SPICY, _HOT, ("peanuts", "sesame")),
    _noodles("dry", "D08", "牛肉拌面", "Tossed beef noodles", 30, 36, SPICY),
    _noodles("dry", "D09", "鸡丝凉面", "Cold noodles with shredded chicken", 24, 28, SPICY, (), ("sesame",)),
    _noodles("dry", "D10", "油泼扯面", "Oil-splashed hand-pulled noodles", 26, 30, SPICY, _HOT),
)
RICE = tuple(
    Dish(code, zh, en, "rice", price, groups=groups, tags=tags, allergens=allergens, minutes=6)
    for code, zh, en, price, groups, tags, allergens in (
        ("R01", "台式卤肉饭", "Braised pork on rice", 24, MILD, (), ("soybeans",)),
        ("R02", "红烧牛腩饭", "Braised brisket on rice", 34, MILD, _HOUSE, ("soybeans",)),
        ("R03", "宫保鸡丁饭", "Kung pao chicken on rice", 28, SPICY, _HOT, ("peanuts",)),
        ("R04", "鱼香肉丝饭", "Fish-fragrant pork on rice", 26, SPICY, _HOT, ()),
        ("R05", "回锅肉饭", "Twice-cooked pork on rice", 28, SPICY, _HOT, ("soybeans",)),
        ("R06", "番茄炒蛋饭", "Tomato and egg on rice", 22, MILD, _GREEN, ("eggs",)),
        ("R07", "香菇滑鸡饭", "Chicken and shiitake on rice", 28, MILD, (), ("soybeans",)),
        ("R08", "白米饭", "Steamed rice", 3, (), _GREEN, ()),
    )
)
COLD = (
    *(
        Dish(code, zh, en, "cold", price, groups=("without",), tags=tags, allergens=allergens, minutes=2)
        for code, zh, en, price, tags, allergens in (
            ("C01", "拍黄瓜", "Smashed cucumber", 12, _GREEN, ("sesame",)),
            ("C02", "皮蛋豆腐", "Century egg with tofu", 14, (), ("eggs", "soybeans")),
            ("C03", "口水鸡", "Mouth-watering chicken", 26, _HOT, ("peanuts", "sesame")),
            ("C04", "夫妻肺片", "Beef and offal in chilli oil", 32, _HOT, ("peanuts", "sesame")),
            ("C06", "凉拌木耳", "Wood-ear salad", 13, _GREEN, ()),
            ("C07", "糖醋小排", "Sweet and sour ribs", 32, (), ("soybeans",)),
            ("C08", "盐水花生", "Boiled peanuts", 9, _GREEN, ("peanuts",)),
            ("C09", "川北凉粉", "North Sichuan mung-bean jelly", 12, _HOT, ("soybeans",)),
        )
    ),
    Dish(
        "C05",
        "酱牛肉（称重）",
        "Soy-braised beef, by weight",
        "cold",
        148,
        kind="weighed",
        allergens=("soybeans",),
    ),
)
SNACKS = (
    Dish("S01", "卤蛋", "Braised egg", "snack", 3, allergens=("eggs",), minutes=1),
    Dish("S02", "煎蛋", "Fried egg", "snack", 4, allergens=("eggs",), minutes=3),
    Dish("S03", "生煎包（4只）", "Pan-fried buns (4)", "snack", 16, groups=("dip",), allergens=WHEAT, minutes=8),
    Dish("S04", "猪肉锅贴（6只）", "Potstickers (6)", "snack", 18, groups=("dip",), allergens=WHEAT, minutes=8),
    Dish("S05", "小笼包（6只）", "Soup dumplings (6)", "snack", 20, groups=("dip",), allergens=WHEAT, minutes=9),
    Dish(
        "S06", "红油抄手", "Wontons in chilli oil", "snack", 20, groups=("spice", "without"), tags=_HOT,
        allergens=WHEAT, minutes=6,
    ),
    Dish("S07", "鲜肉小馄饨", "Small pork wontons in soup", "snack", 16, groups=("without",), allergens=WHEAT, minutes=5),
    Dish("S08", "香炸春卷（3根）", "Spring rolls (3)", "snack", 12, tags=_GREEN, allergens=WHEAT, minutes=5),
    Dish("S09", "椒盐鸡块", "Salt and pepper chicken", "snack", 22, groups=("spice",), allergens=WHEAT, minutes=7),
    Dish("S10", "红糖冰粉", "Ice jelly with brown sugar", "snack", 10, tags=_GREEN, minutes=2),
    Dish("S11", "酒酿圆子", "Rice-wine dumplings", "snack", 12, tags=_GREEN, minutes=5),
    Dish("S12", "红糖糍粑", "Fried rice cakes with brown sugar", "snack", 16, tags=_GREEN, minutes=6),
)  # fmt: skip
DRINKS = (
    Dish(
        "T01", "现磨豆浆", "Fresh soy milk", "drink", 6, groups=("sugar", "ice"), allergens=("soybeans",), minutes=1
    ),
    Dish(
        "T02", "古法酸梅汤", "Sour plum drink", "drink", 8,
        (("G", "杯", "Glass", 8), ("J", "扎", "Jug", 26)), ("ice",), minutes=1,
    ),
    _drink("T03", "港式柠檬茶", "Iced lemon tea", 12, ("sugar", "ice")),
    Dish(
        "T04", "桂花乌龙奶茶", "Osmanthus oolong milk tea", "drink", 15,
        (("M", "中杯", "Medium", 15), ("L", "大杯", "Large", 18)), ("sugar", "ice"), allergens=("milk",), minutes=3,
    ),
    _drink("T05", "茉莉花茶（壶）", "Jasmine tea, pot", 18),
    _drink("T06", "橙味汽水", "Orange soda", 6, tax="goods"),
    _drink("T07", "冰可乐", "Cola", 6, tax="goods"),
    _drink("T08", "草本凉茶", "Herbal tea, can", 7, tax="goods"),
    _drink("T09", "矿泉水", "Mineral water", 4, tax="goods"),
    _drink("T10", "鲜啤酒（瓶）", "Lager, bottle", 14, tax="goods"),
    _drink("T11", "桂花米酒", "Osmanthus rice wine", 22),
)  # fmt: skip
MORNING = tuple(
    Dish(code, zh, en, "breakfast", price, tags=tags, allergens=allergens, minutes=2, hours=BREAKFAST)
    for code, zh, en, price, tags, allergens in (
        ("B01", "咸豆腐脑", "Savoury tofu pudding", 7, _GREEN, ("soybeans",)),
        ("B02", "现炸油条", "Fried dough stick", 4, _GREEN, WHEAT),
        ("B03", "葱油饼", "Scallion pancake", 7, _GREEN, WHEAT),
        ("B04", "白粥配小菜", "Rice porridge with pickles", 6, _GREEN, ()),
        ("B05", "皮蛋瘦肉粥", "Century egg and pork congee", 13, (), ("eggs",)),
        ("B06", "糯米烧卖（3只）", "Sticky-rice shaomai (3)", 9, (), WHEAT),
    )
)
SEASONAL = (
    _noodles("season", "X01", "腌笃鲜面", "Yanduxian noodles: ham and spring bamboo", 38, 44, season="spring"),
    Dish("X02", "荠菜大馄饨", "Shepherd's purse wontons", "season", 24, groups=("without",), allergens=WHEAT, season="spring"),
    Dish("X03", "香椿拌豆腐", "Toona shoots with tofu", "season", 18, tags=_GREEN, allergens=("soybeans",), season="spring"),
    _noodles("season", "X04", "三丝冷面", "Cold noodles with three shreds", 24, 28, SPICY, season="summer"),
    _noodles("season", "X05", "小龙虾拌面", "Crayfish noodles", 58, 68, SPICY, _HOT, ("crustaceans",), "summer"),
    Dish("X06", "薄荷绿豆汤", "Mung-bean soup with mint", "season", 10, groups=("ice",), tags=_GREEN, season="summer"),
    _noodles("season", "X07", "蟹粉拌面", "Crab-roe noodles", 68, 82, MILD, _HOUSE, ("crustaceans",), "autumn"),
    _noodles("season", "X08", "板栗烧鸡面", "Chestnut chicken noodles", 36, 42, season="autumn"),
    Dish("X09", "桂花糖藕", "Osmanthus lotus root", "season", 18, tags=_GREEN, season="autumn"),
    _noodles("season", "X10", "羊肉烩面", "Braised lamb noodles", 42, 48, SPICY, season="winter"),
    Dish("X11", "腊味煲仔饭", "Claypot rice with cured meats", "season", 38, groups=("without",), minutes=15, season="winter"),
    Dish("X12", "黑芝麻汤圆", "Black-sesame rice balls", "season", 14, tags=_GREEN, allergens=("sesame",), season="winter"),
)  # fmt: skip
DISHES = (*SEASONAL, *SOUPS, *TOSSED, *RICE, *COLD, *SNACKS, *DRINKS, *MORNING)
