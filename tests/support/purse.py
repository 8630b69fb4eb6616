"""A member's stored value, as tests use it at two stores."""

from datetime import datetime
from typing import Any

from app.factory import App
from core import clock
from core.ids import new_id
from tests.support.accounts import Caller, House, sign_in
from tests.support.brand import made


def signed_in_at(moment: datetime, app: App, house: House, who: str) -> Caller:
    """Somebody at head office whose sign-in holds at any frozen time up to that moment."""
    with clock.frozen(moment):
        return sign_in(app, house, who)


class Purse:
    """A member's stored value, used by head office at both stores."""

    def __init__(self, boss: Caller, house: House) -> None:
        self.boss, self.house = boss, house
        self.member_id = made(boss.post("/members", {"name": "Wang"}))["id"]

    def use(self, act: str, store: str, caller: Caller | None = None, **given: Any) -> Any:
        """Recharge, spend, refund or withdraw."""
        body: dict[str, Any] = {"value_id": str(new_id()), **given}
        if act != "refunds":
            body["member_id"] = self.member_id
        return (caller or self.boss).post(self.path(store, act), body)

    def path(self, store: str, act: str) -> str:
        """The address of an act at a store."""
        return f"/stores/{self.house.stores[store]}/stored-value/{act}"

    def choose(self, **chosen: Any) -> None:
        """Set the brand's settings, in place of those before."""
        made(self.boss.put("/member-settings", chosen), 200)

    def balance(self) -> tuple[int, int]:
        """Principal and bonus."""
        found = made(self.boss.get(f"/members/{self.member_id}/stored-value"), 200)["balance"]
        return found["principal"], found["bonus"]

    def settlement(self, first: str = "2026-01-01", last: str = "2099-01-01") -> Any:
        """Who owes whom."""
        return made(self.boss.get("/stored-value/settlement", **{"from": first, "to": last}), 200)

    def dues(self, found: Any) -> dict[str, int]:
        """What each store pays, by its name in the house."""
        names = {str(store_id): name for name, store_id in self.house.stores.items()}
        return {names[row["store_id"]]: row["pays"] for row in found}
