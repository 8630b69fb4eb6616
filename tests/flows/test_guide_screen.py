"""The Python screen of docs/guide/kitchen.md, run as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.factory import App
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import Caller, House, name
from tests.support.live_server import LiveServer
from tests.support.menu import make_price, make_product, make_tax_class
from tests.support.waiting import wait_until

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "kitchen.md"


@pytest.mark.usefixtures("app")
def test_the_guides_screen_shows_an_order_and_proves_it(
    app: App,
    engine: Engine,
    house: House,
    cashier: Caller,
    manager: Caller,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    with Unit(engine, house.tenant_id) as unit:
        make_tax_class(unit, "6", is_default=True)
        product_id = make_product(unit, "A")
        make_price(unit, product_id, 2800)
        unit.commit()
    store = house.stores["own"]
    station = manager.post(f"/stores/{store}/kitchen/stations", {"name": name("wok")}).json["id"]
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.S)
    (tmp_path / "screen.py").write_text(code)
    settings = {"URL": live_server.url, "TOKEN": cashier.token, "STORE": str(store), "STATION": station}
    with (
        (tmp_path / "out").open("w") as out,
        subprocess.Popen(
            [sys.executable, "-u", tmp_path / "screen.py"],
            env={**os.environ, **settings, "SCREEN": str(new_id())},
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as screen,
    ):
        try:
            commands = [
                {"type": "open_order", "channel": "takeaway"},
                {"type": "add_line", "line_id": str(new_id()), "product_id": str(product_id)},
                {"type": "fire"},
            ]
            assert (
                cashier.post(
                    f"/stores/{store}/orders/{new_id()}/commands", {"commands": commands}
                ).status_code
                == 200
            )
            wait_until(lambda: "#1\n  1 x A" in (tmp_path / "out").read_text(), 30, "the screen")
            wait_until(lambda: _acked(engine, house) == 1, 30, "the acknowledgement")
        finally:
            screen.terminate()


def _acked(engine: Engine, house: House) -> int:
    from sqlalchemy import text

    with Unit(engine, house.tenant_id) as unit:
        return int(unit.session.scalar(text("SELECT coalesce(max(acked_seq), 0) FROM kitchen_screen")) or 0)
