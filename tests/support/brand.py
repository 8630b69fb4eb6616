"""A brand with something of everything in it, and callers of every kind: for tests that knock on every door."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from accounts.services.staff import add_staff
from accounts.values import RoleAt
from app.tables import metadata
from core import clock
from core.ids import new_id
from core.uow import Unit
from kitchen.models.alarms import AlarmRow
from kitchen.models.tickets import TicketRow
from tests.support.accounts import PASSWORD, PINS, Caller, House, name, sign_in, sign_in_at_terminal
from tests.support.menu import sign_in as act_in
from tests.support.photos import make_png
from tests.support.till import NoodleShop, make_noodle_shop

OPEN, PAID = "open", "paid"
FRESH = 300  # seconds: well before a sign-in ends, on however slow a machine


@dataclass
class FullBrand:
    """Ids of what is in it by the name that addresses have for them, and who may be signed in where."""

    shop: NoodleShop
    app: Flask
    engine: Engine
    ids: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    _signed_in: dict[str, Caller] = field(default_factory=dict)
    _signed_in_at: dict[str, float] = field(default_factory=dict)

    @property
    def house(self) -> House:
        """The people and places."""
        return self.shop.house

    @property
    def tenant_id(self) -> UUID:
        """Whose it is."""
        return self.house.tenant_id

    def caller(self, who: str) -> Caller:
        """Somebody signed in: ``boss``, ``manager``, ``franchisee`` at head office, ``cashier``, ``waiter``,
        ``till_manager`` at the own store's terminal, ``other_cashier`` at the franchised store's."""
        if who not in self._signed_in:
            self._signed_in[who] = self._sign_in(who)
            self._signed_in_at[who] = time.monotonic()
        return self._signed_in[who]

    def refreshed(self) -> "FullBrand":
        """Sign those in again who have been for long, before a test begins: a sign-in within it would be a change."""
        for who, since in list(self._signed_in_at.items()):
            if time.monotonic() - since > FRESH:
                del self._signed_in[who]
                self.caller(who)
        return self

    def _sign_in(self, who: str) -> Caller:
        if who in ("boss", "manager", "franchisee"):
            return sign_in(self.app, self.house, who)
        if who == "till_manager":
            return sign_in_at_terminal(self.app, self.house, "manager")
        return sign_in_at_terminal(
            self.app, self.house, who, "franchised" if who == "other_cashier" else "own"
        )

    def path(self, rule: str, **changes: Any) -> str:
        """An address of the API with this brand's ids in it, without the prefix."""
        found = rule.removeprefix("/api/v1")
        for argument, value in {**self.ids, **changes}.items():
            found = found.replace(f"<uuid:{argument}>", str(value)).replace(
                f"<string:{argument}>", str(value)
            )
        assert "<" not in found, f"tests/support/brand.py has nothing for {rule}"
        return found

    def take_order(
        self, *commands: dict[str, Any], order_id: UUID | None = None, who: str = "cashier"
    ) -> dict[str, Any]:
        """Send commands to a new order of the own store; answers it."""
        path = f"/stores/{self.ids['store_id']}/orders/{order_id or new_id()}/commands"
        return made(self.caller(who).post(path, {"commands": list(commands)}), 200)["order"]

    def line(self, code: str, **more: Any) -> dict[str, Any]:
        """The command that orders a dish."""
        product_id = str(self.shop.products[code])
        return {"type": "add_line", "line_id": str(new_id()), "product_id": product_id, **more}

    def contents(self, *tables: str) -> dict[str, str]:
        """A checksum over every row of these tables, or of all, that belongs to the brand. Be ``alone``."""
        return contents_of(self.engine, self.tenant_id, tables or sorted(metadata.tables))


def contents_of(engine: Engine, tenant_id: UUID, tables: Iterable[str]) -> dict[str, str]:
    """By table, how many rows a tenant has and a checksum of them."""
    with Unit(engine, tenant_id) as unit:
        session = unit.session
        rows = (
            "SELECT count(*) || ' ' || coalesce(md5(string_agg(x::text, '' ORDER BY x::text)), '') FROM {} x"
        )
        return {table: session.scalar(text(rows.format(table))) or "" for table in tables}


