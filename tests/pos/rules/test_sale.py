"""Where and when a product is sold."""

from datetime import date
from typing import Any

from core.ids import new_id
from pos.rules.sale import is_sold
from pos.rules.schedule import PriceMoment
from pos.values.catalog import SaleRule

HERE, THERE, PRODUCT = new_id(), new_id(), new_id()
BREAKFAST, NOON = (PriceMoment(date(2026, 11, 16), hour * 60) for hour in (8, 12))


def rule(effect: str, **when: Any) -> SaleRule:
    return SaleRule(new_id(), PRODUCT, effect, **when)


def test_without_rules_it_is_sold_always() -> None:
    assert is_sold([], HERE, "dine_in", NOON)


def test_only_means_nowhere_and_never_else() -> None:
    mornings = [rule("only", start_minute=360, end_minute=600)]
    assert is_sold(mornings, HERE, "dine_in", BREAKFAST)
    assert not is_sold(mornings, HERE, "dine_in", NOON)
    assert not is_sold([rule("only", store_id=THERE)], HERE, "dine_in", NOON)


def test_one_only_of_several_is_enough() -> None:
    assert is_sold([rule("only", store_id=THERE), rule("only", channel="dine_in")], HERE, "dine_in", NOON)


def test_not_goes_before_only() -> None:
    rules = [rule("only", store_id=HERE), rule("not", channel="delivery")]
    assert is_sold(rules, HERE, "dine_in", NOON)
    assert not is_sold(rules, HERE, "delivery", NOON)


def test_a_not_that_does_not_apply_changes_nothing() -> None:
    assert is_sold([rule("not", store_id=THERE)], HERE, "dine_in", NOON)
