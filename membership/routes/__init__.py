"""The membership room's doors for HTTP."""

from membership.routes import members, promotions, stored_value

BLUEPRINTS = (members.blp, promotions.blp, stored_value.blp)
