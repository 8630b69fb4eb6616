"""86 and countdowns as people set them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core.errors import Forbidden, NotFound, Unprocessable
from core.ids import new_id
from core.uow import Unit, transact
from pos.services.availability import list_availability, set_availability
from pos.store.availability import Availability
from tests.pos.conftest import FewStores
from tests.support.menu import make_product, make_variant, sign_in


def test_screens_hear_what_was_set_after_the_commit(
    engine: Engine, tenant_id: UUID, stores: FewStores, told: list[Any]
) -> None:
    soup: UUID = transact(engine, tenant_id, lambda unit: make_product(unit, "soup"))

    def set_to(state: str, left: Decimal | None = None) -> None:
        def work(unit: Unit) -> None:
            sign_in(unit, store=stores.here)
            set_availability(unit, stores.here.id, soup, None, state, left)
            assert len(told) == before

        before = len(told)
        transact(engine, tenant_id, work)

    for state, left in [("countdown", Decimal(3)), ("countdown", Decimal(0)), ("out", None), ("in", None)]:
        set_to(state, left)
    assert all(store == stores.here.id and event == "availability" for store, event, _ in told)
    assert [(p["items"][0]["state"], p["items"][0]["left"]) for _, _, p in told] == [
        ("countdown", Decimal(3)),
        ("out", Decimal(0)),
        ("out", None),
        ("in", None),
    ]


def test_what_is_on_no_menu_cannot_be_set(unit: Unit, stores: FewStores) -> None:
    sign_in(unit)
    soup, rice = make_product(unit, "soup"), make_product(unit, "rice")
    large = make_variant(unit, rice, "L")
    for fields, path in [
        ((new_id(), None, "out", None), "product_id"),
        ((soup, large, "out", None), "variant_id"),
        ((soup, None, "countdown", None), "left"),
        ((soup, None, "out", Decimal(2)), "left"),
    ]:
        with pytest.raises(Unprocessable) as caught:
            set_availability(unit, stores.here.id, *fields)
        assert caught.value.errors is not None
        assert caught.value.errors[0]["path"] == path
    assert list_availability(unit, stores.here.id) == []


def test_a_cashier_sees_but_does_not_set(unit: Unit, stores: FewStores) -> None:
    sign_in(unit)
    soup = make_product(unit, "soup")
    set_availability(unit, stores.here.id, soup, None, "out")
    sign_in(unit, "menu.view", store=stores.here)
    with pytest.raises(Forbidden):
        set_availability(unit, stores.here.id, soup, None, "in")
    with pytest.raises(NotFound):
        list_availability(unit, stores.there.id)
    assert list_availability(unit, stores.here.id) == [Availability(soup, None, "out", None)]
