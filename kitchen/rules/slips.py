"""A ticket on paper: the number large, each dish with its quantity first, what changed marked in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from core.json import quantity_text
from core.paper import Paper, Row, Rule
from kitchen.values.tickets import Item, Ticket

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "dine_in": "堂食",
        "takeaway": "外带",
        "delivery": "外卖",
        "own_app": "自有小程序",
        "course": "第{}道",
        "rush": "加急",
        "copy": "补打：可能已出过一张",
        "news": "有变动",
        "changed": "【改】",
        "cancelled": "【取消】",
        "added": "【加】",
        "remake": "【重做】",
        "seat": "座位{}",
        "allergens": "过敏原：",
        "note": "备注：",
        "nothing": "没有要做的",
    },
    "en": {
        "dine_in": "Dine in",
        "takeaway": "Takeaway",
        "delivery": "Delivery",
        "own_app": "Own app",
        "course": "Course {}",
        "rush": "RUSH",
        "copy": "COPY: may have been printed before",
        "news": "CHANGES",
        "changed": "[CHANGED] ",
        "cancelled": "[CANCELLED] ",
        "added": "[ADDED] ",
        "remake": "[REMAKE] ",
        "seat": "Seat {}",
        "allergens": "Allergens: ",
        "note": "Note: ",
        "nothing": "Nothing to make",
    },
}
INDENT = 4


@dataclass(frozen=True, slots=True)
class SlipFrame:
    """What a slip tells beside the ticket. ``is_copy``: it may have been printed before."""

    station: Mapping[str, str]
    timezone: str
    language: str = "zh"
    is_copy: bool = False


def slip_of(
    ticket: Ticket, items: Iterable[Item], frame: SlipFrame, on_paper: Collection[UUID] | None = None
) -> Paper:
    """The ticket as a slip; where some dishes are ``on_paper`` already, only what was added since, or is changed."""
    words = WORDS[frame.language]
    shown = [item for item in items if _is_shown(item, on_paper)]
    rows: list[Row | Rule] = [Row(words["copy"], bold=True, centred=True)] if frame.is_copy else []
    rows += _head(ticket, frame, words, is_news=on_paper is not None)
    rows.append(Rule())
    for item in shown:
        rows += _item(item, frame.language, is_news=on_paper is not None)
    if not shown:
        rows.append(Row(words["nothing"], centred=True))
    if ticket.note:
        rows += [Rule(), Row(words["note"] + ticket.note, bold=True)]
    return Paper(tuple(rows), title=f"#{ticket.order_number}")


def _is_shown(item: Item, on_paper: Collection[UUID] | None) -> bool:
    if item.state == "cancelled":
        return item.change == "cancelled"
    return on_paper is None or item.id not in on_paper or item.change is not None


def _head(ticket: Ticket, frame: SlipFrame, words: Mapping[str, str], *, is_news: bool) -> list[Row | Rule]:
    local = ticket.fired_at.astimezone(ZoneInfo(frame.timezone))
    place = ticket.table_name or words[ticket.channel]
    rows: list[Row | Rule] = [
        Row(frame.station[frame.language], right=f"{local:%m-%d %H:%M}"),
        Row(f"#{ticket.order_number}", right=place, scale=2, bold=True),
    ]
    marks = [words[ticket.channel]] if ticket.table_name else []
    marks += [words["course"].format(ticket.course)] if ticket.course else []
    marks += [f"({ticket.part})"] if ticket.part > 1 else []
    if marks:
        rows.append(Row(" ".join(marks)))
    if ticket.is_rush:
        rows.append(Row(words["rush"], scale=2, bold=True, centred=True))
    if is_news:
        rows.append(Row(words["news"], tall=True, bold=True, centred=True))
    return rows


def _item(item: Item, language: str, *, is_news: bool) -> list[Row]:
    words = WORDS[language]
    name = item.name[language]
    if item.variant_name:
        name += f" ({item.variant_name[language]})"
    mark = words[item.change] if item.change else ""
    if not mark and is_news:
        mark = words["added"]
    if item.is_remake:
        mark += words["remake"]
    count = "" if item.state == "cancelled" else f"{quantity_text(item.quantity)} x "
    rows = [Row(mark + count + name, tall=True, bold=True)]
    if item.state == "cancelled":
        return rows
    rows += _modifiers(item.modifiers, language, INDENT)
    small = [item.set_name[language]] if item.set_name else []
    small += [words["seat"].format(item.seat)] if item.seat is not None else []
    if small:
        rows.append(Row(", ".join(small), indent=INDENT))
    if item.note:
        rows.append(Row(words["note"] + item.note, bold=True, indent=INDENT))
    if item.allergens:
        rows.append(Row(words["allergens"] + ", ".join(item.allergens), indent=INDENT))
    return rows


def _modifiers(modifiers: Iterable[Mapping[str, object]], language: str, indent: int) -> list[Row]:
    rows: list[Row] = []
    for modifier in modifiers:
        name, quantity, below = modifier["name"], modifier["quantity"], modifier.get("modifiers", [])
        if not isinstance(name, dict) or not isinstance(below, list):
            raise TypeError(modifier)
        count = "" if quantity == 1 else f"{quantity} x "
        rows.append(Row(f"+ {count}{name[language]}", bold=True, indent=indent))
        rows += _modifiers(below, language, indent + 2)
    return rows
