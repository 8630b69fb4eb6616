"""What goes along when an order takes over another."""

from core.ids import new_id
from pos.rules.deals import wishes_of
from pos.values import commands as c
from tests.support.books import Menu, Till


def test_what_was_asked_for_at_both_orders_is_asked_for_together() -> None:
    menu = Menu()
    menu.dish("A", 1000)
    till, other, member, kept = Till(menu), new_id(), new_id(), new_id()
    till.run(till.open(), till.line("A"), c.AddCoupon(code="X"))
    guest = c.SetMember(member_id=member), c.UsePoints(points=50)
    coupons = c.AddCoupon(code="X"), c.AddCoupon(code="Y"), c.KeepCoupon(promotion_id=kept)
    till.run(till.open(), till.line("A"), *guest, *coupons, order_id=other)
    book = till.run(c.MergeOrder(from_order_id=other))
    assert book.order.member_id == member
    assert wishes_of(book) == {
        "points": 50,
        "coupons": ["X", "Y"],
        "kept_coupons": [str(kept)],
        "manual": None,
    }


def test_points_of_another_member_stay_behind() -> None:
    menu = Menu()
    menu.dish("A", 1000)
    till, other = Till(menu), new_id()
    till.run(till.open(), till.line("A"), c.SetMember(member_id=new_id()))
    guest = c.SetMember(member_id=new_id()), c.UsePoints(points=50)
    till.run(till.open(), till.line("A"), *guest, order_id=other)
    assert wishes_of(till.run(c.MergeOrder(from_order_id=other)))["points"] == 0
