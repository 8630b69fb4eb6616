"""What the noodle chain buys and makes. Prices in yuan to one stock unit."""

from dataclasses import dataclass

CATEGORIES: dict[str, tuple[str, str]] = {
    "meat": ("肉类", "Meat"),
    "fish": ("水产", "Fish and seafood"),
    "egg": ("蛋奶豆", "Eggs, dairy, beans"),
    "veg": ("蔬菜", "Vegetables"),
    "grain": ("面米", "Noodles, flour, rice"),
    "dry": ("干货调料", "Dry goods and seasoning"),
    "drink": ("酒水饮料", "Drinks"),
    "semi": ("半成品", "Made in the kitchen"),
}
# By category, where it lies; in the order in which one walks.
PLACES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("明档", "Line", ("semi",)),
    ("冷藏库", "Cold room", ("meat", "fish", "egg", "veg")),
    ("干货间", "Dry store", ("grain", "dry")),
    ("酒水柜", "Drinks", ("drink",)),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item: code, names, category, stock unit, price; ``pack``: stock units to one purchase unit (``pack_unit``)."""

    code: str
    zh: str
    en: str
    category: str
    unit: str
    price: str
    pack: str = "5"
    rate: str | None = None
    allergens: tuple[str, ...] = ()
    density: str | None = None

    @property
    def pack_unit(self) -> str:
        """What it is bought in."""
        return "箱"


# Code, names, category, stock unit, price, pack, usable share, allergens, density.
_TABLE = """
shank|牛腱子|Beef shank|meat|kg|68|10|0.92||
brisket|牛腩|Beef brisket|meat|kg|62|10|0.94||
beef_slices|肥牛片|Beef slices|meat|kg|58|5|||
offal|牛杂|Beef offal|meat|kg|42|5|0.9||
belly|五花肉|Pork belly|meat|kg|32|10|0.95||
pork|猪里脊|Pork loin|meat|kg|34|10|0.9375||
mince|猪肉末|Pork mince|meat|kg|28|5|||
intestine|肥肠|Pork intestine|meat|kg|36|5|0.8||
ribs|小排|Pork ribs|meat|kg|46|10|0.96||
cured|腊味|Cured meats|meat|kg|64|5|||
ham|咸肉|Salted pork|meat|kg|48|5|0.9||
hen|土鸡|Farm chicken|meat|kg|26|10|0.72||
thigh|鸡腿肉|Chicken thigh|meat|kg|22|10|0.95||
lamb|羊肉|Lamb|meat|kg|72|10|0.9||
eel|鳝丝|Shredded eel|fish|kg|88|2|0.95|fish|
fish|黑鱼片|Snakehead fillets|fish|kg|48|5|0.96|fish|
shrimp|虾仁|Shrimps|fish|kg|76|2|0.9|crustaceans|
clams|蛤蜊|Clams|fish|kg|18|5|0.8|molluscs|
crayfish|小龙虾尾|Crayfish tails|fish|kg|78|5||crustaceans|
crab_roe|蟹粉|Crab roe|fish|kg|320|1||crustaceans|
egg|鸡蛋|Eggs|egg|pc|0.65|180||eggs|
century_egg|皮蛋|Century eggs|egg|pc|1.6|60||eggs|
tofu|嫩豆腐|Silken tofu|egg|kg|6|10||soybeans|
tofu_skin|豆皮|Tofu skin|egg|kg|14|5||soybeans|
soybeans|黄豆|Soybeans|egg|kg|7|25||soybeans|
milk|牛奶|Milk|egg|l|12|12||milk|
greens|青菜|Greens|veg|kg|6|10|0.85||
scallion|小葱|Scallions|veg|kg|9|5|0.9||
garlic|大蒜|Garlic|veg|kg|11|5|0.88||
coriander|香菜|Coriander|veg|kg|12|2|0.85||
tomato|番茄|Tomatoes|veg|kg|7|10|0.95||
cucumber|黄瓜|Cucumbers|veg|kg|6|10|0.9||
bamboo|冬笋|Winter bamboo|veg|kg|24|5|0.5||
shiitake|香菇|Shiitake|veg|kg|18|5|0.9||
mushrooms|菌菇|Mushrooms|veg|kg|22|5|0.92||
cabbage|卷心菜|Cabbage|veg|kg|4|10|0.85||
sprouts|豆芽|Bean sprouts|veg|kg|5|5|0.95||
lotus|莲藕|Lotus root|veg|kg|11|10|0.85||
chestnut|板栗仁|Chestnuts|veg|kg|28|5|||
shepherd|荠菜|Shepherd's purse|veg|kg|16|5|0.85||
toona|香椿|Toona shoots|veg|kg|68|1|0.9||
lemon|柠檬|Lemons|veg|kg|14|5|0.9||
noodle|鲜面条|Fresh noodles|grain|kg|7.2|10||gluten|
buckwheat|荞麦面|Buckwheat noodles|grain|kg|14|5||gluten|
flour|面粉|Flour|grain|kg|5.2|25||gluten|
rice|大米|Rice|grain|kg|6.4|25|||
glutinous|糯米|Glutinous rice|grain|kg|8.5|25|||
wrappers|馄饨皮|Wonton wrappers|grain|kg|9.6|5||gluten|
jelly|凉粉|Mung-bean jelly|grain|kg|6|10|||
rice_cake|糍粑|Rice cakes|grain|kg|16|5|||
rice_balls|汤圆|Rice balls|grain|kg|22|5||sesame|
wood_ear|干木耳|Dried wood ear|dry|kg|120|1|8||
pickled_cabbage|酸菜|Pickled cabbage|dry|kg|8|10|||
snow_veg|雪菜|Snow vegetable|dry|kg|9|5|||
pickled_beans|酸豆角|Pickled beans|dry|kg|10|5|||
peas|豌豆|Peas|dry|kg|9|10|||
mung|绿豆|Mung beans|dry|kg|10|10|||
peanuts|花生|Peanuts|dry|kg|14|10||peanuts|
sesame_paste|芝麻酱|Sesame paste|dry|kg|24|5||sesame|
chillies|干辣椒|Dried chillies|dry|kg|42|5|||
pepper|花椒|Sichuan pepper|dry|kg|90|1|||
doubanjiang|豆瓣酱|Broad-bean paste|dry|kg|16|5||soybeans|
sweet_paste|甜面酱|Sweet bean paste|dry|kg|12|5||soybeans|
soy_sauce|生抽|Soy sauce|dry|l|9|20||soybeans|
vinegar|香醋|Vinegar|dry|l|8|20|||
oil|菜籽油|Rapeseed oil|dry|l|11|20|||0.92
sugar|白糖|Sugar|dry|kg|7|25|||
brown_sugar|红糖|Brown sugar|dry|kg|12|10|||
salt|食盐|Salt|dry|kg|3|25|||
starch|淀粉|Starch|dry|kg|8|10|||
ice_jelly|冰粉粉|Ice-jelly powder|dry|kg|60|1|||
osmanthus|糖桂花|Osmanthus syrup|dry|kg|38|2|||
ferment|酒酿|Fermented rice|dry|kg|14|5|||
tea|茶叶|Tea leaves|drink|kg|90|1|||
plum|酸梅膏|Sour plum base|drink|kg|30|5|||
soda|橙味汽水|Orange soda|drink|pc|2.4|24|||
cola|可乐|Cola|drink|pc|2.3|24|||
herbal|凉茶|Herbal tea, can|drink|pc|3.2|24|||
water|矿泉水|Mineral water|drink|pc|1.1|24|||
beer|鲜啤酒|Lager, bottle|drink|pc|4.6|12|||
wine|桂花米酒|Osmanthus rice wine|drink|pc|9.8|12|||
"""


def _item(row: str) -> Item:
    code, zh, en, category, unit, price, pack, rate, allergens, density = row.split("|")
    words = (allergens,) if allergens else ()
    return Item(code, zh, en, category, unit, price, pack, rate or None, words, density or None)


ITEMS = tuple(_item(row) for row in _TABLE.strip().splitlines())


@dataclass(frozen=True, slots=True)
class Semi:
    """Something made in the kitchen: ``batch`` of ``unit`` out of what ``takes`` says; ``stocked``: it is counted."""

    code: str
    zh: str
    en: str
    unit: str
    batch: str
    takes: str
    stocked: bool = True


SEMIS: tuple[Semi, ...] = (
    Semi("braised_beef", "红烧牛肉", "Braised beef", "kg", "10", "shank 13500 soy_sauce 700 sugar 260 doubanjiang 400 scallion 200 salt 90"),
    Semi("braised_brisket", "红烧牛腩", "Braised brisket", "kg", "8", "brisket 10600 soy_sauce 520 sugar 200 tomato 900 salt 70"),
    Semi("beef_broth", "牛骨高汤", "Beef broth", "l", "40", "offal 3200 scallion 300 garlic 150 salt 260"),
    Semi("hen_broth", "土鸡汤", "Chicken broth", "l", "24", "hen 9000 scallion 150 salt 170"),
    Semi("chilli_oil", "红油", "Chilli oil", "l", "5", "oil 4600 chillies 900 pepper 120 peanuts 150"),
    Semi("meat_sauce", "臊子", "Minced pork sauce", "kg", "6", "mince 6200 sweet_paste 500 doubanjiang 350 oil 400 garlic 120"),
    Semi("braised_egg", "卤蛋", "Braised eggs", "pc", "60", "egg 61 soy_sauce 500 sugar 120"),
    Semi("filling", "鲜肉馅", "Pork filling", "kg", "5", "mince 4300 scallion 260 soy_sauce 300 cabbage 500", stocked=False),
    Semi("soy_milk", "豆浆", "Soy milk", "l", "20", "soybeans 2400 sugar 500", stocked=False),
    Semi("steamed_rice", "米饭", "Steamed rice", "kg", "22", "rice 10000", stocked=False),
)  # fmt: skip
EVERYTHING: tuple[Item | Semi, ...] = (*ITEMS, *SEMIS)
COUNTED: tuple[Item | Semi, ...] = (*ITEMS, *(semi for semi in SEMIS if semi.stocked))
