"""Tills, each signed in with a PIN, that take orders over HTTP as fast as they are answered."""

from dataclasses import dataclass, field
from uuid import UUID

from uuid_utils import uuid7

from bench.brand import PIN, TILLS, Brand
from bench.wire import Wire, ask, head, tail


@dataclass(frozen=True, slots=True)
class Till:
    """A signed-in terminal."""

    port: int
    token: str
    store_id: UUID


def sign_in(port: int, brand: Brand, count: int) -> list[Till]:
    """Enrol so many terminals, spread over the stores, and sign a cashier in at each, through the API."""
    wire = Wire(port)
    tills = []
    for place in range(count):
        store_id = brand.stores[place // TILLS]
        enrol = {"brand": brand.slug, "code": brand.codes[store_id]}
        token = ask(wire, "/terminals/enrol", enrol)["terminal_token"]
        pad = ask(wire, "/sign-in/staff", {"terminal_token": token})
        pin = {"terminal_token": token, "staff_id": pad["staff"][0]["id"], "pin": PIN}
        tills.append(Till(port, ask(wire, "/sign-in/pin", pin)["access_token"], store_id))
    wire.close()
    return tills


# Three lines, one of them a set meal of three components with a choice, and the whole paid in cash. As text with holes,
# so that the client's own work stays small beside the server's.
ORDER = (
    '{"commands":['
    '{"type":"open_order","channel":"takeaway"},'
    '{"type":"add_line","line_id":"%s","product_id":"{first}","quantity":"1"},'
    '{"type":"add_line","line_id":"%s","product_id":"{second}","quantity":"2"},'
    '{"type":"add_line","line_id":"%s","product_id":"{set}","quantity":"1",'
    '"components":[{"component_id":"{choice}","quantity":1}]},'
    '{"type":"pay","payment_id":"%s","tender":"cash","amount":{amount},"tendered":{amount}}]}'
)
LINE = '{"commands":[{"type":"add_line","line_id":"%s","product_id":"{first}","quantity":"1"}]}'


@dataclass(slots=True)
class PayingTill:
    """Each time: a new order, taken and paid in one request."""

    till: Till
    body: str
    _wire: Wire = field(init=False, repr=False)

    def begin(self) -> None:
        """Connect."""
        self._wire = Wire(self.till.port)

    def once(self) -> None:
        """Take and pay one order."""
        self.pay(str(uuid7()), str(uuid7()))

    def once_more(self) -> str:
        """Take and pay one order; answers its id."""
        order_id = str(uuid7())
        self.pay(order_id, str(uuid7()))
        return order_id

    def pay(self, order_id: str, key: str) -> bytes:
        """The same, under given ids; answers the order's JSON."""
        ids = tuple(str(uuid7()) for _ in range(4))
        start = head(f"/stores/{self.till.store_id}/orders/{order_id}/commands", self.till.token)
        status, answer = self._wire.send(start + tail((self.body % ids).encode(), key))
        if status != 200 or b'"state":"paid"' not in answer:
            raise RuntimeError(f"{status} {answer[:500]!r}")
        return answer


@dataclass(slots=True)
class TableTill:
    """Each time: one more line on an open order; a new order after every ten."""

    till: Till
    body: str
    lines: int = 10
    _wire: Wire = field(init=False, repr=False)
    _head: bytes = field(init=False, repr=False)
    _left: int = field(init=False, default=0)

    def begin(self) -> None:
        """Connect."""
        self._wire = Wire(self.till.port)

    def once(self) -> None:
        """Add one line; now and then open a new order for it."""
        if self._left == 0:
            self.open(str(uuid7()))
        self.add(str(uuid7()))

    def open(self, order_id: str) -> None:
        """Open an order for the next lines."""
        path = f"/stores/{self.till.store_id}/orders/{order_id}/commands"
        command = {"type": "open_order", "channel": "dine_in", "covers": 2}
        ask(self._wire, path, {"commands": [command]}, self.till.token, str(uuid7()))
        self._head = head(path, self.till.token)
        self._left = self.lines

    def add(self, key: str) -> None:
        """Add one line to it."""
        status, answer = self._wire.send(self._head + tail((self.body % uuid7()).encode(), key))
        if status != 200:
            raise RuntimeError(f"{status} {answer[:500]!r}")
        self._left -= 1


def order_body(brand: Brand) -> str:
    """What a till sends for an order of this brand; the ids are left open."""
    amount = 1200 + 2 * 1300 + 5000 + 300
    values = {
        "first": brand.products["D0000"],
        "second": brand.products["D0001"],
        "set": brand.products["SET"],
        "choice": brand.choices["SET/D0003"],
        "amount": amount,
    }
    return _filled(ORDER, values)


def line_body(brand: Brand) -> str:
    """What a till sends for one more line."""
    return _filled(LINE, {"first": brand.products["D0000"]})


def _filled(text: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
