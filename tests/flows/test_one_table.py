"""Eight terminals at one table: whatever comes in whatever order, and however often, the bill is that of everything once."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from core.ids import new_id
from core.uow import Unit
from tests.support.live_server import LiveServer
from tests.support.sales import opening, ordering, paying
from tests.support.terminal import Answer, Terminal
from tests.support.till import NoodleShop

TERMINALS, COMMANDS = 8, 200
Batch = tuple[str, list[dict[str, Any]]]
CODES = ("N01", "N02", "C01", "C02", "D01", "D02", "T01")


def a_terminals_evening(shop: NoodleShop, chance: random.Random, count: int) -> list[Batch]:
    """So many commands, each in its own request under its own key; each line's own come after it was ordered."""
    said: list[dict[str, Any]] = [opening()]
    lines: list[str] = []
    while len(said) < count:
        if len(lines) < 3 or chance.random() < 0.5:
            line = ordering(shop, chance.choice(CODES), chance.randint(2, 4), seat=chance.randint(1, 4))
            lines.append(line["line_id"])
            said.append(line)
            continue
        line_id = chance.choice(lines)
        said.append(
            chance.choice(
                (
                    {"type": "move_line", "line_id": line_id, "seat": 5},
                    {"type": "fire", "line_ids": [line_id]},
                    {
                        "type": "void_line",
                        "line_id": lines.pop(),
                        "void_id": str(new_id()),
                        "quantity": "1",
                        "reason": "x",
                    },
                    {
                        "type": "comp_line",
                        "line_id": lines.pop(0),
                        "comp_id": str(new_id()),
                        "quantity": "1",
                        "reason": "y",
                    },
                )
            )
        )
        lines = lines or [said[-1]["line_id"]]
    return [(str(new_id()), [command]) for command in said]


def with_repetitions(chance: random.Random, batches: list[Batch]) -> list[Batch]:
    """A third is said again later: half of it under the same key, half under another one."""
    told = list(batches)
    for key, commands in chance.sample(batches, len(batches) // 3):
        again = (key if chance.random() < 0.5 else str(new_id()), commands)
        first = told.index((key, commands))
        told.insert(chance.randint(first + 1, len(told)), again)
    return told


def together(works: list[Callable[[], None]]) -> None:
    """Run them at the same time; the first failure is raised."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for the thread
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_two_hundred_commands_from_eight_terminals(
    engine: Engine,
    shop: NoodleShop,
    live_server: LiveServer,
    enrol: Callable[[LiveServer, int], list[Terminal]],
) -> None:
    chance = random.Random(20261121)
    terminals = enrol(live_server, TERMINALS)
    evenings = [a_terminals_evening(shop, chance, COMMANDS // TERMINALS) for _ in terminals]
    order_id, answers = new_id(), Counter[int]()

    def serve(terminal: Terminal, batches: list[Batch]) -> Callable[[], None]:
        def work() -> None:
            for key, commands in batches:
                answer = terminal.commands(order_id, *commands, key=key)
                answers[answer.status] += 1
                assert answer.status == 200, answer

        return work

    told = [with_repetitions(chance, evening) for evening in evenings]
    together([serve(terminal, batches) for terminal, batches in zip(terminals, told, strict=True)])
    assert answers == {200: sum(len(batches) for batches in told)}
    assert sum(len(batches) for batches in told) >= COMMANDS * 4 // 3 - TERMINALS

    alone = new_id()
    for evening in evenings:
        for _, commands in evening:
            assert terminals[0].commands(alone, *(renamed(command) for command in commands)).status == 200
    assert shown(terminals[0].order(order_id)) == shown(terminals[0].order(alone))
    assert _made_in_the_kitchen(engine, shop, order_id) == _fired(terminals[0].order(order_id))
    _pay_in_parts(terminals, order_id)


_names: dict[str, str] = {}


def renamed(command: dict[str, Any]) -> dict[str, Any]:
    """The same command with other ids for what is made, and the same for the same."""
    found = dict(command)
    for name in ("line_id", "void_id", "comp_id"):
        if name in found:
            found[name] = _names.setdefault(found[name], str(new_id()))
    if "line_ids" in found:
        found["line_ids"] = [_names[line_id] for line_id in found["line_ids"]]
    return found


def shown(order: dict[str, Any]) -> Any:
    """What a guest sees of an order."""
    lines = [
        (x["code"], x["quantity"], x["voided"], x["comped"], x["line_total"], x["net"], x["seat"], x["state"],
         tuple((part["code"], part["share"], part["amount"]) for part in x["components"]))
        for x in order["lines"]
    ]  # fmt: skip
    return sorted(lines, key=repr), order["totals"], order["checks"][0]["taxes"]


def _fired(order: dict[str, Any]) -> int:
    return sum(max(len(x["components"]), 1) for x in order["lines"] if x["fired_at"])


def _made_in_the_kitchen(engine: Engine, shop: NoodleShop, order_id: UUID) -> int:
    """Lines and components that the kitchen knows of; each must be there once."""
    with Unit(engine, shop.house.tenant_id) as unit:
        query = text(
            "SELECT count(DISTINCT i.line_id), count(*) FROM kitchen_item i JOIN kitchen_ticket t"
            " ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id WHERE t.order_id = :order_id AND NOT i.is_remake"
        )
        lines, items = unit.session.execute(query, {"order_id": order_id}).one()
    assert lines == items, "the kitchen makes something twice"
    return int(lines)


def _pay_in_parts(terminals: list[Terminal], order_id: UUID) -> None:
    """Each terminal pays an eighth, twice over, all at once; afterwards the order is paid, once."""
    checks = [str(order_id), *(str(new_id()) for _ in terminals[1:])]
    split = {"type": "split_evenly", "check_id": checks[0], "new_check_ids": checks[1:]}
    assert terminals[0].commands(order_id, split).status == 200
    totals = {check["id"]: check["total"] for check in terminals[0].order(order_id)["checks"]}
    answers: list[Answer] = []

    def pay(terminal: Terminal, check_id: str) -> Callable[[], None]:
        payment = paying(totals[check_id], check_id=check_id)

        def work() -> None:
            answers.extend(terminal.commands(order_id, payment) for _ in range(2))

        return work

    together([pay(terminal, check_id) for terminal, check_id in zip(terminals, checks, strict=True)])
    assert {answer.status for answer in answers} == {200}
    paid = terminals[0].order(order_id)
    assert paid["state"] == "paid"
    assert paid["totals"]["paid"] == paid["totals"]["total"] == sum(totals.values())
    assert sum(len(check["payments"]) for check in paid["checks"]) == len(terminals)
