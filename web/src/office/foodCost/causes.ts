import { absolute, compared, signOf } from '@/shared/exact'

/** Why more was used than the recipes say. Told apart by lightness too, for eyes that do not tell hues. */
export const CAUSES = ['given', 'wasted', 'yield_variance', 'unexplained'] as const
export type Cause = (typeof CAUSES)[number]
export type ByCause = Record<Cause, string>

export const CAUSE_COLORS: Record<Cause | 'price', string> = { given: '#7fb2d9', wasted: '#e0a03b', yield_variance: '#6a3fa0', unexplained: '#a31f18', price: '#8b857b' }

interface ValuesByCause {
  given_value: string
  wasted_value: string
  yield_value: string
  unexplained_value: string
}
/** An item's money by cause, under the names that totals have. */
export const moneyByCause = (line: ValuesByCause): ByCause => ({ given: line.given_value, wasted: line.wasted_value, yield_variance: line.yield_value, unexplained: line.unexplained_value })

/** The cause that weighs most, whichever way; null where nothing weighs. */
export function worstCause(money: ByCause): Cause | null {
  const [worst] = [...CAUSES].sort((one, other) => compared(absolute(money[other]), absolute(money[one])))
  return signOf(money[worst!]) === 0 ? null : worst!
}
