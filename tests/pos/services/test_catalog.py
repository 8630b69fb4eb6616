"""One store's menu as a value: read at once, kept until the menu changes, never a mixture of two versions."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.actor import StoreSettings
from core.ids import new_id
from core.uow import Unit, transact
from pos.models.availability import AvailabilityRuleRow
from pos.models.menu import SuggestionRow
from pos.models.modifiers import GroupLinkRow, ModifierGroupRow, ModifierOptionRow
from pos.models.prices import TaxOverrideRow
from pos.models.set_meals import SetFixedRow, SetGroupRow, SetOptionRow
from pos.services import catalog as service
from pos.services.catalog import CATALOG_VERSION, catalog_at, get_catalog
from pos.store.menu_version import bump_menu
from pos.values.catalog import Catalog, GroupLink, ModifierOption, SetOption
from tests.support.menu import (
    make_category,
    make_price,
    make_product,
    make_store,
    make_tax_class,
    make_variant,
    name,
)

STORE = make_store()


def test_a_brand_without_a_menu_has_an_empty_catalog(unit: Unit) -> None:
    catalog = get_catalog(unit, STORE)
    assert (catalog.version, catalog.products, catalog.prices) == (0, {}, {})


def test_a_product_comes_with_everything_that_hangs_on_it(unit: Unit) -> None:
    category = make_category(unit)
    noodles = make_product(
        unit, "N1", category_id=category, tags=["hot"], allergens=["gluten"], prep_seconds=300
    )
    large = make_variant(unit, noodles, "L", sort=2)
    small = make_variant(unit, noodles, "S", sort=1)
    egg = make_product(unit, "EGG", is_option=True)
    group = new_id()
    unit.add(
        ModifierGroupRow,
        [{"id": group, "name": name("Extra"), "min": 0, "max": 3, "free": 1, "sort": 0, "archived_at": None}],
    )
    unit.add(
        ModifierOptionRow, [{"group_id": group, "product_id": egg, "max": 2, "is_default": False, "sort": 0}]
    )
    unit.add(
        GroupLinkRow,
        [{"product_id": noodles, "group_id": group, "min": 1, "max": None, "free": None, "sort": 0}],
    )

    catalog = get_catalog(unit, STORE)
    product = catalog.products[noodles]
    assert [v.id for v in product.variants] == [small, large]
    assert product.group_links == (GroupLink(group, 1, 3, 1),)
    assert catalog.groups[group].options == (ModifierOption(egg, 2, False, 0),)
    assert (product.tags, product.allergens, product.prep_seconds) == (("hot",), ("gluten",), 300)
    assert catalog.by_code == {"N1": noodles, "EGG": egg}
    assert [c.id for c in catalog.categories] == [category]


def test_a_set_meal_comes_with_its_choices(unit: Unit) -> None:
    lunch, noodles, tea = (
        make_product(unit, c, kind=k) for c, k in [("S", "set_meal"), ("N", "item"), ("T", "item")]
    )
    group, option = new_id(), new_id()
    unit.add(
        SetGroupRow,
        [
            {
                "id": group,
                "product_id": lunch,
                "name": name("Drink"),
                "pick": 1,
                "repeat": False,
                "free": 0,
                "sort": 0,
            }
        ],
    )
    choice = {"id": option, "group_id": group, "product_id": tea, "variant_id": None, "upcharge": 300}
    unit.add(SetOptionRow, [{**choice, "is_default": True, "max": 1, "sort": 0}])
    unit.add(
        SetFixedRow,
        [
            {
                "id": new_id(),
                "set_product_id": lunch,
                "product_id": noodles,
                "variant_id": None,
                "quantity": 2,
                "sort": 0,
            }
        ],
    )
    product = get_catalog(unit, STORE).products[lunch]
    assert product.set_groups[0].options == (SetOption(option, tea, None, 300, True, 1, 0),)
    assert [(f.product_id, f.quantity) for f in product.set_fixed] == [(noodles, 2)]


def test_prices_of_other_places_are_left_out_and_a_products_price_serves_its_variants(unit: Unit) -> None:
    noodles = make_product(unit, "N1")
    large, small = make_variant(unit, noodles, "L"), make_variant(unit, noodles, "S")
    brand = make_price(unit, noodles, 1000)
    here = make_price(unit, noodles, 900, store_id=STORE.id)
    region = make_price(unit, noodles, 950, region_id=STORE.region_id)
    own = make_price(unit, noodles, 1400, variant_id=large)
    make_price(unit, noodles, 1, store_id=new_id())
    make_price(unit, noodles, 2, region_id=new_id())
    prices = get_catalog(unit, STORE).prices
    assert {row.id for row in prices[noodles, None]} == {brand, here, region}
    assert {row.id for row in prices[noodles, small]} == {brand, here, region}
    assert {row.id for row in prices[noodles, large]} == {brand, here, region, own}


def test_a_store_without_a_region_has_no_regional_prices(unit: Unit) -> None:
    noodles = make_product(unit, "N1")
    make_price(unit, noodles, 950, region_id=STORE.region_id)
    assert get_catalog(unit, make_store(region_id=None)).prices == {}


def test_tax_follows_the_store_then_the_region_then_the_class(unit: Unit) -> None:
    plain = make_tax_class(unit, "6", is_default=True)
    regional, local = make_tax_class(unit, "9"), make_tax_class(unit, "13", inclusive=True)
    add_override(unit, regional, "8.25", region_id=STORE.region_id, inclusive=False)
    add_override(unit, local, "1", region_id=STORE.region_id)
    add_override(unit, local, "0", store_id=STORE.id)
    add_override(unit, plain, "99", store_id=new_id())
    for store, plainly in [
        (STORE, True),
        (make_store(id=STORE.id, region_id=STORE.region_id, prices_include_tax=False), False),
    ]:
        catalog = get_catalog(unit, store)
        assert {k: (t.rate, t.inclusive) for k, t in catalog.tax_classes.items()} == {
            plain: (Decimal(6), plainly),
            regional: (Decimal("8.25"), False),
            local: (Decimal(0), True),
        }
        assert catalog.default_tax_class_id == plain


def add_override(unit: Unit, tax_class_id: UUID, rate: str, **where: object) -> None:
    row = {
        "id": new_id(),
        "tax_class_id": tax_class_id,
        "region_id": None,
        "store_id": None,
        "inclusive": None,
    }
    unit.add(TaxOverrideRow, [row | {"rate": Decimal(rate)} | where])
    bump_menu(unit)


def test_what_is_archived_is_gone_and_nothing_points_at_it(unit: Unit) -> None:
    gone = make_product(unit, "OLD", archived_at=clock.now())
    make_price(unit, gone, 100)
    kept = make_product(unit, "NEW")
    texts = {"text": name("Try"), "sort": 0}
    unit.add(SuggestionRow, [{"id": new_id(), "trigger_product_id": None, "offer_product_id": gone, **texts}])
    unit.add(SuggestionRow, [{"id": new_id(), "trigger_product_id": None, "offer_product_id": kept, **texts}])
    catalog = get_catalog(unit, STORE)
    assert list(catalog.products) == [kept]
    assert catalog.prices == {}
    assert [s.offer_product_id for s in catalog.suggestions] == [kept]


def test_sale_rules_of_all_stores_are_there(unit: Unit) -> None:
    noodles = make_product(unit, "N1")
    empty = dict.fromkeys(("channel", "weekdays", "start_minute", "end_minute", "valid_from", "valid_to"))
    unit.add(
        AvailabilityRuleRow,
        [{"id": new_id(), "product_id": noodles, "effect": "only", "store_id": new_id(), **empty}],
    )
    assert [r.effect for r in get_catalog(unit, STORE).sale_rules[noodles]] == ["only"]


def load(unit: Unit, store: StoreSettings = STORE) -> tuple[Catalog, int]:
    version = unit.fetch_one(CATALOG_VERSION, tenant_id=unit.tenant_id).version
    before = unit.round_trips
    return catalog_at(unit, store, version), unit.round_trips - before


def test_a_kept_catalog_costs_nothing_and_a_new_version_one_round_trip(unit: Unit) -> None:
    make_product(unit, "A")
    first, trips = load(unit)
    assert trips == 1
    again, trips = load(unit)
    assert again is first
    assert trips == 0
    make_product(unit, "B")
    newer, trips = load(unit)
    assert trips == 1
    assert newer.version > first.version
    assert len(newer.products) == 2


def test_stores_share_what_they_have_in_common(unit: Unit) -> None:
    make_product(unit, "A")
    here, _ = load(unit)
    there, trips = load(unit, make_store())
    assert trips == 1
    assert there.products is here.products


def test_a_change_of_the_stores_tax_setting_is_seen_at_once(unit: Unit) -> None:
    tax = make_tax_class(unit)
    assert load(unit)[0].tax_classes[tax].inclusive
    changed = make_store(id=STORE.id, region_id=STORE.region_id, prices_include_tax=False)
    assert not load(unit, changed)[0].tax_classes[tax].inclusive


def test_a_menu_write_that_was_undone_leaves_nothing_in_memory(engine: Engine, tenant_id: UUID) -> None:
    transact(engine, tenant_id, lambda unit: make_product(unit, "KEPT"))
    with Unit(engine, tenant_id) as undone:
        make_product(undone, "UNDONE")
        assert "UNDONE" in load(undone)[0].by_code
    transact(engine, tenant_id, lambda unit: make_product(unit, "SECOND"))
    assert set(transact(engine, tenant_id, load)[0].by_code) == {"KEPT", "SECOND"}


def test_a_menu_that_changes_while_it_is_read_is_read_again(
    engine: Engine, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    transact(engine, tenant_id, lambda unit: make_product(unit, "A"))
    real, meddled = service._read, []

    def meddling(
        unit: Unit, store: StoreSettings, *, with_brand: bool
    ) -> tuple[int, dict[str, list[object]], int]:
        before, rows, after = real(unit, store, with_brand=with_brand)
        if not meddled:
            meddled.append(transact(engine, tenant_id, lambda other: make_product(other, "B")))
            return before, rows, after + 1
        return before, rows, after

    monkeypatch.setattr(service, "_read", meddling)
    catalog = transact(engine, tenant_id, lambda unit: load(unit)[0])
    assert set(catalog.by_code) == {"A", "B"}


def test_the_memory_is_bounded() -> None:
    recent: service.Recent[int, int] = service.Recent(3)
    for number in range(5):
        recent.keep(number, number)
        recent.get(2)
    assert len(recent) == 3
    assert recent.get(2) == 2
    assert recent.get(0) is None
