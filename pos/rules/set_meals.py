"""Set meals: which components may be picked, and each component's share of the set's total."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.money import largest_remainder
from pos.errors import refuse
from pos.values.catalog import Product, SetGroup, SetOption
from pos.values.specs import ComponentChoice, ModifierChoice


@dataclass(frozen=True, slots=True)
class Component:
    """A component to be served: ``quantity`` pieces per set, ``upcharge`` for all of them together."""

    component_id: UUID
    product_id: UUID
    variant_id: UUID | None
    quantity: int
    upcharge: int
    modifiers: tuple[ModifierChoice, ...] | None


def shares_of(total: int, list_totals: Sequence[int]) -> list[int]:
    """Each component's share of the set's line total, by the components' own list totals (all zero: equal weights)."""
    return largest_remainder(total, list_totals)


def components_of(product: Product, choices: tuple[ComponentChoice, ...] | None) -> list[Component]:
    """The components of one set in menu order: what is fixed, then each group's picks; refuses what the menu forbids."""
    fixed_ids = {fixed.id for fixed in product.set_fixed}
    modifiers = {c.component_id: c.modifiers for c in choices or () if c.component_id in fixed_ids}
    components = [
        Component(f.id, f.product_id, f.variant_id, f.quantity, 0, modifiers.get(f.id))
        for f in product.set_fixed
    ]
    picks = [c for c in choices or () if c.component_id not in fixed_ids]
    known = {option.id for group in product.set_groups for option in group.options}
    for pick in picks:
        if pick.component_id not in known:
            raise refuse(
                "unknown_component", "This component is not in the set.", component_id=str(pick.component_id)
            )
    for group in product.set_groups:
        options = {option.id: option for option in group.options}
        chosen = [c for c in picks if c.component_id in options]
        if not chosen and choices is None:
            chosen = [ComponentChoice(o.id) for o in group.options if o.is_default][: group.pick]
        components += _picks_of(group, options, chosen)
    return components


def _picks_of(
    group: SetGroup, options: dict[UUID, SetOption], chosen: Sequence[ComponentChoice]
) -> list[Component]:
    count = sum(c.quantity for c in chosen)
    if count != group.pick:
        raise refuse(
            "set_group_count",
            f"Pick {group.pick} in this group; {count} picked.",
            group_id=str(group.id),
            name=group.name,
            pick=group.pick,
            picked=count,
        )
    per_option: dict[UUID, int] = {}
    for choice in chosen:
        per_option[choice.component_id] = per_option.get(choice.component_id, 0) + choice.quantity
    for option_id, quantity in per_option.items():
        limit = options[option_id].max if group.repeat else 1
        if quantity > limit:
            raise refuse(
                "set_option_too_many",
                f"At most {limit} of this component.",
                component_id=str(option_id),
                max=limit,
            )
    waived = _waived(group, options, chosen)
    components = []
    for choice in sorted(chosen, key=lambda c: (options[c.component_id].sort, str(c.component_id))):
        option = options[choice.component_id]
        free = min(waived.get(option.id, 0), choice.quantity)
        waived[option.id] = waived.get(option.id, 0) - free
        components.append(
            Component(
                option.id,
                option.product_id,
                option.variant_id or choice.variant_id,
                choice.quantity,
                option.upcharge * (choice.quantity - free),
                choice.modifiers,
            )
        )
    return components


def _waived(
    group: SetGroup, options: dict[UUID, SetOption], chosen: Sequence[ComponentChoice]
) -> dict[UUID, int]:
    """How many upcharged pieces of each option cost nothing extra: the cheapest ones, ``group.free`` in all."""
    left = group.free
    waived: dict[UUID, int] = {}
    for choice in sorted(chosen, key=lambda c: (options[c.component_id].upcharge, str(c.component_id))):
        if options[choice.component_id].upcharge > 0 and left > 0:
            free = min(left, choice.quantity)
            waived[choice.component_id] = waived.get(choice.component_id, 0) + free
            left -= free
    return waived
