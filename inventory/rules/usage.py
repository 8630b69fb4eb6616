"""What each order event adds to what was sold. Sums only, so batches and their order make no difference.

Fired is used: a line counts from the moment it is fired. A void before that was never made, and the line then no longer
holds the units; after it, units go over from sold to waste, and so does a priced option that is taken off. A comp takes units over from sold to given away.

What is cooked takes the recipe of that moment, cooked again that of the second. What only becomes of it later (a change, a void, a
comp) goes by the recipe that it was fired by, so that the two cancel out.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.events import Recorded
from inventory.values.usage import COMPED, NIL, REFIRED, REMADE, SOLD, VOIDED, News, SoldPart, Takings

Json = dict[str, Any]
Made = tuple[UUID, UUID, Decimal]
Told = Iterator[tuple[Json, str, Decimal]]
Placed = Callable[[Recorded], tuple[datetime, date]]


def as_told(event: Recorded) -> tuple[datetime, date]:
    """When an event counts, and on which business day: as it says itself."""
    return event.at, date.fromisoformat(event.payload["business_date"])


def news_of(events: Iterable[Recorded], placed: Placed = as_told) -> News:
    """What these events add; an event that is not heard adds nothing. ``placed``: when each counts, and on which day."""
    news = News()
    for event in events:
        tell = _TOLD.get(event.type)
        if tell is not None:
            _add_parts(news, event, tell(event.payload), placed(event))
        elif event.type == "ItemRemade":
            _item_remade(news, event, placed(event))
        elif event.type == "OrderPaid":
            _order_paid(news, event, placed(event)[1])
        elif event.type == "RefundGiven":
            _refund_given(news, event, placed(event)[1])
    return news


def _lines_fired(told: Json) -> Told:
    for line in told["lines"]:
        comped = Decimal(line["comped"])
        yield line, SOLD, Decimal(line["quantity"]) - Decimal(line["voided"]) - comped
        yield line, COMPED, comped


def _line_changed(told: Json) -> Told:
    yield told["before"], SOLD, -Decimal(told["before"]["quantity"])
    yield told["line"], SOLD, Decimal(told["line"]["quantity"])
    for piece in told.get("wasted", ()):
        option = {"product_id": piece["option_id"], "variant_id": None, "modifiers": []}
        yield {"line_id": told["line"]["line_id"], **option}, VOIDED, Decimal(piece["quantity"])


def _line_voided(told: Json) -> Told:
    units, comped = Decimal(told["quantity"]), Decimal(told["comped"])
    yield told["line"], SOLD, comped - units
    yield told["line"], COMPED, -comped
    yield told["line"], VOIDED, units


def _line_comped(told: Json) -> Told:
    if told["was_fired"]:  # else the line says so itself when it is fired
        yield told["line"], SOLD, -Decimal(told["quantity"])
        yield told["line"], COMPED, Decimal(told["quantity"])


def _line_refired(told: Json) -> Told:
    yield told["line"], REFIRED, Decimal(told["quantity"])


_TOLD: dict[str, Callable[[Json], Told]] = {
    "LinesFired": _lines_fired,
    "LineChanged": _line_changed,
    "LineVoided": _line_voided,
    "LineComped": _line_comped,
    "LineRefired": _line_refired,
}
_COOKED_BEFORE = frozenset({"LineChanged", "LineVoided", "LineComped"})


def _cooked_at(event: Recorded) -> datetime:
    """Whose recipe holds; events of before lines told when they were fired go by their own moment."""
    told = event.payload["line"].get("fired_at") if event.type in _COOKED_BEFORE else None
    return datetime.fromisoformat(told) if told else event.at


def _add_parts(news: News, event: Recorded, told: Told, when: tuple[datetime, date]) -> None:
    at, day = when
    order_id, cooked_at = UUID(event.payload["order_id"]), _cooked_at(event)
    part = 0
    for line, cause, units in told:
        if not units:
            continue
        line_id = UUID(line["line_id"])
        for product_id, variant_id, quantity in _made(line, units):
            news.parts.append(
                SoldPart(
                    event.id,
                    part,
                    _store(event),
                    at,
                    day,
                    product_id,
                    variant_id,
                    cause,
                    quantity,
                    order_id,
                    line_id,
                    fired_at=None if cooked_at == at else cooked_at,
                )
            )
            part += 1


def _made(line: Json, units: Decimal) -> Iterator[Made]:
    """Everything that so many units of a line are made of: the product, its modifiers, a set meal's components."""
    yield UUID(line["product_id"]), UUID(line["variant_id"]) if line["variant_id"] else NIL, units
    yield from _modifiers(line["modifiers"], units)
    for component in line.get("components", ()):
        yield from _made(component, units * Decimal(component["quantity"]) / Decimal(line["quantity"]))


def _modifiers(modifiers: list[Json], units: Decimal) -> Iterator[Made]:
    for modifier in modifiers:
        pieces = units * Decimal(modifier["quantity"])
        yield UUID(modifier["option_id"]), NIL, pieces
        yield from _modifiers(modifier.get("modifiers") or [], pieces)


def _item_remade(news: News, event: Recorded, when: tuple[datetime, date]) -> None:
    # Remakes that were told before their modifiers were had none that we know of.
    line = {"modifiers": [], **event.payload}
    _add_parts(news, event, iter([(line, REMADE, Decimal(line["quantity"]))]), when)


def _order_paid(news: News, event: Recorded, day: date) -> None:
    store_id = _store(event)
    for line in event.payload["lines"]:
        payable = Decimal(line["quantity"]) - Decimal(line["voided"]) - Decimal(line["comped"])
        _take(news, (store_id, day), line, payable)
        for component in line["components"]:
            _take(
                news,
                (store_id, day),
                component,
                payable * Decimal(component["quantity"]) / Decimal(line["quantity"]),
            )


def _take(news: News, place: tuple[UUID, date], line: Json, units: Decimal) -> None:
    key = (*place, UUID(line["product_id"]), UUID(line["variant_id"]) if line["variant_id"] else NIL)
    takings = news.takings.setdefault(key, Takings())
    takings.units += units
    takings.list += _told(line, "list_untaxed", "list", "charged")
    takings.net += _told(line, "net_untaxed", "net", "charged")


def _told(line: Json, *names: str) -> int:
    """The first that the line tells: older events know no discounts, or no sales without the tax in them."""
    found: int = next(line[name] for name in names if name in line)
    return found


def _refund_given(news: News, event: Recorded, day: date) -> None:
    key = (_store(event), day, NIL, NIL)
    takings = news.takings.setdefault(key, Takings())
    takings.net -= sum(_told(line, "net_untaxed", "amount") for line in event.payload["lines"])


def _store(event: Recorded) -> UUID:
    if event.store_id is None:
        raise ValueError("a sale happens at a store")
    return event.store_id
