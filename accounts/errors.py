"""How the accounts room refuses."""

from core.errors import Conflict, NotFound, Unauthenticated


class SessionEnded(Unauthenticated):
    """The sign-in was ended: signed out, revoked, expired, or the person or terminal is gone."""

    code = "session_ended"


class TerminalRevoked(Unauthenticated):
    """The device is no terminal of this brand, or not any more."""

    code = "terminal_revoked"


class RegionNotFound(NotFound):
    """No such region."""

    code = "region_not_found"


class StoreNotFound(NotFound):
    """No such store within reach."""

    code = "store_not_found"


class TerminalNotFound(NotFound):
    """No such terminal within reach."""

    code = "terminal_not_found"


class StaffNotFound(NotFound):
    """No such person within reach."""

    code = "staff_not_found"


class RoleNotFound(NotFound):
    """No such role."""

    code = "role_not_found"


class LastAdministrator(Conflict):
    """It would leave nobody who may let the others in."""

    code = "last_administrator"
