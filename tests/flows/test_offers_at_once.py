"""Sixty-four tills want one coupon and an offer with a cap at once, while the server dies: never more than there are, none lost."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, text

from app.factory import App
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import sign_in
from tests.support.brand import made
from tests.support.live_server import LiveServer
from tests.support.sales import opening, ordering
from tests.support.terminal import Terminal
from tests.support.till import NoodleShop
from tests.support.waiting import wait_until

CLIENTS, CAP = 64, 20
LISTED, OFF, COUPON_OFF = 2880, 500, 300


def test_cap_and_coupon_are_used_up_and_no_more(
    app: App,
    engine: Engine,
    shop: NoodleShop,
    database_url: str,
    enrol: Callable[[LiveServer, int], list[Terminal]],
) -> None:
    boss = sign_in(app, shop.house, "boss")

    def offer(amount: int, **more: Any) -> str:
        terms = {"lane": 3, "benefit": {"kind": "amount_off", "amount": amount}, **more}
        body = {"name": {"zh": "优惠", "en": "Offer"}, "state": "active", "terms": terms}
        return str(made(boss.post("/promotions", body))["id"])

    offer(OFF, caps={"total": CAP})
    coupons = offer(COUPON_OFF, needs_coupon=True)
    code = made(boss.post(f"/promotions/{coupons}/coupons", {"codes": 1}))["coupons"][0]["code"]
    paid: list[Any] = []
    begun = threading.Barrier(CLIENTS)

    def buy(terminal: Terminal) -> None:
        order_id = new_id()
        begun.wait()
        show = {"type": "add_coupon", "code": code}
        asked = terminal.commands(order_id, opening(), ordering(shop, "N01", 1), show)
        assert asked.status == 200, asked
        due = asked.body["order"]["totals"]["due"]
        pay = {"type": "pay", "payment_id": str(new_id()), "tender": "cash", "amount": due}
        answer = terminal.commands(order_id, pay)
        assert answer.status == 200, answer
        paid.append(answer.body["order"])
        terminal.hang_up()

    with LiveServer(database_url) as server:
        signed_in = enrol(server, 4)
        tills = [Terminal(server.url, one.store_id, one.token) for one in signed_in * (CLIENTS // 4)]
        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(buy, till) for till in tills]
            wait_until(lambda: len(paid) >= CLIENTS // 4, what="some of them to have paid")
            server.kill()
            server.start()
            for one in running:
                one.result()

    taken_off = Counter(order["totals"]["discounts"] for order in paid)
    assert all(order["state"] == "paid" for order in paid)
    assert all(order["totals"]["total"] == LISTED - order["totals"]["discounts"] for order in paid)
    by_offer = Counter(
        verdict["discount"]
        for order in paid
        for verdict in order["deal"]["trace"]
        if verdict["code"] == "applied"
    )
    assert by_offer == {OFF: CAP, COUPON_OFF: 1}, taken_off
    with Unit(engine, shop.house.tenant_id) as unit:
        caps = unit.session.execute(text("SELECT reserved, committed FROM membership_cap")).all()
        state = unit.session.scalar(text("SELECT state FROM membership_coupon"))
    assert caps == [(0, CAP)]
    assert state == "redeemed"
