import { describe, expect, it } from 'vitest'
import type { Terms } from '../api/promotions'
import { asKind, draftOf, KINDS, startOf, termsOf } from './terms'

const RULE: Terms = {
  lane: 3,
  benefit: { kind: 'threshold_off', tiers: [{ threshold: 10_000, value: 2_000 }], counts: 'amount', every: true, max_times: 3 },
  scope: {},
  conditions: { weekdays: 31, start_minute: 1320, end_minute: 0 },
  priority: 5,
  exclusivity: 'none',
  basis: 'running',
  needs_coupon: false,
  matches_components: false,
  caps: { total: 100 },
}

describe('the terms of a rule', () => {
  it('come out of the form as they went in', () => {
    expect(termsOf(draftOf(RULE))).toEqual(RULE)
  })
  it('end a day at midnight in the form', () => {
    expect(draftOf(RULE).conditions.end_minute).toBe(1440)
  })
  it('leave out what another kind left behind', () => {
    const draft = asKind(draftOf(RULE), 'percent_off')
    expect(termsOf(draft).benefit).toEqual({ kind: 'percent_off', percent_bp: 2_000 })
    expect(termsOf(draft).conditions).toEqual(RULE.conditions)
  })
  it.each(KINDS)('of the kind %s are the same after a round through the form', (kind) => {
    const terms = termsOf(startOf(kind))
    expect(termsOf(draftOf(terms))).toEqual(terms)
  })
})
