"""A member's own page on their phone."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit, idempotency_key
from core.limits import limited
from membership.schemas.member_page import (
    AgreedShape,
    OpenedPageShape,
    PageCodeShape,
    PageConsentShape,
    PageLinkShape,
    PageLinkTokenShape,
    PagePinShape,
    PageTokenShape,
    PhonePageShape,
)
from membership.services import member_page

blp = Blueprint("member_page", __name__, description="A member's own page on their phone.")


@blp.route("/members/<uuid:member_id>/page-links", methods=["POST"])
@Blueprint.keeps_no_answer
@blp.response(201, PageLinkShape)
def make_link(member_id: UUID) -> Response:
    """A link to the member's own page, for a QR code: good once, for a quarter of an hour."""
    return answer(member_page.make_link(current_unit(), member_id), 201)


@blp.route("/members/<uuid:member_id>/page-links", methods=["DELETE"])
@blp.response(204)
def end_pages(member_id: UUID) -> Response:
    """End every link and page of a member, such as when a phone was lost."""
    member_page.end_pages(current_unit(), member_id)
    return Response(status=204)


@blp.route("/member-page/open", methods=["POST"])
@Blueprint.without_bearer
@limited("60 per minute")
@blp.arguments(PageLinkTokenShape)
@blp.response(201, OpenedPageShape)
def open_page(given: dict[str, Any]) -> Response:
    """Open the page with a link, which is used up by it.

    Whoever sent an `Idempotency-Key` and lost the answer sends both again while the link holds, and gets the same page.
    """
    return answer(member_page.open_page(current_unit(), given["token"], key=idempotency_key()), 201)


@blp.route("/member-page/show", methods=["POST"])
@Blueprint.without_bearer
@limited("240 per minute")
@blp.arguments(PageTokenShape)
@blp.response(200, PhonePageShape)
def show(given: dict[str, Any]) -> Response:
    """Points, coupons, balance and its last uses."""
    return answer(member_page.show(current_unit(), given["page_token"]))


@blp.route("/member-page/code", methods=["POST"])
@Blueprint.without_bearer
@limited("240 per minute")
@blp.arguments(PageTokenShape)
@blp.response(200, PageCodeShape)
def show_code(given: dict[str, Any]) -> Response:
    """The one-time code for paying at the till."""
    return answer(member_page.show_code(current_unit(), given["page_token"]))


@blp.route("/member-page/pin", methods=["POST"])
@Blueprint.without_bearer
@limited("30 per minute")
@blp.arguments(PagePinShape)
@blp.response(204)
def change_pin(given: dict[str, Any]) -> Response:
    """Choose the PIN for paying with stored value."""
    member_page.change_pin(current_unit(), **given)
    return Response(status=204)


@blp.route("/member-page/consent", methods=["POST"])
@Blueprint.without_bearer
@limited("60 per minute")
@blp.arguments(PageConsentShape)
@blp.response(200, AgreedShape)
def change_consent(given: dict[str, Any]) -> Response:
    """Say what one agrees to be told or counted for."""
    return answer(member_page.change_consent(current_unit(), **given))


@blp.route("/member-page/close", methods=["POST"])
@Blueprint.without_bearer
@limited("60 per minute")
@blp.arguments(PageTokenShape)
@blp.response(204)
def close_page(given: dict[str, Any]) -> Response:
    """Forget the page on this phone."""
    member_page.close_page(current_unit(), given["page_token"])
    return Response(status=204)
