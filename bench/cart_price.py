"""Pricing a cart of twelve lines over HTTP, among ten, five hundred and five thousand active promotions; and the best deal
of twelve that compete.

Bound of the first: the same carts where nothing is on offer; of the next two: the first; of the last: the same carts where
one of the twelve is on offer, so that one pass of the pipeline decides.
"""

from dataclasses import dataclass, field
from random import Random

from bench import figures
from bench.brand import Brand, make_brand
from bench.crowd import Crowd, in_turn
from bench.offers import Terms, add_promotions, cart_body, competing, everyday
from bench.place import new_database, say
from bench.server import Served
from bench.tills import Till, sign_in
from bench.wire import Wire, head, tail
from core.database import make_engine
from core.embedded import Embedded

CARTS = 200
PRODUCTS = 2_000


@dataclass(slots=True)
class PricingTill:
    """Each time: another cart, priced."""

    till: Till
    products: list[str]
    _wire: Wire = field(init=False, repr=False)
    _carts: list[bytes] = field(init=False, repr=False)
    _next: int = field(init=False, default=0)

    def begin(self) -> None:
        """Connect, and fill the carts."""
        self._wire = Wire(self.till.port)
        random = Random(7)
        start = head(f"/stores/{self.till.store_id}/price", self.till.token)
        self._carts = [start + tail(cart_body(self.products, random), "") for _ in range(CARTS)]

    def once(self) -> None:
        """Price one."""
        status, answer = self._wire.send(self._carts[self._next % CARTS])
        self._next += 1
        if status != 200:
            raise RuntimeError(f"{status} {answer[:500]!r}")


def cart_price(postgres: Embedded, name: str, count: int, *, rounds: int, seconds: float) -> str:
    """The figures' line: the 95th percentile in ms with so many active promotions."""
    fewer = 0 if count == 10 else 10
    return _compare(postgres, name, (count, fewer), ("promotions", "bound_promotions"), rounds, seconds)


def best_deal(postgres: Embedded, name: str, *, rounds: int, seconds: float) -> str:
    """The figures' line for twelve competing candidates."""
    return _compare(postgres, name, (12, 1), ("candidates", "bound_candidates"), rounds, seconds, True)


def _dishes(brand: Brand) -> list[str]:
    """The ids of what a cart is made of: the set meal is none of it."""
    return [str(product_id) for code, product_id in brand.products.items() if code != "SET"]


def _compare(
    postgres: Embedded,
    name: str,
    counts: tuple[int, int],
    words: tuple[str, str],
    rounds: int,
    seconds: float,
    compete: bool = False,
) -> str:
    url = new_database(postgres, "bench_prices")
    engine = make_engine(url, pooled=False)
    brands = []
    for count in counts:
        brand = make_brand(engine, PRODUCTS, has_kitchens=False)
        products = _dishes(brand)
        offers: list[Terms] = competing()[:count] if compete else everyday(products, count, brand.stores)
        add_promotions(engine, brand.tenant_id, offers)
        brands.append(brand)
    with Served(url) as served:
        works = [PricingTill(sign_in(served.port, brand, 1)[0], _dishes(brand)) for brand in brands]
        with Crowd(works[:1]) as measured, Crowd(works[1:]) as bound:
            measured.times(CARTS)
            bound.times(CARTS)
            ours, bare = in_turn([measured, bound], rounds, seconds, lambda text: say(f"{name}: {text}"))
    detail = {
        words[0]: counts[0],
        words[1]: counts[1],
        "p50_ms": ours.percentile_ms(50),
        "p99_ms": ours.percentile_ms(99),
        "bound_p50_ms": bare.percentile_ms(50),
        "times_bound": round(ours.percentile_ms(95) / bare.percentile_ms(95), 2),
    }
    p95 = ours.percentile_ms(95)
    return figures.line(name, p95, "ms", bare.percentile_ms(95), detail, lower_is_better=True)
