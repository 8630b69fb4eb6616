import type { Deal, MemberCoupon, Nudge, Order, Verdict } from '@/shared/api/types'

/*
 * What was taken off an order, and what could be, sorted for the screen. Nothing is priced here: every figure is the server's.
 */

export interface Explanation {
  applied: Verdict[]
  /** Just out of reach, or earned and not taken. */
  reachable: Verdict[]
  others: Verdict[]
}

const REACHABLE = new Set(['short_amount', 'short_quantity', 'gift_open'])

/** A coupon that nobody holds is nothing that a guest asks about. */
const isOfInterest = (verdict: Verdict) => verdict.code !== 'coupon_needed'

export function explanation(deal: Deal | null): Explanation {
  const trace = (deal?.trace ?? []).filter(isOfInterest)
  const applied = trace.filter((one) => one.code === 'applied')
  const rest = trace.filter((one) => one.code !== 'applied')
  return { applied, reachable: rest.filter((one) => REACHABLE.has(one.code)), others: rest.filter((one) => !REACHABLE.has(one.code)) }
}

/** The nearest benefit: the least money first, then the fewest pieces. */
export function nearest(deal: Deal | null): Nudge | null {
  if (!deal || deal.is_frozen) return null
  const far = (nudge: Nudge) => nudge.more_amount || Number.MAX_SAFE_INTEGER
  return [...deal.nudges].sort((a, b) => far(a) - far(b) || a.more_quantity - b.more_quantity)[0] ?? null
}

export interface OpenGift {
  verdict: Verdict
  promotionId: string
  productIds: string[]
}

/** What was earned and still has to be put on the order. */
export function openGifts(deal: Deal | null): OpenGift[] {
  if (!deal || deal.is_frozen) return []
  return deal.trace.flatMap((verdict) => {
    const ids = verdict.numbers.gift_ids
    if (verdict.code !== 'gift_open' || !verdict.promotion_id || !Array.isArray(ids)) return []
    return [{ verdict, promotionId: verdict.promotion_id, productIds: ids.map(String) }]
  })
}

/** Money was taken: what is taken off stays as it is. */
export const isSettled = (order: Order | null) => Boolean(order && (order.deal?.is_frozen || order.totals.paid > 0 || order.state !== 'open'))

/** What a guest may still decide about a promotion's coupons: keep what the deal uses, or use what is kept. */
export function couponChoice(order: Order, promotionId: string | null): 'keep_coupon' | 'use_coupon' | null {
  if (!promotionId || isSettled(order)) return null
  if (order.wishes.kept_coupons.includes(promotionId)) return 'use_coupon'
  const isUsed = order.deal?.trace.some((one) => one.promotion_id === promotionId && one.code === 'applied' && one.coupon_id !== null)
  return isUsed ? 'keep_coupon' : null
}

/** Why a coupon that was shown by its code gives nothing; null when it is a candidate like others. */
export const refusedCoupon = (deal: Deal | null, code: string): Verdict | null => deal?.trace.find((one) => one.numbers.code === code) ?? null

/** The member's coupons with what became of each: the pricing itself takes the best of them. */
export function couponRows(coupons: readonly MemberCoupon[], deal: Deal | null): { coupon: MemberCoupon; verdict: Verdict | null }[] {
  const trace = deal?.trace ?? []
  return coupons.map((coupon) => ({
    coupon,
    verdict: trace.find((one) => one.coupon_id === coupon.id) ?? trace.find((one) => one.promotion_id === coupon.promotion_id && one.coupon_id === null) ?? null,
  }))
}
