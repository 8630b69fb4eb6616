"""Who may connect to a socket: the token, the store, and the right there."""

from typing import Any
from uuid import UUID

from flask_socketio import ConnectionRefusedError
from sqlalchemy import Engine

from accounts.authentication import Authentication
from accounts.services import stores
from core.actor import Actor
from core.edge import Claims
from core.errors import Problem
from core.uow import Unit


def room_of(tenant_id: UUID, place_id: UUID) -> str:
    """The room of a store's screens, or of a station's."""
    return f"{tenant_id}/{place_id}"


def admit(
    engine: Engine, authentication: Authentication, auth: object, permission: str
) -> tuple[Claims, UUID]:
    """What the token says, and the store: that of the session, or the one that head office names in ``store_id``.

    Refuses the connection with the problem's code, or ``store_missing``.
    """
    given = auth if isinstance(auth, dict) else {}
    try:
        claims = authentication.claims(str(given.get("token", "")))
        with Unit(engine, claims.tenant_id, only_reads=True) as unit:
            actor = actor_of(unit, authentication, claims)
            store_id = actor.store.id if actor.store else _named(unit, given)
            actor.demand(permission, store_id)
    except Problem as problem:
        raise ConnectionRefusedError(problem.code) from problem
    return claims, store_id


def actor_of(unit: Unit, authentication: Authentication, claims: Claims) -> Actor:
    """Whose token it is, as of now; raises SessionEnded."""
    return authentication.actor(claims, unit.fetch(*authentication.reads(claims)))


def _named(unit: Unit, given: dict[str, Any]) -> UUID:
    try:
        store_id = UUID(str(given.get("store_id", "")))
    except ValueError as error:
        raise ConnectionRefusedError("store_missing") from error
    return stores.get_store_settings(unit, store_id).id
