"""What is wrong with a menu as a whole: set meals that cannot be made, groups that cannot be chosen from.

Reads the rows of the menu's tables, so that one rule serves every door: the editor, the spreadsheet, archiving.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pos.rules.modifiers import MAX_DEPTH

Rows = dict[str, list[Any]]
COMPONENT_KINDS = ("item",)
OPTION_KINDS = ("item",)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with ``owner`` (a product or a modifier group), at ``path``, because of ``cause``."""

    owner: UUID
    path: str
    code: str
    message: str
    cause: UUID | None = None


def menu_faults(rows: Rows) -> list[Fault]:
    """Everything that is wrong; an empty list is a sound menu. Paths are those of the product or group as edited."""
    menu = _Menu(rows)
    return [*_product_faults(menu), *_group_faults(menu), *_link_faults(menu), *_depth_faults(menu)]


class _Menu:
    """The rows, arranged for asking."""

    def __init__(self, rows: Rows) -> None:
        self.products = {p.id: p for p in rows["products"]}
        self.variants = {v.id: v.product_id for v in rows["variants"]}
        self.groups = {g.id: g for g in rows["groups"]}
        self.options = _by(rows["options"], "group_id")
        self.links = _by(rows["links"], "product_id")
        self.set_groups = _by(rows["set_groups"], "product_id")
        self.set_options = _by(rows["set_options"], "group_id")
        self.set_fixed = _by(rows["set_fixed"], "set_product_id")


def _by(rows: Iterable[Any], field: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found


def _product_faults(menu: _Menu) -> Iterator[Fault]:
    for product in menu.products.values():
        groups, fixed = menu.set_groups[product.id], menu.set_fixed[product.id]
        if product.kind != "set_meal":
            if groups or fixed:
                yield Fault(product.id, "kind", "not_a_set_meal", "Only a set meal has components.")
            continue
        if not groups and not fixed:
            yield Fault(product.id, "set_groups", "set_is_empty", "A set meal needs at least one component.")
        for place, part in enumerate(fixed):
            yield from _component_faults(menu, product.id, f"set_fixed.{place}", part)
        for place, group in enumerate(groups):
            yield from _set_group_faults(menu, product.id, f"set_groups.{place}", group)


def _set_group_faults(menu: _Menu, owner: UUID, path: str, group: Any) -> Iterator[Fault]:
    options = menu.set_options[group.id]
    for place, option in enumerate(options):
        yield from _component_faults(menu, owner, f"{path}.options.{place}", option)
    offered = sum(option.max for option in options) if group.repeat else len(options)
    if group.pick > offered:
        yield Fault(
            owner, f"{path}.pick", "pick_too_many", f"Pick {group.pick} of {offered} that are offered."
        )
    if group.free > group.pick:
        yield Fault(owner, f"{path}.free", "free_too_many", "More are free than are picked.")
    if sum(option.is_default for option in options) > group.pick:
        yield Fault(
            owner, f"{path}.options", "too_many_defaults", "More are picked by default than may be picked."
        )
    for place in _repeated([(option.product_id, option.variant_id) for option in options]):
        yield Fault(
            owner, f"{path}.options.{place}", "duplicate", "This component is offered twice in the group."
        )


def _component_faults(menu: _Menu, owner: UUID, path: str, part: Any) -> Iterator[Fault]:
    component = menu.products.get(part.product_id)
    if component is None:
        yield Fault(owner, f"{path}.product_id", "archived", "This product is archived.", part.product_id)
        return
    if component.kind == "set_meal":
        yield Fault(
            owner, f"{path}.product_id", "set_in_set", "A set meal cannot hold a set meal.", component.id
        )
    elif component.kind not in COMPONENT_KINDS:
        message = "What is weighed or priced by hand cannot be part of a set meal."
        yield Fault(owner, f"{path}.product_id", "component_kind", message, component.id)
    if part.variant_id is not None and menu.variants.get(part.variant_id) != part.product_id:
        yield Fault(
            owner, f"{path}.variant_id", "archived", "The product no longer has this variant.", component.id
        )


def _group_faults(menu: _Menu) -> Iterator[Fault]:
    for group in menu.groups.values():
        options = menu.options[group.id]
        yield from _count_faults(group.id, "", group, options)
        for place, option in enumerate(options):
            product = menu.products.get(option.product_id)
            path = f"options.{place}.product_id"
            if product is None:
                yield Fault(group.id, path, "archived", "This product is archived.", option.product_id)
            elif product.kind not in OPTION_KINDS:
                yield Fault(group.id, path, "option_kind", "Only a plain item can be an option.", product.id)


def _link_faults(menu: _Menu) -> Iterator[Fault]:
    for product_id in menu.products:
        for place, link in enumerate(menu.links[product_id]):
            for fault in _count_faults(
                product_id, f"group_links.{place}.", link, menu.options[link.group_id]
            ):
                yield Fault(fault.owner, fault.path, fault.code, fault.message, link.group_id)


def _count_faults(owner: UUID, path: str, counts: Any, options: Sequence[Any]) -> Iterator[Fault]:
    if counts.min > counts.max:
        yield Fault(owner, f"{path}min", "min_over_max", f"At least {counts.min}, but at most {counts.max}.")
    if counts.min > sum(option.max for option in options):
        yield Fault(owner, f"{path}min", "min_too_many", "Fewer can be chosen than must be.")
    if sum(option.is_default for option in options) > counts.max:
        yield Fault(
            owner, f"{path}max", "too_many_defaults", "More are chosen by default than may be chosen."
        )


def _depth_faults(menu: _Menu) -> Iterator[Fault]:
    """Options that lead back to their product, or nest deeper than an order line may."""
    below: dict[UUID, set[UUID]] = {
        product_id: {option.product_id for link in links for option in menu.options[link.group_id]}
        for product_id, links in list(menu.links.items())
    }
    for product_id in below:
        if (code := _nesting(product_id, below)) is not None:
            message = f"Its options lead back to itself, or nest more than {MAX_DEPTH} deep."
            yield Fault(product_id, "group_links", code, message)


def _nesting(product_id: UUID, below: dict[UUID, set[UUID]]) -> str | None:
    level = below[product_id]
    for _ in range(MAX_DEPTH):
        if product_id in level:
            return "group_cycle"
        level = {deeper for option in level for deeper in below.get(option, ())}
    return "modifiers_too_deep" if level else None


def _repeated(keys: Sequence[Any]) -> Iterator[int]:
    seen = set()
    for place, key in enumerate(keys):
        if key in seen:
            yield place
        seen.add(key)
