"""``flask kitchen rush``: a real day, live on the screens."""

import statistics
import threading
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.importing import PIZZA_PLACE
from app.cli.progress import Progress
from app.rush import crew
from app.rush.place import Place, make_place
from app.rush.wire import Refused, Wire
from core import json

kitchen = AppGroup("kitchen", help="The kitchen's room.")


@kitchen.command("rush")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="A day of 2015; else the busiest.")
@click.option("--speed", default=60.0, show_default=True, help="How many times faster than life.")
@click.option("--orders", type=int, help="At most so many orders.")
@click.option(
    "--prep", default=300, show_default=True, help="Seconds a dish takes, where the menu does not say."
)
@click.option(
    "--brand", default="pizza-place", show_default=True, help="The brand's short name; made when new."
)
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where the server listens.")
def rush(day: datetime | None, speed: float, orders: int | None, prep: int, brand: str, url: str) -> None:
    """Replay a real day of the Pizza Place with simulated tills and cooks, against a server that runs.

    Watch it on the kitchen's screens. Ends with one line of JSON on stdout: how much was ordered and cooked, how long
    guests waited (in seconds of the simulated day), and what is still open, which is nothing.
    """
    place = make_place(current_app.engine, PIZZA_PLACE, brand, Path(PIZZA_PLACE).name)  # type: ignore[attr-defined]
    chosen = crew.orders_of_day(place.orders, day) if day else crew.busiest_day(place.orders)
    chosen = chosen[:orders]
    if not chosen:
        raise click.UsageError("There are no orders on that day.")
    try:
        stations, running = _begin(place, url, speed)
    except Refused as refused:
        raise click.ClickException(f"No server at {url}: start one with `make run`. ({refused})") from refused
    cooking = [UUID(station["id"]) for station in stations if station["kind"] == "prep"]
    threads = [
        threading.Thread(target=crew.cook_at, args=(running, station_id, prep), daemon=True)
        for station_id in cooking
    ]
    threads.append(threading.Thread(target=crew.serve_from, args=(running, cooking), daemon=True))
    for thread in threads:
        thread.start()
    with Progress("orders", len(chosen)) as progress:
        crew.send_orders(running, chosen, place.sold, progress.advance)
    for thread in threads:
        thread.join()
    for refused_text in running.refused[:20]:
        click.echo(refused_text, err=True)
    try:
        click.echo(json.dumps(_summary(running, stations)))
    except Refused as refused:
        raise click.ClickException(f"The server at {url} went away in the middle. ({refused})") from refused


def _begin(place: Place, url: str, speed: float) -> tuple[list[dict[str, str]], crew.Rush]:
    pin = {"terminal_token": place.terminal_token, "staff_id": place.staff_id, "pin": place.pin}
    with Wire(url, patience=2) as wire:
        token = wire.post("/sign-in/pin", pin)["access_token"]
    running = crew.Rush(url, token, place.store_id, speed)
    with running.wire() as wire:
        stations = wire.get(f"/stores/{place.store_id}/kitchen/stations")["stations"]
    return stations, running


def _summary(running: crew.Rush, stations: list[dict[str, str]]) -> dict[str, object]:
    base = f"/stores/{running.store_id}/kitchen/stations"
    with running.wire() as wire:
        left = sum(len(wire.get(f"{base}/{station['id']}/board")["tickets"]) for station in stations)
    waits = sorted(running.waits)
    return {
        "orders": running.ordered,
        "dishes": running.cooked,
        "wait_median": round(statistics.median(waits)) if waits else None,
        "wait_p90": round(waits[int(len(waits) * 0.9)]) if waits else None,
        "open_tickets": left,
        "refused": len(running.refused),
    }
