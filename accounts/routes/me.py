"""The person who is signed in."""

from typing import Any

from accounts.schemas.sign_in import MeShape
from accounts.schemas.staff import OwnPasswordShape, OwnPinShape
from accounts.services import me, sign_in
from accounts.values import Me
from core.blueprint import Blueprint
from core.edge import current_unit

blp = Blueprint("me", __name__, description="The person who is signed in")


@blp.route("/me")
@blp.response(200, MeShape)
def who_am_i() -> Me:
    """Who is signed in, where, and what they may."""
    return me.who_am_i(current_unit())


@blp.route("/me/pin", methods=["PUT"])
@blp.arguments(OwnPinShape)
@blp.response(204)
def change_own_pin(data: dict[str, Any]) -> None:
    """Change one's own PIN."""
    me.change_own_pin(current_unit(), **data)


@blp.route("/me/password", methods=["PUT"])
@blp.arguments(OwnPasswordShape)
@blp.response(204)
def change_own_password(data: dict[str, Any]) -> None:
    """Change one's own password."""
    me.change_own_password(current_unit(), **data)


@blp.route("/sign-out", methods=["POST"])
@blp.response(204)
def sign_out() -> None:
    """End the sign-in that asks, at once."""
    sign_in.sign_out(current_unit())
