import type { Check, Order } from '@/shared/api/types'
import { quantityText } from '@/shared/quantity'
import { slicesOf, type Slice } from './split'

/** What of a line on a paid check can still be given back. */
export interface Returnable {
  slice: Slice
  /** Whole units left; 0 where the line is weighed or shared and only the rest as a whole can go. */
  units: number
  left: number
}

/** Without lines it was of a part payment, before the check was paid: nothing sold went back. */
export const refundedOn = (check: Check): number => check.refunds.reduce((sum, one) => sum + (one.lines.length ? one.amount : 0), 0)

/** What can be given back: of an open check, what was paid of it so far; of what was written off, nothing. */
export const leftOn = (check: Check): number => (check.state === 'open' ? check.paid : Math.max(0, check.total - refundedOn(check) - (check.write_off?.amount ?? 0)))

/** Points paid for all of it: no money comes back, but they do. */
export const isOnPoints = (order: Order, check: Check): boolean => check.total === 0 && (order.deal?.points_used ?? 0) > 0

export const refundable = (order: Order): Check[] => order.checks.filter((check) => leftOn(check) > 0 || (check.state === 'paid' && returnables(order, check).length > 0))

export function returnables(order: Order, check: Check): Returnable[] {
  if (check.state === 'open') return []
  return slicesOf(order, check)
    .map((slice) => {
      const ids = new Set([slice.line.id, ...slice.line.components.map((part) => part.id)])
      const rows = check.refunds.flatMap((refund) => refund.lines).filter((row) => ids.has(row.line_id))
      const amount = rows.reduce((sum, row) => sum + row.amount, 0)
      const units = rows.filter((row) => row.line_id === slice.line.id).reduce((sum, row) => sum + (Number(row.quantity) || 0), 0)
      const sold = slice.units - Number(slice.line.comped)
      return { slice, units: slice.line.kind === 'weighed' ? 0 : Math.max(0, sold - units), left: Math.max(0, Math.min(slice.amount - amount, leftOn(check))) }
    })
    .filter((one) => one.left > 0 || (one.units > 0 && isOnPoints(order, check)))
}

/** Chosen units by line (`Infinity`: all that is left) as the command's lines, and about what they come to before the server says. */
export function refundLines(items: Returnable[], chosen: Readonly<Record<string, number>>): { lines: { line_id: string; quantity?: string }[]; about: number } {
  const picked = items.filter((one) => (chosen[one.slice.line.id] ?? 0) > 0)
  const lines = picked.map(({ slice, units }) => {
    const wanted = chosen[slice.line.id]!
    return { line_id: slice.line.id, ...(units > 0 && wanted < units ? { quantity: quantityText(wanted * 1000) } : {}) }
  })
  const about = picked.reduce((sum, { slice, units, left }) => {
    const wanted = chosen[slice.line.id]!
    return sum + (units > 0 && wanted < units ? Math.min(left, Math.floor((slice.amount * wanted) / Math.max(1, slice.units))) : left)
  }, 0)
  return { lines, about }
}
