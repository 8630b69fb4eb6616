"""Each slip has what came since the last one, by the numbers of the stream: nothing a cook has to make is left out."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kitchen import ports
from kitchen.services import settings
from pos.values import commands as c
from tests.support.kitchen_place import Place


def dishes(slip: list[str]) -> list[str]:
    """What a slip says is to be made."""
    return [line.strip() for line in slip if " x " in line or "没有要做的" in line]


def wok(place: Place) -> None:
    place.station("wok", is_default=True, printer=f"file://{place.paper}", print_always=True)


def test_what_was_fired_at_an_offline_till_before_the_last_slip_is_on_the_next(place: Place) -> None:
    wok(place)
    order_id = place.order("A")
    place.look()
    place.later(1200)
    at = place.at - timedelta(minutes=25)
    late = (place.shop.line("D", 1, at=at), c.Fire(at=at))
    place.do(lambda _unit: place.shop.run(*late, order_id=order_id))
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["2 x A"], ["【加】1 x D"]]


def test_what_is_fired_while_a_slip_is_printed_is_on_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    wok(place)
    order_id = place.order("A")
    send: Callable[[str, bytes], None] = ports.printers.send

    def slowly(address: str, content: bytes) -> None:
        monkeypatch.setattr(ports.printers, "send", send)
        send(address, content)
        more = place.shop.line("D", 1)
        place.do(lambda _unit: place.shop.run(more, c.Fire(), order_id=order_id))
        place.later(4)

    monkeypatch.setattr(ports.printers, "send", slowly)
    place.look()
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["2 x A"], ["【加】1 x D"]]


def test_work_that_comes_from_another_station_is_on_the_next_slip(place: Place) -> None:
    wok(place)
    order_id = place.order("A")
    place.look()
    place.station("cold")
    route = {"station_id": place.stations["cold"], "product_id": place.shop.products["D"]}
    place.do(lambda unit: settings.create_route(unit, place.shop.store.id, route))
    more = place.shop.line("D", 1)
    place.do(lambda _unit: place.shop.run(more, c.Fire(), order_id=order_id))
    place.later(60)
    divert(place, "cold", "wok")
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["2 x A"], ["【加】1 x D"]]


def test_work_that_comes_back_is_news(place: Place) -> None:
    place.station("wok", is_default=True)
    place.station("cold")
    place.order("A")
    place.hear("wok", 1)
    divert(place, "wok", "cold")
    place.hear("cold", 1)
    divert(place, "wok", None)
    divert(place, "cold", "wok")
    place.later(30)
    place.look()
    assert [(alarm["kind"], alarm["station_id"]) for alarm in place.alarms] == [
        ("unheard", place.stations["wok"])
    ]


def test_a_second_copy_of_the_same_news_is_whole(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    wok(place)
    place.order("A", "D")

    def breaks_off(_address: str, _content: bytes) -> None:
        raise ports.PrinterFailed("torn", may_be_out=True)

    with monkeypatch.context() as patch:
        patch.setattr(ports.printers, "send", breaks_off)
        place.look()
    place.later(60)
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["2 x A", "2 x D"]]


def divert(place: Place, station: str, to: str | None) -> None:
    goal = place.stations[to] if to else None
    place.do(
        lambda unit: settings.divert_station(
            unit, place.shop.store.id, place.stations[station], goal, move_open=True
        )
    )