def made(answer: TestResponse, status: int = 201) -> Any:
    """The answer's body, when it is what was hoped for."""
    assert answer.status_code == status, f"{answer.request.path}: {answer.status_code} {answer.text}"
    return answer.json if answer.data else None


def make_full_brand(app: Flask, engine: Engine) -> FullBrand:
    """Make and commit one."""
    shop = make_noodle_shop(engine)
    house = shop.house
    with Unit(engine, house.tenant_id) as unit:
        act_in(unit, "staff.edit", "order.take", "order.view", "order.void", "menu.view", "store.view", "kitchen.view", "payment.take", "shift.run", "member.view", "member.edit", "promotion.price", "value.recharge", "value.spend", "value.pin")  # fmt: skip
        other = {"name": "Other", "color": "#336699", "locale": "en"}
        role = RoleAt(house.roles["cashier"], house.stores["franchised"])
        person = add_staff(unit, other, [role], PINS["other_cashier"], None)
        house.people["other_cashier"] = person.id
        unit.commit()
    brand = FullBrand(shop, app, engine)
    ids = brand.ids
    ids.update(store_id=str(house.stores["own"]), terminal_id=str(house.terminals["own"]))
    _head_office(brand)
    _menu(brand)
    _store(brand)
    _orders(brand)
    _kitchen(brand)
    _store_room(brand)
    _food_cost(brand)
    _membership(brand)
    return brand


def _head_office(brand: FullBrand) -> None:
    boss, ids = brand.caller("boss"), brand.ids
    ids["region_id"] = made(boss.post("/regions", {"name": name("North")}))["id"]
    ids["role_id"] = made(boss.post("/roles", {"name": name("Spare"), "permissions": ["order.view"]}))["id"]
    role = {"role_id": str(brand.house.roles["waiter"]), "store_id": ids["store_id"]}
    person = {
        "name": "Spare",
        "email": "spare@example.com",
        "roles": [role],
        "pin": "7391",
        "password": PASSWORD,
    }
    ids["staff_id"] = made(boss.post("/staff", person))["id"]


def _menu(brand: FullBrand) -> None:
    boss, ids, products = brand.caller("boss"), brand.ids, brand.shop.products
    ids["product_id"] = str(products["N02"])
    for argument, path in (
        ("category_id", "categories"),
        ("modifier_group_id", "modifier-groups"),
        ("suggestion_id", "suggestions"),
    ):
        ids[argument] = made(boss.get(f"/menu/{path}"), 200)["items"][0]["id"]
    tax = {"name": name("Drinks"), "rate": "13"}
    ids["tax_class_id"] = made(boss.post("/menu/tax-classes", tax))["id"]
    price = {"product_id": str(products["D01"]), "amount": 500, "channel": "delivery"}
    ids["price_id"] = made(boss.post("/menu/prices", price))["id"]
    mark = {"product_id": str(products["D02"]), "state": "countdown", "left": "9"}
    made(boss.post(f"/stores/{ids['store_id']}/availability", mark), 200)


def _store(brand: FullBrand) -> None:
    boss, ids = brand.caller("boss"), brand.ids
    area = made(boss.post(f"/stores/{ids['store_id']}/areas", {"name": name("Terrace")}))
    ids["area_id"] = area["id"]
    table = {"area_id": area["id"], "name": "T1"}
    ids["table_id"] = made(boss.post(f"/stores/{ids['store_id']}/tables", table))["id"]
    till = brand.caller("till_manager")
    made(till.post(f"/stores/{ids['store_id']}/shift", {"opening_float": 20000}))


def _orders(brand: FullBrand) -> None:
    ids = brand.ids
    station = {"name": name("Wok"), "is_default": True}
    ids["station_id"] = made(
        brand.caller("boss").post(f"/stores/{ids['store_id']}/kitchen/stations", station)
    )["id"]
    opening = {"type": "open_order", "channel": "dine_in", "covers": 2}
    paid = brand.take_order(
        opening,
        brand.line("C01"),
        {"type": "pay", "payment_id": str(new_id()), "tender": "cash", "amount": 1000, "tendered": 2000},
    )
    refund = {"type": "refund", "refund_id": str(new_id()), "reason": "cold", "amount": 300}
    brand.take_order(refund, order_id=UUID(paid["id"]), who="till_manager")
    brand.orders[PAID] = paid["id"]
    left = brand.take_order(
        opening, brand.line("N01"), brand.line("T01"), {"type": "fire"}, brand.line("C02")
    )
    brand.orders[OPEN] = ids["order_id"] = left["id"]
    ids["day"] = left["business_date"]


