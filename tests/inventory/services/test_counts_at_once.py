"""A receipt and an approval that do not see each other: the result knows of both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Engine, text

from core.ids import new_id
from core.uow import Unit
from inventory.services import count_entries, counts, documents, posting
from tests.support.accounts import House
from tests.support.store_room import act, make_item
from tests.support.waiting import wait_until

AT = datetime.now(UTC) - timedelta(hours=1)


def test_an_approval_waits_for_a_receipt_that_is_being_posted(
    app: object, engine: Engine, house: House
) -> None:
    own = house.stores["own"]
    with Unit(engine, house.tenant_id) as unit:
        pork = make_item(act(unit), "pork")
        count_id = _submitted(unit, own, pork)
        line = {"item_id": pork, "quantity": Decimal(3), "unit": "kg", "unit_cost": Decimal(41)}
        late = documents.add_document(
            unit, own, {"kind": "receipt", "lines": [line], "at": AT - timedelta(hours=1)}
        )
        unit.commit()

    def approve() -> None:
        with Unit(engine, house.tenant_id) as unit:
            counts.approve(act(unit), own, count_id)
            unit.commit()

    with ThreadPoolExecutor(1) as pool:
        with Unit(engine, house.tenant_id) as unit:
            posting.post_document(act(unit), own, late.id)
            unit.fetch()  # written, and not yet to be seen by others
            approval = pool.submit(approve)
            wait_until(lambda: _is_waiting(engine), what="the approval to wait for the receipt")
            unit.commit()
        approval.result()
    with Unit(engine, house.tenant_id) as unit:
        (result,) = counts.results_view(act(unit), own, count_id)["results"]
        assert (result["counted"], result["book"], result["adjusted"]) == (10, 3, 7)


def _submitted(unit: Unit, store_id: UUID, item_id: UUID) -> UUID:
    made: UUID = counts.open_count(unit, store_id, {"kind": "spot", "at": AT, "item_ids": [item_id]})["id"]
    entry = {"id": new_id(), "item_id": item_id, "quantity": Decimal(10), "unit": "kg", "counted_at": AT}
    count_entries.enter(unit, store_id, made, [entry])
    counts.submit(unit, store_id, made)
    return made


def _is_waiting(engine: Engine) -> bool:
    with engine.connect() as connection:
        waiting = connection.execute(
            text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        )
        return bool(waiting.scalar_one())
