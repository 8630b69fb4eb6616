"""What the words of rules are made of: phrases in two languages, money, and names of which only a few are told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

Both = tuple[str, str]  # Chinese, English
TOLD = 3  # so many are named, the others counted
NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called, by id, and how money is written: its sign, its decimals, and the Chinese word for it, if it has one."""

    called: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    sign: str = "¥"
    digits: int = 2
    word: str = "元"

    def number(self, minor: int) -> str:
        """An amount in the main unit, without needless decimals: 100, 9.90."""
        amount = Decimal(minor).scaleb(-self.digits)
        return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.{self.digits}f}"

    def money(self, minor: int) -> Both:
        """An amount: 20 元 and ¥20; a currency without a word carries its sign in both languages."""
        plain = self.number(minor)
        return (f"{plain} {self.word}" if self.word else f"{self.sign}{plain}", f"{self.sign}{plain}")


def listed(ids: Collection[UUID], names: Names, unit: Both) -> Both:
    """Names of things, a few of them told and all counted; where none is known, the count alone: 3 种商品."""
    known = sorted(
        ((found["zh"], found["en"]) for one in ids if (found := names.called.get(one, NOBODY))),
        key=lambda both: both[1],
    )
    told = known[:TOLD]
    if not told:
        return f"{len(ids)} {unit[0]}", f"{len(ids)} {unit[1]}"
    more = len(ids) - len(told)
    zh, en = "、".join(one for one, _ in told), ", ".join(one for _, one in told)
    return (f"{zh}等 {len(ids)} {unit[0]}", f"{en} and {more} more") if more else (zh, en)


def counted(number: int, thing: str) -> str:
    """1 item, 2 items."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def within(zh: str, en: str) -> Both:
    """At most so often an order."""
    return f"每单最多 {zh}", f"at most {en} an order"


def fold(percent_bp: int) -> str:
    """What is left of a price as Chinese says it: 20 % off is 8 折, 12.5 % off is 8.75 折."""
    return f"{(Decimal(10_000 - percent_bp) / 1000).normalize():f} 折"


def percent(percent_bp: int) -> str:
    """Basis points as English says them: 1250 is 12.5%."""
    return f"{(Decimal(percent_bp) / 100).normalize():f}%"
