"""The ledger and counts: what documents do to stock, and what counts say while dishes go out and documents come late."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.errors import BadRecipe, BadStock, IdReused, NotNow
from inventory.services import count_entries, count_sheets, counts, documents, places, posting, stock
from inventory.services.items import set_standard_price
from inventory.services.results import recompute
from inventory.services.standard_costs import standard_costs
from inventory.services.stores import brand_day
from tests.support.accounts import House, name
from tests.support.store_room import act, make_item, publish, sell

# 02:00 in Shanghai: with a cut-off at 04:00, still the day before.
CUT_OFF = datetime.fromisoformat("2026-11-01T18:00:00+00:00")
MINUTE = timedelta(minutes=1)
Line = dict[str, Any]


@pytest.fixture
def unit(app: object, engine: Engine, house: House) -> Iterator[Unit]:
    """A transaction of the brand's, never committed."""
    with Unit(engine, house.tenant_id) as unit, clock.frozen(CUT_OFF + 60 * MINUTE):
        yield act(unit)


@pytest.fixture
def own(house: House) -> UUID:
    return house.stores["own"]


@pytest.fixture
def pork(unit: Unit) -> UUID:
    return make_item(unit, "pork", price="40", yield_rate="0.9375")


def line(item_id: UUID, quantity: str, **more: Any) -> Line:
    more = {key: Decimal(value) if key.endswith("cost") else value for key, value in more.items()}
    return {"item_id": item_id, "quantity": Decimal(quantity), "unit": "kg", **more}


def post(
    unit: Unit, store_id: UUID, kind: str, *lines: Line, at: datetime = CUT_OFF - 60 * MINUTE, **more: Any
) -> UUID:
    row = documents.add_document(unit, store_id, {"kind": kind, "lines": lines, "at": at, **more})
    posting.post_document(unit, store_id, row.id)
    return row.id


def held(unit: Unit, store_id: UUID) -> dict[UUID, Decimal]:
    return {one["item"]["id"]: one["on_hand"] for one in stock.stock(unit, store_id)["lines"]}


def count(unit: Unit, store_id: UUID, *entries: Line, at: datetime = CUT_OFF) -> UUID:
    made = counts.open_count(
        unit, store_id, {"kind": "spot", "at": at, "item_ids": list({e["item_id"] for e in entries})}
    )
    count_entries.enter(unit, store_id, made["id"], [{"id": new_id(), **entry} for entry in entries])
    counts.submit(unit, store_id, made["id"])
    counts.approve(unit, store_id, made["id"])
    found: UUID = made["id"]
    return found


def results(unit: Unit, store_id: UUID, count_id: UUID) -> dict[str, dict[str, Decimal]]:
    return {one["item"]["code"]: one for one in counts.results_view(unit, store_id, count_id)["results"]}


def test_documents_move_stock_each_in_its_way(unit: Unit, own: UUID, pork: UUID) -> None:
    shreds = make_item(unit, "shreds", kind="semi")
    received = post(unit, own, "receipt", line(pork, "50", unit_cost="41"))
    post(unit, own, "return", line(pork, "2", unit_cost="41"), refers_to=received)
    post(unit, own, "waste", line(pork, "1.5"), cause="spoiled")
    post(unit, own, "staff_meal", line(pork, "0.5"))
    post(unit, own, "production", line(pork, "10"), line(shreds, "8.2", is_output=True))
    post(unit, own, "price_correction", line(pork, "50", unit_cost="-0.5"), refers_to=received)
    assert held(unit, own) == {pork: Decimal(36), shreds: Decimal("8.2")}
    moves = stock.list_moves(unit, own, reason="price_correction").items
    assert [(move["quantity"], move["value"]) for move in moves] == [(0, Decimal(-25))]


def test_stock_may_go_below_nothing_and_says_so(unit: Unit, own: UUID, pork: UUID) -> None:
    post(unit, own, "waste", line(pork, "2"), cause="expired")
    (found,) = stock.stock(unit, own, state="negative")["lines"]
    assert (found["on_hand"], found["value"]) == (Decimal(-2), Decimal(-80))


