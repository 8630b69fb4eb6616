"""What is wrong with a product as it was typed in, before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Error = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that a menu entry may refer to: only what is in use. ``variants``: to which product each belongs."""

    categories: frozenset[UUID]
    tax_classes: frozenset[UUID]
    groups: frozenset[UUID]
    products: frozenset[UUID]
    variants: dict[UUID, UUID]
    stores: frozenset[UUID]
    regions: frozenset[UUID]


def error(path: str, code: str, message: str) -> Error:
    """One thing that is wrong, as a problem document lists it."""
    return {"path": path, "code": code, "message": message}


def product_errors(fields: dict[str, Any], known: Known) -> list[Error]:
    """Everything wrong with the fields of a product; what depends on the rest of the menu is in ``menu_faults``."""
    return [*_head_errors(fields, known), *_list_errors(fields, known), *_set_errors(fields, known)]


def when_errors(fields: dict[str, Any], known: Known, path: str = "") -> Iterator[Error]:
    """What is wrong with a place and time: unknown stores, half a daypart, dates the wrong way round."""
    if fields.get("store_id") is not None and fields["store_id"] not in known.stores:
        yield error(f"{path}store_id", "unknown", "There is no such store.")
    if fields.get("region_id") is not None and fields["region_id"] not in known.regions:
        yield error(f"{path}region_id", "unknown", "There is no such region.")
    start, end = fields.get("start_minute"), fields.get("end_minute")
    if (start is None) != (end is None) or (start is not None and start == end):
        yield error(f"{path}end_minute", "daypart", "A daypart has a start and another end.")
    yield from dates_error(fields, f"{path}valid_to", "valid_from", "valid_to")


def dates_error(fields: dict[str, Any], path: str, first: str, last: str) -> Iterator[Error]:
    """The first day is not after the last."""
    if fields.get(first) and fields.get(last) and fields[first] > fields[last]:
        yield error(path, "dates_reversed", "The last day is before the first.")


def counts_error(counts: dict[str, Any], path: str = "") -> Iterator[Error]:
    """At least is not more than at most, where both are given."""
    least, most = counts.get("min"), counts.get("max")
    if least is not None and most is not None and least > most:
        yield error(f"{path}min", "min_over_max", f"At least {least}, but at most {most}.")


def _head_errors(fields: dict[str, Any], known: Known) -> Iterator[Error]:
    for name, ids, what in (
        ("category_id", known.categories, "category"),
        ("tax_class_id", known.tax_classes, "tax class"),
    ):
        if fields.get(name) is not None and fields[name] not in ids:
            yield error(name, "unknown", f"There is no such {what} in use.")
    if fields.get("is_option") and fields.get("kind") != "item":
        yield error("is_option", "option_kind", "Only a plain item can be an option.")
    yield from dates_error(fields, "seasonal_to", "seasonal_from", "seasonal_to")


def _list_errors(fields: dict[str, Any], known: Known) -> Iterator[Error]:
    yield from duplicates("variants", "code", fields.get("variants", ()))
    yield from duplicates("group_links", "group_id", fields.get("group_links", ()))
    for place, link in enumerate(fields.get("group_links", ())):
        if link["group_id"] not in known.groups:
            yield error(f"group_links.{place}.group_id", "unknown", "There is no such modifier group in use.")
        yield from counts_error(link, f"group_links.{place}.")
    for place, rule in enumerate(fields.get("availability_rules", ())):
        yield from when_errors(rule, known, f"availability_rules.{place}.")


def _set_errors(fields: dict[str, Any], known: Known) -> Iterator[Error]:
    for place, group in enumerate(fields.get("set_groups", ())):
        yield from component_errors(group["options"], known, f"set_groups.{place}.options.")
    yield from component_errors(fields.get("set_fixed", ()), known, "set_fixed.")


def component_errors(parts: Sequence[dict[str, Any]], known: Known, path: str) -> Iterator[Error]:
    """Products that are not on the menu, and variants of something else."""
    for place, part in enumerate(parts):
        if part["product_id"] not in known.products:
            yield error(f"{path}{place}.product_id", "unknown", "There is no such product in use.")
        elif part.get("variant_id") and known.variants.get(part["variant_id"]) != part["product_id"]:
            yield error(f"{path}{place}.variant_id", "unknown", "The product has no such variant.")


def duplicates(path: str, key: str, entries: Iterable[dict[str, Any]]) -> Iterator[Error]:
    """Entries of a list that have the same key as one before."""
    seen = set()
    for place, entry in enumerate(entries):
        if entry[key] in seen:
            yield error(f"{path}.{place}.{key}", "duplicate", "This stands in the list twice.")
        seen.add(entry[key])
