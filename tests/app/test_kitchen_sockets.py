"""What a kitchen's screen says on its socket: checked like a request, and believed as far as it can be true."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from app.factory import App
from app.kitchen_sockets import NAMESPACE, KitchenNamespace, Screen
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import Caller, House
from tests.support.kitchen import make_station

pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture
def stations(engine: Engine, house: House) -> list[UUID]:
    """Two stations of the own store, nothing in their streams."""
    with Unit(engine, house.tenant_id) as unit:
        made = [
            make_station(unit, house.stores["own"], name, is_default=name == "wok")
            for name in ("wok", "cold")
        ]
        unit.commit()
    return made


class Socket:
    """A connected screen, by the test client of Flask-SocketIO."""

    def __init__(self, app: App, caller: Caller) -> None:
        self._client = app.extensions["socketio"].test_client(
            app, namespace=NAMESPACE, auth={"token": caller.token}
        )
        assert self._client.is_connected(NAMESPACE)

    def call(self, event: str, *data: Any) -> Any:
        return self._client.emit(event, *data, namespace=NAMESPACE, callback=True)

    def join(self, station_id: UUID, **more: Any) -> Any:
        return self.call("join", {"station_id": str(station_id), **more})

    def beat(self, app: App) -> None:
        """What the server does every two seconds, now."""
        kitchen = namespace_of(app)
        kitchen._keep(list(kitchen._screens.values()), is_beat=True)

    def close(self) -> None:
        self._client.disconnect(NAMESPACE)


def namespace_of(app: App) -> KitchenNamespace:
    found: KitchenNamespace = app.extensions["socketio"].server.namespace_handlers[NAMESPACE]
    return found


@pytest.fixture
def socket(app: App, cashier: Caller) -> Any:
    opened = Socket(app, cashier)
    yield opened
    opened.close()


def acknowledged(engine: Engine, house: House) -> dict[UUID, int]:
    """What screens have shown, by station, as it is kept."""
    with Unit(engine, house.tenant_id) as unit:
        rows = unit.session.execute(text("SELECT station_id, acked_seq FROM kitchen_screen")).all()
    return {row.station_id: row.acked_seq for row in rows}


@pytest.mark.parametrize(
    "data",
    [
        (),
        (None,),
        ([],),
        ({},),
        ({"station_id": "wok"},),
        ({"after": float("inf")},),
        ({"after": 1.5},),
        ({"after": -1},),
        ({"after": 2**60},),
        ({"after": True},),
        ({"name": "a\u0000b"},),
        ({"name": "x" * 81},),
        ({"screen_id": 7},),
        ({"acked": "1"},),
    ],
    ids=repr,
)
def test_a_join_that_makes_no_sense_is_answered_with_a_code(
    socket: Socket, stations: list[UUID], data: tuple[Any, ...]
) -> None:
    if data and data[0]:
        data = ({"station_id": str(stations[0]), **data[0]},)
    assert socket.call("join", *data) == {"ok": False, "code": "bad_join"}


def test_a_client_may_send_more_than_we_know(socket: Socket, stations: list[UUID]) -> None:
    assert socket.join(stations[0], colour="red")["ok"]


def test_what_was_said_beyond_the_streams_end_is_not_believed_now_or_later(
    app: App, engine: Engine, house: House, socket: Socket, stations: list[UUID]
) -> None:
    first, second = stations
    assert socket.join(first, screen_id=str(new_id()), after=500)["last_seq"] == 0
    assert socket.join(second, screen_id=str(new_id()))["ok"]
    socket.call("ack", {"station_id": str(second), "seq": 1_000_000})
    socket.beat(app)
    assert acknowledged(engine, house) == {first: 0, second: 0}
    with Unit(engine, house.tenant_id) as unit:
        unit.session.execute(text("UPDATE kitchen_station SET stream_seq = 3"))
        unit.commit()
    socket.beat(app)
    assert acknowledged(engine, house) == {first: 0, second: 0}
    socket.call("ack", {"station_id": str(second), "seq": 2})
    socket.beat(app)
    assert acknowledged(engine, house) == {first: 0, second: 2}


def test_what_is_shown_last_is_kept_when_a_screen_goes(
    app: App, engine: Engine, house: House, cashier: Caller, stations: list[UUID]
) -> None:
    with Unit(engine, house.tenant_id) as unit:
        unit.session.execute(text("UPDATE kitchen_station SET stream_seq = 9"))
        unit.commit()
    going = Socket(app, cashier)
    assert going.join(stations[0], screen_id=str(new_id()), after=4, acked=1)["ok"]
    going.beat(app)
    going.call("ack", {"station_id": str(stations[0]), "seq": 7})
    going.close()
    assert acknowledged(engine, house) == {stations[0]: 7}


def test_a_screen_of_two_stations_has_an_id_for_each(socket: Socket, stations: list[UUID]) -> None:
    mine = str(new_id())
    assert socket.join(stations[0], screen_id=mine)["ok"]
    assert socket.join(stations[0], screen_id=mine)["ok"]
    assert socket.join(stations[1], screen_id=mine) == {"ok": False, "code": "screen_id_used"}
    socket.call("leave", {"station_id": str(stations[0])})
    assert socket.join(stations[1], screen_id=mine)["ok"]


def test_what_fails_for_one_brand_is_no_other_brands_loss(
    app: App,
    engine: Engine,
    house: House,
    socket: Socket,
    stations: list[UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert socket.join(stations[0], screen_id=str(new_id()))["ok"]
    kitchen = namespace_of(app)
    (ours,) = [screen for screen in kitchen._screens.values() if screen.claims.tenant_id == house.tenant_id]
    told: list[UUID] = []
    monkeypatch.setattr(kitchen, "_tell_seqs", lambda tenant_id, _seqs: told.append(tenant_id))
    broken = Screen(replace(ours.claims, tenant_id="none"), ours.store_id)  # type: ignore[arg-type]  # that is the fault
    broken.acked[stations[0]] = 0
    kitchen._keep([broken, ours, broken], is_beat=True)
    assert told == [house.tenant_id]
