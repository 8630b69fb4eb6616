"""``flask inventory rebuild-usage``: what was sold and used, made anew from the events."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from accounts.services.tenants import enter_brand
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
