import { absolute, compared, minus, signOf } from '@/shared/exact'
import type { Line } from '../api/foodCost'

/** An item whose usage variance differs between two versions; null where one of them does not have it. */
export interface Difference extends Pick<Line, 'item_id' | 'code' | 'name'> {
  before: string | null
  after: string | null
  difference: string
}
/** Figures without an end are kept to twelve decimals; a smaller difference is none. */
const SAME = '0.000001'

/** What changed, the most money first. */
export function differencesOf(before: readonly Line[], after: readonly Line[]): Difference[] {
  const found = new Map<string, Difference>()
  for (const line of before) found.set(line.item_id, { item_id: line.item_id, code: line.code, name: line.name, before: line.usage_variance, after: null, difference: '0' })
  for (const line of after) found.set(line.item_id, { item_id: line.item_id, code: line.code, name: line.name, before: found.get(line.item_id)?.before ?? null, after: line.usage_variance, difference: '0' })
  return [...found.values()]
    .map((one) => ({ ...one, difference: minus(one.after ?? '0', one.before ?? '0') }))
    .filter((one) => compared(absolute(one.difference), SAME) > 0 || (one.before === null) !== (one.after === null))
    .sort((one, other) => compared(absolute(other.difference), absolute(one.difference)) || signOf(other.difference) - signOf(one.difference))
}
