import { expect, test } from 'vitest'
import type { Member } from '../api/members'
import { together } from './merging'

const member = (changes: Partial<Member>): Member => ({
  id: '1', phone: null, card_no: null, code: 'M1', name: null, birthday: null, tier_id: null, segment: 'new', points: 0,
  balance: { principal: 0, bonus: 0 }, visits: 0, last_visit_on: null, joined_at: '2026-01-02T00:00:00Z', agrees_to: [], coupons: [], ...changes,
})

test('what is there stays, what is missing comes from the other, and the rest adds up', () => {
  const kept = member({ phone: '138', points: 5, visits: 2, balance: { principal: 100, bonus: 20 }, agrees_to: ['sms'] })
  const other = member({ phone: '139', name: 'Li', points: -2, visits: 1, balance: { principal: 7, bonus: 1 }, joined_at: '2025-01-02T00:00:00Z', agrees_to: ['marketing'] })
  expect(together(kept, other)).toMatchObject({ phone: '138', name: 'Li', points: 3, visits: 3, balance: { principal: 107, bonus: 21 }, joined_at: '2025-01-02T00:00:00Z', agrees_to: ['sms'] })
})

test('with the number of the other only what both agreed to holds', () => {
  expect(together(member({ agrees_to: ['sms', 'marketing'] }), member({ phone: '139', agrees_to: ['marketing'] })).agrees_to).toEqual(['marketing'])
})