def test_a_transfer_leaves_at_a_price_that_stays_and_arrives_when_confirmed(
    unit: Unit, house: House, own: UUID, pork: UUID
) -> None:
    other = house.stores["franchised"]
    post(unit, own, "receipt", line(pork, "50", unit_cost="41"))
    row = documents.add_document(
        unit, own, {"kind": "transfer", "other_store_id": other, "lines": [line(pork, "2")], "at": CUT_OFF}
    )
    with pytest.raises(NotNow):
        posting.receive_document(unit, other, row.id, {})
    shipped = posting.ship_document(unit, own, row.id)
    assert (held(unit, own), held(unit, other)) == ({pork: Decimal(48)}, {})
    assert shipped["lines"][0]["unit_cost"] == Decimal(41)
    post(unit, own, "receipt", line(pork, "1", unit_cost="99"))
    posting.receive_document(unit, other, row.id, {1: Decimal("1.9")}, CUT_OFF + MINUTE)
    assert held(unit, other) == {pork: Decimal("1.9")}
    (arrived,) = stock.list_moves(unit, other).items
    assert (arrived["reason"], arrived["unit_cost"]) == ("transfer_in", Decimal(41))
    (lost,) = stock.list_moves(unit, own, reason="transfer_loss").items
    assert lost["quantity"] == Decimal("0.1")
    assert held(unit, own) == {pork: Decimal(49)}


def test_what_was_made_leaves_at_what_is_in_it(unit: Unit, house: House, own: UUID, pork: UUID) -> None:
    """Shreds of pork at 40, usable by 80 %, have no price of their own: 50. Once some were bought at 55, that."""
    shreds, sauce = make_item(unit, "shreds", kind="semi"), make_item(unit, "sauce", kind="semi")
    for lines, of in (({pork: ("1", "kg", "0.8")}, shreds), ({shreds: "2"}, sauce)):
        publish(unit, lines, of, valid_from=CUT_OFF - 120 * MINUTE)
    head = {"kind": "transfer", "other_store_id": house.stores["franchised"], "at": CUT_OFF}

    def prices() -> list[Decimal]:
        row = documents.add_document(unit, own, head | {"lines": [line(i, "1") for i in (shreds, sauce)]})
        return [one["unit_cost"] for one in posting.ship_document(unit, own, row.id)["lines"]]

    assert prices() == [50, 100]
    post(unit, own, "receipt", line(shreds, "1", unit_cost="55"))
    assert prices() == [55, 100]


def test_what_goes_back_without_a_price_takes_what_was_paid(unit: Unit, own: UUID, pork: UUID) -> None:
    post(unit, own, "receipt", line(pork, "50", unit_cost="41"), at=CUT_OFF - 90 * MINUTE)
    post(unit, own, "return", line(pork, "2"))
    post(unit, own, "receipt", line(pork, "50", unit_cost="45"), at=CUT_OFF)
    (back,) = stock.list_moves(unit, own, reason="return").items
    assert (back["quantity"], back["unit_cost"]) == (Decimal(-2), Decimal(41))


def test_what_was_invoiced_and_not_accepted_was_not_paid(unit: Unit, own: UUID, pork: UUID) -> None:
    post(unit, own, "receipt", line(pork, "50", unit_cost="41"))
    sent_back = line(pork, "0", unit_cost="4.8", invoiced_quantity=Decimal(20))
    post(unit, own, "receipt", sent_back, at=CUT_OFF - 30 * MINUTE)
    returned = post(unit, own, "return", line(pork, "1"))
    assert documents.get_document(unit, own, returned)["lines"][0]["unit_cost"] == Decimal(41)
    assert len(stock.list_moves(unit, own, reason="receipt").items) == 1


