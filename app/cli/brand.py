"""``flask brand create``: a brand with its first person at head office."""

import os

import click
from flask import current_app
from flask.cli import AppGroup
from marshmallow import ValidationError

from accounts.schemas.fields import Currency, Email
from accounts.services.tenants import FirstUser, create_brand
from core import json
from core.errors import Problem
from core.schemas import Name, Shape, Text
from core.uow import Unit

brand = AppGroup("brand", help="The brands that are served here.")
PASSWORD = "BRAND_PASSWORD"  # noqa: S105 - what the variable is called


class NewBrandShape(Shape):
    """A brand, and who lets in all others."""

    name = Name(required=True)
    currency = Currency(required=True)
    person = Text(100, required=True)
    email = Email(required=True)


@brand.command(epilog=f"The password is asked for, or stands in {PASSWORD}. It is never shown.")
@click.argument("slug")
@click.option("--name-zh", required=True, help="What it is called in Chinese.")
@click.option("--name-en", required=True, help="What it is called in English.")
@click.option("--currency", default="CNY", show_default=True, help="Three letters; it stays.")
@click.option(
    "--person", required=True, help="The name of the first person at head office, who lets in all others."
)
@click.option("--email", required=True, help="With which that person signs in.")
@click.option(
    "--locale",
    default="zh-CN",
    show_default=True,
    type=click.Choice(["zh-CN", "en"]),
    help="The first language.",
)
def create(slug: str, name_zh: str, name_en: str, locale: str, **told: str) -> None:
    """Make the brand SLUG: small letters, digits and single dashes, as people type it to sign in.

    Ends with one line of JSON on stdout.
    """
    try:
        given = NewBrandShape().load({**told, "name": {"zh": name_zh, "en": name_en}})
    except ValidationError as wrong:
        raise click.UsageError(json.dumps(wrong.messages)) from wrong
    password = os.environ.get(PASSWORD) or click.prompt(
        "Password", hide_input=True, confirmation_prompt=True, err=True
    )
    try:
        with Unit(current_app.engine) as unit:  # type: ignore[attr-defined]
            first = FirstUser(given["person"], given["email"], password)
            made = create_brand(unit, slug, given["name"], given["currency"], first, default_locale=locale)
            unit.commit()
    except Problem as problem:
        raise click.ClickException(f"{problem.detail or problem.title} ({problem.code})") from problem
    click.echo(json.dumps({"brand": slug, "id": made.tenant_id, "email": given["email"]}))
