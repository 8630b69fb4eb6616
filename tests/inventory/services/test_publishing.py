"""Publishing: what holds where and when, cycles by name, and that publishing one by one equals computing everything anew."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.errors import BadItem, BadRecipe, RecipeCycle
from inventory.models.recipes import ClosureRow, RecipeRow
from inventory.services.closures import rebuild
from inventory.services.items import change_item, get_item
from inventory.services.publishing import publish_version
from inventory.services.recipes import archive_recipe
from inventory.store.closures import Closure, Wanted, closures_at
from inventory.store.rows import get_row, of_tenant
from inventory.values.recipes import Node, item_node, product_node
from tests.support.accounts import House
from tests.support.store_room import act, draft, make_item, make_semi, publish

START = datetime.fromisoformat("2026-11-01T00:00:00+00:00")


@pytest.fixture
def unit(app: object, engine: Engine, house: House) -> Iterator[Unit]:
    """A transaction of the brand's, never committed."""
    with Unit(engine, house.tenant_id) as unit, clock.frozen(START):
        yield act(unit)


@pytest.fixture
def own(house: House) -> UUID:
    return house.stores["own"]


Needs = Callable[..., dict[UUID, Decimal]]


@pytest.fixture
def needs(unit: Unit, own: UUID) -> Needs:
    """What one of a node needs at a store and moment."""

    def ask(
        node: Node, at: datetime = START, store_id: UUID = own, region_id: UUID | None = None
    ) -> dict[UUID, Decimal]:
        found = look(unit, node, at, store_id, region_id)
        return found.needs if found else {}

    return ask


def look(
    unit: Unit, node: Node, at: datetime, store_id: UUID, region_id: UUID | None = None
) -> Closure | None:
    return closures_at(unit, [one := Wanted(node, store_id, region_id, at)]).get(one)


def test_needs_go_through_all_levels_with_their_yields(unit: Unit, own: UUID, needs: Needs) -> None:
    potato = make_item(unit, "potato", yield_rate="0.85")
    shreds = make_semi(unit, "shreds")
    publish(unit, {potato: "8.5"}, shreds, batch=Decimal("8"))
    dish = new_id()
    publish(unit, {shreds: ("240", "g", None)}, product_id=dish)
    assert needs(item_node(shreds)) == {potato: Decimal("1.25")}
    assert needs(product_node(dish)) == {potato: Decimal("0.3")}
    found = look(unit, product_node(dish), START, own)
    assert found is not None
    assert found.staged == {shreds: Decimal("0.24")}


def test_a_new_version_holds_from_its_moment_and_the_old_one_until_then(
    unit: Unit, own: UUID, needs: Needs
) -> None:
    flour, dough, dish = make_item(unit, "flour"), make_semi(unit, "dough"), new_id()
    first = publish(unit, {flour: "0.6"}, dough)
    publish(unit, {dough: "0.5"}, product_id=dish)
    before = look(unit, product_node(dish), START, own)
    recipe = get_row(unit, RecipeRow, first.recipe_id)
    later = START + timedelta(days=2)
    publish(unit, {flour: "0.7"}, recipe=recipe, valid_from=later)
    assert needs(product_node(dish), later - timedelta(microseconds=1)) == {flour: Decimal("0.3")}
    assert needs(product_node(dish), later) == {flour: Decimal("0.35")}
    assert look(unit, product_node(dish), START, own) == before
    between = START + timedelta(days=1)
    publish(unit, {flour: "0.8"}, recipe=recipe, valid_from=between)
    assert needs(product_node(dish), between) == {flour: Decimal("0.4")}
    assert needs(product_node(dish), later) == {flour: Decimal("0.35")}
    assert rebuild(unit, START - timedelta(days=9)) == 0


