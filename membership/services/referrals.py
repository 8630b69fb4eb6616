"""Who brought a member, and the one who was brought, both get a coupon once the first order is paid."""

from uuid import UUID

from core import clock
from core.uow import Unit
from membership.services.daily_work import coupon_end, tell_given
from membership.store import audiences
from membership.values.settings import Settings


def reward_referral(unit: Unit, settings: Settings, friend_id: UUID, referrer_id: UUID) -> None:
    """A coupon for each, if the brand gives one; said twice, it is done once."""
    occasion = f"referral:{friend_id}"
    for member_id, promotion_id in (
        (referrer_id, settings.referral_coupon_id),
        (friend_id, settings.friend_coupon_id),
    ):
        if promotion_id is not None:
            until = coupon_end(settings)
            was_given = audiences.give_one(unit, member_id, promotion_id, occasion, clock.now(), until)
            tell_given(unit, promotion_id, occasion, None, int(was_given))
