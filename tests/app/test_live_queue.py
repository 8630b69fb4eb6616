"""Live messages wait for nobody, keep their order, and are spelled once."""

from collections.abc import Callable

from app.live_queue import Backlog, SocketJson
from core.json import Spelled


def test_what_comes_while_a_batch_is_under_way_goes_with_the_next() -> None:
    begun: list[Callable[[], None]] = []
    batches: list[list[int]] = []

    def hand_on(batch: list[int]) -> None:
        batches.append(batch)
        if len(batches) == 1:
            backlog.add(3)
            backlog.add(4)

    backlog = Backlog[int](begun.append, hand_on)
    backlog.add(1)
    backlog.add(2)
    assert len(begun) == 1
    begun[0]()
    assert batches == [[1, 2], [3, 4]]
    backlog.add(5)
    assert len(begun) == 2


def test_a_failure_stops_nothing_that_comes_later() -> None:
    handed: list[list[int]] = []

    def hand_on(batch: list[int]) -> None:
        handed.append(batch)
        if len(handed) == 1:
            backlog.add(2)
            raise ValueError("no")

    backlog = Backlog[int](lambda run: run(), hand_on)
    backlog.add(1)
    assert handed == [[1], [2]]


def test_the_oldest_goes_when_too_much_waits() -> None:
    begun: list[Callable[[], None]] = []
    batches: list[list[int]] = []
    backlog = Backlog[int](begun.append, batches.append, most=3)
    for number in range(5):
        backlog.add(number)
    begun[0]()
    assert batches == [[2, 3, 4]]


def test_spelled_text_stands_for_its_value() -> None:
    text = Spelled('{"a":1}')
    assert SocketJson.dumps(["order", text]) == '["order",{"a":1}]'
    assert SocketJson.dumps(["order", {"a": 1}]) == '["order",{"a":1}]'
    assert SocketJson.dumps(["said", "text"]) == '["said","text"]'
