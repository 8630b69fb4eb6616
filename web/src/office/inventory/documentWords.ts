import { sumOf, times } from '@/shared/exact'
import type { DocumentLine, DocumentState, NewLine, StockDocument } from '../api/stock'

export const documentTone = (state: DocumentState) => (({ draft: 'warn', posted: 'go', shipped: 'info', received: 'go', cancelled: 'plain' }) as const)[state]

type Costed = Pick<DocumentLine, 'quantity' | 'stock_quantity' | 'unit_cost' | 'unit_price'>
/** What a line comes to, by the price as it was told; null where nothing is said about costs. */
export function lineValue(line: Costed): string | null {
  if (line.unit_price !== null) return times(line.quantity, line.unit_price)
  return line.unit_cost === null ? null : times(line.stock_quantity, line.unit_cost)
}
/** What is on it in money; null where nothing is said about costs. */
export function documentValue(document: { lines: readonly Costed[] }): string | null {
  const values = document.lines.map(lineValue).filter((value) => value !== null)
  return values.length ? sumOf(values) : null
}

/** A receipt's lines to be corrected: as they were accepted, each waiting for its difference. */
export const linesToCorrect = (receipt: Pick<StockDocument, 'lines'>, isWeighed: (itemId: string) => boolean): NewLine[] =>
  receipt.lines.map((line) => ({
    item_id: line.item_id,
    quantity: line.quantity,
    unit: line.unit,
    stock_quantity: isWeighed(line.item_id) ? line.stock_quantity : null,
    unit_price: null,
  }))
/** Of a receipt only what had another price is corrected. */
export const corrected = (lines: readonly NewLine[]) => lines.filter((line) => line.unit_price)
