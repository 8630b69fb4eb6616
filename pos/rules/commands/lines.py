"""Adding, changing and moving lines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from core.json import quantity_text
from pos.errors import LineTaken, StaleLine, conflict, refuse
from pos.events import LineChanged
from pos.rules.commands.adjusting import void_value
from pos.rules.commands.steps import (
    change_all,
    count_stock,
    describe,
    guard_unpaid,
    open_book,
    put,
    the_book,
    top_line,
)
from pos.rules.line_nets import gross_of
from pos.rules.prices import PriceMoment
from pos.rules.pricing import Sale, Signature, price_line
from pos.values import commands as c
from pos.values.catalog import PriceRow
from pos.values.context import Context
from pos.values.orders import Book, Line
from pos.values.specs import ComponentChoice, LineSpec, ModifierChoice

TAXES = ("tax_class_id", "tax_name", "tax_rate", "tax_inclusive")


def add_line(context: Context, command: c.AddLine) -> None:
    """Price the line now and keep its figures; the same line again changes nothing."""
    context.actor.demand("order.take", context.store.id)
    existing = the_book(context).lines.get(command.line_id)
    if existing is not None:
        _guard_same(existing, command)
        return
    book = open_book(context)
    signature = Signature(
        command.line_id, book.order.id, context.at, context.actor.staff_id, context.actor.staff_name
    )
    made = price_line(sale_at(context, book, context.at), command.spec(), signature)
    put(
        book,
        *(
            replace(
                line,
                seat=command.seat,
                course=command.course,
                note=command.note if line.parent_id is None else None,
                on_hold=command.hold,
                suggestion_id=command.suggestion_id if line.parent_id is None else None,
                gift_of=command.gift_of if line.parent_id is None else None,
            )
            for line in made
        ),
    )
    count_stock(context, book, made[0], made[0].quantity)


def _guard_same(existing: Line, command: c.AddLine) -> None:
    """Refuse an id that was used for something else; a line that was changed since is still the same one."""
    same = existing.parent_id is None and existing.product_id == command.product_id
    if same and existing.revision == 1:
        same = existing.quantity == command.quantity and command.variant_id in (None, existing.variant_id)
    if not same:
        raise LineTaken("Another line has this id.", line_id=str(command.line_id))


def sale_at(context: Context, book: Book, at: datetime) -> Sale:
    """The menu as it holds for the order at a moment, on the store's wall clock."""
    local = at.astimezone(ZoneInfo(context.store.timezone))
    return Sale(
        context.catalog, book.order.channel, PriceMoment(local.date(), local.hour * 60 + local.minute)
    )


