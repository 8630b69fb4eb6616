"""Members who come because a coupon reached them: a campaign, and the orders of the days after it with all that is taken off."""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from app.demo.cooking import cook
from app.demo.guests import Guest, Menu
from app.demo.selling import Shop, pay_all
from core import clock
from core.errors import Problem
from core.ids import new_id
from core.uow import Unit
from membership.services import campaigns
from pos.services.orders import run_commands
from pos.values import commands as c

WOKEN = 7  # days since the coupons went out
ORDERS = 60
MEALS = (11, 12, 13, 18, 19)
STAYS = timedelta(minutes=35)
CAMPAIGN = {"zh": "好久不见：5 元券", "en": "We miss you: ¥5 coupon"}


def invite(unit: Unit, template_id: UUID) -> None:
    """Coupons for those who agreed to hear of offers, given some days ago."""
    with clock.frozen(clock.now() - timedelta(days=WOKEN)):
        asked = {"segments": ["sleeping", "ordinary", "regular", "lost"], "consenting_only": True}
        plan = {"name": CAMPAIGN, "promotion_id": template_id, "audience": asked, "coupon_days": 30}
        campaigns.create_campaign(unit, {**plan, "state": "scheduled", "starts_at": clock.now()})
        campaigns.run_due(unit)


def dine(engine: Engine, shops: list[Shop], members: list[UUID]) -> None:
    """What members ordered since; whoever wants what is out today leaves again."""
    rng = random.Random("regulars")
    often = [1 / (place + 4) for place in range(len(members))]
    for number in range(ORDERS):
        shop, at = shops[number % len(shops)], _mealtime(shops[0], rng)
        with suppress(Problem), Unit(engine, shop.people[0].tenant_id) as unit:
            unit.actor = shop.person(number)
            with clock.frozen(at + STAYS):
                _eat(unit, shop, rng.choices(members, often)[0], at, rng)
            cook(unit, shop.settings, clock.now())
            unit.commit()


def _mealtime(shop: Shop, rng: random.Random) -> datetime:
    local = clock.now().astimezone(ZoneInfo(shop.settings.timezone)) - timedelta(days=rng.randrange(1, WOKEN))
    return local.replace(hour=rng.choice(MEALS), minute=rng.randrange(60))


def _eat(unit: Unit, shop: Shop, member_id: UUID, at: datetime, rng: random.Random) -> None:
    order_id = new_id()
    guest = Guest(rng, Menu(shop.catalog, shop.settings), "takeaway", at)
    lines = guest.meal(order_id, rng.choice((1, 1, 2, 3)))
    opened = c.OpenOrder(channel="takeaway", at=at)
    whose = c.SetMember(member_id=member_id, at=at)
    commands = [opened, whose, *(line.command for line in lines), c.Fire(at=at + timedelta(minutes=1))]
    view = run_commands(unit, shop.settings.id, order_id, commands)
    pay_all(unit, shop, order_id, view, at + STAYS)
