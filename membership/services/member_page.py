"""A member's own page on their phone: opened by a link that the till or the office shows, and narrow: they see themselves.

Nobody is signed in here. A token says whose page it is, and every function asks it before anything else.
"""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from core import clock, hashing
from core.sealed import SECRET_BYTES, Sealed, unsealed
from core.uow import Unit
from membership import ports
from membership.errors import PageClosed, ProofNeeded
from membership.models.value_guards import PageTokenRow
from membership.rules.one_time_codes import KEY_BYTES, STEP_SECONDS, code_at, step_at
from membership.services import value_proof
from membership.services.members import find_card
from membership.services.stored_value import statement_of
from membership.store import members as member_store
from membership.store import value_guards as store

LINK, PAGE = "ztl_", "ztp_"
LINK_HOLDS, PAGE_HOLDS = timedelta(minutes=15), timedelta(days=180)
USES_SHOWN = 50


def make_link(unit: Unit, member_id: UUID) -> dict[str, Any]:
    """A link that opens the member's page once, within a quarter of an hour: for a QR code that the guest scans."""
    unit.actor.demand_somewhere("member.edit")
    member_id = member_store.get_member(unit, member_id).id
    link = Sealed.new(unit.tenant_id)
    expires_at = _keep_token(unit, link, member_id, "link", LINK_HOLDS)
    unit.audit("member.page_link", "member", member_id)
    token = link.text(LINK)
    return {"token": token, "path": f"/member/#{token}", "expires_at": expires_at}


def end_pages(unit: Unit, member_id: UUID) -> None:
    """End every link and page of a member: a phone was lost."""
    unit.actor.demand_somewhere("member.edit")
    member_id = member_store.get_member(unit, member_id).id
    store.end_tokens(unit, member_id, clock.now())
    unit.audit("member.page_end", "member", member_id)


def open_page(unit: Unit, token: str, *, key: str | None = None) -> dict[str, Any]:
    """Use up a link, and answer the page's own token. Raises PageClosed.

    With the ``key`` of an opening whose answer was lost it is the same token again, as long as the link holds.
    """
    link, held = _proven(unit, LINK, token)
    page = _page_of(link, key) if key else Sealed.new(unit.tenant_id)
    if held.ended_at is not None:
        opened = store.find_token(unit, page.id)
        if opened is None or opened.ended_at is not None:
            raise PageClosed
        return {"page_token": page.text(PAGE), "expires_at": opened.expires_at}
    unit.change(PageTokenRow, {"id": held.id}, {"ended_at": clock.now()})
    proof = store.find_proof(unit, held.member_id)
    if proof is None or proof.code_key is None:
        store.keep_proof(unit, held.member_id, {"code_key": secrets.token_bytes(KEY_BYTES)})
    expires_at = _keep_token(unit, page, held.member_id, "page", PAGE_HOLDS)
    return {"page_token": page.text(PAGE), "expires_at": expires_at}


def show(unit: Unit, page_token: str) -> dict[str, Any]:
    """What the member has, and the last uses of their stored value."""
    member_id = _entered(unit, PAGE, page_token).member_id
    card = find_card(unit, member_id)
    proof = store.find_proof(unit, member_id)
    tiers = {tier.id: tier.name for tier in member_store.list_tiers(unit)}
    return {
        **{
            name: card[name]
            for name in ("name", "phone", "code", "points", "balance", "coupons", "agrees_to")
        },
        "tier": tiers.get(card["tier_id"]),
        "currency": next((one.currency for one in ports.stores.stores(unit)), None),
        "uses": statement_of(unit, member_id, USES_SHOWN)["uses"],
        "has_pin": bool(proof and proof.pin_hash),
    }


def show_code(unit: Unit, page_token: str) -> dict[str, Any]:
    """The one-time code of the moment; at the till it is good once."""
    member_id = _entered(unit, PAGE, page_token).member_id
    proof = store.find_proof(unit, member_id)
    if proof is None or proof.code_key is None:
        raise PageClosed
    step = step_at(int(clock.now().timestamp()))
    until = datetime.fromtimestamp((step + 1) * STEP_SECONDS, UTC)
    return {"code": code_at(bytes(proof.code_key), step), "expires_at": until, "seconds": STEP_SECONDS}


def change_pin(unit: Unit, page_token: str, pin: str, old_pin: str | None = None) -> None:
    """Choose the PIN for paying with stored value; whoever has one types the old one, too (ProofNeeded, ProofWrong)."""
    member_id = _entered(unit, PAGE, page_token).member_id
    proof = store.lock_proof(unit, member_id)
    if proof is not None and proof.pin_hash is not None:
        if old_pin is None:
            raise ProofNeeded(accepts=["pin"])
        value_proof.refuse_while_locked(proof)
        if not hashing.verify(proof.pin_hash, old_pin):
            raise value_proof.wrong_try(unit, member_id)
    value_proof.keep_pin(unit, member_id, pin)


def change_consent(unit: Unit, page_token: str, agrees_to: list[str]) -> dict[str, Any]:
    """Say what one agrees to; what stays agreed keeps its date."""
    member_id = _entered(unit, PAGE, page_token).member_id
    row = member_store.get_member(unit, member_id, lock=True)
    now = clock.now().isoformat()
    row.consent = {purpose: row.consent.get(purpose, now) for purpose in agrees_to}
    unit.session.flush()
    return {"agrees_to": sorted(row.consent)}


def close_page(unit: Unit, page_token: str) -> None:
    """Forget this page on this phone."""
    unit.change(PageTokenRow, {"id": _entered(unit, PAGE, page_token).id}, {"ended_at": clock.now()})


def _page_of(link: Sealed, key: str) -> Sealed:
    """The page that one phone opens with a link: made again by whoever has both, and by nobody else."""
    made = hmac.digest(link.secret, key.encode(), "sha512")
    return Sealed(link.tenant_id, UUID(bytes=made[:16]), made[16 : 16 + SECRET_BYTES])


def _keep_token(unit: Unit, sealed: Sealed, member_id: UUID, kind: str, holds: timedelta) -> datetime:
    now = clock.now()
    row = {
        "id": sealed.id,
        "member_id": member_id,
        "kind": kind,
        "secret_hash": sealed.kept,
        "made_at": now,
        "expires_at": now + holds,
        "ended_at": None,
    }
    unit.add(PageTokenRow, [row])
    return now + holds


def _entered(unit: Unit, prefix: str, token: str) -> Any:
    """The row of a token that is open, its tenant entered; raises PageClosed."""
    held = _proven(unit, prefix, token)[1]
    if held.ended_at is not None:
        raise PageClosed
    return held


def _proven(unit: Unit, prefix: str, token: str) -> tuple[Sealed, Any]:
    """A token that holds, though it may have been used up, with its row, its tenant entered; raises PageClosed."""
    sealed = unsealed(prefix, token)
    if sealed is None:
        raise PageClosed
    unit.enter_tenant(sealed.tenant_id)
    held = store.find_token(unit, sealed.id, lock=prefix == LINK)
    is_known = held is not None and held.erased_at is None
    if not is_known or held.expires_at <= clock.now() or not sealed.proves(bytes(held.secret_hash)):
        raise PageClosed
    return sealed, held
