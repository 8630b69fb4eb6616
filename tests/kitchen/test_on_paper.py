"""Each slip has what came since the last one, by the numbers of the stream: nothing a cook has to make is left out."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from core.ids import new_id
from kitchen import ports
from kitchen.services import screens, settings
from pos.values import commands as c
from tests.support.kitchen_place import Place


def dishes(slip: list[str]) -> list[str]:
    """What a slip says is to be made."""
    return [line.strip() for line in slip if " x " in line or "没有要做的" in line]


def wok(place: Place) -> None:
    place.station("wok", is_default=True, printer=f"file://{place.paper}", print_always=True)


def with_older_news(place: Place) -> UUID:
    """An order that is printed, and what another till, offline, had fired for it before."""
    wok(place)
    order_id = place.order("A")
    place.look()
    place.later(1200)
    at = place.at - timedelta(minutes=25)
    late = (place.shop.line("D", 1, at=at), c.Fire(at=at))
    place.do(lambda _unit: place.shop.run(*late, order_id=order_id))
    return order_id


def test_what_was_fired_at_an_offline_till_before_the_last_slip_is_on_the_next(place: Place) -> None:
    with_older_news(place)
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


# --- on the till's own paper, while the server was away -----------------------------------------------------------------


def tell(place: Place, order_id: UUID, *lines: c.AddLine, **more: Any) -> None:
    """The till says that it put lines on paper."""
    told = c.TellOnPaper(line_ids=tuple(line.line_id for line in lines), **more)
    place.do(lambda _unit: place.shop.run(told, order_id=order_id))


def fired(
    place: Place, *codes: str, order_id: UUID | None = None, told: bool = False
) -> tuple[UUID, list[c.AddLine]]:
    """An order of these dishes that is fired, and told of on paper in the same batch."""
    found, lines = order_id or new_id(), [place.shop.line(code, 2) for code in codes]
    opening = [] if order_id else [place.shop.open()]
    paper = [c.TellOnPaper(line_ids=tuple(line.line_id for line in lines))] if told else []
    place.do(lambda _unit: place.shop.run(*opening, *lines, c.Fire(), *paper, order_id=found))
    return found, lines


def marks(place: Place) -> list[tuple[str, bool]]:
    """Each open ticket: its station, and whether it is on paper."""
    names = {found: text for text, found in place.stations.items()}
    tickets = [
        ticket
        for station_id in place.stations.values()
        for ticket in place.do(lambda unit, at=station_id: screens.board(unit, place.shop.store.id, at))[
            "tickets"
        ]
    ]
    return [(names[ticket["station_id"]], ticket["printed_at"] is not None) for ticket in tickets]


def test_what_the_till_put_on_paper_is_printed_no_second_time(place: Place) -> None:
    wok(place)
    order_id, _ = fired(place, "A", "D", told=True)
    place.look()
    assert (place.slips, marks(place)) == ([], [("wok", True)])
    fired(place, "B", order_id=order_id)
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["【加】2 x B"]]


def test_no_screen_is_missed_for_what_is_on_paper_already(place: Place) -> None:
    place.station("wok", is_default=True, printer=f"file://{place.paper}")
    order_id, lines = fired(place, "A")
    place.later(3)
    tell(place, order_id, *lines, at=place.at - timedelta(minutes=30))
    place.later(60)
    place.look()
    assert (place.slips, place.alarms, marks(place)) == ([], [], [("wok", True)])


def test_a_ticket_of_which_only_a_part_is_on_paper_is_not(place: Place) -> None:
    wok(place)
    order_id, lines = fired(place, "A", "D")
    tell(place, order_id, lines[0])
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["2 x A", "2 x D"]]


def test_each_station_knows_for_itself_what_it_has_on_paper(place: Place) -> None:
    wok(place)
    place.station("cold")
    route = {"station_id": place.stations["cold"], "product_id": place.shop.products["D"]}
    place.do(lambda unit: settings.create_route(unit, place.shop.store.id, route))
    order_id, lines = fired(place, "A", "D")
    tell(place, order_id, lines[1])
    assert marks(place) == [("wok", False), ("cold", True)]


def test_one_paper_after_the_other(place: Place) -> None:
    wok(place)
    order_id, _ = fired(place, "A", told=True)
    place.later(60)
    fired(place, "D", order_id=order_id, told=True)
    place.look()
    assert (place.slips, marks(place)) == ([], [("wok", True)])


def test_what_was_changed_since_is_on_no_paper(place: Place) -> None:
    wok(place)
    order_id, lines = fired(place, "A")
    changed = c.ChangeLine(line_id=lines[0].line_id, revision=1, fields=frozenset({"note"}), note="no salt")
    paper = c.TellOnPaper(line_ids=(lines[0].line_id,))
    place.do(lambda _unit: place.shop.run(changed, paper, order_id=order_id))
    place.look()
    assert len(place.slips) == 1


def test_a_dish_that_is_made_once_more_is_on_no_paper(place: Place) -> None:
    wok(place)
    order_id, lines = fired(place, "A")
    again = c.RefireLine(line_id=lines[0].line_id, refire_id=new_id(), quantity=Decimal(1), reason="fell")
    paper = c.TellOnPaper(line_ids=(lines[0].line_id,))
    place.do(lambda _unit: place.shop.run(again, paper, order_id=order_id))
    place.look()
    assert len(place.slips) == 1


def test_of_what_is_not_fired_nobody_hears(place: Place) -> None:
    wok(place)
    order_id, _ = fired(place, "A", told=True)
    held = place.shop.line("D", 1, hold=True)
    place.do(lambda _unit: place.shop.run(held, order_id=order_id))
    tell(place, order_id, held, place.shop.line("B"))
    place.do(lambda _unit: place.shop.run(c.Fire(line_ids=(held.line_id,)), order_id=order_id))
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["【加】1 x D"]]


def test_paper_is_told_of_after_the_order_was_paid(place: Place) -> None:
    wok(place)
    order_id, lines = new_id(), [place.shop.line("A")]
    pay = c.Pay(payment_id=new_id(), tender="cash", amount=2200)
    paper = c.TellOnPaper(line_ids=(lines[0].line_id,))
    place.do(
        lambda _unit: place.shop.run(
            place.shop.open(channel="takeaway"), *lines, pay, paper, order_id=order_id
        )
    )
    place.look()
    assert (place.slips, marks(place)) == ([], [("wok", True)])


def test_an_older_dish_of_which_nobody_was_told_is_printed(place: Place) -> None:
    fired(place, "B", order_id=with_older_news(place), told=True)
    place.look()
    assert [dishes(slip) for slip in place.slips] == [["2 x A"], ["【加】1 x D", "【加】2 x B"]]
