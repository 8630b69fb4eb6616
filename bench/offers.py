"""A brand's promotions of everyday kinds, as many as wanted, and carts that meet some of them."""

import json
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from uuid_utils import uuid7

from core.uow import Unit
from membership.services.promotions import create_promotion
from tests.support.menu import name as named
from tests.support.menu import sign_in

LINES = 12
Terms = dict[str, Any]


def everyday(products: list[str], count: int, stores: list[UUID]) -> list[Terms]:
    """So many promotions: most on a dish or two, some for one store, some for members, some for the whole order."""
    random = Random(5)
    return [_everyday(random, place, products, stores) for place in range(count)]


def _everyday(random: Random, place: int, products: list[str], stores: list[UUID]) -> Terms:
    on = {"product_ids": random.sample(products, 1 + place % 2)}
    percent = random.choice([500, 1000, 1500])
    kinds: list[Terms] = [
        {"lane": 2, "scope": on, "benefit": {"kind": "percent_off", "percent_bp": percent}},
        {"lane": 2, "scope": on, "benefit": {"kind": "buy_get", "buy": 1, "get": 1, "percent_bp": 5000}},
        {"lane": 1, "scope": on, "benefit": {"kind": "special_price", "price": 900}},
        {
            "lane": 2,
            "scope": on,
            "benefit": {"kind": "amount_off", "amount": 200},
            "conditions": {"weekdays": random.choice([31, 96, 127])},
        },
        {
            "lane": 2,
            "scope": on,
            "benefit": {"kind": "percent_off", "percent_bp": percent},
            "conditions": {"members_only": True},
        },
        {
            "lane": 3,
            "group": "order",
            "group_mode": "best",
            "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 10_000, "value": 1_000}]},
            "conditions": {"store_ids": [str(stores[0] if place < 10 else random.choice(stores[1:]))]},
        },
        {"lane": 2, "scope": on, "benefit": {"kind": "bundle_price", "buy": 2, "price": 3_000}},
        {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 500}},
        {
            "lane": 2,
            "scope": on,
            "exclusivity": "lane",
            "benefit": {"kind": "percent_off", "percent_bp": 800},
            "conditions": {"start_minute": 840, "end_minute": 1020},
        },
        {"lane": 2, "scope": on, "benefit": {"kind": "percent_off", "percent_bp": percent, "max_units": 1}},
    ]
    return {**kinds[place % len(kinds)], "priority": place}


def competing(count: int = 12) -> list[Terms]:
    """So many that all want the same cart: percentages, thresholds, some of which stand alone, units given for units."""
    found: list[Terms] = []
    for place in range(count):
        kinds: list[Terms] = [
            {"lane": 2, "benefit": {"kind": "buy_get", "buy": 1 + place % 3, "get": 1, "percent_bp": 5000}},
            {
                "lane": 3,
                "exclusivity": "lane",
                "benefit": {
                    "kind": "threshold_off",
                    "tiers": [{"threshold": 8_000 + 2_000 * place, "value": 700 + 190 * place}],
                },
            },
            {
                "lane": 3,
                "group": "order",
                "group_mode": "best",
                "benefit": {"kind": "percent_off", "percent_bp": 300 + 60 * place},
            },
            {
                "lane": 2,
                "exclusivity": "order",
                "benefit": {"kind": "percent_off", "percent_bp": 1_800 + 40 * place},
            },
        ]
        found.append({**kinds[place % len(kinds)], "priority": place})
    return found


def add_promotions(engine: Engine, tenant_id: UUID, offers: list[Terms]) -> None:
    """Make them active, and commit."""
    with Unit(engine, tenant_id) as unit:
        sign_in(unit, "promotion.edit")
        for terms in offers:
            create_promotion(unit, named("Offer"), terms, "active")
        unit.commit()


def cart_body(products: list[str], random: Random) -> bytes:
    """A cart of twelve lines, one or two of each dish."""
    lines = [
        {
            "id": str(uuid7()),
            "product_id": product,
            "quantity": random.choice("112"),
            "unit_price": random.randrange(1_000, 6_000, 100),
        }
        for product in random.sample(products, LINES)
    ]
    return json.dumps({"channel": "dine_in", "lines": lines}).encode()
