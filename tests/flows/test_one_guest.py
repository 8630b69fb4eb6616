"""Two members are made one while tills take and sell their stored value: never over, never lost, and no ring however merges cross."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, text

from app.factory import App
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import sign_in
from tests.support.brand import made
from tests.support.live_server import LiveServer
from tests.support.purse import Purse
from tests.support.terminal import Answer, Terminal
from tests.support.till import NoodleShop
from tests.support.waiting import wait_until

CLIENTS, EACH, AT_FIRST = 16, 17, 300
MOVED = text(
    "SELECT kind, sum(principal + bonus)::bigint AS amount, count(*) AS uses FROM membership_value_journal GROUP BY kind"
)
BOOKS = text("SELECT entity, sum(amount) AS amount FROM membership_value_entry GROUP BY entity")
LOTS = text("SELECT DISTINCT member_id FROM membership_value_lot")
RINGS = text(
    "SELECT count(*) FROM membership_member m JOIN membership_member w ON w.id = m.merged_into WHERE w.merged_into IS NOT NULL"
)


def test_value_is_used_while_two_become_one(
    app: App,
    engine: Engine,
    shop: NoodleShop,
    live_server: LiveServer,
    enrol: Callable[[LiveServer, int], list[Terminal]],
) -> None:
    boss = sign_in(app, shop.house, "boss")
    purse = Purse(boss, shop.house)
    kept, other = purse.member_id, made(boss.post("/members", {"name": "Li"}))["id"]
    for member_id in (kept, other):
        given = {"value_id": str(new_id()), "member_id": member_id, "amount": AT_FIRST * EACH}
        made(boss.post(purse.path("own", "recharges"), given))
    paid: list[Answer] = []
    refused: list[Answer] = []
    sold: list[Answer] = []
    is_one = threading.Event()

    def use(till: Terminal, number: int) -> None:
        """Spends, now and then sells, until nothing is left once they are one."""
        turn = number
        while True:
            turn += 1
            was_one = is_one.is_set()
            body = {"value_id": str(new_id()), "member_id": (kept, other)[turn % 2], "amount": EACH}
            if turn % 7 == 0 and not was_one:
                sold.append(till.insist("POST", purse.path("own", "recharges"), body))
                continue
            answer = till.insist("POST", purse.path("own", "spends"), body)
            (paid if answer.status == 201 else refused).append(answer)
            if answer.status != 201 and was_one:
                return

    signed_in = enrol(live_server, 4)
    tills = [Terminal(live_server.url, one.store_id, one.token) for one in signed_in * (CLIENTS // 4)]
    office = Terminal(live_server.url, "", str(boss.token))
    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(use, till, number) for number, till in enumerate(tills)]
        wait_until(lambda: len(paid) >= AT_FIRST // 3 and sold, what="some payments")
        merged = office.insist("POST", f"/members/{kept}/merge", {"other_id": other})
        is_one.set()
        for one in running:
            one.result()
    for till in (*tills, office):
        till.hang_up()

    assert merged.status == 200, merged
    assert sum(till.refusals for till in (*tills, office)) == 0
    assert {answer.status for answer in sold} == {201}
    assert {answer.code for answer in refused} == {"not_enough_value"}
    with Unit(engine, shop.house.tenant_id) as unit:
        moved = {row.kind: (row.amount, row.uses) for row in unit.session.execute(MOVED)}
        assert {row.amount for row in unit.session.execute(BOOKS)} == {0}
        assert [str(member_id) for member_id in unit.session.scalars(LOTS)] == [kept]
    assert moved["spend"] == (len(paid) * EACH, len(paid))
    assert moved["recharge"] == ((2 * AT_FIRST + len(sold)) * EACH, 2 + len(sold))
    assert sum(purse.balance()) == moved["recharge"][0] - moved["spend"][0] == 0


def test_merges_that_cross_make_no_ring(
    app: App, engine: Engine, shop: NoodleShop, live_server: LiveServer
) -> None:
    boss = sign_in(app, shop.house, "boss")
    members = [[made(boss.post("/members", {}))["id"] for _ in range(3)] for _ in range(8)]
    begun = threading.Barrier(3)

    def merge(number: int) -> list[Answer]:
        office = Terminal(live_server.url, "", str(boss.token))
        found = []
        for three in members:
            begun.wait()
            body = {"other_id": three[(number + 1) % 3]}
            found.append(office.insist("POST", f"/members/{three[number]}/merge", body))
        office.hang_up()
        assert office.refusals == 0
        return found

    with ThreadPoolExecutor(3) as pool:
        answers = list(zip(*pool.map(merge, range(3)), strict=True))
    for of_three in answers:  # two of the three make them one, and the third comes too late
        assert sorted(answer.status for answer in of_three) in ([200, 200, 409], [200, 409, 409])
        assert {answer.code for answer in of_three if answer.status == 409} == {"already_merged"}
    with Unit(engine, shop.house.tenant_id) as unit:
        assert unit.session.scalar(RINGS) == 0
