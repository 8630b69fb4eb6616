"""`python -m bench [NAME]`: every benchmark, or one; a JSON object a line on stdout, progress on stderr."""

import sys
from collections.abc import Callable

from app.adapters import fill_ports
from bench.add_line import add_line_http
from bench.bom import bom_closure, bom_explode
from bench.cart_price import best_deal, cart_price
from bench.kitchen_latency import kitchen_latency
from bench.menu_open import menu_open
from bench.paid_order import paid_order_http
from bench.place import VAR, check_durable
from bench.recipe_publish import recipe_publish
from bench.stored_value import stored_value_spend
from bench.usage_consume import usage_consume
from bench.variance import variance_store_week, variance_stores_month
from bench.with_kitchen import paid_order_http_kitchen
from bench.with_member import paid_order_http_member
from bench.with_past import paid_order_http_1m
from core.embedded import Embedded, start

BENCHMARKS: dict[str, Callable[[Embedded, str], str]] = {
    "paid_order_http_1": lambda pg, name: paid_order_http(pg, name, 1, rounds=3, seconds=4),
    "paid_order_http_8": lambda pg, name: paid_order_http(pg, name, 8, rounds=5, seconds=4),
    "paid_order_http_8_kitchen": lambda pg, name: paid_order_http_kitchen(pg, name, 8, rounds=12, seconds=2),
    "paid_order_http_8_member": lambda pg, name: paid_order_http_member(pg, name, 8, rounds=12, seconds=2),
    "paid_order_http_8_1m": lambda pg, name: paid_order_http_1m(pg, name, rounds=12, seconds=2),
    "add_line_http": lambda pg, name: add_line_http(pg, name, rounds=3, seconds=3),
    "menu_open_2000": menu_open,
    "kitchen_latency_1": lambda pg, name: kitchen_latency(pg, name, 1),
    "kitchen_latency_50": lambda pg, name: kitchen_latency(pg, name, 50),
    "kitchen_latency_200": lambda pg, name: kitchen_latency(pg, name, 200),
    "bom_explode": lambda pg, name: bom_explode(pg, name, rounds=9),
    "bom_closure_4500": lambda pg, name: bom_closure(pg, name, rounds=5),
    "recipe_publish_4500": lambda pg, name: recipe_publish(pg, name, rounds=5),
    "usage_consume": lambda pg, name: usage_consume(pg, name, rounds=4, seconds=4),
    "variance_store_week": lambda pg, name: variance_store_week(pg, name, rounds=9),
    "variance_500_stores_month": lambda pg, name: variance_stores_month(pg, name, rounds=5),
    "cart_price_10": lambda pg, name: cart_price(pg, name, 10, rounds=8, seconds=2),
    "cart_price_500": lambda pg, name: cart_price(pg, name, 500, rounds=8, seconds=2),
    "cart_price_5000": lambda pg, name: cart_price(pg, name, 5_000, rounds=8, seconds=2),
    "best_deal_12": lambda pg, name: best_deal(pg, name, rounds=8, seconds=2),
    "stored_value_spend_8": lambda pg, name: stored_value_spend(pg, name, 8, rounds=8, seconds=2),
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; answers the exit status."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no {unknown[0]}; there are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    fill_ports(VAR)
    with start(VAR) as postgres:
        check_durable(postgres)
        for name in names or BENCHMARKS:
            print(BENCHMARKS[name](postgres, name), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