def test_a_region_and_a_store_override_and_what_stands_on_them_follows(
    unit: Unit, house: House, own: UUID, needs: Needs
) -> None:
    region, other = new_id(), house.stores["franchised"]
    pork, sauce, dish = make_item(unit, "pork"), make_semi(unit, "sauce"), new_id()
    publish(unit, {pork: "1"}, sauce)
    publish(unit, {sauce: "0.1"}, product_id=dish)
    local = publish(unit, {pork: "2"}, sauce, store_id=own)
    assert needs(product_node(dish)) == {pork: Decimal("0.2")}
    assert needs(product_node(dish), store_id=other) == {pork: Decimal("0.1")}
    assert needs(product_node(dish), store_id=other, region_id=region) == {pork: Decimal("0.1")}
    assert rebuild(unit, START) == 0
    archive_recipe(unit, local.recipe_id)
    assert needs(product_node(dish)) == {pork: Decimal("0.1")}


def test_a_size_of_its_own_goes_before_any_size(unit: Unit, needs: Needs) -> None:
    beef, dish, large = make_item(unit, "beef"), new_id(), new_id()
    publish(unit, {beef: "0.1"}, product_id=dish)
    publish(unit, {beef: "0.15"}, product_id=dish, variant_id=large)
    assert needs(product_node(dish, large)) == {beef: Decimal("0.15")}
    assert needs(product_node(dish, new_id())) == {beef: Decimal("0.1")}


def test_modifiers_take_away_and_nothing_else_does(unit: Unit, needs: Needs) -> None:
    egg, dish = make_item(unit, "egg", stock_unit="pc"), new_id()
    publish(unit, {egg: ("-1", "pc", None)}, product_id=dish)
    assert needs(product_node(dish)) == {egg: Decimal(-1)}
    with pytest.raises(BadRecipe, match="takes something away"):
        draft(unit, {egg: ("-1", "pc", None)}, make_semi(unit, "sauce"))


def test_by_products_bear_their_share(unit: Unit, needs: Needs) -> None:
    chicken, meat, bones = make_item(unit, "chicken"), make_semi(unit, "meat"), make_semi(unit, "bones")
    made = {"item_id": bones, "quantity": Decimal(4), "unit": "kg", "cost_share": Decimal("0.1")}
    publish(unit, {chicken: "10"}, meat, batch=Decimal(6), by_products=[made])
    assert needs(item_node(meat)) == {chicken: Decimal("1.5")}
    assert needs(item_node(bones)) == {chicken: Decimal("0.25")}


def test_what_comes_out_of_a_recipe_is_semi_finished_and_stays_so(unit: Unit) -> None:
    """Else its stock would count beside what is in it."""
    chicken, meat, bones = make_item(unit, "chicken"), make_semi(unit, "meat"), make_item(unit, "bones")
    made = {"item_id": bones, "quantity": Decimal(4), "unit": "kg", "cost_share": Decimal("0.1")}

    def kind(item_id: UUID, kind: str) -> None:
        version = get_item(unit, item_id)["version"]
        change_item(unit, item_id, {"kind": kind}, version)

    with pytest.raises(BadRecipe) as refused:
        draft(unit, {chicken: "10"}, meat, by_products=[made])
    assert [one["path"] for one in refused.value.errors or ()] == ["by_products.0.item_id"]
    kind(bones, "semi")
    waiting = draft(unit, {chicken: "10"}, make_semi(unit, "legs"), by_products=[made])
    kind(bones, "raw")
    with pytest.raises(BadRecipe) as late:
        publish_version(unit, waiting.id)
    assert refused.value.code == late.value.code == "not_semi_finished"
    kind(bones, "semi")
    publish_version(unit, waiting.id)
    with pytest.raises(BadItem) as fixed:
        kind(bones, "raw")
    assert fixed.value.code == "made_by_recipe"


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_cycle_is_refused_by_name_and_nothing_changes(unit: Unit, own: UUID, length: int) -> None:
    raw = make_item(unit, "raw")
    ring = [make_semi(unit, f"ring{place}") for place in range(length)]
    recipes = {}
    for one, following in pairwise(ring):
        recipes[one] = publish(unit, {following: "1", raw: "1"}, one)
    before = [look(unit, item_node(one), START, own) for one in ring]
    with pytest.raises((RecipeCycle, BadRecipe)) as refused:
        publish(unit, {ring[0]: "1"}, ring[-1])
    assert refused.value.code == "recipe_cycle"
    assert length == 1 or refused.value.detail.count("→") == length
    assert all(f"ring{place}" in refused.value.detail for place in range(length)) or length == 1
    assert [look(unit, item_node(one), START, own) for one in ring] == before


