"""What a guest takes home: a check as rows on paper. Figures are those of the order's view; nothing is computed anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from core.json import quantity_text
from core.paper import Paper, Row, Rule

Json = Mapping[str, Any]
WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "order": "单号 {}",
        "pickup": "取餐号 {}",
        "table": "桌号 {}",
        "covers": "{} 位",
        "check": "账单 {}/{}",
        "unpaid": "未付款 · 预结单",
        "part": "（{} 分之 {}）",
        "comped": "赠送",
        "service_charge": "服务费",
        "tax": "{} {}%",
        "of_which": "含 {} {}%",
        "rounding": "抹零",
        "total": "合计",
        "cash": "现金",
        "card": "银行卡",
        "scan": "扫码支付",
        "stored_value": "储值",
        "discount": "优惠",
        "tip": "小费",
        "change": "找零",
        "due": "应付",
        "refund": "退款",
        "write_off": "未收款",
        "thanks": "谢谢惠顾",
        "dine_in": "堂食",
        "takeaway": "外带",
        "delivery": "外卖",
        "own_app": "自有小程序",
    },
    "en": {
        "order": "Order {}",
        "pickup": "Pickup {}",
        "table": "Table {}",
        "covers": "{} guests",
        "check": "Check {} of {}",
        "unpaid": "Not paid yet",
        "part": " ({1} of {0} shares)",
        "comped": "On the house",
        "service_charge": "Service charge",
        "tax": "{} {}%",
        "of_which": "incl. {} {}%",
        "rounding": "Rounding",
        "total": "Total",
        "cash": "Cash",
        "card": "Card",
        "scan": "Scanned code",
        "stored_value": "Stored value",
        "discount": "Discount",
        "tip": "Tip",
        "change": "Change",
        "due": "To pay",
        "refund": "Refund",
        "write_off": "Never paid",
        "thanks": "Thank you",
        "dine_in": "Dine in",
        "takeaway": "Takeaway",
        "delivery": "Delivery",
        "own_app": "Own app",
    },
}


@dataclass(frozen=True, slots=True)
class ReceiptFrame:
    """What a receipt tells beside the order. ``digits``: decimals of the currency."""

    store_name: Mapping[str, str]
    timezone: str
    digits: int = 2
    language: str = "zh"

    def money(self, amount: int) -> str:
        """Minor units as people write them, without the currency's sign."""
        return f"{Decimal(amount).scaleb(-self.digits):.{self.digits}f}"

    def moment(self, at: datetime) -> str:
        """On the store's wall clock."""
        return f"{at.astimezone(ZoneInfo(self.timezone)):%Y-%m-%d %H:%M}"


def receipt_of(order: Json, check: Json, frame: ReceiptFrame) -> Paper:
    """One check of an order; an unpaid one says so."""
    words = WORDS[frame.language]
    rows: list[Row | Rule] = [*_head(order, check, frame), Rule()]
    parts = {str(part["line_id"]): part for part in check["parts"]}
    for line in order["lines"]:
        part = parts.get(str(line["id"]))
        if part is not None and line["state"] != "voided":
            rows += _line(line, part, frame)
    rows += [Rule(), *_sums(check, frame)]
    rows += _paid(check, frame)
    rows += [Row(), Row(words["thanks"], centred=True)]
    return Paper(tuple(rows), title=words["order"].format(order["number"]))


def _head(order: Json, check: Json, frame: ReceiptFrame) -> list[Row | Rule]:
    words = WORDS[frame.language]
    rows: list[Row | Rule] = [Row(frame.store_name[frame.language], tall=True, bold=True, centred=True)]
    if check["state"] != "paid":
        rows.append(Row(words["unpaid"], centred=True))
    at = check["paid_at"] or order["opened_at"]
    rows.append(Row(words["order"].format(order["number"]), right=frame.moment(at)))
    place = [words[order["channel"]]]
    if order["table_name"]:
        place.append(words["table"].format(order["table_name"]))
    elif order["channel"] != "dine_in":
        place.append(words["pickup"].format(order["pickup_number"]))
    if order["covers"]:
        place.append(words["covers"].format(order["covers"]))
    numbers = [found["number"] for found in order["checks"]]
    more = words["check"].format(numbers.index(check["number"]) + 1, len(numbers)) if len(numbers) > 1 else ""
    return [*rows, Row(" ".join(place), right=more)]


