"""Every route, tried by everybody who may not: nothing answers, nothing changes; and who may, can."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.authentication import Authentication
from accounts.permissions import ALL
from app.factory import App
from core import clock
from core.ids import new_id
from tests.support.accounts import Caller, name
from tests.support.brand import FullBrand, made
from tests.support.requests import FOR_EVERYBODY, OPEN_DOORS, SPARES, STORE, WRITES, ask_of, doors, knock

pytestmark = pytest.mark.usefixtures("alone")

SHUT = (401, 403, 404)


def listed(found: dict[tuple[str, str], str]) -> str:
    return "\n" + "\n".join(f"{' '.join(door)}: {text[:500]}" for door, text in found.items())


def test_every_door_is_known(app: App) -> None:
    every = doors(app)
    unknown = [door for door in every if door[0] != "GET" and door not in WRITES]
    gone = [door for door in {*WRITES, *FOR_EVERYBODY} if door not in every]
    assert (unknown, gone) == ([], []), "name them in tests/support/requests.py"
    routes = {rule.rule.removeprefix("/api/v1") for rule in app.url_map.iter_rules()}
    assert {rule for _, rule in OPEN_DOORS} <= routes


def test_whoever_may_do_it_can(app: App, brand: FullBrand) -> None:
    """Otherwise the refusals below would prove nothing. What takes something away comes last, in the order in which it may."""
    refused = {}
    for door in [*(door for door in doors(app) if door not in LAST), *LAST]:
        if door == CLOSE_DAY:
            cancel = {"commands": [{"type": "cancel_order", "reason": "left"}]}
            path = brand.path(f"{STORE}/orders/<uuid:order_id>/commands")
            made(brand.caller("till_manager").post(path, cancel), 200)
            made(brand.caller("cashier").post(brand.path(f"{STORE}/shift/close"), {"counted": 0}), 200)
        argument = door[1].rpartition(":")[2].rstrip(">")
        if door[0] == "DELETE" and argument in SPARES:
            path, body = SPARES[argument]
            brand.ids[argument] = made(brand.caller("boss").post(brand.path(path), body(brand)))["id"]
        answer = knock(app, door, brand, brand.caller(ask_of(door).who).token)
        if answer.status_code not in (200, 201, 204):
            refused[door] = f"{answer.status_code} {answer.text}"
    assert not refused, listed(refused)


CLOSE_DAY = ("POST", f"{STORE}/days/<string:day>/close")
LAST = [
    ("POST", f"{STORE}/shift/close"),
    ("POST", f"{STORE}/shift"),
    CLOSE_DAY,
    *(
        ("DELETE", rule)
        for rule in (
            f"{STORE}/kitchen/routes/<uuid:route_id>",
            f"{STORE}/kitchen/stations/<uuid:station_id>",
            f"{STORE}/tables/<uuid:table_id>",
            f"{STORE}/areas/<uuid:area_id>",
            "/inventory/recipe-versions/<uuid:recipe_version_id>",
            "/inventory/recipes/<uuid:recipe_id>",
            "/menu/suggestions/<uuid:suggestion_id>",
            "/menu/prices/<uuid:price_id>",
            "/menu/modifier-groups/<uuid:modifier_group_id>",
            "/menu/products/<uuid:product_id>",
            "/menu/categories/<uuid:category_id>",
            "/menu/tax-classes/<uuid:tax_class_id>",
            "/regions/<uuid:region_id>",
            "/members/<uuid:member_id>",
            "/roles/<uuid:role_id>",
            "/staff/<uuid:staff_id>",
        )
    ),
    ("PUT", "/me/pin"),
    ("POST", "/terminals/<uuid:terminal_id>/revoke"),
    ("DELETE", STORE),
    ("PUT", "/me/password"),
    ("POST", "/sign-out"),
]


def no_token(app: App, victim: FullBrand, stranger: FullBrand) -> list[str | None]:
    return [None]


def made_up_token(app: App, victim: FullBrand, stranger: FullBrand) -> list[str | None]:
    real = victim.caller("boss").token or ""
    head, body, seal = real.split(".")
    forged = f"{head}.{(stranger.caller('boss').token or '').split('.')[1]}.{seal}"
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + body + "."
    other_key = Authentication("another secret of the same length, really")
    signed, _ = other_key.issue(victim.tenant_id, new_id(), victim.house.people["boss"], None)
    return ["x", "Bearer", "é" * 50, real[:-2], forged, none, signed, victim.house.terminal_tokens["own"]]


def expired_token(app: App, victim: FullBrand, stranger: FullBrand) -> list[str | None]:
    with clock.frozen(clock.now() - timedelta(hours=1)):
        authentication: Authentication = app.extensions["accounts"]
        token, _ = authentication.issue(victim.tenant_id, new_id(), victim.house.people["boss"], None)
    return [token]


def ended_sessions(app: App, victim: FullBrand, stranger: FullBrand) -> list[str | None]:
    victim_boss = Caller(app.test_client())
    body = {"brand": victim.house.slug, "email": "boss@example.com", "password": "correct horse battery"}
    victim_boss.token = made(victim_boss.post("/sign-in/password", body), 200)["access_token"]
    made(victim_boss.post("/sign-out"), 204)
    return [victim_boss.token]


@pytest.mark.parametrize("tokens", [no_token, made_up_token, expired_token, ended_sessions])
def test_without_a_sign_in_that_holds_every_door_is_shut(
    app: App,
    victim: FullBrand,
    stranger: FullBrand,
    tokens: Callable[[App, FullBrand, FullBrand], list[str | None]],
) -> None:
    tried = tokens(app, victim, stranger)
    before = victim.contents()
    for token in tried:
        answers = {door: knock(app, door, victim, token) for door in doors(app)}
        wrong = {door: found.text for door, found in answers.items() if found.status_code != 401}
        assert not wrong, listed(wrong)
        assert {found.content_type for found in answers.values()} == {"application/problem+json"}
    assert victim.contents() == before


def test_a_revoked_terminal_opens_nothing(app: App, brand: FullBrand) -> None:
    tokens = [brand.caller(who).token for who in ("cashier", "till_manager")]
    made(brand.caller("boss").post(f"/terminals/{brand.ids['terminal_id']}/revoke"), 200)
    before = brand.contents()
    for token in tokens:
        wrong = {
            door: found.text
            for door in doors(app)
            if (found := knock(app, door, brand, token)).status_code != 401
        }
        assert not wrong, listed(wrong)
    assert brand.contents() == before


@pytest.mark.parametrize("who", ["boss", "cashier", "till_manager"])
def test_another_tenant_gets_nothing_with_our_ids(
    app: App, victim: FullBrand, stranger: FullBrand, who: str
) -> None:
    """Doors that name nothing of ours open onto the stranger's own rooms, and show nothing of ours."""
    before = victim.contents()
    token = stranger.caller(who).token
    ours = {str(value) for value in victim.ids.values() if "-" in str(value) and len(str(value)) == 36}
    ours.add(victim.house.slug)
    wrong = {}
    for door in doors(app):
        if door in FOR_EVERYBODY and door[0] != "GET":
            continue  # they act on the stranger alone
        found = knock(app, door, victim, token)
        if "<uuid" in door[1] and found.status_code not in SHUT:
            wrong[door] = f"{found.status_code} {found.text}"
        if found.status_code < 300 and any(x.encode() in found.data for x in ours):
            wrong[door] = f"shows what is ours: {found.text[:300]}"
    assert not wrong, listed(wrong)
    assert victim.contents() == before


