"""``flask inventory``: what sales used, made anew from the events; a store room for sales that came from files."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from accounts.services.tenants import enter_brand
from app import past_sales, past_store_room
from app.cli.progress import Progress
from app.wiring import USAGE
from core import json
from core.outbox import replay
from core.uow import Unit
from inventory import ports
from inventory.services.usage import forget_usage, resolve_day

inventory = AppGroup("inventory", help="The store room.")
ACTING = "flask inventory"


@inventory.command("rebuild-usage")
@click.option("--brand", required=True, help="The brand's short name.")
@click.option("--store", help="A store's code: with --day, resolve one day's sales anew.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The business day.")
def rebuild_usage(brand: str, store: str | None, day: datetime | None) -> None:
    """Forget what sales used, and make it anew from the events: the same facts, under the recipes as they are now.

    With --store and --day, only that day's. Ends with one line of JSON on stdout.
    """
    if (store is None) != (day is None):
        raise click.UsageError("Name a store and a day, or neither.")
    engine = current_app.engine  # type: ignore[attr-defined]
    with Unit(engine) as unit:
        if enter_brand(unit, brand, ACTING) is None:
            raise click.UsageError(f"There is no brand {brand}.")
        tenant_id = unit.tenant_id
        if store is not None and day is not None:
            settings = next((s for s in ports.stores.stores(unit) if s.code == store), None)
            if settings is None:
                raise click.UsageError(f"There is no store {store}.")
            resolved = resolve_day(unit, settings.id, day.date())
            unit.commit()
            click.echo(json.dumps({"resolved": resolved}))
            return
    with Progress("events", None) as progress:
        events = replay(engine, USAGE, tenant_id, forget_usage)
        progress.advance(events)
    click.echo(json.dumps({"events": events}))


@inventory.command("live-weeks")
@click.option("--brand", default="pizza-place", show_default=True, help="The brand's short name.")
@click.option("--store", default="pizza_place", show_default=True, help="The store's code.")
@click.option("--weeks", type=click.IntRange(1, 520), default=4, show_default=True, help="The last so many.")
def live_weeks(brand: str, store: str, weeks: int) -> None:
    """Make up deliveries, waste and counts for sales that came from files, and publish each week's food cost.

    After ``flask pos import-sales``. Run it again, and it goes on where it stopped. Ends with one line of JSON on stdout.
    """
    bringing = past_sales.begin(current_app.engine, brand, store)  # type: ignore[attr-defined]
    found = past_sales.totals(bringing)
    first, last = found.first_day, found.last_day
    if bringing.tenant_id is None or bringing.settings is None or first is None or last is None:
        raise click.UsageError(
            f"There are no sales of {store} of {brand}: flask pos import-sales brings them."
        )
    with Progress("weeks", weeks) as progress:
        lived = past_store_room.live_weeks(
            bringing.engine, bringing.tenant_id, bringing.settings, (first, last), weeks, progress.advance
        )
    click.echo(json.dumps({"weeks": lived}))
