"""The membership room's doors for HTTP."""

from membership.routes import (
    campaigns,
    clearing,
    member_page,
    member_sheet,
    members,
    promotions,
    stored_value,
)

BLUEPRINTS = (
    members.blp,
    member_sheet.blp,
    member_page.blp,
    campaigns.blp,
    promotions.blp,
    stored_value.blp,
    clearing.blp,
)
