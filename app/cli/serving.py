"""Serving, migrating, and giving consumers their events by hand."""

import os
import sys
from pathlib import Path

import click
from flask import current_app

from app.config import Settings
from app.worker import drain_all

ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--port", type=int, help="Port to listen on; else ZAOTAI_PORT.")
@click.option("--host", help="Address to listen on; else ZAOTAI_HOST.")
def serve(port: int | None, host: str | None) -> None:
    """Serve the app with gunicorn and gevent until stopped."""
    settings = Settings.load()
    bind = f"{host or settings.host}:{port or settings.port}"
    os.environ["ZAOTAI_WORKERS"] = str(settings.workers)
    arguments = ["-c", str(ROOT / "app" / "gunicorn_settings.py"), "--bind", bind, "wsgi:app"]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606 - our own server


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date (done at every start, too)."""
    click.echo("The database is up to date.")


@click.command()
def consume() -> None:
    """Give every consumer of events all that is waiting, then stop."""
    click.echo(f"{drain_all(current_app)} events passed on.")
