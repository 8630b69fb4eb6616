"""One good request for every route: what somebody who may do it would send. Tests send it as everybody else."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.ids import new_id
from tests.support.accounts import PASSWORD, name
from tests.support.brand import FullBrand
from tests.support.photos import make_png

API = "/api/v1"
Body = Callable[[FullBrand], Any]


@dataclass(frozen=True)
class Ask:
    """``body``: what is sent; ``who``: whose request it would be; ``query``: after the question mark."""

    body: Body | None = None
    who: str = "boss"
    query: str = ""
    form: bool = False


# Nobody needs to be signed in for these: whoever asks proves with something else that they may.
OPEN_DOORS = {
    ("POST", "/sign-in/pin"): "a terminal's token and a PIN",
    ("POST", "/sign-in/password"): "an e-mail address and a password",
    ("POST", "/sign-in/refresh"): "a refresh token",
    ("POST", "/sign-in/staff"): "a terminal's token",
    ("POST", "/terminals/enrol"): "an enrolment code",
    ("POST", "/member-page/brand"): "whose page it is, which the page itself shows",
    ("POST", "/member-page/join"): "a phone number, and no word of whether it was known",
    ("POST", "/member-page/open"): "a link that the till showed as a QR code",
    **{
        ("POST", f"/member-page/{act}"): "the token of the member's own page"
        for act in ("show", "code", "pin", "consent", "close")
    },
}
# Whoever is signed in may do these, with no permission at all, because they concern nobody but them.
FOR_EVERYBODY = {
    ("GET", "/me"): "one's own name and permissions",
    ("PUT", "/me/pin"): "one's own PIN, with the old one",
    ("PUT", "/me/password"): "one's own password, with the old one",
    ("POST", "/sign-out"): "one's own sign-in",
    ("GET", "/permissions"): "the words for permissions, the same for all brands",
}


def of_name(text: str, **more: Any) -> Body:
    """A body with a name in both languages."""
    return lambda brand: {"name": name(text), **more}


def commands(*made: Callable[[FullBrand], dict[str, Any]]) -> Body:
    """A batch of commands."""
    return lambda brand: {"commands": [one(brand) for one in made]}


def _cook(brand: FullBrand) -> dict[str, Any]:
    return {"commands": [{"type": "start", "ticket_ids": [brand.ids["ticket_id"]]}]}


def _sheet(brand: FullBrand) -> dict[str, Any]:
    exported = brand.caller("boss").get("/menu/export.xlsx")
    return {"file": (BytesIO(exported.data), "menu.xlsx"), "dry_run": "true"}


def _locations(brand: FullBrand) -> dict[str, Any]:
    found = brand.caller("boss").get(brand.path(f"{STORE}/inventory/locations"))
    return {"location_ids": [row["id"] for row in found.json["locations"]]}


def on(argument: str, key: str, body: Any = None) -> Body:
    """A body, for the thing that the brand keeps under ``key``: in the state that the door wants."""

    def choose(brand: FullBrand) -> Any:
        brand.ids[argument] = brand.ids[key]
        return body(brand) if callable(body) else body

    return choose


def _entries(brand: FullBrand) -> dict[str, Any]:
    entry = {"id": str(new_id()), "item_id": brand.ids["item_id"], "quantity": "9", "unit": "kg"}
    return {"entries": [entry]}


def _document(brand: FullBrand) -> dict[str, Any]:
    line = {"item_id": brand.ids["item_id"], "quantity": "1", "unit": "kg"}
    return {"kind": "waste", "cause": "spoiled", "lines": [line]}


def _priced_cart(brand: FullBrand) -> dict[str, Any]:
    line = {"id": str(new_id()), "product_id": brand.ids["product_id"], "quantity": "2", "unit_price": 1200}
    return {"lines": [line], "channel": "dine_in", "member_id": brand.ids["member_id"]}


def _value(amount: int | None, **more: str) -> Body:
    """A use of stored value by the brand's member, or a refund of one of theirs."""

    def body(brand: FullBrand) -> dict[str, Any]:
        found: dict[str, Any] = {"value_id": str(new_id())}
        found |= {name: brand.ids[key] for name, key in (more or {"member_id": "member_id"}).items()}
        return found if amount is None else {**found, "amount": amount}

    return body


