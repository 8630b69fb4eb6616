"""Serving, migrating, and giving consumers their events by hand."""

import click
from flask import current_app

from app.serving import become_server
from app.worker import drain_all


@click.command()
@click.option("--port", type=int, help="Port to listen on; else ZAOTAI_PORT.")
@click.option("--host", help="Address to listen on; else ZAOTAI_HOST.")
def serve(port: int | None, host: str | None) -> None:
    """Serve the app with gunicorn and gevent until stopped."""
    become_server(host, port)


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date (done at every start, too)."""
    click.echo("The database is up to date.")


@click.command()
def consume() -> None:
    """Give every consumer of events all that is waiting, then stop."""
    click.echo(f"{drain_all(current_app)} events passed on.")
