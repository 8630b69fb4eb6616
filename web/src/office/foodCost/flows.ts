import type { Figures } from '../api/foodCost'

/** The figures of a window that documents and counts make up. */
export type Flow = 'opening' | 'receipts' | 'returns' | 'transfers_in' | 'transfers_out' | 'produced' | 'closing' | 'given' | 'wasted' | 'yield_variance'

/** Which reasons of moves stand behind a figure; counts stand behind the two ends. */
export const MOVED_BY: Record<Flow, readonly string[]> = {
  opening: ['opening'],
  receipts: ['receipt', 'price_correction'],
  returns: ['return'],
  transfers_in: ['transfer_in'],
  transfers_out: ['transfer_out'],
  produced: ['production_in'],
  closing: ['closing'],
  given: ['staff_meal'],
  wasted: ['waste'],
  yield_variance: ['production_out'],
}
export const FLOWS = ['opening', 'receipts', 'returns', 'transfers_in', 'transfers_out', 'produced', 'closing'] as const
/** Transfers and returns that did not happen need no line; the two counts and receipts always have one. */
export const ALWAYS: readonly string[] = ['opening', 'receipts', 'closing']
export const valueOf = (line: Figures, flow: (typeof FLOWS)[number]): string => line[`${flow}_value`]
