import type { FullName } from '../api/accounts'
import { startOf, type ConditionsDraft, type Scope, type TermsDraft } from './terms'

/** A promotion's name and rule, as a form holds them. */
export interface RuleDraft {
  name: FullName
  terms: TermsDraft
}
export type Hours = Pick<ConditionsDraft, 'weekdays' | 'start_minute' | 'end_minute' | 'valid_from' | 'valid_to'>
type Plain = Omit<TermsDraft, 'scope' | 'conditions' | 'caps'>
type Conditions = Omit<ConditionsDraft, keyof Hours>
/** The same, one part beside the other, for comparing two people's changes: what it gives is one, its hours are one. */
export type RuleParts = { name: FullName; when: Hours } & Plain & Scope & Conditions & TermsDraft['caps']

const EMPTY = startOf('percent_off')
/** The part of `from` that has the fields of `like`. */
const shaped = <T extends object>(from: object, like: T) => Object.fromEntries(Object.keys(like).map((key) => [key, from[key as never]])) as T

export function partsOf({ name, terms: { scope, conditions, caps, ...plain } }: RuleDraft): RuleParts {
  const { weekdays, start_minute, end_minute, valid_from, valid_to, ...others } = conditions
  return { name, ...plain, ...scope, ...others, when: { weekdays, start_minute, end_minute, valid_from, valid_to }, ...caps }
}

export function ruleOf({ name, when, ...parts }: RuleParts): RuleDraft {
  const terms = { ...shaped(parts, EMPTY), scope: shaped(parts, EMPTY.scope), caps: shaped(parts, EMPTY.caps) }
  return { name, terms: { ...terms, conditions: { ...shaped(parts, EMPTY.conditions), ...when } } }
}
