"""Promotions as head office edits them: every change of terms is a new version, and the old one is kept for ever."""

from typing import Any
from uuid import UUID

from core import clock, json
from core.errors import ChangedMeanwhile
from core.ids import new_id
from core.uow import Unit
from membership.errors import BadPromotion
from membership.models.promotions import PromotionRow, PromotionVersionRow
from membership.rules.promotions.naming import named_in_terms
from membership.rules.promotions.terms import Terms, faults, spelled
from membership.services.own_ids import demand_own
from membership.services.rule_words import words_for
from membership.store import promotions as store

SHOWN = ("id", "name", "state", "version", "terms", "changed_at")


def list_promotions(
    unit: Unit, limit: int, state: str | None = None, after: UUID | None = None
) -> dict[str, Any]:
    """Promotions by id."""
    unit.actor.demand_somewhere("promotion.view")
    rows = store.list_promotions(unit, state, after, limit + 1)
    shown = rows[:limit]
    return {"items": _told(unit, shown), "next": shown[-1].id if len(rows) > limit else None}


def get_promotion(unit: Unit, promotion_id: UUID) -> dict[str, Any]:
    """One promotion in its present version."""
    unit.actor.demand_somewhere("promotion.view")
    return _told(unit, [store.get_promotion(unit, promotion_id)])[0]


def create_promotion(
    unit: Unit, name: dict[str, str], terms: dict[str, Any], state: str = "draft"
) -> dict[str, Any]:
    """A new promotion, in its first version."""
    unit.actor.demand("promotion.edit")
    kept = checked_own(unit, terms)
    row = PromotionRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        name=name,
        state=state,
        version=1,
        terms=kept,
        changed_at=clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    _keep_version(unit, row)
    unit.audit("promotion.create", "promotion", row.id, {"name": name, "state": state})
    store.bump_version(unit)
    return _told(unit, [row])[0]


def change_promotion(unit: Unit, promotion_id: UUID, version: int, **given: Any) -> dict[str, Any]:
    """Change name, terms (a new version) or state; refuses (409) when it is not the version that was read."""
    unit.actor.demand("promotion.edit")
    row = store.get_promotion(unit, promotion_id, lock=True)
    if row.version != version:
        raise ChangedMeanwhile(current=_told(unit, [row])[0])
    if "terms" in given:
        given["terms"] = checked_own(unit, given["terms"], row.terms)
    changed = {key: [getattr(row, key), after] for key, after in given.items() if getattr(row, key) != after}
    for key, (_, after) in changed.items():
        setattr(row, key, after)
    if {"name", "terms"} & changed.keys():
        row.version += 1
    row.changed_at = clock.now()
    unit.session.flush()
    if row.version != version:
        _keep_version(unit, row)
    if "terms" in changed:  # as people read it; the terms themselves are kept with each version
        changed["rule"] = [words_for(unit, [(row.id, 0, terms)])[row.id] for terms in changed.pop("terms")]
    unit.audit("promotion.change", "promotion", row.id, changed)
    store.bump_version(unit)
    return _told(unit, [row])[0]


def checked_own(unit: Unit, terms: dict[str, Any], before: Terms | None = None) -> Terms:
    """``checked`` terms that name nothing that the brand has not, but what stood in the terms ``before``; raises UnknownIds."""
    kept = checked(terms)
    demand_own(unit, named_in_terms(kept), named_in_terms(before) if before else ())
    return kept


def checked(terms: dict[str, Any]) -> Terms:
    """The terms as they are stored; raises BadPromotion with each fault."""
    kept: Terms = json.loads(json.dumps(terms))
    found = [
        {"path": f"terms.{path}", "code": "bad_terms", "message": message} for path, message in faults(kept)
    ]
    if found:
        raise BadPromotion("These terms do not fit together.", errors=found)
    if "funders" in kept:
        kept["funders"] = [{**funder, "who": spelled(funder["who"])} for funder in kept["funders"]]
    return kept


def _keep_version(unit: Unit, row: PromotionRow) -> None:
    unit.add(
        PromotionVersionRow,
        [
            {
                "promotion_id": row.id,
                "version": row.version,
                "name": row.name,
                "terms": row.terms,
                "made_at": row.changed_at,
                "made_by": unit.actor.staff_id,
            }
        ],
    )


def _told(unit: Unit, rows: list[PromotionRow]) -> list[dict[str, Any]]:
    """Promotions as they are answered, with each rule in words."""
    words = words_for(unit, [(row.id, row.version, row.terms) for row in rows])
    return [{**_plain(row), "words": words[row.id]} for row in rows]


def _plain(row: PromotionRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SHOWN}
