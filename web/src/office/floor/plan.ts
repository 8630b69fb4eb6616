import type { TableFields } from '../api/floor'

/** Places and sizes are hundredths of a metre; tables stand on a grid of this. */
export const STEP = 10
export const SQUARE = 50
/** A plan shows at least so much floor. */
const LEAST = { w: 1200, h: 700 }
const ROOM = 100
const SMALLEST = 40
const LARGEST = 1000

type Box = Pick<TableFields, 'x' | 'y' | 'w' | 'h'>
const onGrid = (length: number) => Math.round(length / STEP) * STEP
const between = (low: number, value: number, high: number) => Math.min(high, Math.max(low, value))

export const movedTo = <T extends Box>(table: T, x: number, y: number): T => ({ ...table, x: Math.max(0, onGrid(x)), y: Math.max(0, onGrid(y)) })
export const sized = <T extends Box>(table: T, w: number, h: number): T => ({ ...table, w: between(SMALLEST, onGrid(w), LARGEST), h: between(SMALLEST, onGrid(h), LARGEST) })

const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** What an arrow key does to a table: one step of the grid, resized with shift; null for any other key. */
export function keyed<T extends Box>(table: T, key: string, isShift: boolean): T | null {
  const way = ARROWS[key]
  if (!way) return null
  const [right, down] = way
  return isShift ? sized(table, table.w + right * STEP, table.h + down * STEP) : movedTo(table, table.x + right * STEP, table.y + down * STEP)
}

/** The floor that has to be drawn for all tables to be on it, with room around them. */
export function extent(tables: readonly Box[]): { w: number; h: number } {
  const right = Math.max(0, ...tables.map((table) => table.x + table.w)) + ROOM
  const bottom = Math.max(0, ...tables.map((table) => table.y + table.h)) + ROOM
  return { w: Math.max(LEAST.w, Math.ceil(right / SQUARE) * SQUARE), h: Math.max(LEAST.h, Math.ceil(bottom / SQUARE) * SQUARE) }
}

export const overlaps = (one: Box, other: Box) => one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h

/** The first free place for a table of this size, row by row. */
export function freePlace(tables: readonly Box[], size: Pick<Box, 'w' | 'h'>): { x: number; y: number } {
  const { w } = extent(tables)
  for (let y = SQUARE; ; y += SQUARE)
    for (let x = SQUARE; x + size.w <= w - SQUARE; x += SQUARE) {
      const place = { x, y, ...size }
      if (!tables.some((table) => overlaps(table, place))) return { x, y }
    }
}

/** The next name of a row of tables: A8 after A7, 12 after 11. */
export function nextName(names: readonly string[]): string {
  const last = names
    .map((name) => /^(.*?)(\d+)$/.exec(name))
    .filter((found) => found !== null)
    .sort((one, other) => Number(one[2]) - Number(other[2]))
    .at(-1)
  if (!last) return names.includes('1') ? `${names.length + 1}` : '1'
  const [, letters = '', digits = '0'] = last
  return letters + String(Number(digits) + 1).padStart(digits.length, '0')
}
