"""Paid orders a second of members, three promotions taking something off each, beside the same without both, in turn.

The promotions: a tenth off a dish for members, the second of a drink at half price, and an amount off from a threshold on.
"""

import json
from uuid import UUID

from bench.beside import Rows, Side, paid_orders_beside
from bench.brand import Brand, make_brand
from bench.offers import Terms, add_promotions
from bench.place import new_database
from bench.tills import Till, order_body
from bench.wire import Wire, ask
from core.database import make_engine
from core.embedded import Embedded
from core.ids import new_id
from core.uow import Unit
from membership.services.joining import join
from tests.support.menu import sign_in as act_in


def paid_order_http_member(
    postgres: Embedded, name: str, clients: int, *, rounds: int, seconds: float
) -> str:
    """The figures' line for so many tills."""
    sides = (_members(postgres), _nobody(postgres))
    return paid_orders_beside(postgres, name, clients, sides, check, rounds=rounds, seconds=seconds)


def _nobody(postgres: Embedded) -> Side:
    url = new_database(postgres, "bench_no_member")
    brand = make_brand(make_engine(url, pooled=False))
    return Side(url, brand, lambda _till: order_body(brand))


def _members(postgres: Embedded) -> Side:
    url = new_database(postgres, "bench_empty")
    engine = make_engine(url, pooled=False)
    brand = make_brand(engine)
    add_promotions(engine, brand.tenant_id, _offers(brand))
    with Unit(engine, brand.tenant_id) as unit:
        act_in(unit, "member.edit")
        members = [join(unit, {"phone": f"139{number:08}"})["id"] for number in range(64)]
        unit.commit()

    def body(till: Till) -> str:
        return _body(brand, till, members.pop())

    return Side(url, brand, body)


def _offers(brand: Brand) -> list[Terms]:
    first, second = ([str(brand.products[code])] for code in ("D0000", "D0001"))
    return [
        {
            "lane": 2,
            "scope": {"product_ids": first},
            "benefit": {"kind": "percent_off", "percent_bp": 1000},
            "conditions": {"members_only": True},
        },
        {
            "lane": 2,
            "scope": {"product_ids": second},
            "benefit": {"kind": "nth_percent", "buy": 1, "get": 1, "percent_bp": 5000},
        },
        {"lane": 3, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 5_000, "value": 500}]}},
    ]


def _body(brand: Brand, till: Till, member_id: UUID) -> str:
    """What a till sends for a member: the same order, paid with what the server says that it comes to."""
    commands = json.loads(order_body(brand) % tuple(str(new_id()) for _ in range(4)))["commands"]
    commands.insert(1, {"type": "set_member", "member_id": str(member_id)})
    wire = Wire(till.port)
    path = f"/stores/{till.store_id}/orders/{new_id()}/commands"
    order = ask(wire, path, {"commands": commands[:-1]}, till.token, str(new_id()))["order"]
    wire.close()
    if len({part["promotion_id"] for part in order["deal"]["parts"]}) != 3:
        raise RuntimeError(f"not all promotions apply: {order['deal']}")
    commands[-1].update(amount=order["totals"]["due"], tendered=order["totals"]["due"])
    for command in commands:
        for key in ("line_id", "payment_id"):
            if key in command:
                command[key] = "%s"
    return json.dumps({"commands": commands}, separators=(",", ":"))


def check(rows: Rows, without: Rows) -> None:
    """Refuse to compare what differs by more than the member and what is taken off: both stand on the order's own row."""
    if rows != without:
        raise RuntimeError(f"more than the member differs: {rows}, {without}")
