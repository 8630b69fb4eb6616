import type { Command, Line, Order, OrderSummary, TableOrder } from '@/shared/api/types'
import { thousandths } from '@/shared/quantity'

/** Lines that are the same to guest and kitchen, as one row of the bill. Each tap stays a line of its own: adds never conflict. */
export interface BillRow {
  key: string
  lines: Line[]
  /** What is still on it, in thousandths. */
  quantity: number
  net: number
  list: number
}
export interface CourseGroup {
  course: number | null
  rows: BillRow[]
  held: Line[]
}

export const isLive = (line: Line) => line.state !== 'voided'

/** Voided before it was fired: it never was. */
const isGone = (line: Line) => line.state === 'voided' && !line.fired_at

/** The quantity that is still on the line. */
export const liveQuantity = (line: Line) => thousandths(line.quantity) - thousandths(line.voided)

const modifierKey = (modifiers: Line['modifiers']): unknown => modifiers.map((one) => [one.option_id, one.quantity, modifierKey(one.modifiers ?? [])])

function sameness(line: Line): string {
  const isOwn = line.kind === 'weighed' || line.kind === 'open_price' || thousandths(line.voided) > 0 || thousandths(line.comped) > 0
  if (isOwn) return line.id
  const parts = line.components.map((part) => [part.product_id, part.variant_id, Number(part.quantity) / Number(line.quantity), modifierKey(part.modifiers)])
  return JSON.stringify([line.product_id, line.variant_id, line.unit_price, line.seat, line.course, line.state, line.on_hold ?? false, line.note, line.gift_of, modifierKey(line.modifiers), parts])
}

const inOrder = (lines: readonly Line[]) => [...lines].sort((a, b) => (a.id < b.id ? -1 : 1))

/** Rows in the order in which their first lines were made. */
export function rowsOf(lines: readonly Line[]): BillRow[] {
  const rows = new Map<string, BillRow>()
  for (const line of inOrder(lines)) {
    if (isGone(line)) continue
    const key = sameness(line)
    const row = rows.get(key) ?? { key: line.id, lines: [], quantity: 0, net: 0, list: 0 }
    row.lines.push(line)
    row.quantity += isLive(line) ? liveQuantity(line) : thousandths(line.quantity)
    row.net += line.net
    row.list += line.line_total
    rows.set(key, row)
  }
  return [...rows.values()]
}

/** Rows by course, courses in their order. */
export function byCourse(lines: readonly Line[]): CourseGroup[] {
  const groups = new Map<number | null, Line[]>()
  for (const line of inOrder(lines)) {
    if (isGone(line)) continue
    const group = groups.get(line.course)
    if (group) group.push(line)
    else groups.set(line.course, [line])
  }
  return [...groups]
    .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([course, members]) => ({ course, rows: rowsOf(members), held: members.filter((line) => line.state === 'held') }))
}

/** Takes so many thousandths off a row: from its last line first. */
export function takeFromRow(row: BillRow, quantity: number): { line: Line; quantity: number }[] {
  const taken: { line: Line; quantity: number }[] = []
  let left = quantity
  for (const line of [...row.lines].reverse()) {
    const part = Math.min(left, liveQuantity(line) - thousandths(line.comped))
    if (part <= 0) continue
    taken.push({ line, quantity: part })
    left -= part
  }
  return taken
}

export const heldLines = (order: Order) => order.lines.filter((line) => line.state === 'held')

export interface NextFire {
  lineIds: string[]
  course: number | null
  /** Everything that is not on hold goes: the plain fire. */
  isAll: boolean
  /** Only held-back lines are left: they are named one by one. */
  isHeldBack: boolean
}

/**
 * What the fire key will do now: all that is ready when it is one course, else the first course; held-back lines last.
 * A planned course is left to its plan: it has a fire key of its own.
 */
export function nextFire(order: Order, planned: ReadonlySet<number> = new Set()): NextFire | null {
  const all = heldLines(order)
  const held = all.filter((line) => !planned.has(line.course ?? 0))
  const ready = held.filter((line) => !line.on_hold)
  const groups = byCourse(ready.length ? ready : held)
  const first = groups[0]
  if (!first) return null
  return {
    lineIds: first.held.map((line) => line.id),
    course: first.course,
    isAll: ready.length > 0 && groups.length === 1 && held.length === all.length,
    isHeldBack: ready.length === 0,
  }
}

/** The command for it. A course by its lines, so that what was held back in it stays. */
export const fireCommand = (next: NextFire): Command => (next.isAll ? { type: 'fire' } : { type: 'fire', line_ids: next.lineIds })

/** How many of each product are on the order, for the tiles. */
export function countByProduct(order: Order | null): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of order?.lines ?? []) {
    if (!isLive(line)) continue
    const units = line.kind === 'weighed' ? 1 : Math.ceil(liveQuantity(line) / 1000)
    counts.set(line.product_id, (counts.get(line.product_id) ?? 0) + units)
  }
  return counts
}

/** An order as the floor plan shows it. */
export function tableOrder(order: Order | OrderSummary): TableOrder {
  const { id, number, covers, opened_at, state, version, totals } = order
  return { id, number, covers, opened_at, state, version, total: totals.total, paid: totals.paid, due: totals.due, unfired: isFullOrder(order) ? heldLines(order).length : order.unfired }
}

export const isFullOrder = (order: Order | OrderSummary): order is Order => 'lines' in order && 'checks' in order
