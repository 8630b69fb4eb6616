import type { DiningTable } from '@/shared/api/types'

export interface Placed {
  table: DiningTable
  left: number
  top: number
  width: number
  height: number
}

/** The smallest table that still holds its name, age, covers, amount and sign with air between them. */
const LEAST = { width: 136, height: 112 }
const GAP = 6

/**
 * Tables of one area in the pixels of a canvas, in their places, whatever unit the plan was drawn in.
 * Their middles are spread over the canvas, so that no table leaves it, however small the plan made it.
 * The plan is never enlarged so far that a small area looks like another one's close-up.
 */
export function placeTables(tables: readonly DiningTable[], canvas: { width: number; height: number }): Placed[] {
  if (tables.length === 0 || canvas.width <= 0) return []
  const across = axis(tables.map((table) => ({ from: table.x, size: table.w })), canvas.width, LEAST.width)
  const down = axis(tables.map((table) => ({ from: table.y, size: table.h })), canvas.height, LEAST.height)
  return tables.map((table, index) => ({
    table,
    left: across[index]!.from,
    top: down[index]!.from,
    width: across[index]!.size,
    height: down[index]!.size,
  }))
}

interface Span {
  from: number
  size: number
}

/** One direction: sizes first, then middles between the two edges. */
function axis(spans: Span[], room: number, least: number): Span[] {
  const start = Math.min(...spans.map((span) => span.from))
  const length = Math.max(...spans.map((span) => span.from + span.size)) - start
  const smallest = Math.min(...spans.map((span) => span.size)) || 1
  const scale = Math.min(room / (length || 1), 160 / smallest)
  const sizes = spans.map((span) => Math.min(room, Math.max(least, span.size * scale - 2 * GAP)))
  const middles = spans.map((span) => (span.from + span.size / 2 - start) * scale)
  return spans.map((_, index) => {
    const size = sizes[index]!
    const from = middles[index]! - size / 2
    return { from: Math.max(GAP, Math.min(from, room - size - GAP)), size }
  })
}
