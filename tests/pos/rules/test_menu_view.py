"""What a till shows holds until the moment that it names."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from pos.rules.menu_view import menu_view, view_ends
from pos.rules.schedule import PriceMoment
from pos.values.catalog import Catalog, PriceRow, Product, SaleRule, TaxClass

STORE, DISH = new_id(), new_id()
MONDAY = date(2026, 11, 16)
NAME = {"zh": "面", "en": "Noodles"}

days = st.integers(-4, 9).map(lambda n: MONDAY + timedelta(days=n))
hours = st.sampled_from([None, (660, 840), (1320, 120)])


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    seasonal_from, seasonal_to = draw(st.none() | days), draw(st.none() | days)
    product = Product(
        DISH, "N1", NAME, "item", None, None,
        is_seasonal=draw(st.booleans()), seasonal_from=seasonal_from, seasonal_to=seasonal_to,
    )  # fmt: skip
    prices = []
    for amount in range(draw(st.integers(0, 3))):
        start, end = draw(hours) or (None, None)
        weekdays, first = draw(st.none() | st.integers(1, 127)), draw(st.none() | days)
        prices.append(PriceRow(new_id(), DISH, None, amount, None, None, None, weekdays, start, end, first))
    start, end = draw(hours) or (None, None)
    rule = SaleRule(
        new_id(), DISH, draw(st.sampled_from(["only", "not"])), None, "delivery", None, start, end
    )
    tax = TaxClass(new_id(), NAME, Decimal(6), True)
    return Catalog(
        STORE, 1, {DISH: product}, {(DISH, None): tuple(prices)}, {}, {tax.id: tax},
        sale_rules={DISH: (rule,)} if draw(st.booleans()) else {},
    )  # fmt: skip


@given(catalogs(), days, st.sampled_from([0, 119, 120, 659, 660, 839, 840, 1319, 1320, 1439]))
def test_nothing_changes_before_the_view_ends(catalog: Catalog, day: date, minute: int) -> None:
    now = PriceMoment(day, minute)
    view, ends = menu_view(catalog, now), view_ends(catalog, now)
    assert ends is None or ends > now
    last = ends or PriceMoment(day + timedelta(days=20), 0)
    look = day
    while PriceMoment(look, 0) < last:
        for other in (0, 119, 120, 659, 660, 839, 840, 1319, 1320, 1439):
            moment = PriceMoment(look, other)
            if now <= moment < last:
                assert menu_view(catalog, moment) == view
        look += timedelta(days=1)


@given(catalogs(), days)
def test_a_dish_out_of_its_time_still_has_a_price(catalog: Catalog, day: date) -> None:
    (view,) = menu_view(catalog, PriceMoment(day, 0))["products"]
    assert view["has_price"] is bool(catalog.prices[DISH, None])
