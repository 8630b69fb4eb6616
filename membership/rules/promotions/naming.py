"""Which stores, regions, tiers and dishes terms and audiences name, and where."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from membership.values.promotions import HEAD_OFFICE

Named = tuple[str, str, UUID]  # what kind of thing, where it is named, its id
_SCOPE = {"product_ids": "dish", "category_ids": "dish", "excluded_ids": "dish"}
_CONDITIONS = {"store_ids": "store", "region_ids": "region", "tier_ids": "tier"}
_BENEFIT = {"gift_ids": "dish"}


def named_in_terms(terms: dict[str, Any]) -> Iterator[Named]:
    """What terms, as they are stored, name."""
    benefit = terms["benefit"]
    yield from _listed(terms.get("scope"), "terms.scope", _SCOPE)
    yield from _listed(terms.get("conditions"), "terms.conditions", _CONDITIONS)
    yield from _listed(benefit, "terms.benefit", _BENEFIT)
    yield from _listed(benefit.get("reward"), "terms.benefit.reward", _SCOPE)
    for place, funder in enumerate(terms.get("funders", ())):
        if funder["who"] != HEAD_OFFICE:
            yield "store", f"terms.funders.{place}.who", UUID(funder["who"])


def named_in_audience(audience: dict[str, Any]) -> Iterator[Named]:
    """What an audience names."""
    return _listed(audience, "audience", _CONDITIONS)


def named_in(given: dict[str, Any], kinds: dict[str, str]) -> Iterator[Named]:
    """What single fields of these kinds, and lists of them, name."""
    return _listed(given, "", kinds)


def _listed(given: dict[str, Any] | None, path: str, kinds: dict[str, str]) -> Iterator[Named]:
    for name, kind in kinds.items():
        found = (given or {}).get(name) or ()
        where = f"{path}.{name}" if path else name
        if isinstance(found, list | tuple):
            yield from ((kind, f"{where}.{place}", UUID(str(one))) for place, one in enumerate(found))
        else:
            yield kind, where, UUID(str(found))
