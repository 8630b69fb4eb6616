"""The commands: serve, migrate, and what the rooms add."""

import os
import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app.config import Settings, SettingsError
from app.database import migrate, open_engine, owner_url
from app.factory import create_app
from app.worker import drain_all, start_consumers
from core.embedded import EmbeddedError

ROOT = Path(__file__).parents[1]


def make_app() -> Flask:
    """The app for a server or a command, by the settings; a wrong one ends here, saying what to do."""
    try:
        settings = Settings.load()
        migrate(owner_url(settings))
        app = create_app(settings, open_engine(settings))
    except (SettingsError, EmbeddedError) as error:
        click.echo(f"Cannot start: {error}", err=True)
        raise SystemExit(2) from error
    add_commands(app)
    if os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn"):
        start_consumers(app)
    return app


def add_commands(app: Flask) -> None:
    """Hang the product's commands into flask."""
    app.cli.add_command(serve)
    app.cli.add_command(migrate_command)
    app.cli.add_command(consume)
    app.cli.add_command(pos)


pos = AppGroup("pos", help="The till's room.")


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
    from flask import current_app

    click.echo(f"{drain_all(current_app)} events passed on.")