def _membership(brand: FullBrand) -> None:
    boss, ids = brand.caller("boss"), brand.ids
    tier = {"name": name("Silver"), "from_amount": 0}
    ids["tier_id"] = made(boss.post("/member-tiers", tier))["id"]
    ids["member_id"] = made(boss.post("/members", {"phone": "13800001234", "name": "Wang"}))["id"]
    ids["other_member_id"] = made(boss.post("/members", {"name": "Wang"}))["id"]
    terms = {"lane": 2, "benefit": {"kind": "percent_off", "percent_bp": 1000}, "needs_coupon": True}
    offer = {"name": name("Ten off"), "state": "active", "terms": terms}
    ids["promotion_id"] = made(boss.post("/promotions", offer))["id"]
    whom = {"audience": {}, "promotion_id": ids["promotion_id"], "name": name("Come back")}
    ids["campaign_id"] = made(boss.post("/campaigns", whom))["id"]
    issued = made(boss.post(f"/promotions/{ids['promotion_id']}/coupons", {"codes": 1}))
    ids["coupon_id"] = issued["coupons"][0]["id"]
    value = f"/stores/{ids['store_id']}/stored-value"
    use = {"member_id": ids["member_id"], "amount": 1000}
    made(boss.post(f"{value}/recharges", {**use, "value_id": str(new_id())}))
    ids["value_id"] = str(new_id())
    made(boss.post(f"{value}/spends", {**use, "value_id": ids["value_id"], "amount": 300}))
    ids["quota_id"] = str(new_id())
    made(boss.post(f"{value}/quotas", {**use, "quota_id": ids["quota_id"], "amount": 5}))
    ids["entity_id"] = made(boss.post("/legal-entities", {"name": name("Noodles Ltd")}))["id"]
    with clock.frozen(clock.now() - timedelta(days=40)):
        made(boss.post(f"{value}/recharges", {**use, "value_id": str(new_id())}))
    day = date.fromisoformat(ids["day"])
    days = {"from": f"{day - timedelta(days=45)}", "to": f"{day - timedelta(days=31)}"}
    ids["clearing_id"] = made(boss.post("/clearings", days))["id"]
    ids["next_day"] = f"{day - timedelta(days=30)}"


def _kitchen(brand: FullBrand) -> None:
    boss, ids = brand.caller("boss"), brand.ids
    route = {"station_id": ids["station_id"], "product_id": ids["product_id"]}
    ids["route_id"] = made(boss.post(f"/stores/{ids['store_id']}/kitchen/routes", route))["id"]
    with Unit(brand.engine, brand.tenant_id) as unit:
        ticket = unit.session.query(TicketRow).filter(TicketRow.order_id == UUID(brand.orders[OPEN])).first()
        assert ticket is not None
        ids["ticket_id"] = str(ticket.id)
        alarm = AlarmRow(
            tenant_id=brand.tenant_id,
            id=new_id(),
            store_id=ticket.store_id,
            station_id=ticket.station_id,
            ticket_id=ticket.id,
            kind="print_failed",
            raised_at=datetime.now(UTC),
        )
        unit.session.add(alarm)
        ids["alarm_id"] = str(alarm.id)
        unit.commit()


