"""Ticket times as head office sees them, after a rush."""

from typing import Any

from playwright.sync_api import expect
from sqlalchemy import Engine, text

from app.factory import App
from core.uow import Unit
from tests.support.accounts import House
from tests.support.live_server import LiveServer
from tests.support.office import Office
from tests.support.rush import make_rush_hour

# The rush passed fifteen hundred times faster than life: told as it was in the simulated day.
SLOWED = text(
    """UPDATE kitchen_item SET started_at = fired_at + (started_at - fired_at) * :speed,
        ready_at = fired_at + (ready_at - fired_at) * :speed, served_at = fired_at + (served_at - fired_at) * :speed"""
)


def test_times_of_a_rush_are_plotted_by_station_and_hour(
    open_page: Any, app: App, engine: Engine, house: House, live_server: LiveServer, shot: Any
) -> None:
    hour = make_rush_hour(app, house, live_server.url)
    dishes = hour.run(20, speed=1500, prep=180)["dishes"]
    with Unit(engine, house.tenant_id) as unit:
        unit.session.execute(SLOWED, {"speed": 1500})
        unit.commit()

    office = Office(open_page("/office/", viewport="wide"), house).sign_in()
    office.go("/kitchen/times?store=pizza_place")
    expect(office.find("times-figures")).to_contain_text(str(dishes))
    plots = office.find("times-plot")
    expect(plots).to_have_count(2)
    stations, hours = plots.nth(0), plots.nth(1)
    for words in ("烤炉 1", "烤炉 2", "素食台"):
        expect(stations.locator("svg")).to_contain_text(words)
    expect(hours.locator("svg")).to_contain_text(":00")
    drawn = "plot => [...plot.querySelectorAll('svg path[fill]')].filter(p => p.getBBox().height > 8).length"
    assert stations.evaluate(drawn) >= 3
    assert office.rows.count() > 3
    shot(office.page, "office-kitchen-times-zh")

    office.in_english()
    expect(stations.locator("svg")).to_contain_text("Oven 1")
    shot(office.page, "office-kitchen-times-en")
