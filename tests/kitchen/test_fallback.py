"""A ticket that no screen acknowledged is printed and the till is warned: once, whoever looks, whatever fails."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from app.kitchen_watch import watch
from core import clock, live
from core.ids import new_id
from kitchen import ports
from kitchen.models.stations import StationRow
from kitchen.ports import PrinterFailed
from kitchen.services import alarms, screens, settings
from kitchen.store import config
from kitchen.values.commands import Act
from pos.values import commands as c
from tests.support.kitchen import open_work, rails
from tests.support.kitchen_place import START, Place


@contextmanager
def printing(monkeypatch: pytest.MonkeyPatch, send: Callable[[str, bytes], None]) -> Iterator[None]:
    """With a printer that behaves like this."""
    with monkeypatch.context() as patch:
        patch.setattr(ports.printers, "send", send)
        yield


def with_printer(place: Place, **changes: Any) -> UUID:
    return place.station("wok", is_default=True, printer=f"file://{place.paper}", **changes)


def test_a_ticket_that_no_screen_acknowledged_in_time_is_printed_once(place: Place) -> None:
    with_printer(place)
    order_id = place.order("A", "D")
    place.later(14)
    assert not place.is_due()
    place.look()
    assert place.slips == []
    place.later(2)
    assert place.is_due()
    for _ in range(3):
        place.look()
        place.later(60)
    (slip,) = place.slips
    assert [line.strip() for line in slip[3:]] == ["2 x A", "2 x D"]
    assert not place.is_due()
    (ticket,) = place.do(lambda unit: rails(unit, order_id)).tickets.values()
    assert ticket.printed_at == START + timedelta(seconds=16)


def test_a_ticket_that_a_screen_acknowledged_is_not_printed(place: Place) -> None:
    with_printer(place)
    place.order("A")
    place.hear("wok", 1)
    place.later(60)
    assert not place.is_due()
    place.look()
    assert (place.slips, place.alarms) == ([], [])


def test_the_alarm_says_how_it_went_and_clears_when_a_screen_acknowledges(place: Place) -> None:
    told: list[tuple[str, int]] = []
    live.connect(lambda _tenant, _store, event, payload: told.append((event, len(payload.get("alarms", ())))))
    try:
        with_printer(place)
        place.order("A")
        place.later(20)
        place.look()
        (alarm,) = place.alarms
        assert (alarm["kind"], alarm["slip"], alarm["order_number"]) == ("unheard", "printed", 1)
        place.hear("wok", 1)
        assert place.is_due()
        place.look()
        assert place.alarms == []
    finally:
        live.connect(None)
    assert [count for event, count in told if event == "kitchen_alarm"] == [1, 1, 0]


def test_a_station_without_a_printer_says_so(place: Place) -> None:
    place.station("wok", is_default=True)
    place.order("A")
    place.later(20)
    place.look()
    assert [alarm["slip"] for alarm in place.alarms] == ["no_printer"]
    assert not place.is_due()


def test_a_person_clears_an_alarm_and_it_does_not_come_back(place: Place) -> None:
    place.station("wok", is_default=True)
    place.order("A")
    place.later(20)
    place.look()
    (alarm,) = place.alarms
    for _ in range(2):
        assert place.do(lambda unit: alarms.clear_alarm(unit, place.shop.store.id, alarm["id"])) == []
    place.look()
    assert place.alarms == []


def test_a_bumped_ticket_needs_no_alarm(place: Place) -> None:
    place.station("wok", is_default=True)
    order_id = place.order("A")
    place.later(20)
    place.look()
    (ticket_id,) = place.do(lambda unit: rails(unit, order_id)).tickets
    place.do(
        lambda unit: screens.run_commands(unit, place.shop.store.id, [Act("bump", ticket_ids=(ticket_id,))])
    )
    place.look()
    assert place.alarms == []


def test_what_came_while_somebody_looked_is_looked_at_next(place: Place) -> None:
    place.station("wok", is_default=True)
    place.order("A")
    place.later(10)
    place.order("B")
    place.later(10)
    place.look()
    assert [alarm["order_number"] for alarm in place.alarms] == [1]
    assert not place.is_due()
    place.later(10)
    assert place.is_due()
    place.look()
    assert [alarm["order_number"] for alarm in place.alarms] == [1, 2]
    assert not place.is_due()


def test_a_screen_that_acknowledged_the_first_leaves_the_second_to_the_watch(place: Place) -> None:
    place.station("wok", is_default=True)
    place.order("A")
    place.order("B")
    place.hear("wok", 1)
    place.later(20)
    assert place.is_due()
    place.look()
    assert [alarm["order_number"] for alarm in place.alarms] == [2]


def test_a_screen_that_goes_elsewhere_leaves_no_old_news_behind(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much it had shown: the next ticket is looked at in time, and none of the old ones."""
    monkeypatch.setattr("kitchen.store.alarms.MOST", 3)
    place.station("wok", is_default=True)
    place.station("cold")
    screen_id = new_id()
    for seq in range(1, 11):
        place.order("A")
        place.hear("wok", seq, screen_id)
    place.hear("cold", 0, screen_id)
    place.order("A")
    place.later(20)
    place.look()
    assert [alarm["order_number"] for alarm in place.alarms] == [11]