def _store_room(brand: FullBrand) -> None:
    boss, ids = brand.caller("boss"), brand.ids
    at_store = f"/stores/{ids['store_id']}/inventory"
    category = made(boss.post("/inventory/categories", {"name": name("Meat")}))
    ids["item_category_id"] = category["id"]
    item = {"code": "PORK", "name": name("Pork"), "stock_unit": "kg", "category_id": category["id"]}
    ids["item_id"] = made(boss.post("/inventory/items", item))["id"]
    price = {"price": "40", "valid_from": "2020-01-01"}
    made(boss.post(f"/inventory/items/{ids['item_id']}/standard-prices", price))
    recipe = {"product_id": ids["product_id"], "code": "N02", "name": name("Noodles")}
    ids["recipe_id"] = made(boss.post("/inventory/recipes", recipe))["id"]
    lines = {"lines": [{"item_id": ids["item_id"], "quantity": "120", "unit": "g"}]}
    drafts = f"/inventory/recipes/{ids['recipe_id']}/versions"
    first = made(boss.post(drafts, lines))["id"]
    made(boss.post(f"/inventory/recipe-versions/{first}/publish", {}), 200)
    ids["recipe_version_id"] = made(boss.post(drafts, lines))["id"]
    location = {"name": name("Cold room"), "item_ids": [ids["item_id"]]}
    ids["location_id"] = made(boss.post(f"{at_store}/locations", location))["id"]
    pars = {"pars": [{"item_id": ids["item_id"], "par": "20", "reorder": "5"}]}
    made(boss.put(f"{at_store}/pars", pars), 200)
    _documents(brand, boss, at_store)
    _counts(brand, boss, at_store)


def _documents(brand: FullBrand, boss: Caller, at_store: str) -> None:
    """A receipt and two drafts; a transfer to be sent, and one on its way here."""
    ids, other = brand.ids, str(brand.house.stores["franchised"])
    line = {
        "item_id": ids["item_id"],
        "quantity": "10",
        "unit": "kg",
        "unit_cost": "41",
        "lot": {"code": "L1"},
    }
    receipt = {"kind": "receipt", "lines": [line]}
    posted, ids["draft_id"], ids["spare_draft_id"] = (
        made(boss.post(f"{at_store}/documents", receipt))["id"] for _ in range(3)
    )
    made(boss.post(f"{at_store}/documents/{posted}/post"), 200)
    moved = {"kind": "transfer", "lines": [{"item_id": ids["item_id"], "quantity": "1", "unit": "kg"}]}
    away, here = moved | {"other_store_id": other}, moved | {"other_store_id": ids["store_id"]}
    ids["transfer_id"] = made(boss.post(f"{at_store}/documents", away))["id"]
    ids["transit_id"] = made(boss.post(f"/stores/{other}/inventory/documents", here))["id"]
    made(boss.post(f"/stores/{other}/inventory/documents/{ids['transit_id']}/ship", {}), 200)
    ids["document_id"] = posted
    ids["photo_id"] = made(boss.upload(f"{at_store}/photos", "waste.png", make_png()))["id"]


def _counts(brand: FullBrand, boss: Caller, at_store: str) -> None:
    """Counts in every state."""
    ids = brand.ids
    keys = ("open_count_id", "spare_count_id", "recount_id", "submitted_id", "count_id")
    for key in keys:
        ids[key] = made(boss.post(f"{at_store}/counts", {"kind": "full"}))["id"]
    for key in keys[2:]:
        entry = {"id": str(new_id()), "item_id": ids["item_id"], "quantity": "9.5", "unit": "kg"}
        made(boss.post(f"{at_store}/counts/{ids[key]}/entries", {"entries": [entry]}), 200)
        made(boss.post(f"{at_store}/counts/{ids[key]}/submit"), 200)
    made(boss.post(f"{at_store}/counts/{ids['count_id']}/approve"), 200)


def _food_cost(brand: FullBrand) -> None:
    """A second approved count, and the report between the two."""
    boss, ids = brand.caller("boss"), brand.ids
    at_store = f"/stores/{ids['store_id']}/inventory"
    count_id = made(boss.post(f"{at_store}/counts", {"kind": "full"}))["id"]
    entry = {"id": str(new_id()), "item_id": ids["item_id"], "quantity": "9", "unit": "kg"}
    made(boss.post(f"{at_store}/counts/{count_id}/entries", {"entries": [entry]}), 200)
    for step in ("submit", "approve"):
        made(boss.post(f"{at_store}/counts/{count_id}/{step}"), 200)
    ids["day_before"] = (date.fromisoformat(ids["day"]) - timedelta(days=1)).isoformat()
    days = {"from": ids["day_before"], "to": ids["day"]}
    ids["report_id"] = made(boss.post(f"{at_store}/reports", days))["id"]
