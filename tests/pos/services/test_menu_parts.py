"""The smaller things of the menu: categories, modifier groups, tax classes, suggestions."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from core.errors import ChangedMeanwhile, Conflict, Forbidden, NotFound, Unprocessable
from core.ids import new_id
from core.uow import Unit
from pos.services import categories, modifiers, suggestions, taxes
from pos.services.catalog import CATALOG_VERSION, get_catalog
from pos.services.products import archive_product, create_product
from tests.pos.conftest import FewStores
from tests.support.menu import make_category, make_product, make_tax_class, name, sign_in

pytestmark = pytest.mark.usefixtures("stores")


@pytest.fixture
def office(unit: Unit) -> Unit:
    """A transaction of somebody at head office."""
    sign_in(unit)
    return unit


def option(product_id: UUID, **more: Any) -> dict[str, Any]:
    return {"product_id": product_id, "max": 1, "is_default": False, **more}


def refused(caught: pytest.ExceptionInfo[Any]) -> set[tuple[str, str]]:
    return {(e["path"], e["code"]) for e in caught.value.errors}


def test_categories_stand_in_their_order_and_leave_when_empty(office: Unit, stores: FewStores) -> None:
    late = categories.create_category(office, {"name": name("Late"), "sort": 2})
    early = categories.create_category(office, {"name": name("Early"), "color": "#112233"})
    assert [c.id for c in get_catalog(office, stores.here).categories] == [early.id, late.id]
    categories.change_category(office, late.id, {"sort": -1}, 1)
    assert [c.id for c in categories.list_categories(office).items] == [late.id, early.id]
    product = make_product(office, "N1", category_id=late.id)
    with pytest.raises(Conflict) as caught:
        categories.archive_category(office, late.id)
    assert (caught.value.code, caught.value.extra["products"]) == ("in_use", 1)
    archive_product(office, product)
    categories.archive_category(office, late.id)
    categories.archive_category(office, late.id)
    assert [c.id for c in categories.list_categories(office).items] == [early.id]


def test_a_group_is_made_with_its_options_and_changed_whole(office: Unit, stores: FewStores) -> None:
    egg, chilli = make_product(office, "EGG", is_option=True), make_product(office, "CHILLI", is_option=True)
    group = modifiers.create_group(office, {"name": name("Extra"), "max": 2, "options": [option(egg, max=2)]})
    assert group["options"] == [option(egg, max=2)]
    changed = modifiers.change_group(office, group["id"], {"options": [option(chilli), option(egg)]}, 1)
    assert [o["product_id"] for o in changed["options"]] == [chilli, egg]
    assert [o.product_id for o in get_catalog(office, stores.here).groups[group["id"]].options] == [
        chilli,
        egg,
    ]
    assert modifiers.change_group(office, group["id"], {"sort": 3}, 2)["options"] == changed["options"]
    assert [g["id"] for g in modifiers.list_groups(office).items] == [group["id"]]


def test_a_group_that_cannot_be_is_refused(office: Unit) -> None:
    egg, duck = make_product(office, "EGG"), make_product(office, "DUCK", kind="weighed")
    for fields, expected in [
        ({"min": 2, "max": 1}, ("min", "min_over_max")),
        ({"min": 2, "max": 2}, ("min", "min_too_many")),
        ({"max": 0, "options": [option(egg, is_default=True)]}, ("max", "too_many_defaults")),
        ({"options": [option(egg), option(egg)]}, ("options.1.product_id", "duplicate")),
        ({"options": [option(new_id())]}, ("options.0.product_id", "unknown")),
        ({"options": [option(duck)]}, ("options.0.product_id", "option_kind")),
    ]:
        with pytest.raises(Unprocessable) as caught, office.savepoint():
            modifiers.create_group(office, {"name": name("G"), "options": [option(egg)], **fields})
        assert expected in refused(caught), fields
    assert modifiers.list_groups(office).items == []


def test_a_group_in_use_keeps_what_its_products_need(office: Unit) -> None:
    egg, chilli = make_product(office, "EGG", is_option=True), make_product(office, "CHILLI", is_option=True)
    group = modifiers.create_group(
        office, {"name": name("G"), "max": 2, "options": [option(egg), option(chilli)]}
    )
    link = {"group_id": group["id"], "min": 2, "max": None, "free": None}
    dish = create_product(office, {"code": "N1", "name": name("Noodles"), "group_links": [link]})
    for change in ({"options": [option(egg)]}, {"max": 1}):
        with pytest.raises(Unprocessable) as caught, office.savepoint():
            modifiers.change_group(office, group["id"], change, 1)
        assert "Noodles" in caught.value.errors[0]["message"]  # type: ignore[index]
    with pytest.raises(Conflict) as in_use:
        modifiers.archive_group(office, group["id"])
    assert in_use.value.code == "in_use"
    with pytest.raises(Conflict):
        archive_product(office, egg)
    assert not modifiers.get_group(office, group["id"])["archived"]
    assert dish["group_links"] == [link]


def test_one_tax_class_is_the_default_and_cannot_leave(office: Unit, stores: FewStores) -> None:
    first = taxes.create_tax_class(office, {"name": name("A"), "rate": Decimal(6), "is_default": True})
    second = taxes.create_tax_class(office, {"name": name("B"), "rate": Decimal(9)})
    taxes.change_tax_class(office, second["id"], {"is_default": True})
    assert not taxes.get_tax_class(office, first["id"])["is_default"]
    assert get_catalog(office, stores.here).default_tax_class_id == second["id"]
    with pytest.raises(Conflict):
        taxes.archive_tax_class(office, second["id"])
    make_product(office, "N1", tax_class_id=first["id"])
    with pytest.raises(Conflict) as caught:
        taxes.archive_tax_class(office, first["id"])
    assert caught.value.extra["products"] == 1


def test_other_rates_are_given_whole(office: Unit, stores: FewStores) -> None:
    here = {"store_id": stores.here.id, "region_id": None, "rate": Decimal(3), "inclusive": False}
    region = {"store_id": None, "region_id": stores.here.region_id, "rate": Decimal(1), "inclusive": None}
    tax = taxes.create_tax_class(office, {"name": name("A"), "rate": Decimal(6), "overrides": [here, region]})
    assert tax["overrides"] == [here, region]
    assert taxes.change_tax_class(office, tax["id"], {"overrides": [region]})["overrides"] == [region]
    for bad, code in [
        ([{**here, "region_id": stores.here.region_id}], "one_place"),
        ([{**here, "store_id": None}], "one_place"),
        ([here, here], "duplicate"),
        ([{**here, "store_id": new_id()}], "unknown"),
    ]:
        with pytest.raises(Unprocessable) as caught:
            taxes.change_tax_class(office, tax["id"], {"overrides": bad})
        assert code in {c for _, c in refused(caught)}
    assert [t["overrides"] for t in taxes.list_tax_classes(office).items] == [[region]]


def test_a_suggestion_offers_something_else_that_is_sold(office: Unit, stores: FewStores) -> None:
    noodles, tea = make_product(office, "N"), make_product(office, "T")
    made = suggestions.create_suggestion(office, {"offer_product_id": tea, "text": name("Tea?")})
    suggestions.change_suggestion(office, made.id, {"trigger_product_id": noodles})
    assert [
        (s.trigger_product_id, s.offer_product_id) for s in get_catalog(office, stores.here).suggestions
    ] == [(noodles, tea)]
    for change, expected in [
        ({"trigger_product_id": tea}, ("offer_product_id", "offers_itself")),
        ({"offer_product_id": new_id()}, ("offer_product_id", "unknown")),
    ]:
        with pytest.raises(Unprocessable) as caught:
            suggestions.change_suggestion(office, made.id, change)
        assert refused(caught) == {expected}
    suggestions.remove_suggestion(office, made.id)
    assert suggestions.list_suggestions(office).items == []


def test_without_the_right_nothing_changes(unit: Unit) -> None:
    sign_in(unit)
    category, tax, tea = make_category(unit), make_tax_class(unit), make_product(unit, "T")
    group = modifiers.create_group(unit, {"name": name("G"), "options": [option(tea)]})["id"]
    offer = suggestions.create_suggestion(unit, {"offer_product_id": tea, "text": name("T")}).id
    before = unit.fetch_one(CATALOG_VERSION, tenant_id=unit.tenant_id).version
    sign_in(unit, "menu.view")
    attempts: list[Callable[[], object]] = [
        lambda: categories.create_category(unit, {"name": name("X")}),
        lambda: categories.change_category(unit, category, {"sort": 9}, 1),
        lambda: categories.archive_category(unit, category),
        lambda: modifiers.create_group(unit, {"name": name("X"), "options": []}),
        lambda: modifiers.change_group(unit, group, {"sort": 9}, 1),
        lambda: modifiers.archive_group(unit, group),
        lambda: taxes.create_tax_class(unit, {"name": name("X"), "rate": Decimal(1)}),
        lambda: taxes.change_tax_class(unit, tax, {"rate": Decimal(1)}),
        lambda: taxes.archive_tax_class(unit, tax),
        lambda: suggestions.create_suggestion(unit, {"offer_product_id": tea, "text": name("X")}),
        lambda: suggestions.change_suggestion(unit, offer, {"sort": 9}),
        lambda: suggestions.remove_suggestion(unit, offer),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert unit.fetch_one(CATALOG_VERSION, tenant_id=unit.tenant_id).version == before
    sign_in(unit, "order.take")
    for look in (
        categories.list_categories,
        modifiers.list_groups,
        taxes.list_tax_classes,
        suggestions.list_suggestions,
    ):
        with pytest.raises(Forbidden):
            look(unit)


def test_what_is_not_there_is_not_found(office: Unit) -> None:
    looks: list[tuple[Callable[..., object], str]] = [
        (categories.get_category, "category_not_found"),
        (modifiers.get_group, "modifier_group_not_found"),
        (taxes.get_tax_class, "tax_class_not_found"),
        (suggestions.get_suggestion, "suggestion_not_found"),
    ]
    for look, code in looks:
        with pytest.raises(NotFound) as caught:
            look(office, new_id())
        assert caught.value.code == code


def test_of_two_people_at_one_group_the_second_sees_what_the_first_saved(office: Unit) -> None:
    egg, chilli = make_product(office, "EGG", is_option=True), make_product(office, "CHILLI", is_option=True)
    group = modifiers.create_group(office, {"name": name("Extra"), "options": [option(egg)]})
    saved = modifiers.change_group(office, group["id"], {"options": [option(egg), option(chilli)]}, 1)
    with pytest.raises(ChangedMeanwhile) as caught:
        modifiers.change_group(office, group["id"], {"options": [option(chilli)]}, 1)
    assert caught.value.extra["current"] == saved
    assert modifiers.get_group(office, group["id"]) == saved
