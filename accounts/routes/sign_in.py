"""Doors for people and devices that are not known yet."""

from typing import Any

from accounts.authentication import current_authentication
from accounts.schemas.sign_in import (
    EnrolledShape,
    EnrolShape,
    PadShape,
    PasswordSignInShape,
    PinSignInShape,
    RefreshShape,
    TerminalTokenShape,
    TokensShape,
)
from accounts.services import sign_in, terminals
from accounts.values import Enrolled, Pad, Tokens
from core.blueprint import Blueprint
from core.edge import current_unit, idempotency_key
from core.limits import limited

blp = Blueprint("sign_in", __name__, description="Enrolling terminals and signing in")


@blp.route("/terminals/enrol", methods=["POST"])
@Blueprint.without_bearer
@limited("20 per minute")
@blp.arguments(EnrolShape)
@Blueprint.keyed
@blp.response(201, EnrolledShape)
def enrol(data: dict[str, Any]) -> Enrolled:
    """Turn a device into a terminal with a code from head office.

    Sent again with the same Idempotency-Key, while nobody has signed in there, it is the same terminal with a new token.
    """
    return terminals.enrol_terminal(current_unit(), **data, key=idempotency_key())


@blp.route("/sign-in/staff", methods=["POST"])
@Blueprint.without_bearer
@limited("120 per minute")
@blp.arguments(TerminalTokenShape)
@blp.response(200, PadShape)
def show_pad(data: dict[str, Any]) -> Pad:
    """Who may sign in at this terminal."""
    return sign_in.show_pad(current_unit(), **data)


@blp.route("/sign-in/pin", methods=["POST"])
@Blueprint.without_bearer
@limited("120 per minute")
@blp.arguments(PinSignInShape)
@blp.response(200, TokensShape)
def sign_in_with_pin(data: dict[str, Any]) -> Tokens:
    """Sign in with a PIN at a terminal."""
    return sign_in.sign_in_with_pin(current_unit(), current_authentication(), **data)


@blp.route("/sign-in/password", methods=["POST"])
@Blueprint.without_bearer
@limited("30 per minute")
@blp.arguments(PasswordSignInShape)
@blp.response(200, TokensShape)
def sign_in_with_password(data: dict[str, Any]) -> Tokens:
    """Sign in at head office."""
    return sign_in.sign_in_with_password(current_unit(), current_authentication(), **data)


@blp.route("/sign-in/refresh", methods=["POST"])
@Blueprint.without_bearer
@limited("240 per minute")
@blp.arguments(RefreshShape)
@blp.response(200, TokensShape)
def refresh(data: dict[str, Any]) -> Tokens:
    """Take new tokens; the old refresh token is spent, and ends the session if it is shown again."""
    return sign_in.refresh(current_unit(), current_authentication(), **data)
