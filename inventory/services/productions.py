"""Work orders: what a production's inputs should have been for what it made, by the recipe that held there and then."""

from fractions import Fraction
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from inventory.rules.book import recipes_of, versions_at
from inventory.rules.production import direct_needs, shared, work_order_usage
from inventory.store.book import load_below
from inventory.store.documents import Document
from inventory.values.book import Scope
from inventory.values.costs import ZERO
from inventory.values.recipes import item_node


def standard_inputs(unit: Unit, settings: StoreSettings, document: Document) -> dict[int, Fraction]:
    """By line number, exactly, the standard of each input for which nobody has said it: quantities produced × recipe, one
    level deep.

    Nothing where something was made without a recipe: then nobody knows what it should have taken.
    """
    outputs: dict[UUID, Fraction] = {}
    for line in document.lines:
        if line["is_output"]:
            made = outputs.get(line["item_id"], ZERO) + Fraction(line["stock_quantity"])
            outputs[line["item_id"]] = made
    at = document.head["at"]
    versions = load_below(unit, outputs, at)
    recipes = recipes_of(versions_at(versions, Scope(settings.id), at, {settings.id: settings.region_id}))
    if any(item_node(item_id) not in recipes for item_id in outputs):
        return {}
    needs = {item_id: direct_needs(recipes[item_node(item_id)]) for item_id in outputs}
    inputs = [line for line in document.lines if not line["is_output"]]
    said = {line["line_no"]: line["standard_quantity"] for line in inputs}
    logged = {line["line_no"]: (line["item_id"], Fraction(line["stock_quantity"])) for line in inputs}
    standards = shared(work_order_usage(outputs, needs), logged)
    return {number: standard for number, standard in standards.items() if said[number] is None}
