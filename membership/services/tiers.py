"""Tiers, and the brand's choices for its memberships."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from core import clock, json
from core.ids import new_id
from core.rows import apply_changes
from core.uow import Unit
from membership.models.members import TierRow
from membership.rules.promotions.naming import named_in
from membership.services.own_ids import demand_own
from membership.store import members as store
from membership.store import settings as settings_store
from membership.values.settings import COUPONS, settings_of

SHOWN = ("id", "name", "from_amount", "points_bp")


def list_tiers(unit: Unit) -> list[dict[str, Any]]:
    """The tiers, the lowest first."""
    unit.actor.demand_somewhere("member.view")
    return [_plain(row) for row in store.list_tiers(unit)]


def create_tier(unit: Unit, given: dict[str, Any]) -> dict[str, Any]:
    """A new tier."""
    unit.actor.demand("member.settings")
    row = TierRow(tenant_id=unit.tenant_id, id=new_id(), archived_at=None, **{"points_bp": 10_000, **given})
    unit.session.add(row)
    unit.session.flush()
    unit.audit("tier.create", "tier", row.id, {"name": row.name})
    return _plain(row)


def change_tier(unit: Unit, tier_id: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """Change a tier."""
    unit.actor.demand("member.settings")
    row = store.get_tier(unit, tier_id)
    unit.audit("tier.change", "tier", row.id, apply_changes(row, given))
    unit.session.flush()
    return _plain(row)


def get_settings(unit: Unit) -> dict[str, Any]:
    """The brand's choices, with what holds where it has chosen nothing."""
    unit.actor.demand_somewhere("member.view")
    return _settings(unit)


def choose_settings(unit: Unit, given: dict[str, Any]) -> dict[str, Any]:
    """Keep these choices; what is left out goes back to what holds without a choice."""
    unit.actor.demand("member.settings")
    chosen = json.loads(json.dumps(given))
    settings_of(chosen)
    demand_own(unit, named_in(chosen, dict.fromkeys(COUPONS, "promotion")))
    settings_store.choose(unit, json.dumps(chosen), clock.now())
    unit.audit("member.settings", "settings", unit.tenant_id, chosen)
    return _settings(unit)


def _settings(unit: Unit) -> dict[str, Any]:
    found = asdict(settings_store.get_settings(unit))
    found["recharge_plans"] = [
        {"amount": amount, "bonus": bonus} for amount, bonus in found["recharge_plans"]
    ]
    return found


def _plain(row: TierRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SHOWN}
