"""Products as head office edits them."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from core.errors import Conflict, Forbidden, NotFound, Unprocessable
from core.ids import new_id
from core.models import AuditEntry
from core.uow import Unit, transact
from pos.models.modifiers import ModifierGroupRow, ModifierOptionRow
from pos.services.catalog import CATALOG_VERSION, get_catalog
from pos.services.products import archive_product, change_product, create_product, get_product, list_products
from tests.pos.conftest import FewStores
from tests.support.menu import make_category, make_price, make_product, make_store, name, sign_in

pytestmark = pytest.mark.usefixtures("stores")


@pytest.fixture
def office(unit: Unit) -> Unit:
    """A transaction of somebody at head office."""
    sign_in(unit)
    return unit


def dish(code: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": name(code), **fields}


def set_meal(code: str, *components: UUID, pick: int = 1, **group: Any) -> dict[str, Any]:
    options = [
        {"product_id": p, "variant_id": None, "upcharge": 0, "is_default": False, "max": 1}
        for p in components
    ]
    choice = {"name": name("Choice"), "pick": pick, "repeat": False, "free": 0, "options": options} | group
    return dish(code, kind="set_meal", set_groups=[choice])


def refused(caught: pytest.ExceptionInfo[Any]) -> set[tuple[str, str]]:
    return {(e["path"], e["code"]) for e in caught.value.errors}


def version(unit: Unit) -> int:
    return int(unit.fetch_one(CATALOG_VERSION, tenant_id=unit.tenant_id).version)


def make_group(unit: Unit, *options: UUID, **changes: Any) -> UUID:
    group = {
        "id": new_id(),
        "name": name("Group"),
        "min": 0,
        "max": 2,
        "free": 0,
        "sort": 0,
        "archived_at": None,
    }
    unit.add(ModifierGroupRow, [group | changes])
    for place, option in enumerate(options):
        row = {"group_id": group["id"], "product_id": option, "max": 1, "is_default": False, "sort": place}
        unit.add(ModifierOptionRow, [row])
    found: UUID = group["id"]
    return found


def test_a_product_is_created_with_all_its_parts(office: Unit, stores: FewStores) -> None:
    egg = make_product(office, "EGG", is_option=True)
    group = make_group(office, egg)
    category = make_category(office)
    made = create_product(
        office,
        dish(
            "N1",
            name={"zh": "牛肉面", "en": "Beef noodles"},
            category_id=category,
            variants=[{"code": "L", "name": name("Large")}, {"code": "S", "name": name("Small")}],
            group_links=[{"group_id": group, "min": 1, "max": None, "free": None}],
            availability_rules=[{"effect": "only", "store_id": stores.here.id, "channel": None, "weekdays": 3,
                                 "start_minute": 0, "end_minute": 60, "valid_from": None, "valid_to": None}],
        ),
    )  # fmt: skip
    assert made == get_product(office, made["id"])
    assert [v["code"] for v in made["variants"]] == ["L", "S"]
    assert made["group_links"] == [{"group_id": group, "min": 1, "max": None, "free": None}]
    assert made["availability_rules"][0]["weekdays"] == 3
    assert (made["version"], made["kind"], made["archived"]) == (1, "item", False)
    product = get_catalog(office, stores.here).products[made["id"]]
    assert product.search == "nrm|n1|l|s|牛肉面|niuroumian|niurumian|beef noodles"
    entry = office.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(made["id"]))).one()
    assert (entry.action, entry.actor_name) == ("product.create", "Lin")


def test_a_list_keeps_what_has_an_id_adds_what_is_new_and_drops_the_rest(office: Unit) -> None:
    made = create_product(office, dish("N1", variants=[{"code": c, "name": name(c)} for c in "SML"]))
    small, _, large = made["variants"]
    wanted = [
        {"id": large["id"], "code": "XL", "name": name("Extra")},
        {"code": "K", "name": name("Kids")},
        {"id": small["id"], "code": "S", "name": name("S")},
    ]
    changed = change_product(office, made["id"], {"variants": wanted}, 1)
    assert [v["code"] for v in changed["variants"]] == ["XL", "K", "S"]
    assert [v["id"] for v in changed["variants"]][::2] == [large["id"], small["id"]]
    assert changed["version"] == 2
    again = change_product(office, made["id"], {"sort": 5}, 2)
    assert again["variants"] == changed["variants"]


def test_set_groups_keep_their_options_ids(office: Unit) -> None:
    tea, cola = make_product(office, "TEA"), make_product(office, "COLA")
    made = create_product(office, set_meal("LUNCH", tea, cola))
    group = made["set_groups"][0]
    kept = group["options"][1]
    fewer = {**group, "name": name("Drink"), "options": [{**kept, "upcharge": 200}]}
    changed = change_product(office, made["id"], {"set_groups": [fewer]}, 1)
    assert changed["set_groups"][0]["id"] == group["id"]
    assert [(o["id"], o["upcharge"]) for o in changed["set_groups"][0]["options"]] == [(kept["id"], 200)]
    fixed = [{"product_id": tea, "variant_id": None, "quantity": 1}]
    emptied = change_product(office, made["id"], {"set_groups": [], "set_fixed": fixed}, 2)
    assert emptied["set_groups"] == []
    assert [f["product_id"] for f in emptied["set_fixed"]] == [tea]


def test_an_edit_of_an_older_version_is_refused_with_the_present_one(office: Unit) -> None:
    made = create_product(office, dish("N1"))
    theirs = change_product(office, made["id"], {"sort": 1}, 1)
    with pytest.raises(Conflict) as caught:
        change_product(office, made["id"], {"sort": 2}, 1)
    assert caught.value.code == "changed_meanwhile"
    assert caught.value.extra["current"] == theirs
    assert get_product(office, made["id"])["sort"] == 1


def test_two_editors_of_one_version_save_once(engine: Engine, tenant_id: UUID) -> None:
    def create(unit: Unit) -> Any:
        sign_in(unit)
        return create_product(unit, dish("N1"))

    made = transact(engine, tenant_id, create)

    def edit(unit: Unit) -> Any:
        sign_in(unit)
        return change_product(unit, made["id"], {"sort": 1}, 1)

    transact(engine, tenant_id, edit)
    with pytest.raises(Conflict):
        transact(engine, tenant_id, edit)


def test_a_code_is_taken_once_also_by_the_archived(office: Unit) -> None:
    made = create_product(office, dish("N1"))
    archive_product(office, made["id"])
    with pytest.raises(Conflict) as caught:
        create_product(office, dish("N1"))
    assert caught.value.code == "code_taken"
    other = create_product(office, dish("N2"))
    with pytest.raises(Conflict):
        change_product(office, other["id"], {"code": "N1"}, 1)


def test_a_set_meal_that_cannot_be_made_is_refused(office: Unit) -> None:
    tea, cola = make_product(office, "TEA"), make_product(office, "COLA")
    duck = make_product(office, "DUCK", kind="weighed")
    inner = create_product(office, set_meal("INNER", tea))["id"]
    cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
        (set_meal("X", tea, cola, pick=3), ("set_groups.0.pick", "pick_too_many")),
        (set_meal("X", tea, inner), ("set_groups.0.options.1.product_id", "set_in_set")),
        (set_meal("X", duck), ("set_groups.0.options.0.product_id", "component_kind")),
        (set_meal("X", tea, tea), ("set_groups.0.options.1", "duplicate")),
        (set_meal("X", tea, free=2), ("set_groups.0.free", "free_too_many")),
        (set_meal("X", new_id()), ("set_groups.0.options.0.product_id", "unknown")),
        (dish("X", kind="set_meal"), ("set_groups", "set_is_empty")),
        ({**set_meal("X", tea), "kind": "item"}, ("kind", "not_a_set_meal")),
        (dish("X", category_id=new_id()), ("category_id", "unknown")),
        (dish("X", tax_class_id=new_id()), ("tax_class_id", "unknown")),
        (dish("X", group_links=[{"group_id": new_id()}]), ("group_links.0.group_id", "unknown")),
        (dish("X", variants=[{"code": "A", "name": name("A")}] * 2), ("variants.1.code", "duplicate")),
        (dish("X", is_option=True, kind="weighed"), ("is_option", "option_kind")),
    ]
    for fields, expected in cases:
        with pytest.raises(Unprocessable) as caught, office.savepoint():
            create_product(office, fields)
        assert expected in refused(caught), (fields, refused(caught))
    assert [p["code"] for p in list_products(office).items] == ["COLA", "DUCK", "INNER", "TEA"]


def test_repeats_count_as_often_as_an_option_allows(office: Unit) -> None:
    tea = make_product(office, "TEA")
    fields = set_meal("X", tea, pick=3, repeat=True)
    fields["set_groups"][0]["options"][0]["max"] = 3
    assert create_product(office, fields)["set_groups"][0]["pick"] == 3


def test_default_picks_fit_in_the_group(office: Unit) -> None:
    fields = set_meal("X", *(make_product(office, c) for c in "AB"))
    for option in fields["set_groups"][0]["options"]:
        option["is_default"] = True
    with pytest.raises(Unprocessable) as caught:
        create_product(office, fields)
    assert refused(caught) == {("set_groups.0.options", "too_many_defaults")}


def test_a_component_in_use_is_not_archived_nor_made_a_set(office: Unit) -> None:
    tea = create_product(office, dish("TEA", variants=[{"code": "L", "name": name("L")}]))
    large = tea["variants"][0]["id"]
    fields = set_meal("LUNCH", tea["id"])
    fields["set_groups"][0]["options"][0]["variant_id"] = large
    create_product(office, fields)
    with pytest.raises(Conflict) as caught, office.savepoint():
        archive_product(office, tea["id"])
    assert caught.value.code == "in_use"
    assert "LUNCH" in caught.value.errors[0]["message"]
    for change, code in [({"kind": "weighed"}, "component_kind"), ({"variants": []}, "archived")]:
        with pytest.raises(Unprocessable) as bad, office.savepoint():
            change_product(office, tea["id"], change, 1)
        assert refused(bad) == {("", code)}
    assert get_product(office, tea["id"]) == tea


def test_options_that_lead_back_to_their_product_are_refused(office: Unit) -> None:
    egg = make_product(office, "EGG", is_option=True)
    group = make_group(office, egg)
    with pytest.raises(Unprocessable) as caught:
        change_product(office, egg, {"group_links": [{"group_id": group}]}, 1)
    assert refused(caught) == {("group_links", "group_cycle")}


def test_a_link_asks_for_no_more_than_its_group_offers(office: Unit) -> None:
    group = make_group(office, make_product(office, "EGG", is_option=True))
    for counts, code in [({"min": 2}, "min_too_many"), ({"min": 3, "max": 1}, "min_over_max")]:
        with pytest.raises(Unprocessable) as caught, office.savepoint():
            create_product(office, dish("N1", group_links=[{"group_id": group, **counts}]))
        assert ("group_links.0.min", code) in refused(caught)


def test_an_id_that_is_not_in_the_list_is_refused(office: Unit) -> None:
    made = create_product(office, dish("N1"))
    with pytest.raises(Unprocessable) as caught:
        change_product(
            office, made["id"], {"variants": [{"id": new_id(), "code": "L", "name": name("L")}]}, 1
        )
    assert refused(caught) == {("variants.0.id", "unknown")}


def test_an_archived_product_leaves_the_menu_and_can_come_back(office: Unit) -> None:
    made = create_product(office, dish("N1"))
    make_price(office, made["id"], 100)
    archive_product(office, made["id"])
    archive_product(office, made["id"])
    assert list_products(office).items == []
    assert [p["code"] for p in list_products(office, archived=True).items] == ["N1"]
    back = change_product(office, made["id"], {"archived": False}, 2)
    assert back["archived"] is False
    assert [p["code"] for p in list_products(office).items] == ["N1"]


def test_products_are_found_by_pinyin_category_and_kind_in_pages(office: Unit) -> None:
    category = make_category(office)
    create_product(office, dish("A", name={"zh": "牛肉面", "en": "Beef"}, category_id=category))
    create_product(office, dish("B", name={"zh": "鸡汤", "en": "Soup 100%"}, kind="weighed"))
    create_product(office, dish("C", is_option=True))
    assert [p["code"] for p in list_products(office, q="NRM").items] == ["A"]
    assert [p["code"] for p in list_products(office, q="100%").items] == ["B"]
    assert [p["code"] for p in list_products(office, category_id=category).items] == ["A"]
    assert [p["code"] for p in list_products(office, kind="weighed").items] == ["B"]
    assert [p["code"] for p in list_products(office, options=True).items] == ["C"]
    first = list_products(office, limit=2)
    assert first.next_cursor is not None
    assert [p["code"] for p in list_products(office, cursor=first.next_cursor).items] == ["C"]


def test_without_the_right_nothing_is_written(unit: Unit) -> None:
    product = make_product(unit, "N1")
    store = make_store()
    for who in [("menu.view", None), ("menu.edit", store)]:
        sign_in(unit, who[0], store=who[1])
        before = version(unit)
        for attempt in (
            lambda: create_product(unit, dish("N2")),
            lambda: change_product(unit, product, {"sort": 1}, 1),
            lambda: archive_product(unit, product),
        ):
            with pytest.raises(Forbidden):
                attempt()
        assert version(unit) == before
    sign_in(unit, "order.take")
    with pytest.raises(Forbidden):
        list_products(unit)
    sign_in(unit)
    assert [p["code"] for p in list_products(unit).items] == ["N1"]


def test_what_is_not_there_is_not_found(office: Unit) -> None:
    with pytest.raises(NotFound) as caught:
        get_product(office, new_id())
    assert caught.value.code == "product_not_found"


def test_every_stores_screens_hear_of_a_menu_write_once(
    engine: Engine, tenant_id: UUID, stores: FewStores, told: list[Any]
) -> None:
    def write(unit: Unit) -> None:
        sign_in(unit)
        create_product(unit, dish("A"))
        create_product(unit, dish("B"))

    transact(engine, tenant_id, write)
    assert [(store, event) for store, event, _ in told] == [
        (stores.here.id, "menu"),
        (stores.there.id, "menu"),
    ]


def test_an_undone_menu_write_is_not_told(engine: Engine, tenant_id: UUID, told: list[Any]) -> None:
    with Unit(engine, tenant_id) as undone:
        sign_in(undone)
        create_product(undone, dish("A"))
    assert told == []
