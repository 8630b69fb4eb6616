"""A rush whose server goes away ends, and says so."""

from datetime import timedelta

from app.rush.crew import Rush, cook_at, send_orders, serve_from
from core import clock
from core.ids import new_id
from pos.values.sales_files import PastOrder

NOWHERE = "http://127.0.0.1:9"


def test_cooks_and_tills_go_home_when_the_server_stays_away() -> None:
    rush = Rush(NOWHERE, "token", new_id(), speed=60, patience=0.1)
    cook_at(rush, new_id(), 60)
    assert rush.over.is_set()
    assert "the server cannot be reached" in rush.refused[0]
    sent: list[int] = []
    later = PastOrder("2", clock.now() + timedelta(hours=1), (), 2)
    send_orders(rush, [later], {}, sent.append)
    serve_from(rush, [new_id()])
    assert (sent, rush.ordered, rush.served) == ([], 0, 0)
