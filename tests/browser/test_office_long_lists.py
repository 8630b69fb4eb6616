"""Lists of closed periods that are longer than a page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.sync_api import expect
from sqlalchemy import Engine

from core.ids import new_id
from core.uow import Unit
from inventory.models.stock import PeriodRow
from membership.models.clearing import ClearingRow
from tests.support.office import Office
from tests.support.till import NoodleShop

MANY = 53
FIRST = date(2026, 1, 1)


def close_many(engine: Engine, shop: NoodleShop) -> None:
    """Days that were closed one by one: for clearing, and in a store's stock."""
    store_id = shop.house.stores["own"]
    now = datetime.now(UTC)
    with Unit(engine, shop.house.tenant_id) as unit:
        for place in range(MANY):
            day = FIRST + timedelta(days=place)
            head = {
                "number": place + 1,
                "first": day,
                "last": day,
                "head_office_bears": 0,
                "closed_at": now,
                "closed_by": None,
            }
            unit.session.add(ClearingRow(tenant_id=unit.tenant_id, id=new_id(), **head))
            unit.session.add(
                PeriodRow(
                    tenant_id=unit.tenant_id,
                    store_id=store_id,
                    ends_on=day,
                    closed_at=now,
                    closed_by=shop.house.people["boss"],
                )
            )
        unit.commit()


def test_more_of_the_closed_periods_come_once(
    open_page: Any, noodle_shop: NoodleShop, engine: Engine, shot: Any
) -> None:
    close_many(engine, noodle_shop)
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/clearing")
    rows = office.page.get_by_role("table", name="Closed periods").locator("tbody tr")
    expect(rows).to_have_count(50)
    more = office.page.get_by_role("button", name="Load more")
    more.evaluate("button => { button.click(); button.click() }")  # in a hurry
    expect(more).to_have_count(0)
    expect(rows).to_have_count(MANY)
    expect(rows.last).to_contain_text("Jan 1, 2026")
    rows.last.scroll_into_view_if_needed()
    shot(office.page, "office-clearing-more-en")
    office.go("/stock/documents?store=S1")
    expect(office.find("closed-until")).to_contain_text("Feb 22, 2026")
