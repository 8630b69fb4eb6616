"""Signing in."""

from marshmallow import fields

from accounts.schemas.fields import LOCALES, slug
from accounts.schemas.stores import StoreShape
from core.schemas import Choice, Id, Moment, Name, Part, Shape, Text


class BrandShape(Shape):
    """A brand."""

    slug = fields.String(required=True)
    name = Name(required=True)
    currency = fields.String(required=True)


class EnrolShape(Shape):
    """A device that wants to become a terminal."""

    brand = slug(required=True)
    code = Text(20, required=True, metadata={"example": "K7RT-9W2M"})
    name = Text(100, metadata={"example": "Counter 1"})


class EnrolledShape(Shape):
    """A terminal; its token is shown this once."""

    terminal_id = Id(required=True, attribute="terminal.id")
    name = fields.String(required=True, attribute="terminal.name")
    terminal_token = fields.String(required=True)
    brand = Part(BrandShape, required=True)
    store = Part(StoreShape, required=True)


class TerminalTokenShape(Shape):
    """Which terminal is asking."""

    terminal_token = Text(200, required=True)


class OnPadShape(Shape):
    """A person on the sign-in pad."""

    id = Id(required=True)
    name = fields.String(required=True)
    role_names = fields.List(Name(), required=True)
    color = fields.String(required=True, allow_none=True)


class PadShape(Shape):
    """The sign-in pad of a terminal."""

    store = Part(StoreShape, required=True)
    staff = fields.List(fields.Nested(OnPadShape), required=True)


class PinSignInShape(Shape):
    """A PIN typed at a terminal."""

    terminal_token = Text(200, required=True)
    staff_id = Id(required=True)
    pin = Text(20, trimmed=False, required=True, metadata={"example": "4071"})


class PasswordSignInShape(Shape):
    """E-mail and password, at head office."""

    brand = slug(required=True)
    email = Text(200, required=True, metadata={"example": "mei@example.com"})
    password = Text(200, trimmed=False, required=True)


class RefreshShape(Shape):
    """A refresh token, which is spent by this."""

    refresh_token = Text(200, required=True)


class MyStaffShape(Shape):
    """The person who is signed in."""

    id = Id(required=True)
    name = fields.String(required=True)
    locale = Choice(*LOCALES, required=True)


class MyTerminalShape(Shape):
    """The terminal at which they are signed in."""

    id = Id(required=True)
    name = fields.String(required=True)


class MeShape(Shape):
    """Who is signed in, where, and what they may: at that store, or, at head office, at one place or another."""

    staff = Part(MyStaffShape, required=True)
    brand = Part(BrandShape, required=True)
    store = Part(StoreShape, required=True, allow_none=True)
    terminal = Part(MyTerminalShape, required=True, allow_none=True)
    permissions = fields.List(fields.String(), required=True)


class TokensShape(Shape):
    """The same, with the tokens."""

    access_token = fields.String(required=True)
    access_expires_at = Moment(required=True)
    refresh_token = fields.String(required=True)
    staff = Part(MyStaffShape, required=True, attribute="me.staff")
    brand = Part(BrandShape, required=True, attribute="me.brand")
    store = Part(StoreShape, required=True, allow_none=True, attribute="me.store")
    terminal = Part(MyTerminalShape, required=True, allow_none=True, attribute="me.terminal")
    permissions = fields.List(fields.String(), required=True, attribute="me.permissions")
