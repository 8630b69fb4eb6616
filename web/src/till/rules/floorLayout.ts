import type { DiningTable } from '@/shared/api/types'

export interface Placed {
  table: DiningTable
  left: number
  top: number
  width: number
  height: number
}

/** The smallest table that still holds its name, age, covers, amount and sign. */
const LEAST = { width: 108, height: 92 }

/**
 * Tables of one area in the pixels of a canvas, in their places, whatever unit the plan was drawn in.
 * The plan is never enlarged so far that a small area looks like another one's close-up.
 */
export function placeTables(tables: readonly DiningTable[], canvas: { width: number; height: number }): Placed[] {
  if (tables.length === 0 || canvas.width <= 0) return []
  const left = Math.min(...tables.map((table) => table.x))
  const top = Math.min(...tables.map((table) => table.y))
  const width = Math.max(...tables.map((table) => table.x + table.w)) - left
  const height = Math.max(...tables.map((table) => table.y + table.h)) - top
  const smallest = Math.min(...tables.map((table) => Math.min(table.w, table.h))) || 1
  const limit = 150 / smallest
  const scaleX = Math.min(canvas.width / (width || 1), limit)
  const scaleY = Math.min(canvas.height / (height || 1), limit)
  const gap = 6
  return tables.map((table) => ({
    table,
    left: (table.x - left) * scaleX + gap,
    top: (table.y - top) * scaleY + gap,
    width: Math.max(LEAST.width, table.w * scaleX - 2 * gap),
    height: Math.max(LEAST.height, table.h * scaleY - 2 * gap),
  }))
}