def test_no_more_arrives_than_was_shipped(unit: Unit, house: House, own: UUID, pork: UUID) -> None:
    other = house.stores["franchised"]
    head = {"kind": "transfer", "other_store_id": other, "lines": [line(pork, "2")], "at": CUT_OFF}
    row = documents.add_document(unit, own, head)
    posting.ship_document(unit, own, row.id)
    with pytest.raises(BadStock) as refused:
        posting.receive_document(unit, other, row.id, {1: Decimal("2.000001")})
    assert (refused.value.code, refused.value.extra) == ("received_above_shipped", {"line_no": 1})
    assert (held(unit, other), documents.get_document(unit, own, row.id)["state"]) == ({}, "shipped")


def test_nothing_moves_at_a_moment_to_come(unit: Unit, house: House, own: UUID, pork: UUID) -> None:
    """Five minutes are left to clocks that differ."""
    now = clock.now()
    post(unit, own, "receipt", line(pork, "3", unit_cost="41"), at=now + 5 * MINUTE)
    other, late = house.stores["franchised"], now + 6 * MINUTE
    head = {"kind": "transfer", "other_store_id": other, "lines": [line(pork, "2")], "at": now}
    row = documents.add_document(unit, own, head)
    acts: list[Callable[[], object]] = [
        lambda: post(unit, own, "receipt", line(pork, "1", unit_cost="41"), at=late),
        lambda: post(unit, own, "waste", line(pork, "1"), at=late, cause="spoiled"),
        lambda: posting.ship_document(unit, own, row.id, late),
        lambda: posting.receive_document(unit, other, row.id, {}, late),
    ]
    for act_now in acts[:3]:
        with pytest.raises(BadStock, match="still to come"):
            act_now()
    posting.ship_document(unit, own, row.id)
    with pytest.raises(BadStock, match="still to come"):
        acts[3]()
    with clock.frozen(late):
        assert (held(unit, own), held(unit, other)) == ({pork: Decimal(1)}, {})


def test_a_quantity_that_is_nothing_in_stock_is_refused(unit: Unit, own: UUID, pork: UUID) -> None:
    for quantity, taken in (("0.5", False), ("0.000001", False), ("1", True)):
        one = line(pork, quantity, unit_cost="1") | {"unit": "mg"}
        if taken:
            post(unit, own, "receipt", one)
        else:
            with pytest.raises(BadStock) as refused:
                post(unit, own, "receipt", one)
            assert refused.value.code == "quantity_too_small"
    assert held(unit, own) == {pork: Decimal("0.000001")}


def test_what_is_posted_never_changes(unit: Unit, own: UUID, pork: UUID) -> None:
    posted = post(unit, own, "receipt", line(pork, "1", unit_cost="41"))
    with pytest.raises(NotNow):
        documents.change_document(unit, own, posted, {"note": "x"})
    with pytest.raises(NotNow):
        posting.post_document(unit, own, posted)
    assert held(unit, own) == {pork: Decimal(1)}


def test_closed_books_take_what_is_late_today_and_say_where_it_belongs(
    unit: Unit, own: UUID, pork: UUID
) -> None:
    stock.close_period(unit, own, date(2026, 10, 31))
    late = datetime.fromisoformat("2026-10-30T04:00:00+00:00")
    post(unit, own, "receipt", line(pork, "3", unit_cost="41"), at=late)
    (move,) = stock.list_moves(unit, own).items
    assert (move["at"], move["prior_period"]) == (clock.now(), date(2026, 10, 31))
    with pytest.raises(BadStock):
        stock.close_period(unit, own, date(2026, 10, 31))


def test_a_catch_weight_item_comes_in_pieces_and_is_kept_by_weight(unit: Unit, own: UUID) -> None:
    duck = make_item(
        unit,
        "duck",
        is_catch_weight=True,
        units=[{"unit": "只", "quantity": Decimal(2), "of_unit": "kg"}],
    )
    told = line(duck, "10", unit_cost="20") | {"unit": "只", "stock_quantity": Decimal("21.35")}
    post(unit, own, "receipt", told)
    assert held(unit, own) == {duck: Decimal("21.35")}


