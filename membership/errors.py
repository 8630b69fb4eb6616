"""How the membership room refuses."""

from core.errors import Conflict, Forbidden, NotFound, TooMany, Unauthenticated, Unprocessable


class MemberNotFound(NotFound):
    """No such member of this brand."""

    title, code = "There is no such member", "member_not_found"


class PromotionNotFound(NotFound):
    """No such promotion of this brand."""

    title, code = "There is no such promotion", "promotion_not_found"


class PromotionArchived(Conflict):
    """No coupon of it is given any more."""

    title, code = "The promotion was archived", "promotion_archived"


class CouponNotFound(NotFound):
    """No such coupon of this brand."""

    title, code = "There is no such coupon", "coupon_not_found"


class CampaignNotFound(NotFound):
    """No such campaign of this brand."""

    title, code = "There is no such campaign", "campaign_not_found"


class CampaignOver(Conflict):
    """It was stopped, or has run; make another one."""

    title, code = "The campaign is over", "campaign_over"


class JournalNotFound(NotFound):
    """No such use of stored value."""

    title, code = "There is no such entry", "value_not_found"


class MemberErased(Conflict):
    """The member was erased: nothing goes back into a balance that is nobody's."""

    title, code = "The member was erased", "member_erased"


class MemberThere(Conflict):
    """What was paid with stored value goes back into the member's balance."""

    title, code = "It goes back into the member's balance", "member_not_erased"


class TierNotFound(NotFound):
    """No such tier of this brand."""

    title, code = "There is no such tier", "tier_not_found"


class BadPromotion(Unprocessable):
    """The terms break a rule."""

    title, code = "The promotion is not possible", "bad_promotion"


class UnknownIds(Unprocessable):
    """Something is named that this brand does not have; ``errors`` say where."""

    title, code = "The brand has no such thing", "unknown_id"


class AlreadyMember(Conflict):
    """Somebody has this phone number or card."""

    title, code = "There is a member with this phone number or card", "already_member"


class MemberHasValue(Conflict):
    """Who still has stored value is not forgotten."""

    title, code = "The member has stored value", "member_has_value"


class NotOneMember(Conflict):
    """These two cannot be made one: the same member, or one of them is somebody else by now."""

    title, code = "These two cannot be made one member", "not_one_member"


class NotEnoughValue(Conflict):
    """The balance is less, or less is left to give back."""

    title, code = "Not enough stored value", "not_enough_value"


class NotEnoughPoints(Conflict):
    """The member has fewer points."""

    title, code = "Not enough points", "not_enough_points"


class OverLimit(Unprocessable):
    """More than the brand's settings allow."""

    title, code = "More than is allowed", "over_limit"


class StoreArchived(Conflict):
    """The store was archived: nothing is sold there any more."""

    title, code = "The store was archived", "store_archived"


class CapReached(Conflict):
    """The last use of a promotion is gone."""

    title, code = "The promotion is used up", "cap_reached"


class CouponNotUsable(Conflict):
    """The coupon is used, expired, voided, or somebody else's."""

    title, code = "The coupon cannot be used", "coupon_not_usable"


class AlreadyUsed(Conflict):
    """This id stands for something else."""

    title, code = "This id was used for something else", "id_reused"


class BelongsToOrder(Conflict):
    """It paid an order, which has to know what comes back of it."""

    title, code = "It paid an order: refund the order", "belongs_to_order"


class ProofNeeded(Forbidden):
    """The guest has to show that it is them; ``accepts`` names how."""

    title, code = "A PIN or a one-time code is needed", "proof_needed"


class ProofWrong(Forbidden):
    """The PIN or code is not the member's; ``attempts_left`` until it is locked."""

    title, code = "The PIN or code is wrong", "proof_wrong"


class ProofLocked(TooMany):
    """Too many were wrong; ``retry_after`` says for how long none is looked at."""

    title, code = "Too many wrong PINs or codes", "proof_locked"


class QuotaNotFound(NotFound):
    """No such quota at this store."""

    title, code = "There is no such quota", "quota_not_found"


class EntityNotFound(NotFound):
    """No such legal entity of this brand."""

    title, code = "There is no such legal entity", "entity_not_found"


class ClearingNotFound(NotFound):
    """No such clearing, or no statement of this store in it."""

    title, code = "There is no such clearing", "clearing_not_found"


class PeriodNotOver(Conflict):
    """Its last day is not over everywhere."""

    title, code = "The period is not over", "period_not_over"


class PeriodNotNext(Conflict):
    """It leaves a gap, or overlaps what is closed; ``first`` is the day on which the next begins."""

    title, code = "This is not the next period", "period_not_next"


class PageClosed(Unauthenticated):
    """The link or the page was used up, ended or is too old."""

    title, code = "Ask for a new link", "page_closed"
