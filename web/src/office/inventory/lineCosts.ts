import { minus, ratioOf, sumOf, times } from '@/shared/exact'
import type { Factor } from '../api/items'
import type { ByProduct, RecipeLine } from '../api/recipes'

/** What a line takes gross, in stock units, and what that costs: for the eye while typing, cut after eight decimals. */
export interface LineCost {
  gross: string | null
  cost: string | null
}
export function lineCost(line: Pick<RecipeLine, 'quantity' | 'unit' | 'yield_rate'>, factors: readonly Factor[], itemYield: string | null, unitCost: string | null): LineCost {
  const factor = factors.find((one) => one.unit === line.unit)
  const used = line.yield_rate ?? itemYield ?? '1'
  if (!factor || line.quantity === '') return { gross: null, cost: null }
  const gross = ratioOf(times(line.quantity, String(factor.numerator)), times(String(factor.denominator), used))
  return { gross, cost: gross === null || unitCost === null ? null : times(gross, unitCost) }
}
/** Null as soon as one part is not known. */
export const totalCost = (parts: readonly LineCost[]): string | null => (parts.every((one) => one.cost !== null) ? sumOf(parts.map((one) => one.cost!)) : null)
/** What one of the batch costs once its by-products bear their shares; null as long as something is not filled in. */
export function costOfOne(total: string | null, batch: string, byProducts: readonly Pick<ByProduct, 'cost_share'>[]): string | null {
  if (total === null || batch === '') return null
  const borne = sumOf(byProducts.map((one) => one.cost_share || '0'))
  return ratioOf(times(total, minus('1', borne)), batch)
}
