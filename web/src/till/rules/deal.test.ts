import { describe, expect, it } from 'vitest'
import type { Deal, MemberCoupon, Nudge, Verdict } from '@/shared/api/types'
import { couponChoice, couponRows, explanation, isSettled, nearest, openGifts, refusedCoupon } from './deal'
import { line, order } from './fixtures'

const verdict = (code: string, more: Partial<Verdict> = {}): Verdict => ({ code, source: 'promotion', lane: 3, promotion_id: 'p', version: 1, coupon_id: null, discount: 0, name: null, numbers: {}, ...more })
const nudge = (more: Partial<Nudge>): Nudge => ({ promotion_id: 'p', name: null, more_amount: 0, more_quantity: 0, off: 0, percent_bp: 0, ...more })
const deal = (trace: Verdict[], more: Partial<Deal> = {}): Deal => ({ parts: [], trace, nudges: [], points_used: 0, is_exhaustive: true, is_frozen: false, ...more })
const coupon = (id: string, promotion_id: string): MemberCoupon => ({ id, code: id.toUpperCase(), promotion_id, name: { zh: '券', en: 'Coupon' }, state: 'issued', expires_at: null })

describe('what is told of a deal', () => {
  it('keeps apart what applied, what is near and what is not, and leaves out coupons that nobody holds', () => {
    const told = explanation(deal([verdict('applied'), verdict('short_amount'), verdict('gift_open'), verdict('schedule'), verdict('coupon_needed')]))
    expect([told.applied.length, told.reachable.length, told.others.map((one) => one.code)]).toEqual([1, 2, ['schedule']])
  })
  it('nudges to the least money first, and to nothing once money was taken', () => {
    const nudges = [nudge({ more_quantity: 1 }), nudge({ more_amount: 500 }), nudge({ more_amount: 120 })]
    expect(nearest(deal([], { nudges }))?.more_amount).toBe(120)
    expect(nearest(deal([], { nudges: nudges.slice(0, 1) }))?.more_quantity).toBe(1)
    expect(nearest(deal([], { nudges, is_frozen: true }))).toBeNull()
    expect(nearest(null)).toBeNull()
  })
  it('offers gifts that were earned', () => {
    const open = deal([verdict('gift_open', { numbers: { quantity: 1, gift_ids: ['a', 'b'] } }), verdict('applied')])
    expect(openGifts(open).map((gift) => gift.productIds)).toEqual([['a', 'b']])
    expect(openGifts({ ...open, is_frozen: true })).toEqual([])
  })
})

describe('coupons', () => {
  it('show what became of them, by the coupon or else by its promotion', () => {
    const trace = [verdict('applied', { coupon_id: 'one', promotion_id: 'p1' }), verdict('schedule', { promotion_id: 'p2' })]
    expect(couponRows([coupon('one', 'p1'), coupon('two', 'p2'), coupon('three', 'p3')], deal(trace)).map((row) => row.verdict?.code)).toEqual(['applied', 'schedule', undefined])
  })
  it('are kept or used until money is taken, once the deal uses them or they were kept', () => {
    const used = { ...order([]), deal: deal([verdict('applied', { coupon_id: 'one' }), verdict('applied', { promotion_id: 'q' })]) }
    expect([couponChoice(used, 'p'), couponChoice(used, 'q'), couponChoice(used, null)]).toEqual(['keep_coupon', null, null])
    const kept = { ...used, wishes: { ...used.wishes, kept_coupons: ['p'] } }
    expect(couponChoice(kept, 'p')).toBe('use_coupon')
    expect(couponChoice({ ...kept, totals: { ...kept.totals, paid: 100 } }, 'p')).toBeNull()
  })
  it('shown in vain say why, by their code', () => {
    const trace = [verdict('applied', { coupon_id: 'mine' }), verdict('lost', { coupon_id: 'paper' }), verdict('applied')]
    const refused = verdict('coupon_expired', { numbers: { code: 'OLD' } })
    expect(refusedCoupon(deal([...trace, refused]), 'OLD')).toEqual(refused)
    expect(refusedCoupon(deal(trace), 'NEW')).toBeNull()
  })
})

it('an order is settled from the first money on', () => {
  const open = order([line('a')])
  expect(isSettled(open)).toBe(false)
  expect(isSettled({ ...open, totals: { ...open.totals, paid: 1 } })).toBe(true)
  expect(isSettled({ ...open, deal: deal([], { is_frozen: true }) })).toBe(true)
  expect(isSettled(null)).toBe(false)
})