def test_what_a_screen_claims_beyond_the_stream_is_not_believed_later(place: Place) -> None:
    place.station("wok", is_default=True)
    place.station("cold")
    screen_id = new_id()
    place.hear("wok", 2**53, screen_id)
    place.hear("cold", 0, screen_id)
    place.order("A")
    place.later(20)
    place.look()
    assert len(place.alarms) == 1


def test_a_station_that_is_to_print_everything_prints_what_comes_from_then_on(place: Place) -> None:
    wok = with_printer(place)
    place.order("A")
    place.hear("wok", 1)
    place.do(lambda unit: settings.change_station(unit, place.shop.store.id, wok, {"print_always": True}, 1))
    place.order("B")
    place.hear("wok", 2)
    place.look()
    assert [slip[1].split()[0] for slip in place.slips] == ["#2"]


def test_a_hole_in_a_stream_hides_nothing_behind_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as a restored backup may leave: no number is waited for."""
    monkeypatch.setattr("kitchen.store.alarms.MOST", 3)
    wok = place.station("wok", is_default=True)
    place.do(lambda unit: unit.change(StationRow, {"id": wok}, {"stream_seq": 50}))
    place.order("A")
    place.later(20)
    assert place.is_due()
    place.look()
    assert [alarm["order_number"] for alarm in place.alarms] == [1]
    assert not place.is_due()


def test_an_entry_from_a_clock_that_is_ahead_holds_nothing_up(place: Place) -> None:
    place.station("wok", is_default=True)
    place.later(3600)
    place.order("A")
    place.later(-3600)
    place.order("B")
    place.later(20)
    place.look()
    assert sorted(alarm["order_number"] for alarm in place.alarms) == [1, 2]


def test_more_news_than_one_look_takes_waits_for_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kitchen.store.alarms.MOST", 3)
    with_printer(place, print_always=True)
    for _ in range(7):
        place.order("A")
    counts = []
    for _ in range(4):
        place.look()
        place.later(1)
        counts.append(len(place.slips))
    assert counts == [3, 6, 7, 7]
    assert not place.is_due()


def test_yesterdays_alarms_are_gone_in_the_morning(place: Place) -> None:
    place.station("wok", is_default=True)
    place.order("A")
    place.later(20)
    place.look()
    place.later(12 * 3600)
    assert not place.is_due()
    assert len(place.alarms) == 1
    place.later(1)
    assert place.is_due()
    place.look()
    assert place.alarms == []
    assert not place.is_due()


def test_four_processes_print_a_hundred_tickets_once_each(place: Place) -> None:
    with_printer(place)
    for _ in range(25):
        place.order("A")
    place.later(20)
    with clock.frozen(place.at), ThreadPoolExecutor(4) as pool:
        for _ in range(2):
            list(pool.map(lambda _n: watch(place.engine, [place.tenant_id]), range(4)))
    numbers = [slip[1].split()[0] for slip in place.slips]
    assert sorted(numbers, key=lambda n: int(n[1:])) == [f"#{n}" for n in range(1, 26)]
    assert len(place.alarms) == 25


def test_a_printer_that_is_away_is_tried_again_without_a_copy_mark(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_printer(place)
    place.order("A")
    place.later(20)
    with printing(monkeypatch, partial(fail, may_be_out=False)):
        place.look()
        (alarm,) = place.alarms
        assert (alarm["slip"], alarm["error"]) == ("waiting", "no paper")
    place.look()
    assert place.slips == []
    place.later(11)
    place.look()
    (slip,) = place.slips
    assert "补打" not in slip[0]
    assert [alarm["slip"] for alarm in place.alarms] == ["printed"]


def test_a_printer_that_broke_off_prints_a_copy_and_says_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_printer(place)
    place.order("A")
    place.later(20)
    with printing(monkeypatch, partial(fail, may_be_out=True)):
        place.look()
    place.later(11)
    place.look()
    (slip,) = place.slips
    assert "补打" in slip[0]


def test_a_process_that_died_while_printing_is_stood_in_for(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_printer(place)
    place.order("A")
    place.later(20)

    def die(_address: str, _content: bytes) -> None:
        raise KeyboardInterrupt

    with printing(monkeypatch, die), pytest.raises(KeyboardInterrupt):
        place.look()
    place.later(20)
    place.look()
    assert place.slips == []
    place.later(11)
    place.look()
    (slip,) = place.slips
    assert "补打" in slip[0]


def test_a_station_that_prints_always_prints_at_once_and_each_change_once(place: Place) -> None:
    with_printer(place, print_always=True)
    order_id = place.order("A")
    place.look()
    place.later(5)
    place.order("C", order_id=order_id)
    place.look()
    line_id = next(
        item.line_id
        for item in place.do(lambda unit: rails(unit, order_id)).items.values()
        if item.name["en"] == "A"
    )
    place.later(5)
    void = c.VoidLine(line_id=line_id, quantity=Decimal(1), reason="late")
    place.do(lambda _unit: place.shop.run(void, order_id=order_id))
    place.look()
    place.look()
    first, second, third = [[line for line in slip if " x " in line] for slip in place.slips]
    assert first == ["2 x A"]
    assert second == ["【加】2 x C"]
    assert third == ["【改】1 x A"]
    assert place.alarms == []


def test_an_always_printing_station_warns_when_it_cannot_and_calms_down_when_it_can(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_printer(place, print_always=True)
    place.order("A")
    with printing(monkeypatch, partial(fail, may_be_out=False)):
        place.look()
    assert [alarm["kind"] for alarm in place.alarms] == ["print_failed"]
    place.later(11)
    place.look()
    assert len(place.slips) == 1
    assert place.alarms == []


def test_a_silent_stations_work_goes_to_the_stand_in_and_new_work_comes_back(place: Place) -> None:
    cold = place.station("cold")
    wok = place.station("wok", is_default=True, stand_in_id=cold, divert_after_seconds=30)
    order_id = place.order("A")
    screen_id = new_id()
    place.hear("wok", 1, screen_id)
    place.later(29)
    assert not place.is_due()
    place.later(2)
    assert place.is_due()
    place.look()
    place.look()
    assert place.do(lambda unit: open_work(unit, order_id)) == {(cold, "A"): 2}
    assert [(alarm["kind"], alarm["sent_to"]["en"]) for alarm in place.alarms] == [("diverted", "cold")]
    place.hear("wok", 1, screen_id)
    place.look()
    assert place.alarms == []
    station = place.do(lambda unit: settings.get_station(unit, place.shop.store.id, wok))
    assert (station["diverted_to"], station["diverted_by"]) == (None, None)
    newer = place.order("A")
    assert place.do(lambda unit: open_work(unit, newer)) == {(wok, "A"): 2}
    assert not place.is_due()


def test_a_station_diverted_by_hand_is_left_alone(place: Place) -> None:
    cold = place.station("cold")
    wok = place.station("wok", is_default=True, divert_after_seconds=30, stand_in_id=cold)
    place.hear("wok", 0)
    place.do(lambda unit: settings.divert_station(unit, place.shop.store.id, wok, cold, move_open=True))
    place.later(60)
    assert not place.is_due()
    place.look()
    version = place.do(lambda unit: config.load_kitchen(unit, place.shop.store.id, "UTC")).version
    assert (version, place.alarms) == (3, [])


def fail(_address: str, _content: bytes, *, may_be_out: bool) -> None:
    """A printer in trouble."""
    raise PrinterFailed("no paper", may_be_out=may_be_out)