def test_what_a_price_to_a_unit_comes_to_is_kept_to_the_last_digit(unit: Unit, own: UUID) -> None:
    """10 pieces at 60 that weigh 16.2 come to 600, and 7 boxes of 3 kg at 1 to 7; so do a return and a correction of them."""
    units = [{"unit": "只", "quantity": Decimal("1.5"), "of_unit": "kg"}]
    fish = make_item(unit, "fish", is_catch_weight=True, units=units)
    rice = make_item(unit, "rice", units=[{"unit": "箱", "quantity": Decimal(3), "of_unit": "kg"}])
    weighed = {**line(fish, "10"), "unit": "只", "stock_quantity": Decimal("16.2")}
    boxes = {**line(rice, "7"), "unit": "箱"}

    def priced(fish_price: int, rice_price: int) -> list[Line]:
        return [weighed | {"unit_price": Decimal(fish_price)}, boxes | {"unit_price": Decimal(rice_price)}]

    receipt = post(unit, own, "receipt", *priced(60, 1))
    post(unit, own, "return", *priced(60, 1))
    post(unit, own, "price_correction", *priced(-20, -3), refers_to=receipt)
    shown = documents.get_document(unit, own, receipt)["lines"]
    assert [(one["unit_price"], one["unit_cost"]) for one in shown] == [
        (60, Decimal("37.03703704")),
        (1, Decimal("0.33333333")),
    ]
    moves = {
        (move["reason"], move["item"]["code"]): move["value"] for move in stock.list_moves(unit, own).items
    }
    assert moves == {
        ("receipt", "fish"): 600,
        ("receipt", "rice"): 7,
        ("return", "fish"): -600,
        ("return", "rice"): -7,
        ("price_correction", "fish"): -200,
        ("price_correction", "rice"): -21,
    }


def test_only_what_came_with_a_receipt_is_corrected_and_not_before(
    unit: Unit, house: House, own: UUID, pork: UUID
) -> None:
    """Neither a draft, nor a transfer, nor another correction has a price to correct; a refused one moves no money."""
    rice, at = make_item(unit, "rice"), CUT_OFF - 30 * MINUTE
    receipt = post(unit, own, "receipt", line(pork, "10", unit_cost="41"), at=at)
    less = line(pork, "10", unit_cost="-1")
    correction = post(unit, own, "price_correction", less, refers_to=receipt, at=at)
    draft = documents.add_document(
        unit, own, {"kind": "receipt", "lines": [line(pork, "1", unit_cost="41")], "at": at}
    )
    away = {"kind": "transfer", "other_store_id": house.stores["franchised"], "at": at}
    sent = documents.add_document(unit, own, away | {"lines": [line(pork, "2")]})
    posting.ship_document(unit, own, sent.id)
    for named, told, when, code in (
        (draft.id, less, at, "not_a_receipt"),
        (sent.id, less, at, "not_a_receipt"),
        (correction, less, at, "not_a_receipt"),
        (receipt, line(rice, "10", unit_cost="-1"), at, "not_on_receipt"),
        (receipt, less, at - MINUTE, "corrected_before_received"),
    ):
        with pytest.raises(BadStock) as refused:
            post(unit, own, "price_correction", told, refers_to=named, at=when)
        assert refused.value.code == code
    (move,) = stock.list_moves(unit, own, reason="price_correction").items
    assert move["value"] == -10


@pytest.mark.parametrize("kind", ["raw", "packaging"])
def test_what_is_made_in_the_kitchen_is_semi_finished(unit: Unit, own: UUID, pork: UUID, kind: str) -> None:
    """Else the raw-equivalent view would see pork gone, and chops come from nowhere."""
    chops = make_item(unit, "chops", kind=kind)
    with pytest.raises(BadRecipe) as refused:
        post(unit, own, "production", line(pork, "10"), line(chops, "8", is_output=True))
    assert (refused.value.code, refused.value.errors[0]["path"]) == (
        "not_semi_finished",
        "lines.1.item_id",
    )
    assert held(unit, own) == {}


