"""What tests of the till's room may ask for."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import live
from core.actor import StoreSettings
from core.errors import NotFound
from core.uow import Unit
from pos import ports
from tests.support.menu import make_store, name

if TYPE_CHECKING:  # tests of pure rules do not wait for the whole app
    from tests.support.evening import Evening


class FewStores:
    """The accounts room with two stores in one region."""

    def __init__(self) -> None:
        self.here = make_store(code="S1")
        self.there = make_store(code="S2", region_id=self.here.region_id)

    def store_settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """One of the two."""
        for store in (self.here, self.there):
            if store.id == store_id:
                return store
        raise NotFound("There is no such store.", code="store_not_found")

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Both."""
        return [self.here, self.there]

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The one."""
        assert self.here.region_id is not None
        return {self.here.region_id: name("East")}

    def staff_names(self, unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
        """Everybody has the same name."""
        return dict.fromkeys(staff_ids, "Wang")

    def approve(self, *_what: Any) -> tuple[UUID, str]:
        """Nobody approves here."""
        raise AssertionError("not asked in these tests")


@pytest.fixture
def stores(monkeypatch: pytest.MonkeyPatch) -> FewStores:
    """Two stores that stand in for the accounts room."""
    few = FewStores()
    monkeypatch.setattr(ports, "accounts", few)
    return few


@pytest.fixture
def told() -> Iterator[list[tuple[UUID, str, dict[str, Any]]]]:
    """What live screens were told: (store, event, payload)."""
    heard: list[tuple[UUID, str, dict[str, Any]]] = []
    live.connect(lambda _tenant, store, event, payload: heard.append((store, event, payload)))
    yield heard
    live.connect(None)


@pytest.fixture
def evening(engine: Engine, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch) -> "Evening":
    """A till and a kitchen."""
    from tests.support.evening import make_evening

    return make_evening(engine, tenant_id, monkeypatch)