def _member_sheet(brand: FullBrand) -> dict[str, Any]:
    return {"file": (BytesIO(b"phone,name\n13711112222,Li\n"), "members.csv"), "dry_run": "true"}


def _campaign(brand: FullBrand) -> dict[str, Any]:
    whom = {"segments": ["sleeping"]}
    return {"name": name("Come back"), "promotion_id": brand.ids["promotion_id"], "audience": whom}


def _photo(brand: FullBrand) -> dict[str, Any]:
    return {"file": (BytesIO(make_png()), "waste.png")}


def _quota(brand: FullBrand) -> dict[str, Any]:
    return {"quota_id": brand.ids["quota_id"], "member_id": brand.ids["member_id"], "amount": 5}


def _inventory_sheet(brand: FullBrand) -> dict[str, Any]:
    exported = brand.caller("boss").get("/inventory/export.xlsx")
    return {"file": (BytesIO(exported.data), "inventory.xlsx"), "dry_run": "true"}


STORE = "/stores/<uuid:store_id>"
KITCHEN = f"{STORE}/kitchen"
STATION = f"{KITCHEN}/stations/<uuid:station_id>"
ROLE_AT_STORE: Body = lambda brand: {"roles": [{"role_id": str(brand.house.roles["waiter"]), "store_id": brand.ids["store_id"]}]}  # noqa: E731  # fmt: skip
STOCK = f"{STORE}/inventory"
DOCUMENT = f"{STOCK}/documents/<uuid:document_id>"
COUNT = f"{STOCK}/counts/<uuid:count_id>"
DAYS = {"from": "2026-11-01", "to": "2026-11-30"}
TERMS: dict[str, Any] = {"lane": 3, "benefit": {"kind": "amount_off", "amount": 500}}
WRITES: dict[tuple[str, str], Ask] = {
    ("POST", "/members/import"): Ask(_member_sheet, form=True),
    ("POST", "/campaigns"): Ask(_campaign),
    ("PATCH", "/campaigns/<uuid:campaign_id>"): Ask(lambda b: {"state": "stopped", "version": 1}),
    ("POST", "/campaigns/audience"): Ask(lambda b: {"audience": {"segments": ["new"]}}),
    ("POST", "/members"): Ask(lambda b: {"phone": "13900009999", "agrees_to": ["marketing"]}),
    ("PATCH", "/members/<uuid:member_id>"): Ask(lambda b: {"name": "Renamed"}),
    ("DELETE", "/members/<uuid:member_id>"): Ask(),
    ("POST", "/members/<uuid:member_id>/export"): Ask(),
    ("POST", "/members/<uuid:member_id>/merge"): Ask(lambda b: {"other_id": b.ids["other_member_id"]}),
    ("POST", "/member-tiers"): Ask(of_name("Gold", from_amount=100_000)),
    ("PATCH", "/member-tiers/<uuid:tier_id>"): Ask(lambda b: {"points_bp": 15_000}),
    ("PUT", "/member-settings"): Ask(lambda b: {"points_per": 200}),
    ("POST", "/promotions"): Ask(of_name("Five off", terms=TERMS, state="active")),
    ("PATCH", "/promotions/<uuid:promotion_id>"): Ask(lambda b: {"state": "paused", "version": 1}),
    ("POST", "/promotions/what-if"): Ask(lambda b: {"terms": TERMS, **DAYS}),
    ("POST", "/promotions/words"): Ask(lambda b: {"terms": TERMS}),
    ("POST", "/promotions/<uuid:promotion_id>/coupons"): Ask(lambda b: {"codes": 1}),
    ("POST", "/coupons/<uuid:coupon_id>/void"): Ask(),
    ("POST", f"{STORE}/price"): Ask(_priced_cart),
    ("POST", f"{STORE}/stored-value/recharges"): Ask(_value(5000)),
    ("POST", f"{STORE}/stored-value/spends"): Ask(_value(100)),
    ("POST", f"{STORE}/stored-value/refunds"): Ask(_value(100, original_id="value_id")),
    ("POST", f"{STORE}/stored-value/withdrawals"): Ask(_value(None)),
    ("POST", f"{STORE}/stored-value/quotas"): Ask(_quota),
    ("POST", f"{STORE}/stored-value/quotas/<uuid:quota_id>/release"): Ask(),
    ("POST", "/members/<uuid:member_id>/page-links"): Ask(),
    ("DELETE", "/members/<uuid:member_id>/page-links"): Ask(),
    ("PUT", "/members/<uuid:member_id>/value-pin"): Ask(lambda b: {"pin": "4071"}),
    ("POST", "/legal-entities"): Ask(of_name("Noodles Ltd")),
    ("PATCH", "/legal-entities/<uuid:entity_id>"): Ask(of_name("Noodles Co")),
    ("PUT", f"{STORE}/legal-entity"): Ask(lambda b: {"entity": b.ids["entity_id"]}),
    ("POST", "/clearings"): Ask(lambda b: {"from": b.ids["next_day"], "to": b.ids["next_day"]}),
    ("POST", "/inventory/import"): Ask(_inventory_sheet, form=True),
    ("POST", f"{STOCK}/photos"): Ask(_photo, form=True),
    ("POST", "/inventory/categories"): Ask(of_name("Dry goods")),
    ("PATCH", "/inventory/categories/<uuid:item_category_id>"): Ask(of_name("Dry goods")),
    ("POST", "/inventory/items"): Ask(of_name("Rice", code="RICE", stock_unit="kg")),
    ("PATCH", "/inventory/items/<uuid:item_id>"): Ask(of_name("Fresh pork", version=1)),
    ("POST", "/inventory/items/<uuid:item_id>/standard-prices"): Ask(
        lambda b: {"price": "42.5", "valid_from": "2026-01-01"}
    ),
    ("POST", "/inventory/recipes"): Ask(
        lambda b: {"product_id": str(b.shop.products["D01"]), "code": "D01", "name": name("D01")}
    ),
    ("DELETE", "/inventory/recipes/<uuid:recipe_id>"): Ask(),
    ("POST", "/inventory/recipes/<uuid:recipe_id>/versions"): Ask(lambda b: {}),
    ("PATCH", "/inventory/recipe-versions/<uuid:recipe_version_id>"): Ask(lambda b: {"edit": 1, "note": "x"}),
    ("DELETE", "/inventory/recipe-versions/<uuid:recipe_version_id>"): Ask(),
    ("POST", "/inventory/recipe-versions/<uuid:recipe_version_id>/publish"): Ask(lambda b: {}),
    ("POST", f"{STOCK}/locations"): Ask(of_name("Dry store")),
    ("PATCH", f"{STOCK}/locations/<uuid:location_id>"): Ask(of_name("Dry store")),
    ("PUT", f"{STOCK}/locations/order"): Ask(_locations),
    ("PUT", f"{STOCK}/pars"): Ask(
        lambda b: {"pars": [{"item_id": b.ids["item_id"], "par": "9", "reorder": "2"}]}
    ),
    ("POST", f"{STOCK}/documents"): Ask(_document),
    ("PATCH", DOCUMENT): Ask(on("document_id", "draft_id", {"note": "late"})),
    ("DELETE", DOCUMENT): Ask(on("document_id", "spare_draft_id")),
    ("POST", f"{DOCUMENT}/post"): Ask(on("document_id", "draft_id")),
    ("POST", f"{DOCUMENT}/ship"): Ask(on("document_id", "transfer_id", {})),
    ("POST", f"{DOCUMENT}/receive"): Ask(on("document_id", "transit_id", {})),
    ("POST", f"{STOCK}/periods"): Ask(lambda b: {"ends_on": "2020-01-31"}),
    ("POST", f"{STOCK}/counts"): Ask(lambda b: {"kind": "spot", "item_ids": [b.ids["item_id"]]}),
    ("DELETE", COUNT): Ask(on("count_id", "spare_count_id")),
    ("POST", f"{COUNT}/entries"): Ask(on("count_id", "open_count_id", _entries)),
    ("POST", f"{COUNT}/submit"): Ask(on("count_id", "open_count_id")),
    ("POST", f"{COUNT}/recount"): Ask(
        on("count_id", "recount_id", lambda b: {"item_ids": [b.ids["item_id"]]})
    ),
    ("POST", f"{COUNT}/approve"): Ask(on("count_id", "submitted_id")),
    ("PUT", "/me/password"): Ask(lambda b: {"password": "another good one 9", "current_password": PASSWORD}),
    ("PUT", "/me/pin"): Ask(lambda b: {"pin": "8264", "current_pin": "6093"}, who="till_manager"),
    ("POST", "/sign-out"): Ask(),
    ("POST", "/menu/categories"): Ask(of_name("Soups")),
    ("PATCH", "/menu/categories/<uuid:category_id>"): Ask(of_name("Soups", version=1)),
    ("DELETE", "/menu/categories/<uuid:category_id>"): Ask(),
    ("POST", "/menu/import"): Ask(_sheet, form=True),
    ("POST", "/menu/modifier-groups"): Ask(of_name("Ice")),
    ("PATCH", "/menu/modifier-groups/<uuid:modifier_group_id>"): Ask(of_name("Ice", version=1)),
    ("DELETE", "/menu/modifier-groups/<uuid:modifier_group_id>"): Ask(),
    ("POST", "/menu/prices"): Ask(
        lambda b: {"product_id": b.ids["product_id"], "amount": 1, "channel": "own_app"}
    ),
    ("PATCH", "/menu/prices/<uuid:price_id>"): Ask(lambda b: {"amount": 1}),
    ("DELETE", "/menu/prices/<uuid:price_id>"): Ask(),
    ("POST", "/menu/products"): Ask(
        lambda b: {"code": "NEW", "name": name("New"), "category_id": b.ids["category_id"]}
    ),
    ("PATCH", "/menu/products/<uuid:product_id>"): Ask(of_name("Renamed", version=1)),
    ("DELETE", "/menu/products/<uuid:product_id>"): Ask(),
    ("POST", "/menu/suggestions"): Ask(
        lambda b: {"offer_product_id": b.ids["product_id"], "text": name("Try it")}
    ),
    ("PATCH", "/menu/suggestions/<uuid:suggestion_id>"): Ask(lambda b: {"text": name("Try it")}),
    ("DELETE", "/menu/suggestions/<uuid:suggestion_id>"): Ask(),
    ("POST", "/menu/tax-classes"): Ask(of_name("Wine", rate="20")),
    ("PATCH", "/menu/tax-classes/<uuid:tax_class_id>"): Ask(lambda b: {"rate": "1"}),
    ("DELETE", "/menu/tax-classes/<uuid:tax_class_id>"): Ask(),
    ("POST", "/regions"): Ask(of_name("South")),
    ("PATCH", "/regions/<uuid:region_id>"): Ask(of_name("South")),
    ("DELETE", "/regions/<uuid:region_id>"): Ask(),
    ("POST", "/roles"): Ask(of_name("Helper", permissions=["order.view"])),
    ("PATCH", "/roles/<uuid:role_id>"): Ask(lambda b: {"permissions": ["order.take"]}),
    ("DELETE", "/roles/<uuid:role_id>"): Ask(),
    ("POST", "/staff"): Ask(lambda b: {"name": "New", "pin": "6381", **ROLE_AT_STORE(b)}),
    ("PATCH", "/staff/<uuid:staff_id>"): Ask(lambda b: {"name": "Renamed"}),
    ("DELETE", "/staff/<uuid:staff_id>"): Ask(),
    ("PUT", "/staff/<uuid:staff_id>/password"): Ask(lambda b: {"password": "another good one 9"}),
    ("PUT", "/staff/<uuid:staff_id>/pin"): Ask(lambda b: {"pin": "6381"}),
    ("PUT", "/staff/<uuid:staff_id>/roles"): Ask(ROLE_AT_STORE),
    ("POST", "/stores"): Ask(of_name("Third", code="S3", timezone="Asia/Shanghai")),
    ("PATCH", STORE): Ask(lambda b: {"pickup_wrap": 50}),
    ("DELETE", STORE): Ask(),
    ("POST", f"{STORE}/areas"): Ask(of_name("Roof")),
    ("PATCH", f"{STORE}/areas/<uuid:area_id>"): Ask(of_name("Roof")),
    ("DELETE", f"{STORE}/areas/<uuid:area_id>"): Ask(),
    ("POST", f"{STORE}/tables"): Ask(lambda b: {"area_id": b.ids["area_id"], "name": "T9"}),
    ("PATCH", f"{STORE}/tables/<uuid:table_id>"): Ask(lambda b: {"seats": 9}),
    ("DELETE", f"{STORE}/tables/<uuid:table_id>"): Ask(),
    ("POST", f"{STORE}/availability"): Ask(lambda b: {"product_id": b.ids["product_id"], "state": "out"}),
    ("POST", f"{STORE}/days/<string:day>/close"): Ask(),
    ("POST", f"{STORE}/terminals"): Ask(lambda b: {"uses": 2}),
    ("POST", "/terminals/<uuid:terminal_id>/revoke"): Ask(),
    ("POST", f"{STORE}/orders/<uuid:order_id>/commands"): Ask(
        commands(lambda b: b.line("D01"), lambda b: {"type": "set_order", "covers": 7}), who="cashier"
    ),
    ("POST", f"{STORE}/shift"): Ask(lambda b: {"opening_float": 100}, who="cashier"),
    ("POST", f"{STORE}/shift/cash-moves"): Ask(
        lambda b: {"kind": "paid_out", "amount": 100, "reason": "ice"}, who="till_manager"
    ),
    ("POST", f"{STORE}/shift/close"): Ask(lambda b: {"counted": 100}, who="till_manager"),
    ("POST", f"{KITCHEN}/alarms/<uuid:alarm_id>/clear"): Ask(),
    ("POST", f"{KITCHEN}/commands"): Ask(_cook),
    ("POST", f"{KITCHEN}/routes"): Ask(lambda b: {"station_id": b.ids["station_id"], "channel": "delivery"}),
    ("PATCH", f"{KITCHEN}/routes/<uuid:route_id>"): Ask(lambda b: {"channel": "delivery", "version": 1}),
    ("DELETE", f"{KITCHEN}/routes/<uuid:route_id>"): Ask(),
    ("POST", f"{KITCHEN}/stations"): Ask(of_name("Cold")),
    ("PATCH", STATION): Ask(of_name("Cold", version=1)),
    ("DELETE", STATION): Ask(),
    ("POST", f"{STATION}/divert"): Ask(lambda b: {"to": None}),
    ("POST", f"{STATION}/heard"): Ask(lambda b: {"screen_id": str(new_id()), "name": "x", "acked_seq": 0}),
}
WRITES |= {
    ("POST", f"{STORE}/inventory/reports"): Ask(lambda b: {"from": b.ids["day_before"], "to": b.ids["day"]}),
    ("POST", "/inventory/items/<uuid:item_id>/yield-tests"): Ask(lambda b: {"gross": "10", "net": "8.5"}),
    ("PUT", "/inventory/food-budget"): Ask(
        lambda b: {
            "day": b.ids["day"],
            "portions": [{"product_id": b.ids["product_id"], "portions": "0.6", "price": 3800}],
        }
    ),
    ("PUT", "/inventory/settings"): Ask(lambda b: {"costing": "fifo", "tolerance_percent": "5"}),
}
READS: dict[tuple[str, str], Ask] = {
    ("GET", "/members"): Ask(query="?find=13800001234"),
    ("GET", "/member-segments"): Ask(query="?from={day}&to={day}"),
    ("GET", "/stored-value/settlement"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/inventory/variance"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/inventory/variance.csv"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/inventory/variance.xlsx"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/inventory/variance/items/<uuid:item_id>"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/inventory/variance/dishes"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/inventory/variance/days"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/inventory/reports/trend"): Ask(query="?to={day}"),
    ("GET", "/inventory/variance"): Ask(query="?from={day}&to={day}"),
    ("GET", "/inventory/alerts"): Ask(query="?from={day}&to={day}"),
    ("GET", "/inventory/reports/periods"): Ask(query="?to={day}"),
    ("GET", "/inventory/food-budget"): Ask(query="?day={day}"),
    ("GET", "/inventory/food-budget/mix"): Ask(query="?from={day_before}&to={day}"),
    ("GET", "/menu/price-explain"): Ask(query="?store_id={store_id}&product_id={product_id}&channel=dine_in"),
    ("GET", f"{STORE}/shift"): Ask(who="till_manager"),
    ("GET", f"{STORE}/orders/changes"): Ask(query="?after=1"),
    ("GET", f"{STATION}/feed"): Ask(query="?after=0"),
    ("GET", f"{KITCHEN}/times"): Ask(query="?from={day}&to={day}"),
    ("GET", "/sales"): Ask(query="?from={day}&to={day}"),
    ("GET", f"{STORE}/sales"): Ask(query="?from={day}&to={day}"),
}


# More of a kind, for doors that take one away: what is in use stays.
SPARES: dict[str, tuple[str, Body]] = {
    "member_id": ("/members", lambda b: {"name": "Spare"}),
    "station_id": (f"{KITCHEN}/stations", of_name("Spare")),
    "area_id": (f"{STORE}/areas", of_name("Spare")),
    "modifier_group_id": ("/menu/modifier-groups", of_name("Spare")),
    "product_id": ("/menu/products", of_name("Spare", code="SPARE")),
    "category_id": ("/menu/categories", of_name("Spare")),
    "recipe_version_id": ("/inventory/recipes/<uuid:recipe_id>/versions", lambda b: {}),
}


def doors(app: Flask) -> list[tuple[str, str]]:
    """Every (method, rule) of the API behind a bearer token."""
    found = [
        (method, rule.rule.removeprefix(API))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API)
        for method in _methods(rule)
    ]
    return sorted(set(found) - OPEN_DOORS.keys())


def _methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def ask_of(door: tuple[str, str]) -> Ask:
    """The good request for a door; a new route that changes something has to name one."""
    if door[0] == "GET":
        return READS.get(door, Ask())
    assert door in WRITES, f"tests/support/requests.py has no request for {' '.join(door)}"
    return WRITES[door]


def knock(
    app: Flask, door: tuple[str, str], brand: FullBrand, token: str | None, key: str | None = None
) -> TestResponse:
    """Send the good request for a door of this brand, under anybody's token."""
    method, rule = door
    ask = ask_of(door)
    headers = {"Idempotency-Key": key or str(new_id())} if method == "POST" else {}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    options: dict[str, Any] = {}
    if ask.body is not None:
        options = {"data": ask.body(brand)} if ask.form else {"json": ask.body(brand)}
    query = ask.query.format(**brand.ids)
    return app.test_client().open(
        f"{API}{brand.path(rule)}{query}", method=method, headers=headers, **options
    )
