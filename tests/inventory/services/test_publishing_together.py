"""Two who publish at once: one after the other, and the closure is what computing everything anew would make it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import Engine

from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.models.recipes import RecipeRow
from inventory.services.closures import rebuild
from inventory.services.publishing import publish_version
from inventory.store.rows import get_row
from tests.support.accounts import House
from tests.support.store_room import act, draft, make_item, make_semi, publish

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def in_transaction(engine: Engine, house: House, work: Callable[[Unit], object]) -> object:
    with Unit(engine, house.tenant_id) as unit:
        found = work(act(unit))
        unit.commit()
        return found


def test_publications_at_once_stand_on_each_other(app: object, engine: Engine, house: House) -> None:
    drafts: list[UUID] = []

    def prepare(unit: Unit) -> None:
        raw = make_item(unit, "raw")
        chain = [raw, *(make_semi(unit, f"semi{n}") for n in range(6))]
        for below, semi in pairwise(chain):
            version = publish(unit, {below: "1"}, semi, valid_from=LONG_AGO)
            recipe = get_row(unit, RecipeRow, version.recipe_id)
            drafts.append(draft(unit, {below: "2"}, recipe=recipe).id)
        publish(unit, {chain[-1]: "1"}, product_id=new_id(), valid_from=LONG_AGO)

    in_transaction(engine, house, prepare)
    with ThreadPoolExecutor(len(drafts)) as pool:
        done = [
            pool.submit(in_transaction, engine, house, lambda unit, one=one: publish_version(unit, one))
            for one in drafts
        ]
        for one in done:
            one.result(timeout=60)
    assert in_transaction(engine, house, lambda unit: rebuild(unit, LONG_AGO)) == 0
    assert in_transaction(engine, house, lambda unit: rebuild(unit, clock.now())) == 0
