"""How a brand begins."""

import pytest
from sqlalchemy import Engine, func, select

from accounts.models import Role, Tenant
from accounts.permissions import ALL, FIRST_ROLES
from accounts.services.stores import add_store
from accounts.services.tenants import FirstUser, create_brand
from core.errors import Problem
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import PASSWORD, House, name

BOSS = FirstUser("Mei", "Mei@Example.com", PASSWORD)


def test_a_new_brand_has_an_administrator_who_acts_at_once(engine: Engine) -> None:
    with Unit(engine) as unit:
        brand = create_brand(unit, f"b{new_id().hex}", name("Noodles"), "CNY", BOSS)
        store = add_store(unit, {"code": "S1", "name": name("One"), "timezone": "Asia/Shanghai"})

        assert unit.actor.permissions == {None: ALL}
        assert unit.actor.staff_id == brand.staff_id
        assert store.tenant_id == brand.tenant_id
        assert (
            unit.session.scalar(select(func.count()).select_from(Role))
            == len(brand.roles)
            == len(FIRST_ROLES)
        )


@pytest.mark.parametrize("slug", ["", "Noodles", "a b", "-a", "a-", "a--b", "面馆", "a\n", "a" * 41])
def test_a_slug_is_easy_to_type(engine: Engine, slug: str) -> None:
    with Unit(engine) as unit, pytest.raises(Problem) as refused:
        create_brand(unit, slug, name("Noodles"), "CNY", BOSS)

    assert refused.value.code == "slug_malformed"


def test_a_slug_belongs_to_one_brand(engine: Engine, house: House) -> None:
    with Unit(engine) as unit, pytest.raises(Problem) as refused:
        create_brand(unit, house.slug, name("Noodles"), "CNY", BOSS)

    assert refused.value.code == "slug_taken"
    with Unit(engine, house.tenant_id) as unit:
        assert unit.session.scalars(select(Tenant)).one().name == name("Brand")


def test_the_first_password_is_a_long_one(engine: Engine) -> None:
    with Unit(engine) as unit, pytest.raises(Problem) as refused:
        create_brand(unit, f"b{new_id().hex}", name("Noodles"), "CNY", FirstUser("Mei", "m@e.com", "short"))

    assert refused.value.code == "password_short"