def test_pieces_that_weigh_nothing_are_refused(unit: Unit, own: UUID) -> None:
    units = [{"unit": "只", "quantity": Decimal("1.5"), "of_unit": "kg"}]
    fish = make_item(unit, "fish", is_catch_weight=True, units=units)
    told = line(fish, "10") | {"unit": "只", "stock_quantity": Decimal(0), "unit_price": Decimal(60)}
    with pytest.raises(BadStock) as refused:
        post(unit, own, "receipt", told)
    assert refused.value.code == "quantity_too_small"


@pytest.mark.parametrize("kind", ["receipt", "price_correction"])
@pytest.mark.parametrize("named", ["unit_cost", "unit_price"])
def test_a_line_that_comes_to_too_much_money_is_refused(
    unit: Unit, own: UUID, pork: UUID, kind: str, named: str
) -> None:
    price = {named: Decimal(10**12 - 1)}
    with pytest.raises(BadStock) as refused:
        post(unit, own, kind, line(pork, "2") | price)
    assert refused.value.code == "number_too_large"
    post(unit, own, kind, line(pork, "1") | price)


def test_a_transfer_goes_at_the_standard_price_of_its_business_day(
    unit: Unit, house: House, own: UUID, pork: UUID
) -> None:
    """05:00 in Shanghai is still the day before in Greenwich."""
    morning = datetime.fromisoformat("2026-10-31T21:00:00+00:00")
    set_standard_price(unit, pork, {"price": Decimal(50), "valid_from": date(2026, 11, 1)})
    for at, price in ((morning - 120 * MINUTE, 40), (morning, 50)):
        head = {"kind": "transfer", "other_store_id": house.stores["franchised"], "at": at}
        row = documents.add_document(unit, own, head | {"lines": [line(pork, "2")]})
        assert posting.ship_document(unit, own, row.id)["lines"][0]["unit_cost"] == price
    with clock.frozen(morning):
        assert brand_day(unit, clock.now()) == date(2026, 11, 1)
        costs = {one["id"]: one["unit_cost"] for one in standard_costs(unit)["costs"]}
        assert costs[pork] == 50


def test_lots_that_expire_are_told(unit: Unit, own: UUID, pork: UUID) -> None:
    lot = {"code": "A1", "expires_on": date(2026, 11, 3)}
    post(unit, own, "receipt", line(pork, "3", unit_cost="41", lot=lot))
    post(unit, own, "waste", line(pork, "1", lot=lot), cause="expired")
    (found,) = stock.stock(unit, own)["expiring"]
    assert (found["lot"], found["quantity"], found["is_expired"]) == ("A1", Decimal(2), False)


def test_counting_while_selling(unit: Unit, own: UUID, pork: UUID) -> None:
    """Pork counted 10.14 at 02:40, one dish with 150 g net sold since the 02:00 cut-off: C = 10.30."""
    dish = new_id()
    publish(unit, {pork: ("150", "g", None)}, product_id=dish, valid_from=CUT_OFF - 600 * MINUTE)
    post(unit, own, "receipt", line(pork, "12", unit_cost="41"))
    sell(unit, own, dish, CUT_OFF + 20 * MINUTE)
    made = count(unit, own, line(pork, "10.14", counted_at=CUT_OFF + 40 * MINUTE))
    found = results(unit, own, made)["pork"]
    assert (found["closing"], found["book"]) == (Decimal("10.3"), Decimal(12))
    assert held(unit, own) == {pork: Decimal("10.14")}


def test_sales_that_are_heard_of_after_the_approval(unit: Unit, own: UUID, pork: UUID) -> None:
    dish = new_id()
    publish(unit, {pork: ("150", "g", None)}, product_id=dish, valid_from=CUT_OFF - 600 * MINUTE)
    post(unit, own, "receipt", line(pork, "12", unit_cost="41"))
    made = count(unit, own, line(pork, "10.14", counted_at=CUT_OFF + 40 * MINUTE))
    sell(unit, own, dish, CUT_OFF + 20 * MINUTE)
    recompute(unit, own, None, CUT_OFF + 20 * MINUTE)
    assert results(unit, own, made)["pork"]["closing"] == Decimal("10.3")
    assert held(unit, own) == {pork: Decimal("10.14")}


