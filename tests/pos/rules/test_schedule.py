"""The wall clock of a store, also where clocks change."""

from datetime import UTC, date, datetime

from pos.rules.schedule import PriceMoment


def test_a_moment_is_read_from_the_stores_own_wall_clock() -> None:
    moment = datetime(2026, 11, 20, 17, 30, 59, tzinfo=UTC)
    assert PriceMoment.at(moment, "Asia/Shanghai") == PriceMoment(date(2026, 11, 21), 90)
    assert PriceMoment.at(moment, "America/New_York") == PriceMoment(date(2026, 11, 20), 12 * 60 + 30)


def test_the_way_back_to_utc_knows_clock_changes() -> None:
    assert PriceMoment(date(2026, 3, 29), 12 * 60).to_utc("Europe/Berlin") == datetime(
        2026, 3, 29, 10, tzinfo=UTC
    )
    assert PriceMoment(date(2026, 3, 28), 12 * 60).to_utc("Europe/Berlin") == datetime(
        2026, 3, 28, 11, tzinfo=UTC
    )
    assert PriceMoment(date(2026, 10, 25), 150).to_utc("Europe/Berlin") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