def _line(line: Json, part: Json, frame: ReceiptFrame) -> list[Row]:
    """A line with what this check is charged for it; its price shows when there is more than one of it."""
    language = frame.language
    words = WORDS[language]
    standing = line["quantity"] - line["voided"]
    share = words["part"].format(part["of"], part["weight"]) if part["weight"] != part["of"] else ""
    name = _name(line, language) + share
    count = f"{quantity_text(standing)} x " if standing != 1 else ""
    off = line["discount"] * part["weight"] // part["of"]
    rows = [Row(f"{count}{name}", right=frame.money(part["amount"] + off))]
    rows += _modifiers(line["modifiers"], frame, 2)
    for component in line["components"]:
        pieces = component["quantity"] - component["voided"]
        each = f"{quantity_text(pieces)} x " if pieces != 1 else ""
        rows.append(Row(each + _name(component, language), indent=2))
        rows += _modifiers(component["modifiers"], frame, 4)
    if off:
        rows.append(Row(words["discount"], right=frame.money(-off), indent=2))
    if line["comped"]:
        rows.append(Row(f"{words['comped']} {quantity_text(line['comped'])} x", indent=2))
    return rows


def _name(item: Json, language: str) -> str:
    variant = item["variant_name"]
    return str(item["name"][language]) + (f" ({variant[language]})" if variant else "")


def _modifiers(modifiers: Iterable[Json], frame: ReceiptFrame, indent: int) -> list[Row]:
    rows: list[Row] = []
    for modifier in modifiers:
        count = "" if modifier["quantity"] == 1 else f"{modifier['quantity']} x "
        price = modifier["unit_price"]
        extra = f" {'+' if price > 0 else ''}{frame.money(price)}" if price else ""
        rows.append(Row(f"+ {count}{modifier['name'][frame.language]}{extra}", indent=indent))
        rows += _modifiers(modifier.get("modifiers", ()), frame, indent + 2)
    return rows


def _sums(check: Json, frame: ReceiptFrame) -> list[Row]:
    words = WORDS[frame.language]
    extras = [name for name in ("service_charge", "rounding") if check[name]]
    rows = [Row(words[name], right=frame.money(check[name])) for name in extras]
    taxes: list[Row] = []
    for tax in check["taxes"]:
        label = words["of_which"] if tax["inclusive"] else words["tax"]
        name = _tax_name(tax["name"], frame.language)
        rate = quantity_text(Decimal(str(tax["rate"])))
        row = Row(label.format(name, rate), right=frame.money(tax["tax"]))
        (taxes if tax["inclusive"] else rows).append(row)
    total = Row(words["total"], right=frame.money(check["total"]), scale=2, bold=True)
    return [*rows, total, *taxes]


def _tax_name(name: Any, language: str) -> str:
    return str(name[language]) if isinstance(name, Mapping) else str(name)


def _paid(check: Json, frame: ReceiptFrame) -> list[Row]:
    words = WORDS[frame.language]
    rows: list[Row] = []
    for payment in check["payments"]:
        # What was handed over, when it was more: it is what the guest remembers.
        given = payment["tendered"] if payment["tendered"] is not None else payment["amount"] + payment["tip"]
        rows.append(Row(words.get(payment["tender"], payment["tender"]), right=frame.money(given)))
        extras = [name for name in ("tip", "change") if payment[name]]
        rows += [Row(words[name], right=frame.money(payment[name]), indent=2) for name in extras]
    if check["due"]:
        rows.append(Row(words["due"], right=frame.money(check["due"]), bold=True))
    if check["write_off"]:
        rows.append(Row(words["write_off"], right=frame.money(check["write_off"]["amount"])))
    for refund in check["refunds"]:
        rows.append(
            Row(f"{words['refund']} {frame.moment(refund['at'])}", right=frame.money(-refund["amount"]))
        )
    return rows
