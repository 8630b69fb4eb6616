import type { Check, Command, Line, Order } from '@/shared/api/types'
import { newId } from '@/shared/ids'
import { quantityText } from '@/shared/quantity'
import { liveQuantity } from './bill'

/** A line's part on a check, as its card shows it. */
export interface Slice {
  line: Line
  amount: number
  isWhole: boolean
  fraction: string
  /** Whole units of the line that stand on this check, where they can be counted. */
  units: number
}

export function slicesOf(order: Order, check: Check): Slice[] {
  const lines = new Map(order.lines.map((line) => [line.id, line]))
  return check.parts.flatMap((part) => {
    const line = lines.get(part.line_id)
    if (!line || line.state === 'voided') return []
    const weight = Number(part.weight)
    const of = Number(part.of)
    const units = (liveQuantity(line) * weight) / of
    return [{ line, amount: part.amount, isWhole: weight === of, fraction: `${weight}/${of}`, units: units % 1000 === 0 ? units / 1000 : 0 }]
  })
}

/** Seats that have something on the order, lowest first. */
export function seatsOf(order: Order): number[] {
  const seats = order.lines.filter((line) => line.state !== 'voided' && line.seat !== null).map((line) => line.seat!)
  return [...new Set(seats)].sort((a, b) => a - b)
}

/** A check for each seat; the first seat keeps the first check unless shared dishes stay there. */
export function seatCommand(order: Order, firstCheckId: string): Command {
  const seats = seatsOf(order)
  const hasShared = order.lines.some((line) => line.state !== 'voided' && line.seat === null)
  return { type: 'split_by_seat', check_ids: Object.fromEntries(seats.map((seat, index) => [String(seat), index === 0 && !hasShared ? firstCheckId : newId()])) }
}

export const evenCommand = (checkId: string, ways: number): Command => ({ type: 'split_evenly', check_id: checkId, new_check_ids: Array.from({ length: ways - 1 }, () => newId()) })

/** Selected slices to another check; `units` when only some of a single line's units go. */
export function moveCommand(toCheckId: string, picked: readonly { lineId: string; checkId: string }[], units: number | null): Command {
  return {
    type: 'move_to_check',
    to_check_id: toCheckId,
    parts: picked.filter((one) => one.checkId !== toCheckId).map((one) => ({ line_id: one.lineId, from_check_id: one.checkId, ...(units === null ? {} : { quantity: quantityText(units * 1000) }) })),
  }
}

export const mergeCommand = (checks: readonly Check[]): Command => {
  const [into, ...others] = [...checks].sort((a, b) => a.number - b.number)
  return { type: 'merge_checks', into_check_id: into!.id, check_ids: others.map((check) => check.id) }
}

/** Each check's part of the whole, for the picture: widths in percent that add up to 100. */
export function shares(checks: readonly Check[]): { check: Check; percent: number }[] {
  const whole = checks.reduce((sum, check) => sum + check.total, 0)
  return checks.map((check) => ({ check, percent: whole > 0 ? (check.total / whole) * 100 : 100 / checks.length }))
}
