"""A kitchen with nobody beside it."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app.adapters import StationPrinters
from core.uow import Unit
from integrations.printers import Printers
from kitchen import ports
from tests.support.kitchen import OneStore, wire
from tests.support.kitchen_place import RIGHTS, Place
from tests.support.orders import make_shop


@pytest.fixture
def place(
    alone: None, engine: Engine, tenant_id: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Place:
    wire()
    with Unit(engine, tenant_id) as unit:
        shop = make_shop(unit, RIGHTS)
        unit.commit()
    monkeypatch.setattr(ports, "stores", OneStore(shop.store))
    monkeypatch.setattr(ports, "printers", StationPrinters(Printers(tmp_path)))
    return Place(engine, shop, tenant_id, tmp_path / "slips")
