"""How to get in: addresses, enrolment links, PINs, passwords, and what to try first, in both languages."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from sqlalchemy import Engine

from accounts.services import stores
from accounts.services.tenants import enter_brand
from accounts.services.terminals import make_enrolment_code
from app.demo.brand import ACTING
from app.demo.members import PHONE
from app.demo.places import NAME, PASSWORD, PEOPLE, PINS, PLACES, SLUG
from core.uow import Unit

USES, MINUTES = 100, 30 * 24 * 60
Rows = Sequence[tuple[str, ...]]
ROLES = {
    "cashier": ("收银员", "Cashier"),
    "waiter": ("服务员", "Waiter"),
    "cook": ("厨师", "Cook"),
    "store_manager": ("店长", "Store manager"),
    "franchise_manager": ("加盟商", "Franchisee"),
    "head_office": ("总部", "Head office"),
}
FIRST_STEPS: Rows = (
    (
        "一分钟收一单",
        "打开点餐链接，点“林悦”，输入 1357 登录，选空桌和人数，点菜，下单，结账，现金",
    ),
    ("再试试", "双人分享套餐；搜索 nrm（牛肉面）；两台平板开同一桌；拆单、并单；退已下厨的菜要店长 8642"),
    (
        "Paid within a minute",
        "Open a till link, tap 林悦 Lin Yue, type 1357, a free table, how many, a dish, Send, Pay, Cash",
    ),
    (
        "Then try",
        "the sharing set; search “nrm”; one table on two tablets; split and merge; voiding what is fired needs 8642",
    ),
    ("会员", f"账单上点“加会员”，输入 {PHONE}：积分、券、储值都在；结账时点“储值”"),
    ("A member", f"Add member on the bill, type {PHONE}: points, a coupon and stored value; pay with it"),
    ("看后厨", "另开后厨链接，点“郑强”，输入 6824，选面档，打开；在点餐屏下单，单子立刻出现，点一下就划菜"),
    (
        "See it cooked",
        "open a kitchen link beside the till, tap 郑强 Zheng Qiang, type 6824, choose Noodles, open; Send on the till",
    ),
)


def show(engine: Engine, address: str, slug: str = SLUG) -> None:
    """Print it all on stdout. Each call makes fresh enrolment codes, good for many devices and 30 days."""
    console = Console(highlight=False, soft_wrap=True)
    codes = _codes(engine, slug)
    if codes is None:
        console.print("There is no demonstration brand yet: run `flask demo fill`.")
        return
    parts = {
        f"{NAME['zh']} {NAME['en']}": [],
        f"点餐 Till    品牌代码 brand code: {slug}": _tills(address, slug, codes),
        "后厨屏 Kitchen screens    用厨师 PIN 登录 sign in with a cook's PIN": _kitchens(
            address, slug, codes
        ),
        "PIN": _pins(),
        f"总部 Office    密码 password: {PASSWORD}": _office(address, slug),
        "先试 First": FIRST_STEPS,
    }
    for title, rows in parts.items():
        console.print(f"\n[bold]{title}[/]")
        for line in _aligned(rows):
            console.print(f"  {line}", markup=False)
    console.print()


def _codes(engine: Engine, slug: str) -> dict[str, str] | None:
    with Unit(engine) as unit:
        if enter_brand(unit, slug, ACTING) is None:
            return None
        codes = {
            settings.code: make_enrolment_code(unit, settings.id, USES, MINUTES).code
            for settings in stores.list_store_settings(unit)
        }
        unit.commit()
        return codes


def _tills(address: str, slug: str, codes: dict[str, str]) -> Rows:
    return [
        (
            f"{place.code} {place.zh}",
            f"{address}/till/?brand={slug}&code={codes[place.code]}",
            "加盟 franchised" if place.settings.get("is_franchised") else "",
        )
        for place in PLACES
        if place.code in codes
    ]


def _kitchens(address: str, slug: str, codes: dict[str, str]) -> Rows:
    """Each link makes a browser a screen of the store; the other addresses are for such a screen."""
    enrolments = [
        (f"{place.code} {place.zh}", f"{address}/kitchen/?brand={slug}&code={codes[place.code]}")
        for place in PLACES
        if place.code in codes
    ]
    views = (("传菜台 Pass", "expo"), ("总量 All day", "all-day"), ("取餐屏 Pickup board", "pickup"))
    return [*enrolments, *((name, f"{address}/kitchen/{path}") for name, path in views)]


def _pins() -> Rows:
    rows = []
    for role, (zh, en) in ROLES.items():
        names = [f"{member.name} ({member.store or '*'})" for member in PEOPLE if member.role == role]
        rows.append((f"{zh} {en}", PINS[role], ", ".join(names)))
    return rows


def _office(address: str, slug: str) -> Rows:
    people = [
        (member.email, f"{' '.join(ROLES[member.role])}, {member.name} ({member.store or '*'})")
        for member in PEOPLE
        if member.email
    ]
    return [(f"{address}/office/?brand={slug}", ""), *people, (f"{address}/api/docs", "API")]


def _aligned(rows: Rows) -> list[str]:
    """Columns as wide as their widest entry; a Chinese character is two places wide."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return ["   ".join(map(set_cell_size, row, widths)).rstrip() for row in rows]
