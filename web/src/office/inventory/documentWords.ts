import { sumOf, times } from '@/shared/exact'
import type { DocumentState, StockDocument } from '../api/stock'

export const documentTone = (state: DocumentState) => (({ draft: 'warn', posted: 'go', shipped: 'info', received: 'go', cancelled: 'plain' }) as const)[state]

/** What is on it in money; null where nothing is said about costs. */
export function documentValue(document: Pick<StockDocument, 'lines'>): string | null {
  const costed = document.lines.filter((line) => line.unit_cost !== null)
  return costed.length ? sumOf(costed.map((line) => times(line.stock_quantity, line.unit_cost!))) : null
}
