"""Sixty-four tills spend one balance at once, asking again until they hear, while the server dies: never over, never lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, text

from app.factory import App
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import sign_in
from tests.support.live_server import LiveServer
from tests.support.purse import Purse
from tests.support.terminal import Answer, Terminal
from tests.support.till import NoodleShop
from tests.support.waiting import wait_until

CLIENTS, EACH = 64, 17
BOOKS = text("SELECT entity, sum(amount) AS amount FROM membership_value_entry GROUP BY entity")
SPENT = text("SELECT id, principal + bonus AS amount FROM membership_value_journal WHERE kind = 'spend'")


def test_one_balance_is_spent_to_the_last_and_no_further(
    app: App,
    engine: Engine,
    shop: NoodleShop,
    database_url: str,
    enrol: Callable[[LiveServer, int], list[Terminal]],
    is_long: bool,
) -> None:
    rounds = 12 if is_long else 1
    purse = Purse(sign_in(app, shop.house, "boss"), shop.house)
    enough = CLIENTS * rounds * 2 // 3  # for two tries out of three
    assert purse.use("recharges", "own", amount=enough * EACH + EACH - 1).status_code == 201
    answers: list[tuple[str, Answer]] = []
    begun = threading.Barrier(CLIENTS)

    def spend(till: Terminal) -> None:
        begun.wait()
        for _ in range(rounds):
            body = {"value_id": str(new_id()), "member_id": purse.member_id, "amount": EACH}
            # A till that lost its answer asks again, sometimes under a new key.
            for key in (body["value_id"], str(new_id())):
                answer = till.insist("POST", purse.path("own", "spends"), body, key)
                answers.append((body["value_id"], answer))
        till.hang_up()

    with LiveServer(database_url) as server:
        signed_in = enrol(server, 4)
        tills = [Terminal(server.url, one.store_id, one.token) for one in signed_in * (CLIENTS // 4)]
        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(spend, till) for till in tills]
            for turn in range(1, 4 if is_long else 2):
                wait_until(
                    lambda turn=turn: len(answers) >= turn * CLIENTS * rounds // 4, what="some answers"
                )
                server.kill()
                server.start()
            for one in running:
                one.result()

    assert {answer.status for _, answer in answers} == {201, 409}
    assert {answer.code for _, answer in answers if answer.status == 409} == {"not_enough_value"}
    paid = {value_id for value_id, answer in answers if answer.status == 201}
    assert len(paid) == enough
    assert sum(answer.status == 201 for _, answer in answers) == 2 * enough
    with Unit(engine, shop.house.tenant_id) as unit:
        spent = unit.session.execute(SPENT).all()
        books = unit.session.execute(BOOKS).all()
    assert {str(row.id) for row in spent} == paid
    assert {row.amount for row in spent} == {EACH}
    assert {row.amount for row in books} == {0}
    assert sum(purse.balance()) == EACH - 1
