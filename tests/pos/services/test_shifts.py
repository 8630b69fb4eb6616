"""Shifts and days: the drawer's arithmetic, the blind count, and a Z report that stays."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import clock
from core.actor import Actor
from core.errors import Conflict, Forbidden, NotFound, Unprocessable
from core.ids import new_id
from core.uow import Unit
from pos.models.shifts import DayCloseRow
from pos.services import shifts
from pos.values import commands as c
from tests.support.orders import CASHIER, Shop, make_shop


def _at_terminal(unit: Unit) -> Shop:
    shop = make_shop(unit)
    rights = {shop.store.id: CASHIER | {"shift.run", "day.close"}}
    unit.actor = Actor(
        unit.tenant_id, new_id(), "Wang", new_id(), rights, terminal_id=new_id(), store=shop.store
    )
    return shop


def _sell(shop: Shop, tender: str = "cash", **pay: int) -> None:
    order_id = new_id()
    shop.run(
        shop.open(),
        shop.line("A"),
        c.Pay(payment_id=new_id(), tender=tender, amount=2200, **pay),
        order_id=order_id,
    )


def test_the_drawer_holds_float_cash_and_what_was_put_in_or_taken(unit: Unit) -> None:
    shop = _at_terminal(unit)
    opened = shifts.open_shift(unit, shop.store.id, 50000)
    assert opened["expected"] is None
    _sell(shop, tendered=5000, tip=300)
    _sell(shop, tender="card")
    _sell(shop, tender="scan")
    shifts.move_cash(unit, shop.store.id, "paid_out", 1000, "ice")
    running = shifts.move_cash(unit, shop.store.id, "paid_in", 200, "coins")
    assert running["expected"] is None
    closed = shifts.close_shift(unit, shop.store.id, 51600)
    assert closed["expected"] == 50000 + 2200 + 300 - 1000 + 200
    assert closed["difference"] == -100


def test_each_tender_is_told_by_itself(unit: Unit) -> None:
    shop = _at_terminal(unit)
    shifts.open_shift(unit, shop.store.id, 0)
    for tender in ("card", "scan", "scan"):
        _sell(shop, tender=tender, tip=100)
    day = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    found = shifts.day_report(unit, shop.store.id, day)
    assert [(row["tender"], row["payments"], row["taken"], row["tips"]) for row in found["tenders"]] == [
        ("card", 1, 2200, 100),
        ("scan", 2, 4400, 200),
    ]


def test_a_terminal_has_one_open_shift(unit: Unit) -> None:
    shop = _at_terminal(unit)
    shifts.open_shift(unit, shop.store.id, 0)
    with pytest.raises(Conflict):
        shifts.open_shift(unit, shop.store.id, 0)


def test_a_z_report_never_changes_and_what_comes_late_is_marked(unit: Unit) -> None:
    shop = _at_terminal(unit)
    _sell(shop)
    day = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    running = shifts.day_report(unit, shop.store.id, day)
    assert (running["kind"], running["total"]) == ("X", 2200)
    final = shifts.close_day(unit, shop.store.id, day)
    late = shop.run(shop.open(), shop.line("B"), c.Pay(payment_id=new_id(), tender="cash", amount=1200))
    assert late["is_late"] is True
    again = shifts.day_report(unit, shop.store.id, day)
    assert (again["kind"], again["total"]) == ("Z", final["total"])
    with pytest.raises(Conflict):
        shifts.close_day(unit, shop.store.id, day)


def test_a_table_that_left_without_paying_is_a_loss_of_its_own_and_the_day_can_be_closed(unit: Unit) -> None:
    shop = _at_terminal(unit)
    shifts.open_shift(unit, shop.store.id, 10000)
    first, second = shop.order_id, new_id()
    given = shop.line("C")
    shop.run(
        shop.open(), shop.line("A", 2), given, c.Fire(), c.CompLine(line_id=given.line_id, reason="late")
    )
    shop.run(c.SplitEvenly(check_id=first, new_check_ids=(second,)))
    shop.run(c.Pay(payment_id=new_id(), tender="cash", amount=2200, check_id=first))
    day = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    assert shifts.close_shift(unit, shop.store.id, 12200)["difference"] == 0
    with pytest.raises(Conflict):
        shifts.close_day(unit, shop.store.id, day)
    shop.run(c.WriteOff(reason="ran away"))
    final = shifts.close_day(unit, shop.store.id, day)
    assert (final["total"], final["written_off"], final["refunds"]) == (4400, 2200, 0)
    assert final["total"] - final["written_off"] == sum(row["taken"] for row in final["tenders"])
    assert [(row["kind"], row["amount"]) for row in final["adjustments"]] == [("comp", 1000)]
    assert shifts.day_report(unit, shop.store.id, day)["written_off"] == 2200


def test_the_drawer_of_a_broken_terminal_is_counted_at_another_one(unit: Unit) -> None:
    shop = _at_terminal(unit)
    at_the_till, store_id = unit.actor, shop.store.id
    shifts.open_shift(unit, store_id, 10000)
    _sell(shop)
    day = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    head_office = replace(at_the_till, terminal_id=None)
    unit.actor = replace(head_office, permissions={store_id: frozenset({"shift.run"})})
    with pytest.raises(Forbidden):
        shifts.close_shift(unit, store_id, 12200, at_the_till.terminal_id)
    unit.actor = replace(head_office, permissions={store_id: frozenset({"day.close"})})
    with pytest.raises(NotFound):
        shifts.close_shift(unit, store_id, 12200, new_id())
    with pytest.raises(Conflict):
        shifts.close_day(unit, store_id, day)
    closed = shifts.close_shift(unit, store_id, 12200, at_the_till.terminal_id)
    assert (closed["expected"], closed["difference"]) == (12200, 0)
    assert shifts.close_day(unit, store_id, day)["kind"] == "Z"


def test_a_day_closed_before_anything_could_be_written_off_lost_nothing(unit: Unit) -> None:
    shop = _at_terminal(unit)
    day = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    shifts.close_day(unit, shop.store.id, day)
    unit.session.flush()
    (closed,) = unit.session.query(DayCloseRow)
    closed.report = {name: value for name, value in closed.report.items() if name != "written_off"}
    assert shifts.day_report(unit, shop.store.id, day)["written_off"] == 0


def test_money_of_a_closed_day_stands_in_the_drawer_and_the_report_in_which_it_moved(unit: Unit) -> None:
    shop = _at_terminal(unit)
    today = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    then, yesterday = clock.now() - timedelta(days=1), today - timedelta(days=1)
    paid, late = new_id(), new_id()

    def pay(at: datetime) -> list[c.Command]:
        cash = c.Pay(payment_id=new_id(), tender="cash", amount=2200, at=at)
        return [shop.open(at=at), shop.line("A", at=at), cash]

    shop.run(*pay(then), order_id=paid)
    final = shifts.close_day(unit, shop.store.id, yesterday)
    shifts.open_shift(unit, shop.store.id, 10000)
    shop.run(c.GiveRefund(refund_id=new_id(), amount=500, reason="cold", at=then), order_id=paid)
    assert shop.run(*pay(then), order_id=late)["is_late"] is True
    (tender,) = shifts.day_report(unit, shop.store.id, today)["tenders"]
    assert tender == {
        "tender": "cash",
        "payments": 1,
        "taken": 2200,
        "tips": 0,
        "given_back": 500,
        "late_taken": 2200,
        "late_given_back": 500,
    }
    kept = shifts.day_report(unit, shop.store.id, yesterday)
    assert (kept["tenders"], kept["total"]) == (final["tenders"], 2200)
    shifts.close_shift(unit, shop.store.id, 11700)
    shifts.close_day(unit, shop.store.id, today)
    shifts.open_shift(unit, shop.store.id, 0)
    shop.run(c.GiveRefund(refund_id=new_id(), amount=300, reason="cold"), order_id=paid)
    assert shifts.day_report(unit, shop.store.id, today + timedelta(days=1))["refunds"] == 300
    assert shifts.close_shift(unit, shop.store.id, 0)["expected"] == -300


@pytest.mark.parametrize("days_ago", [0, 1, 2])
def test_cash_of_a_drawer_that_was_counted_meanwhile_is_in_the_drawer_of_now(
    unit: Unit, days_ago: int
) -> None:
    shop = _at_terminal(unit)
    now = clock.now()
    taken = now - timedelta(days=days_ago, hours=1)
    with clock.frozen(taken - timedelta(hours=1)):
        shifts.open_shift(unit, shop.store.id, 5000)
    with clock.frozen(now - timedelta(minutes=30)):
        assert shifts.close_shift(unit, shop.store.id, 6200)["difference"] == 1200
        shifts.open_shift(unit, shop.store.id, 6200)
    cash = c.Pay(payment_id=new_id(), tender="cash", amount=1200, at=taken)
    card = c.Pay(payment_id=new_id(), tender="card", amount=2200, at=taken)
    paid = shop.run(shop.open(at=taken), shop.line("A", at=taken), shop.line("B", at=taken), cash, card)
    moved = {x["tender"]: x["at"] for x in paid["checks"][0]["payments"]}
    assert moved["cash"] > taken == moved["card"]
    assert shifts.close_shift(unit, shop.store.id, 6200)["difference"] == -1200


def _at_the_end_of_a_day(shop: Shop) -> tuple[datetime, datetime]:
    """Ten minutes before and after a store's cut-off, more than two days ago; both days are closed."""
    zone = ZoneInfo(shop.store.timezone)
    cutoff = (clock.now() - timedelta(days=3)).astimezone(zone).replace(hour=4, minute=0)
    before, after = cutoff - timedelta(minutes=10), cutoff + timedelta(minutes=10)
    for at in (before, after):
        day = clock.business_date(at, shop.store.timezone, shop.store.cutoff_minutes)
        shifts.close_day(shop.unit, shop.store.id, day)
    return before, after


