"""A till with head office behind it, over HTTP: for tests of members at the till."""

from typing import Any
from unittest.mock import patch
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, text

from app.worker import drain_brand
from core.ids import new_id
from core.pipeline import Pipeline
from core.uow import Unit
from tests.support.accounts import Caller, name, sign_in, sign_in_at_terminal
from tests.support.brand import made
from tests.support.till import NoodleShop

OPEN = {"type": "open_order", "channel": "takeaway"}


def pay(amount: int, tender: str = "cash", **more: Any) -> dict[str, Any]:
    return {"type": "pay", "payment_id": str(new_id()), "tender": tender, "amount": amount, **more}


def of_member(member_id: str | None) -> dict[str, Any]:
    return {"type": "set_member", "member_id": member_id}


class Counter:
    """The till of a store with head office behind it."""

    def __init__(self, app: Flask, engine: Engine, shop: NoodleShop) -> None:
        self.shop, self.engine, self.app = shop, engine, app
        self.boss = sign_in(app, shop.house, "boss")
        self.manager = sign_in_at_terminal(app, shop.house, "manager")
        self.cashier = sign_in_at_terminal(app, shop.house, "cashier")
        self.store_id = str(shop.house.stores["own"])

    def promotion(self, terms: dict[str, Any]) -> str:
        body = {"name": {"zh": "优惠", "en": "Offer"}, "state": "active", "terms": terms}
        return str(made(self.boss.post("/promotions", body))["id"])

    def member(self, name: str = "Wang", **more: Any) -> str:
        return str(made(self.boss.post("/members", {"name": name, **more}))["id"])

    def send(
        self, order_id: UUID, *commands: dict[str, Any], status: int = 200, who: Caller | None = None
    ) -> Any:
        path = f"/stores/{self.store_id}/orders/{order_id}/commands"
        answer = made((who or self.cashier).post(path, {"commands": list(commands)}), status)
        return answer["order"] if status == 200 else answer

    def dish(self, code: str, quantity: int = 1, **more: Any) -> dict[str, Any]:
        product_id = str(self.shop.products[code])
        return {
            "type": "add_line",
            "line_id": str(new_id()),
            "product_id": product_id,
            "quantity": str(quantity),
            **more,
        }

    def tax(self, code: str, rate: str) -> None:
        """The prices of a dish contain so many per cent of tax from now on."""
        kept = made(self.boss.post("/menu/tax-classes", {"name": name(rate), "rate": rate}))
        path = f"/menu/products/{self.shop.products[code]}"
        version = made(self.boss.get(path), 200)["version"]
        made(self.boss.patch(path, {"tax_class_id": kept["id"], "version": version}), 200)

    def hear(self) -> None:
        drain_brand(self.engine, self.shop.house.tenant_id)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with Unit(self.engine, self.shop.house.tenant_id) as unit:
            return [tuple(row) for row in unit.session.execute(text(query))]

    def trips(self, order_id: UUID, *commands: dict[str, Any]) -> int:
        """How often the database is asked for a batch."""
        asked = []
        run = Pipeline.run

        def counted(pipeline: Pipeline, *given: Any) -> Any:
            asked.append(given)
            return run(pipeline, *given)

        with patch.object(Pipeline, "run", counted):
            self.send(order_id, *commands)
        return len(asked)

    def settled(self) -> dict[str, int]:
        """What all stores pay, and what head office bears."""
        days = {"from": "2026-01-01", "to": "2099-01-01"}
        found = made(self.boss.get("/stored-value/settlement", **days), 200)
        return {
            "stores": sum(row["pays"] for row in found["stores"]),
            "head_office": found["head_office_bears"],
        }

    def points(self, member_id: str) -> int:
        return int(made(self.boss.get(f"/members/{member_id}"), 200)["points"])
