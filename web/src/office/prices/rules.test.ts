import { describe, expect, it } from 'vitest'
import type { Channel } from '../api/channels'
import type { Price } from '../api/prices'
import cases from './cases.json'
import { explain, findPrice, pricesAt, wallMinute } from './rules'
import { daysOf, maskOf, minuteOf, minuteText } from './when'

const plain: Price = {
  id: '1',
  product_id: 'p',
  variant_id: null,
  member_amount: null,
  amount: 2800,
  store_id: null,
  region_id: null,
  channel: null,
  weekdays: null,
  start_minute: null,
  end_minute: null,
  valid_from: null,
  valid_to: null,
}

describe('explain', () => {
  // tests/pos/rules/test_price_cases.py holds the server to the same file.
  it.each(cases.map((one, place) => [place, one] as const))('tells case %i as the server does', (_place, one) => {
    const told = explain(one.prices.map((price) => ({ ...plain, ...price }) as Price), { day: one.day, minute: one.minute }, one.channel as Channel)
    expect(told.map((judged) => [judged.price.id, judged.reason])).toEqual(one.told)
  })
})

describe('pricesAt', () => {
  it('leaves out other stores, other regions and other variants', () => {
    const prices = [plain, { ...plain, id: '2', store_id: 's' }, { ...plain, id: '3', region_id: 'r' }, { ...plain, id: '4', variant_id: 'v' }]
    expect(pricesAt(prices, { id: 's', region_id: null }, null).map((price) => price.id)).toEqual(['1', '2'])
    expect(pricesAt(prices, { id: 'x', region_id: 'r' }, 'v').map((price) => price.id)).toEqual(['1', '3', '4'])
  })
})

describe('wallMinute', () => {
  it('is what the clock on the wall of the store shows', () => {
    expect(wallMinute(new Date('2026-11-21T16:30:00Z'), 'Asia/Shanghai')).toEqual({ day: '2026-11-22', minute: 30 })
    expect(findPrice([plain], wallMinute(new Date(), 'Europe/London'), 'dine_in')?.amount).toBe(2800)
  })
})

describe('times in words', () => {
  it('go both ways', () => {
    expect(minuteText(690)).toBe('11:30')
    expect(minuteText(1440)).toBe('24:00')
    expect(minuteOf('11:30')).toBe(690)
    expect(minuteOf('noon')).toBeNull()
    expect(daysOf(31)).toEqual([0, 1, 2, 3, 4])
    expect(maskOf([5, 6])).toBe(96)
    expect(maskOf([0, 1, 2, 3, 4, 5, 6])).toBeNull()
  })
})
