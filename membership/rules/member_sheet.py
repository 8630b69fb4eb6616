"""Members as rows of a spreadsheet, and what has to become of each row: a new member, or one who is known already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from core.sheets import cells as cell
from core.sheets.columns import Column, Sheet, must
from core.sheets.parse import Report, SheetRow
from membership.rules.people import phone_spelling

BIRTHDAY = cell.pattern(r"(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])", 5, "A month and a day, such as 05-18.")
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MEMBERS = Sheet(
    "members",
    (
        must("phone", cell.text(40)),
        Column("name", cell.text(100)),
        Column("birthday", BIRTHDAY),
        Column("card_no", cell.text(40)),
        Column("tier", cell.text()),
        Column("joined_on", cell.day()),
        Column("points", cell.whole(0, 10**12)),
        Column("agrees_to", cell.words(20, 3)),
    ),
    key=("phone",),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before: members' phone numbers, whose a card is, and the tiers by their names."""

    phones: frozenset[str]
    cards: Mapping[str, str | None]
    tiers: Mapping[str, UUID]


def new_members(
    rows: Iterable[SheetRow], known: Known, agreements: tuple[str, ...], today: date, report: Report
) -> list[dict[str, Any]]:
    """The members to be added: who is known by the phone number already stays as they are. What is wrong is reported."""
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    cards = dict(known.cards)
    for row in rows:
        phone = phone_spelling(row.values["phone"])
        if phone is None:
            report.error(row.sheet, row.number, "phone", "bad_phone", "This is no phone number.")
        elif phone in seen:
            report.error(row.sheet, row.number, "phone", "twice", f"The same number as in row {seen[phone]}.")
        else:
            seen[phone] = row.number
            values = _values(row, phone, known, cards, agreements, today, report)
            if phone not in known.phones and values is not None:
                found.append(values)
    return found


def _values(
    row: SheetRow,
    phone: str,
    known: Known,
    cards: dict[str, str | None],
    agreements: tuple[str, ...],
    today: date,
    report: Report,
) -> dict[str, Any] | None:
    before = len(report.errors)
    given = row.values
    card = given.get("card_no")
    if card and cards.setdefault(card, phone) != phone:
        report.error(row.sheet, row.number, "card_no", "card_taken", "Somebody else has this card.")
    tier = given.get("tier")
    if tier and tier not in known.tiers:
        report.error(row.sheet, row.number, "tier", "unknown_tier", f"There is no tier named {tier}.")
    birthday = _birthday(row, report)
    joined_on = given.get("joined_on")
    if joined_on and joined_on > today:
        report.error(row.sheet, row.number, "joined_on", "in_future", "That day is still to come.")
    agrees = given.get("agrees_to") or ()
    for one in agrees:
        if one not in agreements:
            told = f"Not {one}. Known: {', '.join(agreements)}."
            report.error(row.sheet, row.number, "agrees_to", "unknown_word", told)
    if len(report.errors) > before:
        return None
    return {
        "phone": phone,
        "name": given.get("name"),
        "card_no": card,
        "born_month": birthday[0] if birthday else None,
        "born_day": birthday[1] if birthday else None,
        "tier_id": known.tiers[tier] if tier else None,
        "joined_on": joined_on,
        "points": given.get("points") or 0,
        "agrees_to": agrees,
    }


def _birthday(row: SheetRow, report: Report) -> tuple[int, int] | None:
    text = row.values.get("birthday")
    if not text:
        return None
    month, _, day = text.partition("-")
    if int(day) > LONGEST[int(month) - 1]:
        report.error(row.sheet, row.number, "birthday", "no_such_day", "There is no such day.")
        return None
    return int(month), int(day)