def _taken_today(shop: Shop) -> int:
    today = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    tenders = shifts.day_report(shop.unit, shop.store.id, today)["tenders"]
    return sum(row["taken"] - row["given_back"] for row in tenders)


def test_each_command_of_a_batch_is_booked_by_its_own_day(unit: Unit) -> None:
    shop = _at_terminal(unit)
    before, after = _at_the_end_of_a_day(shop)
    cash = c.Pay(payment_id=new_id(), tender="cash", amount=2200, at=after)
    line = shop.line("A", at=before)
    assert shop.run(shop.open(at=before), line, cash)["is_late"] is True
    assert _taken_today(shop) == 2200
    refire = c.RefireLine(line_id=line.line_id, refire_id=new_id(), reason="cold")
    shop.run(refire, c.GiveRefund(refund_id=new_id(), amount=500, reason="cold", at=after))
    assert _taken_today(shop) == 1700


def test_money_from_before_its_order_began_is_booked_as_of_then(unit: Unit) -> None:
    shop = _at_terminal(unit)
    before, after = _at_the_end_of_a_day(shop)
    shop.run(shop.open(at=after), shop.line("A", at=after))
    shop.run(c.Pay(payment_id=new_id(), tender="cash", amount=2200, at=before - timedelta(days=1)))
    assert _taken_today(shop) == 2200


