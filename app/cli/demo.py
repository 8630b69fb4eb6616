"""``flask demo``: fill the demonstration brand, and say how to get in."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.progress import Progress
from app.demo import fill as filling
from app.demo.brand import is_made
from app.demo.filling import DAYS, expected_orders
from app.demo.showing import show as showing
from app.demo.store_room import live_weeks
from app.worker import drain_brand
from core import live

demo = AppGroup("demo", help="A noodle chain of our own making, to try everything with.")
_port = click.option("--port", type=int, help="The port it is served on; else ZAOTAI_PORT.")
_host = click.option("--host", help="The address it is served on; else ZAOTAI_HOST.")


@demo.command()
@click.option(
    "--days", default=DAYS, show_default=True, type=click.IntRange(1, 400), help="Of sales, up to now."
)
@click.option("--show", "then_show", is_flag=True, help="Then print how to get in, as `demo show` does.")
@_port
@_host
def fill(days: int, then_show: bool, port: int | None, host: str | None) -> None:
    """Make the brand when it is missing, and bring its sales up to now. Run it again any time."""
    engine = current_app.engine  # type: ignore[attr-defined]
    if not is_made(engine):
        click.echo("Making the demonstration brand: menu, stores, people.", err=True)
    with live.silenced(), Progress("orders", expected_orders(days)) as progress:
        filled = filling(engine, days, advance=progress.advance)
    with Progress("figures", None) as progress:
        drain_brand(engine, filled.tenant_id, progress.advance)
    with Progress("weeks of stock", None) as progress:
        live_weeks(engine, filled.tenant_id, progress.advance)
    made = "The demonstration brand is made" if filled.made_brand else "The demonstration brand is up to date"
    click.echo(f"{made}: {filled.orders} new orders, {filled.open_orders} open now.", err=True)
    if then_show:
        _show(port, host)


@demo.command()
@_port
@_host
def show(port: int | None, host: str | None) -> None:
    """Print addresses, PINs and passwords, and what to try first."""
    _show(port, host)


def _show(port: int | None, host: str | None) -> None:
    settings = current_app.settings  # type: ignore[attr-defined]
    showing(current_app.engine, f"http://{host or settings.host}:{port or settings.port}")  # type: ignore[attr-defined]
