"""Prices as head office edits them: none that tie, and the reason why one holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.errors import Conflict, Forbidden, NotFound, Unprocessable
from core.ids import new_id
from core.uow import Unit, transact
from pos.services.catalog import CATALOG_VERSION
from pos.services.prices import change_price, create_price, explain_price, list_prices, remove_price
from tests.pos.conftest import FewStores
from tests.support.menu import make_product, make_variant, sign_in

pytestmark = pytest.mark.usefixtures("stores")
LUNCH = {"start_minute": 11 * 60, "end_minute": 14 * 60}


@pytest.fixture
def office(unit: Unit) -> Unit:
    """A transaction of somebody at head office."""
    sign_in(unit)
    return unit


def test_a_price_is_made_changed_and_taken_away(office: Unit) -> None:
    dish = make_product(office, "N1")
    price = create_price(office, {"product_id": dish, "amount": 1000})
    changed = change_price(office, price.id, {"amount": 900, "channel": "delivery", **LUNCH})
    assert (changed.amount, changed.channel, changed.start_minute) == (900, "delivery", 660)
    assert [p.id for p in list_prices(office, product_id=dish).items] == [price.id]
    remove_price(office, price.id)
    assert list_prices(office, product_id=dish).items == []


def test_two_prices_that_tie_are_refused_and_the_first_is_shown(office: Unit, stores: FewStores) -> None:
    dish = make_product(office, "N1")
    first = create_price(office, {"product_id": dish, "amount": 1000, **LUNCH})
    for other in [
        {**LUNCH},
        {"start_minute": 13 * 60, "end_minute": 15 * 60},
        {"start_minute": 23 * 60, "end_minute": 12 * 60},
    ]:
        with pytest.raises(Conflict) as caught:
            create_price(office, {"product_id": dish, "amount": 900, **other})
        assert caught.value.code == "price_ties"
        assert caught.value.extra["current"] == {"id": str(first.id), "amount": 1000}
    for fine in [
        {"start_minute": 14 * 60, "end_minute": 15 * 60},
        {**LUNCH, "weekdays": 1},
        {**LUNCH, "weekdays": 2},
        {**LUNCH, "channel": "delivery"},
        {**LUNCH, "store_id": stores.here.id},
        {**LUNCH, "valid_from": date(2026, 1, 1)},
        {},
    ]:
        create_price(office, {"product_id": dish, "amount": 900, **fine})
    assert len(list_prices(office, product_id=dish).items) == 8


def test_a_change_may_not_make_a_price_tie_but_may_leave_it_as_it_is(office: Unit) -> None:
    dish = make_product(office, "N1")
    create_price(office, {"product_id": dish, "amount": 1000})
    lunch = create_price(office, {"product_id": dish, "amount": 900, **LUNCH})
    with pytest.raises(Conflict):
        change_price(office, lunch.id, {"start_minute": None, "end_minute": None})
    assert change_price(office, lunch.id, {"amount": 800}).amount == 800


def test_two_offices_at_once_do_not_make_prices_that_tie(engine: Engine, tenant_id: UUID) -> None:
    """The second waits for the first, and then sees its price."""
    dish: UUID = transact(engine, tenant_id, lambda unit: make_product(unit, "N1"))

    def try_it(number: int) -> bool:
        def work(unit: Unit) -> None:
            sign_in(unit)
            create_price(
                unit, {"product_id": dish, "amount": number, "start_minute": number, "end_minute": 700}
            )

        try:
            transact(engine, tenant_id, work)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(8))) == 1


def test_a_price_that_cannot_be_is_refused(office: Unit, stores: FewStores) -> None:
    dish, typed = make_product(office, "N1"), make_product(office, "OPEN", kind="open_price")
    option = make_product(office, "NO", is_option=True)
    stranger = make_variant(office, option, "L")
    region = stores.here.region_id
    cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"product_id": new_id()}, ("product_id", "unknown")),
        ({"variant_id": stranger}, ("variant_id", "unknown")),
        ({"amount": -1}, ("amount", "negative_price")),
        ({"product_id": typed}, ("product_id", "no_list_price")),
        ({"store_id": new_id()}, ("store_id", "unknown")),
        ({"region_id": new_id()}, ("region_id", "unknown")),
        ({"store_id": stores.here.id, "region_id": region}, ("region_id", "one_place")),
        ({"start_minute": 5}, ("end_minute", "daypart")),
        ({"start_minute": 5, "end_minute": 5}, ("end_minute", "daypart")),
        ({"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}, ("valid_to", "dates_reversed")),
    ]
    for fields, expected in cases:
        with pytest.raises(Unprocessable) as caught:
            create_price(office, {"product_id": dish, "amount": 1000, **fields})
        assert [(e["path"], e["code"]) for e in caught.value.errors or []] == [expected]
    assert list_prices(office).items == []
    assert create_price(office, {"product_id": option, "amount": -200}).amount == -200


def test_the_explanation_follows_the_stores_clock(office: Unit, stores: FewStores) -> None:
    dish = make_product(office, "N1")
    large = make_variant(office, dish, "L")
    create_price(office, {"product_id": dish, "amount": 1000})
    create_price(office, {"product_id": dish, "amount": 800, **LUNCH})
    create_price(office, {"product_id": dish, "amount": 1500, "variant_id": large})
    noon = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)  # 12:30 in Shanghai
    told = explain_price(office, stores.here.id, dish, at=noon)
    assert told["amount"] == 800
    assert told["until"] == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert [(c["price"].amount, c["reason"]) for c in told["candidates"]] == [
        (800, "won"),
        (1000, "less_specific_daypart"),
    ]
    with clock.frozen(datetime(2026, 11, 20, 8, tzinfo=UTC)):
        later = explain_price(office, stores.here.id, dish, large, "delivery")
    assert (later["amount"], later["is_sold"], len(later["candidates"])) == (1500, True, 3)


def test_nobody_explains_what_is_not_there(office: Unit, stores: FewStores) -> None:
    dish = make_product(office, "N1")
    for product, variant in [(new_id(), None), (dish, new_id())]:
        with pytest.raises(NotFound):
            explain_price(office, stores.here.id, product, variant)


def test_without_the_right_no_price_changes(unit: Unit) -> None:
    sign_in(unit)
    price = create_price(unit, {"product_id": make_product(unit, "N1"), "amount": 1000})
    before = unit.fetch_one(CATALOG_VERSION, tenant_id=unit.tenant_id).version
    sign_in(unit, "menu.view")
    for attempt in (
        lambda: create_price(unit, {"product_id": price.product_id, "amount": 1, "channel": "delivery"}),
        lambda: change_price(unit, price.id, {"amount": 1}),
        lambda: remove_price(unit, price.id),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert [p.amount for p in list_prices(unit).items] == [1000]
    assert unit.fetch_one(CATALOG_VERSION, tenant_id=unit.tenant_id).version == before
