"""The accounts room's doors."""

from accounts.routes import audit, me, regions, roles, sign_in, staff, stores, terminals

BLUEPRINTS = (
    sign_in.blp,
    me.blp,
    regions.blp,
    stores.blp,
    terminals.blp,
    staff.blp,
    roles.blp,
    audit.blp,
)
