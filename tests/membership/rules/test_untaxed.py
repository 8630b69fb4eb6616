"""What a priced cart brings without the tax in it: each line by its own rate, whatever was taken off."""

from decimal import Decimal

from core.ids import new_id
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.pricing import price_cart, priced
from membership.rules.untaxed import untaxed
from membership.values.carts import CartComponent
from tests.support.carts import make_cart, make_line, make_promotion

FOOD, DRINK = Decimal(6), Decimal(13)


def test_each_line_and_component_goes_by_its_own_rate() -> None:
    parts = tuple(
        CartComponent(new_id(), new_id(), amount, tax_rate=rate) for amount, rate in ((3000, FOOD), (1000, DRINK))
    )  # fmt: skip
    lunch = make_line(4000, components=parts, extra=200, tax_rate=FOOD)
    cart = make_cart(lunch, make_line(1060, tax_rate=FOOD), make_line(500))
    nets, given = priced(cart, PromotionSet([]))
    assert (sum(nets.values()), given) == (5760, {})
    # 3000 - 170, 1000 - 115, 200 - 11, 1060 - 60, and 500 with the tax on top
    assert untaxed(cart, nets) == 2830 + 885 + 189 + 1000 + 500


def test_what_is_taken_off_is_not_taxed() -> None:
    noodles, beer = make_line(2120, tax_rate=FOOD), make_line(1130, tax_rate=DRINK)
    offer = make_promotion("percent_off", 2, on=noodles, percent_bp=5000)
    nets, given = priced(make_cart(noodles, beer), PromotionSet([offer]))
    assert (nets, given) == ({noodles.id: 1060, beer.id: 1130}, {offer.id: 1060})
    assert nets == price_cart(make_cart(noodles, beer), PromotionSet([offer])).nets
    assert untaxed(make_cart(noodles, beer), nets) == 2000