def test_another_stores_cashier_gets_nothing_of_this_store(app: App, victim: FullBrand) -> None:
    token = victim.caller("other_cashier").token
    before = victim.contents()
    wrong = {}
    for door in doors(app):
        if STORE in door[1] and (found := knock(app, door, victim, token)).status_code not in SHUT:
            wrong[door] = f"{found.status_code} {found.text}"
    assert not wrong, listed(wrong)
    assert victim.contents() == before


@pytest.mark.parametrize("who", ["franchisee", "manager"])
def test_head_office_of_one_store_gets_nothing_of_another(app: App, brand: FullBrand, who: str) -> None:
    """The manager's own store is the other one here, so that each is tried at the store that is not theirs."""
    if who == "manager":
        brand.ids["store_id"] = str(brand.house.stores["franchised"])
    token = brand.caller(who).token
    before = brand.contents()
    wrong = {}
    for door in doors(app):
        if STORE in door[1] and (found := knock(app, door, brand, token)).status_code not in SHUT:
            wrong[door] = f"{found.status_code} {found.text}"
    assert not wrong, listed(wrong)
    assert brand.contents() == before


@pytest.mark.parametrize("where", ["head office", "terminal"])
def test_a_person_without_any_permission_gets_nothing(app: App, brand: FullBrand, where: str) -> None:
    token = _stripped(brand, where)
    before = brand.contents()
    wrong = {}
    for door in doors(app):
        if door not in FOR_EVERYBODY and (found := knock(app, door, brand, token)).status_code not in SHUT:
            wrong[door] = f"{found.status_code} {found.text}"
    assert not wrong, listed(wrong)
    assert brand.contents() == before


def _stripped(brand: FullBrand, where: str) -> str | None:
    """The token of somebody whose role allowed everything when they signed in, and allows nothing now."""
    boss = brand.caller("boss")
    role = made(boss.post("/roles", {"name": name("All"), "permissions": sorted(ALL)}))
    at = brand.ids["store_id"] if where == "terminal" else None
    roles = [{"role_id": role["id"], "store_id": at}]
    person = {
        "name": "X",
        "email": "x@example.com",
        "roles": roles,
        "pin": "7391",
        "password": "a good password 1",
    }
    made_person = made(boss.post("/staff", person))
    caller = Caller(brand.app.test_client())
    if where == "terminal":
        body = {
            "terminal_token": brand.house.terminal_tokens["own"],
            "staff_id": made_person["id"],
            "pin": "7391",
        }
        token = made(caller.post("/sign-in/pin", body), 200)["access_token"]
    else:
        body = {"brand": brand.house.slug, "email": "x@example.com", "password": "a good password 1"}
        token = made(caller.post("/sign-in/password", body), 200)["access_token"]
    made(boss.patch(f"/roles/{role['id']}", {"permissions": []}), 200)
    return str(token)
