import { describe, expect, it } from 'vitest'
import { changesBetween, copyOf } from '../form/changes'
import { partsOf, ruleOf, type RuleDraft } from './ruleParts'
import { KINDS, startOf } from './terms'

const RULE: RuleDraft = { name: { zh: '满减', en: 'Off' }, terms: startOf('threshold_off') }
function changed(change: (rule: RuleDraft) => void): RuleDraft {
  const rule = copyOf(RULE)
  change(rule)
  return rule
}

describe('the parts of a rule', () => {
  it.each(KINDS)('of the kind %s put together are the rule', (kind) => {
    const rule = { ...RULE, terms: startOf(kind) }
    expect(ruleOf(partsOf(rule))).toEqual(rule)
  })
  it('take both people’s changes, each of another part of the conditions', () => {
    const mine = changed((rule) => Object.assign(rule.terms.conditions, { start_minute: 600, end_minute: 840 }))
    const theirs = changed((rule) => {
      rule.terms.conditions.members_only = true
      rule.terms.caps.total = 100
    })
    const kept = ruleOf({ ...partsOf(theirs), ...changesBetween(partsOf(RULE), partsOf(mine)) })
    expect(kept.terms.conditions).toMatchObject({ start_minute: 600, end_minute: 840, members_only: true })
    expect(kept.terms.caps.total).toBe(100)
  })
})
