"""Who brought a member, and the one who was brought, both get a coupon once the first order is paid."""

from collections.abc import Sequence
from uuid import UUID

from core import clock
from core.uow import Unit
from membership.services.daily_work import coupon_end, tell_given
from membership.store import audiences
from membership.values.settings import Settings


def reward_referrals(unit: Unit, settings: Settings, friends: Sequence[tuple[UUID, UUID]]) -> None:
    """A coupon for each of these friends and for who brought them, if the brand gives one; said twice, it is done once."""
    wanted = [
        (member_id, promotion_id, f"referral:{friend_id}")
        for friend_id, referrer_id in friends
        for member_id, promotion_id in (
            (referrer_id, settings.referral_coupon_id),
            (friend_id, settings.friend_coupon_id),
        )
        if promotion_id is not None
    ]
    if wanted:
        for row in audiences.give_each(unit, wanted, clock.now(), coupon_end(settings)):
            tell_given(unit, row.promotion_id, row.occasion, None, 1)
