"""The commands of ``flask``: serving, migrating, making brands, bringing sales in, the demonstration."""

import os

import click
from flask import Flask

from app.cli.brand import brand
from app.cli.demo import demo
from app.cli.importing import pos
from app.cli.inventory import inventory
from app.cli.kitchen import kitchen
from app.cli.serving import consume, migrate_command, serve
from app.config import Settings, SettingsError
from app.course_clock import start_course_clock
from app.database import migrate, open_engine, owner_url
from app.factory import create_app
from app.kitchen_watch import start_kitchen_watch
from app.member_days import start_member_days
from app.old_answers import start_old_answers
from app.worker import start_consumers
from core.embedded import EmbeddedError


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
        start_kitchen_watch(app)
        start_course_clock(app)
        start_member_days(app)
        start_old_answers(app)
    return app


def add_commands(app: Flask) -> None:
    """Hang the product's commands into flask."""
    for command in (serve, migrate_command, consume, brand, pos, demo, kitchen, inventory):
        app.cli.add_command(command)