def change_line(context: Context, command: c.ChangeLine) -> None:
    """Price the line anew with what changed, and what stays as the guest was told it; a note alone prices nothing. Once fired, quantity and product stay: add a line, or void."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    line = top_line(book, command.line_id)
    if line.revision != command.revision:
        raise StaleLine(
            "Somebody changed this line; look at it again.", line_id=str(line.id), revision=line.revision
        )
    guard_unpaid(book, line)
    if line.state == "voided" or line.voided or line.comped:
        raise conflict("line_adjusted", "The line was voided or comped in part.", line_id=str(line.id))
    before, worth = describe(context, book, line), gross_of(line, book.components(line.id))
    if line.state == "fired" and command.fields & {"quantity", "variant_id", "components", "unit_price"}:
        raise conflict(
            "line_fired", "It is being cooked: add another line, or void this one.", line_id=str(line.id)
        )
    if command.fields <= {"note"}:
        change_all(book, line, revision=line.revision + 1)
        put(book, replace(book.lines[line.id], note=command.note))
    else:
        _price_anew(context, book, line, command)
    if line.state == "fired":
        order, made = book.order, book.lines[line.id]
        lost = worth - gross_of(made, book.components(line.id))
        wasted = _options_less(line, made) if lost > 0 else []
        if lost > 0:
            void_value(context, book, made, lost, command.reason, [piece["name"] for piece in wasted])
        context.events.append(
            LineChanged(
                store_id=order.store_id,
                at=context.at,
                order_id=order.id,
                business_date=order.business_date,
                table_name=order.table_name,
                timezone=context.store.timezone,
                line=describe(context, book, made),
                before=before,
                wasted=wasted,
            )
        )


def _options_less(before: Line, after: Line) -> list[dict[str, Any]]:
    """The priced options of which a line has fewer than before: how many pieces over all its units."""
    had, has = (list(_priced_options(line.modifiers)) for line in (before, after))
    names = {option_id: name for option_id, name, _ in had}
    less: Counter[str] = Counter()
    for options, sign in ((had, 1), (has, -1)):
        for option_id, _, count in options:
            less[option_id] += sign * count
    return [
        {"option_id": option_id, "name": names[option_id], "quantity": quantity_text(count * before.quantity)}
        for option_id, count in less.items()
        if count > 0
    ]


def _priced_options(
    modifiers: list[dict[str, Any]], times: int = 1
) -> Iterator[tuple[str, dict[str, str], int]]:
    """Each with its name and how many a unit has of it, those of options too."""
    for modifier in modifiers:
        count = times * modifier["quantity"]
        if modifier["unit_price"] > 0:
            yield modifier["option_id"], modifier["name"], count
        yield from _priced_options(modifier.get("modifiers") or [], count)


def _price_anew(context: Context, book: Book, line: Line, command: c.ChangeLine) -> None:
    signature = Signature(line.id, book.order.id, line.added_at, line.added_by, line.added_by_name)
    old = [line, *book.components(line.id)]
    sale = _as_it_was_told(sale_at(context, book, line.added_at), old)
    made = _taxed_as(old, price_line(sale, _changed_spec(book, line, command), signature))
    note = command.note if "note" in command.fields else line.note
    kept: dict[str, Any] = {
        "seat": line.seat,
        "course": line.course,
        "on_hold": line.on_hold,
        "state": line.state,
        "fired_at": line.fired_at,
        "revision": line.revision + 1,
    }
    if line.state == "held":
        count_stock(context, book, line, line.quantity, back=True)
    for part in old[1:]:
        del book.lines[part.id]
    for new in made:
        extra: dict[str, Any] = (
            {"note": note, "suggestion_id": line.suggestion_id, "gift_of": line.gift_of}
            if new.parent_id is None
            else {}
        )
        put(book, replace(new, **kept, **extra))
    if line.state == "held":
        count_stock(context, book, made[0], made[0].quantity)


def _as_it_was_told(sale: Sale, lines: list[Line]) -> Sale:
    """The menu, with the prices that the lines have: the guest was told them, and a price list set later changes none."""
    known = {(x.product_id, x.variant_id): _price_of(x) for x in lines if x.price_id or x.parent_id}
    options = {UUID(m["option_id"]): m["unit_price"] for x in lines for m in _all_modifiers(x.modifiers)}
    return replace(sale, known=known, options=options)


def _price_of(line: Line) -> PriceRow | None:
    """The price that a line was made at; a component may have none of its own."""
    if line.price_id is None:
        return None
    return PriceRow(
        line.price_id, line.product_id, line.variant_id, line.list_price, member_amount=line.member_price
    )


def _all_modifiers(modifiers: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for modifier in modifiers:
        yield modifier
        yield from _all_modifiers(modifier.get("modifiers") or [])


def _taxed_as(old: list[Line], made: list[Line]) -> list[Line]:
    """A price may hold its tax: what stays is taxed as it was."""
    known = {(x.product_id, x.variant_id): x for x in old}
    found = []
    for line in made:
        was = known.get((line.product_id, line.variant_id))
        taxes = {name: getattr(was, name) for name in TAXES} if was else {}
        found.append(replace(line, **taxes))
    return found


def _changed_spec(book: Book, line: Line, command: c.ChangeLine) -> LineSpec:
    fields = command.fields
    is_open_price = line.kind == "open_price"
    return LineSpec(
        product_id=line.product_id,
        quantity=command.quantity if "quantity" in fields and command.quantity is not None else line.quantity,
        variant_id=command.variant_id if "variant_id" in fields else line.variant_id,
        modifiers=command.modifiers if "modifiers" in fields else chosen_modifiers(line),
        components=command.components if "components" in fields else _chosen_components(book, line),
        unit_price=(command.unit_price if "unit_price" in fields else line.list_price)
        if is_open_price
        else None,
    )


def chosen_modifiers(line: Line) -> tuple[ModifierChoice, ...]:
    """The choices behind a line's stored modifiers; what was declined stays so, and the menu's defaults do not come back."""
    return _choices(line.modifiers)


def _choices(stored: list[dict[str, Any]]) -> tuple[ModifierChoice, ...]:
    return tuple(
        ModifierChoice(UUID(m["option_id"]), m["quantity"], _choices(m.get("modifiers") or []))
        for m in stored
    )


def _chosen_components(book: Book, line: Line) -> tuple[ComponentChoice, ...] | None:
    if line.kind != "set_meal":
        return None
    return tuple(
        ComponentChoice(
            part.component_id, int(part.quantity / line.quantity), chosen_modifiers(part), part.variant_id
        )
        for part in book.components(line.id)
        if part.component_id is not None
    )


def move_line(context: Context, command: c.MoveLine) -> None:
    """Give the line to a seat or course; the kitchen hears nothing of a seat."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    line = top_line(book, command.line_id)
    if "course" in command.fields and line.state == "fired" and command.course != line.course:
        raise refuse("line_fired", "It is being cooked: its course stays.", line_id=str(line.id))
    changes = {name: getattr(command, name) for name in command.fields}
    if changes:
        change_all(book, line, **changes)
