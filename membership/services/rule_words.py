"""Rules in words: with the names that products, places and tiers have, looked up for a whole page of rules at once."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision, get_currency_symbol

from core import json
from core.uow import Unit
from membership import ports
from membership.rules.promotions.phrases import Names
from membership.rules.promotions.terms import Terms, faults, promotion_of
from membership.rules.promotions.words import words_of
from membership.store import members as member_store
from membership.values.promotions import Promotion

DRAFT = UUID(int=0)


def draft_words(unit: Unit, terms: dict[str, Any]) -> dict[str, Any]:
    """A draft in words while it is edited, and what is still wrong with it; it is not refused."""
    unit.actor.demand_somewhere("promotion.view")
    kept: Terms = json.loads(json.dumps(terms))
    wrong = [{"path": f"terms.{path}", "code": "bad_terms", "message": told} for path, told in faults(kept)]
    return {"words": words_for(unit, [(DRAFT, 0, kept)])[DRAFT], "faults": wrong}


def words_for(unit: Unit, rules: Iterable[tuple[UUID, int, Terms]]) -> dict[UUID, dict[str, str]]:
    """Rules (id, version, terms) in words, by id."""
    read = [(promotion_of(*rule), rule[2].get("caps") or {}) for rule in rules]
    names = _names(unit, [promotion for promotion, _ in read])
    return {promotion.id: words_of(promotion, caps, names) for promotion, caps in read}


def _names(unit: Unit, promotions: list[Promotion]) -> Names:
    """What these rules speak of; whatever no rule names is not asked for."""
    called: dict[UUID, dict[str, str]] = {}
    on_menu = {one for promotion in promotions for one in _on_menu(promotion)}
    if on_menu:
        called |= ports.menu.names(unit, on_menu)
    stores = ports.stores.stores(unit)
    called |= {store.id: store.name for store in stores}
    if any(promotion.conditions.region_ids for promotion in promotions):
        called |= ports.stores.regions(unit)
    if any(promotion.conditions.tier_ids for promotion in promotions):
        called |= {tier.id: tier.name for tier in member_store.list_tiers(unit)}
    return Names(called, *_money(stores[0].currency)) if stores else Names(called)


def _money(currency: str) -> tuple[str, int, str]:
    """How a currency is written: its sign, its decimals, its Chinese word."""
    if currency == "CNY":
        return "¥", 2, "元"
    return get_currency_symbol(currency, locale="en"), get_currency_precision(currency), ""


def _on_menu(promotion: Promotion) -> Iterator[UUID]:
    scopes = [promotion.scope, *([promotion.benefit.reward] if promotion.benefit.reward else [])]
    for scope in scopes:
        yield from scope.product_ids
        yield from scope.category_ids
        yield from scope.excluded_ids
    yield from promotion.benefit.gift_ids
