"""A second person's PIN, asked for in the middle of something else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select

from accounts.models import Region, Staff
from accounts.services.approval import approve
from core.actor import Actor
from core.errors import Forbidden, Problem, TooMany, Unprocessable
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import PINS, House, name


@pytest.fixture
def unit(engine: Engine, house: House) -> Iterator[Unit]:
    """The cashier's transaction."""
    with Unit(engine, house.tenant_id) as unit:
        grants: dict[object, frozenset[str]] = {house.stores["own"]: frozenset({"order.take"})}
        unit.actor = Actor(house.tenant_id, house.people["cashier"], "Cashier", new_id(), grants)  # type: ignore[arg-type]
        yield unit


def asked(
    unit: Unit, house: House, who: str, pin: str | None = None, permission: str = "order.comp"
) -> object:
    return approve(unit, house.people[who], pin or PINS[who], permission, house.stores["own"])


def test_a_manager_approves_with_their_pin(unit: Unit, house: House) -> None:
    assert asked(unit, house, "manager") == (house.people["manager"], "Manager")


def test_a_right_pin_without_the_permission_approves_nothing(unit: Unit, house: House) -> None:
    with pytest.raises(Forbidden) as refused:
        asked(unit, house, "waiter")

    assert refused.value.code == "approver_may_not"
    assert not refused.value.keeps_writes


def test_nobody_approves_their_own_doing(unit: Unit, house: House) -> None:
    with pytest.raises(Unprocessable) as refused:
        asked(unit, house, "cashier", permission="order.take")

    assert refused.value.code == "second_person_needed"


def test_a_manager_of_another_store_is_not_known_here(unit: Unit, house: House) -> None:
    with pytest.raises(Forbidden) as refused:
        asked(unit, house, "franchisee")

    assert (refused.value.code, refused.value.keeps_writes) == ("wrong_pin", False)


def test_of_a_refused_act_only_the_count_is_kept(unit: Unit, house: House, engine: Engine) -> None:
    unit.session.add(Region(tenant_id=house.tenant_id, id=new_id(), name=name("flushed")))
    unit.session.flush()
    unit.add(Region, [{"id": new_id(), "name": name("held back")}])
    unit.audit("order.comp", "order", new_id())

    with pytest.raises(Forbidden) as refused:
        asked(unit, house, "manager", "8362")
    assert refused.value.keeps_writes
    unit.commit()  # as the edge does for such a refusal

    with Unit(engine, house.tenant_id) as later:
        assert later.session.scalar(select(func.count()).select_from(Region)) == 0
        assert later.session.get_one(Staff, (house.tenant_id, house.people["manager"])).failed_pins == 1


def test_the_fifth_wrong_pin_locks_the_approver(engine: Engine, house: House) -> None:
    codes = []
    for _ in range(6):
        with Unit(engine, house.tenant_id) as unit:
            unit.actor = Actor(house.tenant_id, house.people["cashier"], "Cashier", new_id(), {})
            with pytest.raises(Problem) as refused:
                asked(unit, house, "manager", "8362")
            codes.append((type(refused.value), refused.value.code, refused.value.extra.get("attempts_left")))
            unit.commit()

    assert [left for _, _, left in codes[:5]] == [4, 3, 2, 1, 0]
    assert codes[5] == (TooMany, "pin_locked", None)


def test_a_right_pin_forgets_the_wrong_ones(engine: Engine, house: House) -> None:
    with Unit(engine, house.tenant_id) as unit:
        unit.actor = Actor(house.tenant_id, house.people["cashier"], "Cashier", new_id(), {})
        with pytest.raises(Forbidden):
            asked(unit, house, "manager", "8362")
        asked(unit, house, "manager")
        unit.commit()

    with Unit(engine, house.tenant_id) as later:
        assert later.session.get_one(Staff, (house.tenant_id, house.people["manager"])).failed_pins == 0
