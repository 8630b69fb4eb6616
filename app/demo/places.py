"""The chain: its regions, stores and people."""

from dataclasses import dataclass
from typing import Any

SLUG = "mianxiaoman"
NAME = {"zh": "面小满", "en": "Mianxiaoman Noodles"}
CURRENCY = "CNY"
TIMEZONE = "Asia/Shanghai"
PASSWORD = "xiaoman-demo"  # noqa: S105 - of the demonstration, printed for everybody
REGIONS = {"east": ("华东", "East China"), "southwest": ("西南", "Southwest China")}

# One for each role, so that a visitor learns six of them and not sixteen.
PINS = {
    "waiter": "2468",
    "cook": "6824",
    "cashier": "1357",
    "store_manager": "8642",
    "franchise_manager": "7531",
    "head_office": "9753",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A store; ``guests``: paid orders on a plain weekday."""

    code: str
    zh: str
    en: str
    region: str
    guests: int
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here; ``store`` None: for the whole brand. Whoever has an e-mail signs in at the office."""

    name: str
    role: str
    store: str | None
    color: str
    locale: str = "zh-CN"
    email: str | None = None


PLACES = (
    Place("SH01", "上海愚园路店", "Shanghai Yuyuan Road", "east", 48, {"approval_limit": 10_000}),
    Place("HZ01", "杭州湖滨店", "Hangzhou Lakeside", "east", 38, {"approval_limit": 10_000}),
    Place(
        "CD01",
        "成都玉林店",
        "Chengdu Yulin",
        "southwest",
        32,
        {
            "is_franchised": True,
            "legal_entity": "成都玉林满面餐饮管理有限公司",
            "rounding": {"unit": 100, "mode": "down", "scope": "cash"},
        },
    ),
)
PEOPLE = (
    Member("顾晨 Gu Chen", "head_office", None, "#475569", email=f"office@{SLUG}.example"),
    Member("林悦 Lin Yue", "cashier", "SH01", "#0F766E"),
    Member("陈浩 Chen Hao", "waiter", "SH01", "#B45309"),
    Member("Emma Wood", "waiter", "SH01", "#6D28D9", "en"),
    Member("郑强 Zheng Qiang", "cook", "SH01", "#A16207"),
    Member("周敏 Zhou Min", "store_manager", "SH01", "#B91C1C", email=f"zhoumin@{SLUG}.example"),
    Member("沈佳 Shen Jia", "cashier", "HZ01", "#0F766E"),
    Member("吴磊 Wu Lei", "waiter", "HZ01", "#B45309"),
    Member("徐静 Xu Jing", "waiter", "HZ01", "#6D28D9"),
    Member("冯军 Feng Jun", "cook", "HZ01", "#A16207"),
    Member("钱程 Qian Cheng", "store_manager", "HZ01", "#B91C1C", email=f"qiancheng@{SLUG}.example"),
    Member("罗丹 Luo Dan", "cashier", "CD01", "#0F766E"),
    Member("蒋涛 Jiang Tao", "waiter", "CD01", "#B45309"),
    Member("何薇 He Wei", "waiter", "CD01", "#6D28D9"),
    Member("唐勇 Tang Yong", "cook", "CD01", "#A16207"),
    Member("邓勇 Deng Yong", "store_manager", "CD01", "#B91C1C", email=f"dengyong@{SLUG}.example"),
    Member("谢岚 Xie Lan", "franchise_manager", "CD01", "#9F1239", email=f"xielan@{SLUG}.example"),
)
COOKS = frozenset(member.name for member in PEOPLE if member.role == "cook")