def test_a_late_document_changes_the_adjustment_and_never_what_was_counted(
    unit: Unit, own: UUID, pork: UUID
) -> None:
    post(unit, own, "receipt", line(pork, "50", unit_cost="41"))
    made = count(unit, own, line(pork, "11.9", counted_at=CUT_OFF))
    later = count(unit, own, line(pork, "11", counted_at=CUT_OFF + 30 * MINUTE), at=CUT_OFF + 30 * MINUTE)
    before = results(unit, own, later)["pork"]
    post(unit, own, "receipt", line(pork, "3", unit_cost="41"))
    found = results(unit, own, made)["pork"]
    assert (found["closing"], found["counted"], found["book"]) == (
        Decimal("11.9"),
        Decimal("11.9"),
        Decimal(53),
    )
    assert results(unit, own, later)["pork"] == before
    moves = stock.list_moves(unit, own, reason="count_adjustment").items
    assert sorted(move["quantity"] for move in moves) == [Decimal("-38.1"), Decimal(-3), Decimal("-0.9")]
    assert held(unit, own) == {pork: Decimal(11)}


def test_of_two_counts_of_one_instant_that_holds_which_was_approved_later(
    unit: Unit, own: UUID, pork: UUID
) -> None:
    """Counted an hour on, 10; then 9 for the same instant, at it. Waste between the two comes late, and revives no older count."""
    count(unit, own, line(pork, "20"), at=CUT_OFF - 90 * MINUTE)
    older = count(unit, own, line(pork, "10", counted_at=CUT_OFF + 40 * MINUTE))
    later = count(unit, own, line(pork, "9", counted_at=CUT_OFF))

    def books() -> tuple[Decimal, ...]:
        moves = stock.list_moves(unit, own).items
        closings = (results(unit, own, one)["pork"]["closing"] for one in (older, later))
        return (*closings, sum(move["quantity"] for move in moves), held(unit, own)[pork])

    assert books() == (10, 9, 9, 9)
    post(unit, own, "waste", line(pork, "1"), at=CUT_OFF + 20 * MINUTE, cause="spoiled")
    assert books() == (11, 9, 8, 8)
    found = results(unit, own, later)["pork"]
    assert (found["book"], found["adjusted"]) == (11, -2)


def test_a_count_that_stands_on_one_that_looks_further_is_restated_with_it(
    unit: Unit, own: UUID, pork: UUID
) -> None:
    count(unit, own, line(pork, "10", counted_at=CUT_OFF + 40 * MINUTE))
    later = CUT_OFF + 10 * MINUTE
    spot = count(unit, own, line(pork, "9", counted_at=later), at=later)
    post(unit, own, "waste", line(pork, "1"), at=CUT_OFF + 20 * MINUTE, cause="spoiled")
    moves = stock.list_moves(unit, own).items
    assert sum(move["quantity"] for move in moves) == held(unit, own)[pork] == 8
    assert results(unit, own, spot)["pork"]["book"] == 11


def test_two_counters_at_two_places_while_dishes_go_out_and_goods_come_in(
    unit: Unit, own: UUID, pork: UUID
) -> None:
    """The line is counted at 02:10, the cold room at 02:40; meanwhile dishes are made from the line, and goods arrive."""
    at_line = places.create_location(unit, own, {"name": name("Line"), "item_ids": [pork]})["id"]
    cold = places.create_location(unit, own, {"name": name("Cold room"), "item_ids": [pork]})["id"]
    dish = new_id()
    publish(unit, {pork: ("150", "g", None)}, product_id=dish, valid_from=CUT_OFF - 600 * MINUTE)
    post(unit, own, "receipt", line(pork, "12", unit_cost="41"))
    sell(unit, own, dish, CUT_OFF + 5 * MINUTE)
    sell(unit, own, dish, CUT_OFF + 20 * MINUTE)
    post(unit, own, "receipt", line(pork, "5", unit_cost="41", location_id=cold), at=CUT_OFF + 30 * MINUTE)
    made = count(
        unit,
        own,
        line(pork, "1.84", counted_at=CUT_OFF + 10 * MINUTE, location_id=at_line),
        line(pork, "15", counted_at=CUT_OFF + 40 * MINUTE, location_id=cold),
    )
    assert results(unit, own, made)["pork"]["closing"] == Decimal(12)


