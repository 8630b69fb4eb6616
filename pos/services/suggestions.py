"""Suggestions: what the till offers with an order."""

from typing import Any
from uuid import UUID

from core.ids import new_id
from core.paging import Page, page
from core.uow import Unit
from pos.models.menu import SuggestionRow
from pos.rules.product_checks import Error, error
from pos.services.menu_edits import begin_edit, load_known, refuse_errors
from pos.services.row_changes import apply_changes
from pos.store.rows import get_row, of_tenant


def list_suggestions(unit: Unit, cursor: str | None = None, limit: int = 50) -> Page[SuggestionRow]:
    """A page of suggestions, in their order."""
    unit.actor.demand_somewhere("menu.view")
    query = of_tenant(unit, SuggestionRow)
    return page(unit.session, query, [SuggestionRow.sort, SuggestionRow.id], cursor, limit)


def get_suggestion(unit: Unit, suggestion_id: UUID) -> SuggestionRow:
    """One suggestion."""
    unit.actor.demand_somewhere("menu.view")
    return get_row(unit, SuggestionRow, suggestion_id)


def create_suggestion(unit: Unit, fields: dict[str, Any]) -> SuggestionRow:
    """A new suggestion: ``offer_product_id`` and ``text``; always shown, or with ``trigger_product_id`` on the order."""
    begin_edit(unit)
    given = {"trigger_product_id": None, "sort": 0} | fields
    refuse_errors(_errors(unit, given))
    row = SuggestionRow(tenant_id=unit.tenant_id, id=new_id(), **given)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("suggestion.create", "suggestion", row.id, fields)
    return row


def change_suggestion(unit: Unit, suggestion_id: UUID, fields: dict[str, Any]) -> SuggestionRow:
    """Change the given fields."""
    begin_edit(unit)
    row = get_row(unit, SuggestionRow, suggestion_id)
    names = ("trigger_product_id", "offer_product_id")
    refuse_errors(_errors(unit, {name: getattr(row, name) for name in names} | fields))
    unit.audit("suggestion.change", "suggestion", row.id, apply_changes(row, fields))
    unit.session.flush()
    return row


def remove_suggestion(unit: Unit, suggestion_id: UUID) -> None:
    """Suggest it no more. Orders remember which suggestion they took by its id."""
    begin_edit(unit)
    row = get_row(unit, SuggestionRow, suggestion_id)
    unit.session.delete(row)
    unit.audit("suggestion.remove", "suggestion", row.id, {"text": row.text})


def _errors(unit: Unit, fields: dict[str, Any]) -> list[Error]:
    known = load_known(unit)
    found = [
        error(name, "unknown", "There is no such product in use.")
        for name in ("trigger_product_id", "offer_product_id")
        if fields[name] is not None and fields[name] not in known.products
    ]
    if fields["trigger_product_id"] == fields["offer_product_id"]:
        found.append(error("offer_product_id", "offers_itself", "A product does not suggest itself."))
    return found