@pytest.mark.parametrize("rate", ["8", "100", "0.00000001"])
def test_yields_may_be_far_from_one(unit: Unit, needs: Needs, rate: str) -> None:
    fungus, dish = make_item(unit, "fungus", yield_rate=rate), new_id()
    publish(unit, {fungus: ("40", "g", None)}, product_id=dish)
    assert needs(product_node(dish)) == {
        fungus: (Decimal("0.04") / Decimal(rate)).quantize(Decimal(1).scaleb(-12))
    }


def test_thirty_two_levels_are_exact(unit: Unit, needs: Needs) -> None:
    top = raw = make_item(unit, "raw")
    expected = Fraction(1)
    for level in range(32):
        semi = make_semi(unit, f"level{level}")
        publish(unit, {top: ("1", "kg", "0.97")}, semi, batch=Decimal("1.03"))
        expected /= Fraction(97, 100) * Fraction(103, 100)
        top = semi
    found = needs(item_node(top))[raw]
    assert abs(Fraction(found) - expected) <= Fraction(1, 2 * 10**12)


@pytest.mark.parametrize("seed", range(6))
def test_publishing_one_by_one_equals_computing_everything_anew(unit: Unit, house: House, seed: int) -> None:
    """Random recipes on one another, overridden here and there, in the past and the future, republished and archived."""
    rng = random.Random(seed)
    raws = [make_item(unit, f"raw{n}", yield_rate=rng.choice(["0.85", "0.9", None])) for n in range(4)]
    semis = [make_semi(unit, f"semi{n}", is_stocked=rng.random() < 0.5) for n in range(6)]
    products = [new_id() for _ in range(3)]
    kept: dict[object, RecipeRow] = {}
    for _ in range(30):
        level = rng.randrange(9)
        below = [*raws, *semis[: min(level, 6)]]
        lines = {item: str(rng.randint(1, 9)) for item in rng.sample(below, rng.randint(1, 3))}
        of = semis[level] if level < 6 else None
        product = None if of else products[level - 6]
        store_id = rng.choice([None, None, house.stores["own"]])
        key = (of or product, store_id)
        given = {"recipe": kept[key]} if key in kept else {"product_id": product, "store_id": store_id}
        valid_from = START + timedelta(days=rng.randint(-5, 5))
        version = publish(unit, lines, of, batch=Decimal(rng.randint(1, 5)), valid_from=valid_from, **given)
        kept[key] = get_row(unit, RecipeRow, version.recipe_id)
        if rng.random() < 0.15:
            archive_recipe(unit, kept.pop(key).id)
    unit.session.flush()
    assert rebuild(unit, START - timedelta(days=30)) == 0
    standing = unit.session.scalars(of_tenant(unit, ClosureRow).where(ClosureRow.replaced_at.is_(None))).all()
    assert standing


def test_what_was_sold_keeps_its_row(unit: Unit, own: UUID) -> None:
    flour, dish = make_item(unit, "flour"), new_id()
    version = publish(unit, {flour: "0.6"}, product_id=dish)
    sold = look(unit, product_node(dish), START, own)
    assert sold is not None
    recipe = get_row(unit, RecipeRow, version.recipe_id)
    publish(unit, {flour: "0.7"}, recipe=recipe, valid_from=START)
    row = unit.session.get(ClosureRow, (unit.tenant_id, sold.id), populate_existing=True)
    assert row is not None
    assert row.replaced_at is not None
    assert row.needs == {str(flour): "0.600000000000"}


def test_a_published_version_is_published_once(unit: Unit) -> None:
    version = publish(unit, {make_item(unit, "flour"): "1"}, product_id=new_id())
    with pytest.raises(Exception, match="never changes"):
        publish_version(unit, version.id)