def test_an_entrys_id_stands_for_one_thing(unit: Unit, own: UUID, pork: UUID) -> None:
    """Said again it changes nothing; for another quantity, or in another count, it is refused, and the first stays."""
    sheet = {"kind": "spot", "at": CUT_OFF, "item_ids": [pork]}
    made, other = (counts.open_count(unit, own, sheet)["id"] for _ in range(2))
    said = line(pork, "5") | {"id": new_id()}
    for _ in range(2):
        found = count_entries.enter(unit, own, made, [said])
    for where, told in ((made, said | {"quantity": Decimal(6)}), (other, said)):
        with pytest.raises(IdReused):
            count_entries.enter(unit, own, where, [told])
    assert found["locations"][0]["lines"][0]["counted"] == 5
    assert count_sheets.get_sheet(unit, own, made)["locations"] == found["locations"]


def test_nothing_is_counted_at_a_moment_to_come(unit: Unit, own: UUID, pork: UUID) -> None:
    late = clock.now() + 6 * MINUTE
    with pytest.raises(BadStock) as opened:
        count(unit, own, line(pork, "5"), at=late)
    with pytest.raises(BadStock) as entered:
        count(unit, own, line(pork, "5") | {"counted_at": late})
    assert opened.value.code == entered.value.code == "in_future"


def test_an_entry_is_written_once_and_corrected_by_its_own_counter(unit: Unit, own: UUID, pork: UUID) -> None:
    made = counts.open_count(unit, own, {"kind": "spot", "item_ids": [pork]})
    entry = {"id": new_id(), **line(pork, "5")}
    count_entries.enter(unit, own, made["id"], [entry])
    count_entries.enter(unit, own, made["id"], [entry])
    count_entries.enter(unit, own, made["id"], [{"id": new_id(), **line(pork, "6"), "replaces": entry["id"]}])
    count_entries.enter(unit, own, made["id"], [{"id": new_id(), **line(pork, "1")}])
    (place,) = count_sheets.get_sheet(unit, own, made["id"])["locations"]
    assert [one["quantity"] for one in place["lines"][0]["entries"]] == [Decimal(6), Decimal(1)]


def test_what_is_far_from_the_book_is_asked_for_again_once(unit: Unit, own: UUID) -> None:
    rice = make_item(unit, "rice", tolerance_percent=Decimal(5))
    post(unit, own, "receipt", line(rice, "20", unit_cost="5"))
    made = counts.open_count(unit, own, {"kind": "full", "at": CUT_OFF})["id"]
    count_entries.enter(unit, own, made, [{"id": new_id(), **line(rice, "18")}])
    assert counts.submit(unit, own, made)["count"]["state"] == "recount"
    with pytest.raises(NotNow):
        counts.approve(unit, own, made)
    count_entries.enter(unit, own, made, [{"id": new_id(), **line(rice, "18.5")}])
    assert counts.submit(unit, own, made)["count"]["state"] == "submitted"
    counts.approve(unit, own, made)
    assert results(unit, own, made)["rice"]["counted"] == Decimal("18.5")


def test_what_nobody_counted_has_no_result(unit: Unit, own: UUID, pork: UUID) -> None:
    rice = make_item(unit, "rice")
    post(unit, own, "receipt", line(rice, "20", unit_cost="5"), line(pork, "9", unit_cost="41"))
    made = counts.open_count(unit, own, {"kind": "full", "at": CUT_OFF})["id"]
    count_entries.enter(unit, own, made, [{"id": new_id(), **line(rice, "18")}])
    counts.submit(unit, own, made)
    counts.approve(unit, own, made)
    assert list(results(unit, own, made)) == ["rice"]
    assert held(unit, own) == {rice: Decimal(18), pork: Decimal(9)}
