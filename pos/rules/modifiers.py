"""Which modifiers may be chosen on a product, and what they cost per unit."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from pos.errors import refuse
from pos.values.catalog import Catalog, GroupLink, ModifierGroup, ModifierOption
from pos.values.specs import ModifierChoice

MAX_DEPTH = 4
PriceOf = Callable[[UUID], int]
Chosen = tuple[list[dict[str, Any]], int]


def price_modifiers(
    catalog: Catalog,
    links: Sequence[GroupLink],
    choices: tuple[ModifierChoice, ...] | None,
    price_of: PriceOf,
    depth: int = 0,
) -> Chosen:
    """The modifiers as stored on a line, and their price per unit in minor units.

    Without choices the menu's defaults are taken. Each group's ``min`` and ``max`` count pieces per unit; its ``free``
    cheapest pieces with a positive price cost nothing. An option may carry groups of its own.
    """
    if depth > MAX_DEPTH:
        raise refuse("modifiers_too_deep", f"Modifiers nest at most {MAX_DEPTH} deep.")
    groups = [(link, catalog.groups[link.group_id]) for link in links if link.group_id in catalog.groups]
    picked = _defaults(groups) if choices is None else list(choices)
    by_option = {
        option.product_id: (link, group, option) for link, group in groups for option in group.options
    }
    counts: dict[UUID, int] = {link.group_id: 0 for link, _ in groups}
    pieces: dict[UUID, list[int]] = {link.group_id: [] for link, _ in groups}
    stored: list[dict[str, Any]] = []
    extra = 0
    for choice in _merged(picked):
        if choice.option_id not in by_option:
            raise refuse(
                "unknown_modifier", "This modifier cannot be chosen here.", option_id=str(choice.option_id)
            )
        link, group, _ = by_option[choice.option_id]
        price = price_of(choice.option_id)
        product = catalog.products[choice.option_id]
        nested, nested_price = price_modifiers(
            catalog, product.group_links, choice.modifiers, price_of, depth + 1
        )
        counts[link.group_id] += choice.quantity
        pieces[link.group_id] += [price] * choice.quantity
        extra += nested_price * choice.quantity
        row = {
            "option_id": str(choice.option_id),
            "group_id": str(group.id),
            "name": product.name,
            "quantity": choice.quantity,
            "unit_price": price,
        }
        stored.append({**row, "modifiers": nested} if nested else row)
    _check_options(catalog, picked, {option_id: option for option_id, (_, _, option) in by_option.items()})
    for link, group in groups:
        _check_count(link, group, counts[link.group_id])
        extra += _price_of_pieces(pieces[link.group_id], link.free)
    return stored, extra


def _defaults(groups: Sequence[tuple[GroupLink, ModifierGroup]]) -> list[ModifierChoice]:
    return [ModifierChoice(o.product_id) for _, group in groups for o in group.options if o.is_default]


def _merged(choices: Sequence[ModifierChoice]) -> list[ModifierChoice]:
    """The same option named twice counts as one choice of both quantities."""
    merged: dict[tuple[UUID, tuple[ModifierChoice, ...] | None], int] = {}
    for choice in choices:
        key = (choice.option_id, choice.modifiers)
        merged[key] = merged.get(key, 0) + choice.quantity
    return [ModifierChoice(option_id, quantity, nested) for (option_id, nested), quantity in merged.items()]


def _check_options(
    catalog: Catalog, picked: Sequence[ModifierChoice], options: dict[UUID, ModifierOption]
) -> None:
    """No option more often than it may be, however its pieces differ in choices of their own."""
    for option_id, option in options.items():
        if sum(choice.quantity for choice in picked if choice.option_id == option_id) > option.max:
            raise refuse(
                "modifier_too_many",
                f"At most {option.max} of this option.",
                option_id=str(option_id),
                name=catalog.products[option_id].name,
                max=option.max,
            )


def _check_count(link: GroupLink, group: ModifierGroup, count: int) -> None:
    if count < link.min:
        raise refuse(
            "modifier_missing",
            f"Choose at least {link.min} in this group.",
            group_id=str(group.id),
            name=group.name,
            min=link.min,
        )
    if count > link.max:
        raise refuse(
            "modifier_too_many",
            f"Choose at most {link.max} in this group.",
            group_id=str(group.id),
            name=group.name,
            max=link.max,
        )


def _price_of_pieces(prices: list[int], free: int) -> int:
    charged = sorted(price for price in prices if price > 0)
    return sum(charged[free:]) + sum(price for price in prices if price < 0)