def test_a_day_is_not_closed_over_open_orders(unit: Unit) -> None:
    shop = _at_terminal(unit)
    shop.run(shop.open(), shop.line("A"))
    day = clock.business_date(clock.now(), shop.store.timezone, shop.store.cutoff_minutes)
    with pytest.raises(Conflict) as refused:
        shifts.close_day(unit, shop.store.id, day)
    assert refused.value.code == "orders_open"
    assert shifts.day_report(unit, shop.store.id, day - timedelta(days=1))["total"] == 0


def test_days_are_listed_with_their_shifts_and_whether_they_are_closed(unit: Unit) -> None:
    shop = _at_terminal(unit)
    zone = ZoneInfo(shop.store.timezone)
    with clock.frozen(datetime(2026, 11, 20, 12, 0, tzinfo=zone)):
        shifts.open_shift(unit, shop.store.id, 10000)
        _sell(shop, tendered=2200)
    with clock.frozen(datetime(2026, 11, 20, 22, 0, tzinfo=zone)):
        closed = shifts.close_shift(unit, shop.store.id, 12100)
        shifts.close_day(unit, shop.store.id, date(2026, 11, 20))
    with clock.frozen(datetime(2026, 11, 21, 12, 0, tzinfo=zone)):
        running = shifts.open_shift(unit, shop.store.id, 5000)
        unit.session.flush()
        found = shifts.list_days(unit, shop.store.id)
        earlier = shifts.list_days(unit, shop.store.id, date(2026, 11, 1), date(2026, 11, 20))
        with pytest.raises(Unprocessable) as refused:
            shifts.list_days(unit, shop.store.id, date(2026, 1, 1), date(2026, 11, 20))
    today, before = found["days"]
    assert (found["from"], found["to"], found["currency"]) == (date(2026, 11, 15), date(2026, 11, 21), "CNY")
    assert (today["business_date"], today["closed_at"], today["total"]) == (date(2026, 11, 21), None, None)
    assert [(one["id"], one["expected"]) for one in today["shifts"]] == [(running["id"], None)]
    assert (before["business_date"], before["closed_by"], before["total"]) == (
        date(2026, 11, 20),
        "Wang",
        2200,
    )
    (shift,) = before["shifts"]
    assert (shift["id"], shift["expected"], shift["counted"], shift["difference"]) == (
        closed["id"],
        12200,
        12100,
        -100,
    )
    assert earlier["days"] == [before]
    assert refused.value.code == "too_many_days"


def test_whoever_runs_no_shifts_sees_no_days(unit: Unit) -> None:
    shop = _at_terminal(unit)
    unit.actor = replace(unit.actor, permissions={shop.store.id: CASHIER - {"shift.run"}})
    with pytest.raises(Forbidden):
        shifts.list_days(unit, shop.store.id)
