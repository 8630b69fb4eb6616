"""Who may act on whom: nobody gives what they lack, nobody acts on a person who may more, nobody removes the last administrator."""

from collections.abc import Callable

from accounts.errors import LastAdministrator
from accounts.permissions import ADMINISTRATOR
from accounts.rules.grants import Grants, excess
from accounts.store.roles import administrators
from accounts.store.tenants import lock_tenant
from core.errors import Forbidden
from core.uow import Unit


def demand_over(unit: Unit, grants: Grants) -> None:
    """Refuse unless the person asking edits staff wherever these grants reach, and holds every one of them.

    With no grants at all it takes the right for the whole brand. Raises Forbidden ``outranked``.
    """
    if not all(unit.actor.may("staff.edit", store_id) for store_id in grants or (None,)):
        raise Forbidden("They also work where you do not edit staff.", code="outranked")
    more = excess(grants, unit.actor.permissions)
    if more:
        raise Forbidden("They may do more than you.", code="outranked", permissions=more)


def demand_to_give(unit: Unit, grants: Grants) -> None:
    """Refuse to hand out what the person asking does not hold at the same place; Forbidden ``escalation``."""
    more = excess(grants, unit.actor.permissions)
    if more:
        raise Forbidden("You cannot give what you do not have.", code="escalation", permissions=more)


def keeping_an_administrator(unit: Unit, change: Callable[[], None]) -> None:
    """Do a change, and refuse it (409 ``last_administrator``) when nobody is left who could let the others in."""
    lock_tenant(unit)
    before = administrators(unit, ADMINISTRATOR)
    change()
    unit.session.flush()
    if before and not administrators(unit, ADMINISTRATOR):
        raise LastAdministrator(
            "Somebody at head office must be able to sign in and to edit staff and roles."
        )
