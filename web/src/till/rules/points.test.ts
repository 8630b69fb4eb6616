import { describe, expect, it } from 'vitest'
import type { Order } from '@/shared/api/types'
import { line, order } from './fixtures'
import { isWholeNumber, looksLikePhone } from './member'
import { valuePays } from './payment'
import { pointsUse } from './points'
import { bonusOf } from './recharge'

const RULES = { points_block: 100, points_worth: 100 }
const using = (points: number, used: number): Order => ({
  ...order([line('a')]),
  wishes: { points, coupons: [], kept_coupons: [], manual: null },
  deal: { parts: [], trace: [], nudges: [], points_used: used, is_exhaustive: true, is_frozen: false },
})

describe('points at the till', () => {
  it('go in blocks, and never over what the member has', () => {
    expect(pointsUse(using(0, 0), 288, RULES, false)).toMatchObject({ used: 0, worth: 0, less: null, more: 100 })
    expect(pointsUse(using(100, 100), 288, RULES, false)).toMatchObject({ used: 100, worth: 100, less: 0, more: 200 })
    expect(pointsUse(using(200, 200), 288, RULES, false)).toMatchObject({ used: 200, less: 100, more: null, isCapped: false })
    expect(pointsUse(using(0, 0), 99, RULES, false).more).toBeNull()
    expect(pointsUse(using(0, 0), -20, RULES, false).more).toBeNull()
  })
  it('say when the order takes no more of them', () => {
    expect(pointsUse(using(900, 300), 900, RULES, false)).toMatchObject({ used: 300, less: 200, more: null, isCapped: true })
    expect(pointsUse(using(288, 200), 288, RULES, false).isCapped).toBe(false)
  })
  it('are drawn as asked for until the answer is there', () => {
    expect(pointsUse(using(288, 0), 288, RULES, true)).toMatchObject({ used: 200, worth: 200, isCapped: false })
  })
})

describe('a member', () => {
  it('is looked up as soon as the number is whole', () => {
    expect(['13800001234', '1380000123', '138000012345', 'M12'].map(isWholeNumber)).toEqual([true, false, false, false])
  })
  it('may join with what looks like a phone number', () => {
    expect(['13800001234', '+44 20 7946 0958', 'M123456789012345', '12'].map(looksLikePhone)).toEqual([true, true, false, false])
  })
  it('pays with what the balance holds', () => {
    expect([valuePays(2880, 2400), valuePays(480, 2400), valuePays(480, 0), valuePays(480, -5)]).toEqual([2400, 480, 0, 0])
  })
  it('gets the bonus of the largest plan that a recharge reaches', () => {
    const rules = { recharge_plans: [{ amount: 50000, bonus: 10000 }, { amount: 10000, bonus: 1000 }] }
    expect([9999, 10000, 49999, 60000].map((amount) => bonusOf(rules, amount))).toEqual([0, 1000, 1000, 10000])
    expect(bonusOf({}, 60000)).toBe(0)
  })
})
