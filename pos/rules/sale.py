"""Whether a product is sold in a store, through a channel, at a minute."""

from collections.abc import Sequence
from uuid import UUID

from pos.rules.schedule import PriceMoment, holds
from pos.values.catalog import SaleRule


def is_sold(rules: Sequence[SaleRule], store_id: UUID, channel: str, moment: PriceMoment) -> bool:
    """No ``not`` rule applies; and where there are ``only`` rules, one of them does."""
    applies = [rule for rule in rules if _applies(rule, store_id, channel, moment)]
    if any(rule.effect == "not" for rule in applies):
        return False
    return bool(applies) or all(rule.effect == "not" for rule in rules)


def _applies(rule: SaleRule, store_id: UUID, channel: str, moment: PriceMoment) -> bool:
    return rule.store_id in (None, store_id) and rule.channel in (None, channel) and holds(rule, moment)
